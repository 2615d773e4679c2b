"""Files are sealed where they lie, bound to their place, and never known without their bytes."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from folders import NOW, Folder, kept, minutes

from rapid_review.errors import Refusal
from storage.errors import BrokenSeal
from storage.files import FileMissing
from storage.files import Folder as Disk
from storage.store import Store
from storage.work import Attachment, Held

CONTENT = b"%PDF-1.7 Ivy Rook was seen at home." * 1000


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "files")


def hold(store: Store[Folder], disk: Disk, person: str = "ben", at: datetime = NOW) -> Held:
    return store.run_now(lambda work: work.hold_file(disk, person, "Ivy Rook.pdf", "pdf", CONTENT, at))


def file(store: Store[Folder], held: Held, case: str, number: int = 1) -> Attachment:
    return store.run_now(lambda work: work.file_held(held, case, "police", number, by="ben", at=NOW))


def lying(tmp_path: Path) -> list[Path]:
    return [*(tmp_path / "files").iterdir()]


# -- The folder ----------------------------------------------------------------------------------------------------


def test_a_folder_gives_back_what_it_was_given(disk: Disk) -> None:
    places = [disk.put(content) for content in (b"one", b"two", b"")]
    assert [disk.open(place) for place in places] == [b"one", b"two", b""]
    disk.remove(places[0])
    disk.remove(places[0])
    with pytest.raises(FileMissing):
        disk.open(places[0])


@pytest.mark.parametrize("place", ["../review.db", "", "/etc/passwd", "a" * 31, "A" * 32])
def test_a_folder_opens_nothing_but_its_own(disk: Disk, place: str) -> None:
    with pytest.raises(FileMissing):
        disk.open(place)
    with pytest.raises(FileMissing):
        disk.remove(place)


def test_only_the_owner_may_look_into_the_folder(disk: Disk, tmp_path: Path) -> None:
    place = disk.put(b"x")
    assert (tmp_path / "files").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "files" / place).stat().st_mode & 0o777 == 0o600


def test_old_places_are_told_from_new_ones(disk: Disk, tmp_path: Path) -> None:
    assert [*disk.older_than(datetime.now(UTC))] == []
    old, new = disk.put(b"old"), disk.put(b"new")
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).timestamp()
    os.utime(tmp_path / "files" / old, (an_hour_ago, an_hour_ago))
    assert [*disk.older_than(datetime.now(UTC) - timedelta(minutes=30))] == [old]
    assert disk.open(new) == b"new"


# -- Held, filed, taken out ----------------------------------------------------------------------------------------


def test_a_file_is_held_for_its_sender_alone(store: Store[Folder], disk: Disk) -> None:
    held = hold(store, disk)
    assert store.run_now(lambda work: work.held_files("ben")) == [held]
    assert store.run_now(lambda work: work.held_files("carys")) == []
    assert store.run_now(lambda work: work.file_content(disk, held)) == CONTENT


def test_a_filed_file_comes_back_from_its_case(store: Store[Folder], disk: Disk, tmp_path: Path) -> None:
    reference, held = kept(store), hold(store, disk)
    filed = file(store, held, reference)
    assert store.run_now(lambda work: work.held_files("ben")) == []
    assert store.run_now(lambda work: work.attachments(reference)) == [filed]
    assert store.run_now(lambda work: work.attachment(filed.id)) == filed
    assert (filed.about.name, filed.about.size, filed.number) == ("Ivy Rook.pdf", len(CONTENT), 1)
    assert store.run_now(lambda work: work.file_content(disk, filed)) == CONTENT
    assert len(lying(tmp_path)) == 1, "filing must not write the bytes again"


def test_files_stand_by_their_numbers(store: Store[Folder], disk: Disk) -> None:
    reference = kept(store)
    for number in (2, 1, 3):
        file(store, hold(store, disk), reference, number)
    assert [f.number for f in store.run_now(lambda work: work.attachments(reference))] == [1, 2, 3]


def test_nothing_of_it_can_be_read_where_it_lies(store: Store[Folder], disk: Disk, tmp_path: Path) -> None:
    reference = kept(store)
    hold(store, disk)
    file(store, hold(store, disk), reference)
    everything = b"".join(path.read_bytes() for path in [*lying(tmp_path), *tmp_path.glob("cases.db*")])
    assert b"Ivy" not in everything
    assert b"%PDF" not in everything
    assert all("Ivy" not in path.name and "pdf" not in path.name for path in lying(tmp_path))


def test_bytes_moved_to_another_place_do_not_open(store: Store[Folder], disk: Disk, tmp_path: Path) -> None:
    one, other = hold(store, disk), hold(store, disk)
    (tmp_path / "files" / one.about.place).write_bytes((tmp_path / "files" / other.about.place).read_bytes())
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.file_content(disk, one))


def test_altered_bytes_do_not_open(store: Store[Folder], disk: Disk, tmp_path: Path) -> None:
    held = hold(store, disk)
    path = tmp_path / "files" / held.about.place
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.file_content(disk, held))


def test_a_row_moved_to_another_case_does_not_open(store: Store[Folder], disk: Disk, rows) -> None:
    one, other = kept(store), kept(store)
    file(store, hold(store, disk), one)
    rows('UPDATE attachment SET "case" = :other', other=other)
    with pytest.raises(BrokenSeal):
        store.run_now(lambda work: work.attachments(other))


def test_a_refusal_leaves_it_held(store: Store[Folder], disk: Disk) -> None:
    reference, held = kept(store), hold(store, disk)

    def refused(work) -> None:
        try:
            work.file_held(held, reference, "police", 1, by="ben", at=NOW)
            raise Refusal("no")
        except Refusal:
            work.discard()

    store.run_now(refused)
    assert store.run_now(lambda work: work.held_files("ben")) == [held]
    assert store.run_now(lambda work: work.attachments(reference)) == []


def test_a_transaction_that_fails_leaves_bytes_that_nobody_wants(
    store: Store[Folder], disk: Disk, tmp_path: Path
) -> None:
    def fails(work) -> None:
        work.hold_file(disk, "ben", "a.pdf", "pdf", CONTENT, NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.run_now(fails)
    assert store.run_now(lambda work: work.held_files("ben")) == []
    assert {path.name for path in lying(tmp_path)} - store.run_now(lambda work: work.places_in_use())


def test_only_what_is_held_or_filed_is_wanted(store: Store[Folder], disk: Disk) -> None:
    reference = kept(store)
    filed = file(store, hold(store, disk), reference)
    old, new = hold(store, disk, at=NOW), hold(store, disk, at=minutes(10))
    assert store.run_now(lambda work: work.places_in_use()) == {f.about.place for f in (filed, old, new)}
    store.run_now(lambda work: work.forget_held(minutes(5)))
    assert store.run_now(lambda work: work.places_in_use()) == {filed.about.place, new.about.place}
    store.run_now(lambda work: work.remove_attachment(filed.id, minutes(11)))
    assert store.run_now(lambda work: work.places_in_use()) == {new.about.place}
    assert store.run_now(lambda work: work.attachment(filed.id)) is None
    assert store.run_now(lambda work: work.attachments(reference)) == []
