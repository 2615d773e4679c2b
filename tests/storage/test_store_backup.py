"""A backup holds everything as it was at one moment, and comes back whole or not at all."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from folders import BACKUP_KEY, KEY, NOW, Folder, filed, kept
from sqlalchemy import inspect

from storage import files as disks
from storage.backup.errors import BackupError, Damaged, DoesNotFit, NotABackup, NotEmpty, NotWhole, WrongBackupKey
from storage.backup.taking import Source, take
from storage.engine import open_engine, sqlite_path
from storage.lockfile import lock
from storage.store import Store
from storage.vault import Vault


def is_empty(url: str) -> bool:
    path = sqlite_path(url)
    if path:
        return not Path(path).exists()
    engine = open_engine(url)
    with engine.connect() as connection:
        found = inspect(connection).get_table_names()
    engine.dispose()
    return found == []


def test_everything_comes_back_as_it_was(
    store: Store[Folder], disk: disks.Folder, backed_up: Any, put_back: Any, again: Any, tmp_path: Path
) -> None:
    reference = kept(store, "Ivy was seen", "and heard")
    file = filed(store, disk, reference)
    store.run_now(lambda work: work.put_form(reference, "summary", "police", "ben", NOW, {"facts": "a bruise"}))
    before = store.run_now(lambda work: work.chain(reference))
    taken = backed_up()
    kept(store, "after the backup")
    (tmp_path / "files again").mkdir()  # It may be there, and be a disk of its own.
    restored = put_back(taken.path)
    assert restored.verified.faults == []
    assert (restored.verified.cases, restored.verified.files) == (1, 2)
    copy = again()
    copy.check()
    assert copy.run_now(lambda work: work.case(reference)).notes == ["Ivy was seen", "and heard"]
    assert copy.run_now(lambda work: work.form(reference, "summary", "police")).answers == {"facts": "a bruise"}
    assert copy.run_now(lambda work: work.chain(reference)) == before
    found = disks.Folder(tmp_path / "files again")
    content = copy.run_now(lambda work: work.file_content(found, work.attachment(file)))
    assert content == b"what the police know"
    assert kept(copy) == "RR-2026-002"  # The next reference, and the next number in the outbox.
    copy.close()


def test_a_backup_says_nothing_to_whoever_has_no_key(store: Store[Folder], backed_up: Any) -> None:
    reference = kept(store, "Ivy was seen")
    content = backed_up().path.read_bytes()
    assert reference.encode() not in content
    assert b"audit" not in content


def test_the_keys_are_not_in_it(store: Store[Folder], backed_up: Any) -> None:
    kept(store)
    manifest = backed_up().manifest.written()
    for key in (KEY, BACKUP_KEY):
        assert key.hex().encode() not in manifest
    assert Vault(KEY).fingerprint.encode() in manifest


def _flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda content: content[:-1], Damaged),
        (lambda content: content[: len(content) // 2], Damaged),
        (lambda content: content + b"more", Damaged),
        (_flipped(-40), Damaged),
        (_flipped(60), Damaged),
        (lambda content: b"PK" + content, NotABackup),
        (lambda content: content[:20], NotABackup),
        (lambda content: b"", NotABackup),
    ],
)
def test_a_backup_that_was_altered_or_cut_is_refused(
    spoil: Any, why: type[BackupError], store: Store[Folder], backed_up: Any, put_back: Any, elsewhere: str
) -> None:
    kept(store)
    path = backed_up().path
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(why):
        put_back(path)
    assert is_empty(elsewhere)


def test_a_wrong_key_is_named_by_its_fingerprint(store: Store[Folder], backed_up: Any, put_back: Any) -> None:
    path = backed_up().path
    with pytest.raises(WrongBackupKey, match="Set the key that the backup was made with"):
        put_back(path, key=bytes(32))
    with pytest.raises(DoesNotFit, match="Set the master key that was in use"):
        put_back(path, master=bytes(32))


def test_no_backup_is_made_under_a_key_that_does_not_open_the_database(
    store: Store[Folder], disk: disks.Folder, tmp_path: Path
) -> None:
    """It would name that key, and refuse the right one."""
    filed(store, disk, kept(store))
    (tmp_path / "backups").mkdir()
    source = Source(store._engine, Vault(bytes(32)), disk)
    with pytest.raises(BackupError, match=r"does not open this database, so no backup was made.*Set the key"):
        take(source, BACKUP_KEY, tmp_path / "backups", tmp_path / "spool", NOW)
    assert list((tmp_path / "backups").glob("*.rrb*")) == []


def test_what_is_known_of_a_file_was_altered_and_it_is_backed_up_all_the_same(
    store: Store[Folder], disk: disks.Folder, rows: Any, backed_up: Any, put_back: Any
) -> None:
    filed(store, disk, kept(store))
    rows("UPDATE draft SET answers = :noise", noise=bytes(64))
    taken = backed_up()
    assert len([name for name in taken.manifest.members if name.startswith("files/")]) == 2
    restored = put_back(taken.path, despite_faults=True)
    assert restored.verified.faults == ["What is known of files that wait for their case cannot be read."]


def test_nothing_is_restored_over_something(
    store: Store[Folder], backed_up: Any, put_back: Any, url: str, tmp_path: Path
) -> None:
    path = backed_up().path
    with pytest.raises(NotEmpty, match="name another one"):
        put_back(path, url=url)
    (tmp_path / "files again").mkdir()
    (tmp_path / "files again" / "something").touch()
    with pytest.raises(NotEmpty, match="The folder for files"):
        put_back(path)


def test_a_backup_of_a_later_program_is_refused(store: Store[Folder], rows: Any, backed_up: Any, put_back: Any) -> None:
    rows("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DoesNotFit, match=r"revision 9999.*Use the version of the program"):
        put_back(backed_up().path)


def test_a_backup_of_the_other_database_is_refused(store: Store[Folder], backed_up: Any, put_back: Any) -> None:
    if store._engine.dialect.name == "sqlite":
        pytest.skip("the other way round needs a PostgreSQL too")
    with pytest.raises(DoesNotFit, match="a backup of PostgreSQL; it cannot go into SQLite"):
        put_back(backed_up().path, url="sqlite:////tmp/there is none.db")


def test_a_record_that_was_rewritten_shows_and_is_restored_only_if_somebody_says_so(
    store: Store[Folder], rows: Any, backed_up: Any, put_back: Any, elsewhere: str
) -> None:
    reference = kept(store, "one", "two")
    if store._engine.dialect.name == "postgresql":
        rows("ALTER TABLE audit DISABLE TRIGGER ALL")
        rows("UPDATE audit SET actor = 'gwen' WHERE number = 2")
    else:
        (guard,) = rows("SELECT sql FROM sqlite_master WHERE name = 'audit_no_update'")
        rows("DROP TRIGGER audit_no_update")
        rows("UPDATE audit SET actor = 'gwen' WHERE number = 2")
        rows(guard["sql"])
    path = backed_up().path
    with pytest.raises(NotWhole, match=f"{reference}: entry 2"):
        put_back(path)
    assert is_empty(elsewhere)
    assert put_back(path, despite_faults=True).verified.faults == [
        f"{reference}: entry 2 of the record is wrong or missing."
    ]


def test_an_older_database_is_brought_up(
    store: Store[Folder], backed_up: Any, put_back: Any, again: Any, rows: Any
) -> None:
    """What was made before the table of restored copies was is restored under it."""
    reference = kept(store)
    rows("DROP TABLE restored")
    if store._engine.dialect.name == "sqlite":
        rows("DROP TRIGGER form_no_replace")
    rows("UPDATE alembic_version SET version_num = '0004'")
    restored = put_back(backed_up().path)
    assert restored.manifest.revision == "0004"
    copy = again()
    copy.check()
    assert copy.run_now(lambda work: work.case(reference)).notes == ["opened"]
    copy.close()


def test_only_one_backup_at_a_time(backed_up: Any, tmp_path: Path) -> None:
    with lock(str(tmp_path / "backups" / "backup")), pytest.raises(BackupError, match="is under way"):
        backed_up()
    (tmp_path / "backups" / "rapid-review-left.rrb.unfinished").touch()
    taken = backed_up()
    assert sorted(path.name for path in (tmp_path / "backups").glob("*rrb*")) == [taken.path.name]
    assert not (tmp_path / "spool").exists()


def test_a_disk_without_room_is_not_filled(
    store: Store[Folder], backed_up: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept(store)
    backed_up().path.unlink()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 * 1024 * 1024))
    with pytest.raises(BackupError, match=r"it needs \d+ MB in .* for a while, and 67 MB are free. Make room there."):
        backed_up()
    assert list((tmp_path / "backups").glob("*.rrb*")) == []


def test_a_database_that_cannot_be_read_is_said(store: Store[Folder], backed_up: Any) -> None:
    if store._engine.dialect.name != "sqlite":
        pytest.skip("of SQLite’s file")
    store.close()
    Path(str(store._engine.url.database)).write_bytes(b"not a database" * 1000)
    with pytest.raises(BackupError, match=r"could not be read \(file is not a database\). No backup was made."):
        backed_up()


def test_a_folder_that_is_not_there_is_said(backed_up: Any, tmp_path: Path) -> None:
    (tmp_path / "backups").rmdir()
    with pytest.raises(BackupError, match="No backup was made"):
        backed_up()
