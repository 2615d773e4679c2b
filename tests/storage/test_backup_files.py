"""A backup holds the files that its rows tell of, whatever goes on meanwhile, and knows of those lost before it."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from folders import BACKUP_KEY, KEY, LATER, NOW, Folder, filed, kept

from storage import files as disks
from storage.backup.errors import FAILURES, NotWhole, said
from storage.backup.losses import lost
from storage.backup.restoring import Target, restore
from storage.backup.snapshot import fill
from storage.store import Store
from storage.vault import Vault


def test_a_file_that_is_lost_is_known_to_the_backup(
    store: Store[Folder], disk: disks.Folder, backed_up: Any, put_back: Any, tmp_path: Path
) -> None:
    """A place says nothing to anybody: it is named by its case and the number that people know it by."""
    filed(store, disk, kept(store))
    places = sorted(lost.name for lost in (tmp_path / "files").iterdir())
    for place in places:
        disk.remove(place)
    taken = backed_up()
    assert taken.manifest.missing == places
    verified = put_back(taken.path).verified
    assert verified.faults == []
    assert sorted(verified.lost) == [
        "A file that its sender had not put with a case yet was lost before the backup was made.",
        "Document 1 of RR-2026-001 was lost before the backup was made.",
    ]


def test_of_a_lost_file_whose_row_does_not_open_the_case_is_named(
    store: Store[Folder], disk: disks.Folder, rows: Any
) -> None:
    filed(store, disk, kept(store))
    (place,) = (row["place"] for row in rows("SELECT place FROM attachment"))
    rows("UPDATE attachment SET about = :bytes", bytes=b"spoilt" * 10)
    said = store.run_now(lambda work: lost(work, [place]))
    assert said == ["A document of RR-2026-001 was lost before the backup was made."]


def test_a_file_let_go_during_the_backup_is_no_loss(
    store: Store[Folder], disk: disks.Folder, backed_up: Any, put_back: Any
) -> None:
    """It is taken back and swept after the snapshot, before its turn: the next snapshot knows nothing of it."""
    id = filed(store, disk, kept(store))

    class Swept:
        older_than = disk.older_than

        def open(self, place: str) -> bytes:
            if file := store.run_now(lambda work: work.attachment(id)):
                store.run_now(lambda work: work.remove_attachment(id, NOW))
                disk.remove(file.about.place)
            return disk.open(place)

    taken = backed_up(Swept())
    assert taken.manifest.missing == []
    assert len([name for name in taken.manifest.members if name.startswith("files/")]) == 1
    assert put_back(taken.path).verified.faults == []


def test_a_file_that_was_swapped_for_another_shows(
    store: Store[Folder], disk: disks.Folder, backed_up: Any, put_back: Any, tmp_path: Path
) -> None:
    filed(store, disk, kept(store))
    one, other = (tmp_path / "files").iterdir()
    shutil.copy(one, other)
    with pytest.raises(NotWhole, match="is not what was put there"):
        put_back(backed_up().path)


def test_backups_taken_while_people_write_verify(
    store: Store[Folder], disk: disks.Folder, backed_up: Any, elsewhere: str, tmp_path: Path
) -> None:
    ended = threading.Event()
    references = [kept(store) for _ in range(3)]

    def write(reference: str) -> None:
        while not ended.is_set():
            store.run_now(lambda work: work.case(reference).note("again"))
            filed(store, disk, reference)

    writers = [threading.Thread(target=write, args=(reference,)) for reference in references]
    for writer in writers:
        writer.start()
    try:
        taken = [backed_up() for _ in range(3)]
    finally:
        ended.set()
        for writer in writers:
            writer.join()
    for number, one in enumerate(taken):
        url = f"{elsewhere}{number}" if elsewhere.startswith("sqlite") else elsewhere
        if number and url == elsewhere:
            continue  # One PostgreSQL is enough.
        target = Target(url, tmp_path / f"files {number}", Vault(KEY), Folder)
        restored = restore(one.path, BACKUP_KEY, target, LATER)
        assert restored.verified.faults == []
        assert restored.manifest.missing == []


def test_what_postgresql_says_while_it_copies_is_told_as_any_other_failure(
    store: Store[Folder], url: str, tmp_path: Path
) -> None:
    if url.startswith("sqlite"):
        pytest.skip("its file is copied as a whole")
    (tmp_path / "counter").write_bytes(b"no number\there\n")
    with store._engine.connect() as connection, pytest.raises(FAILURES) as told:
        fill(connection, tmp_path, {"counter": ["year", "last"]})
    assert said(told.value) == "InvalidTextRepresentation"
