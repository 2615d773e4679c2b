"""Killed in the middle of a backup or a restore: earlier backups stay as they are, and nothing half is in place."""

from pathlib import Path

import pytest
from databases import state
from dying import KILLED, plant, run
from folders import BACKUP_KEY, KEY, NOW, Folder, kept
from sqlalchemy import inspect

from storage.backup import archive, keeping, restoring, spooling, taking
from storage.backup.restoring import Target, restore
from storage.backup.taking import Source, take
from storage.engine import open_engine, sqlite_path
from storage.files import Folder as Disk
from storage.store import Store
from storage.vault import Vault

pytestmark = pytest.mark.simulation

IN_A_BACKUP = {
    "after the snapshot": (taking, "_manifest", True),
    "in the middle of the archive": (archive, "finish", False),
    "before it has its name": (Path, "rename", False),
    "after it has its name": (Path, "rename", True),
}
IN_A_RESTORE = {
    "after unpacking": (archive, "unpack", True),
    "before it is verified": (restoring, "_finished", False),
    "before the commit": (restoring, "_finished", True),
    "before the files": (restoring, "_put_files", False),
    "after the files": (restoring, "_put_files", True),
}


def backs_up(url: str, folder: Path, step: str) -> None:
    """In a process of its own."""
    if step:
        owner, name, after = IN_A_BACKUP[step]
        plant(owner, name, after=after)
    source = Source(open_engine(url), Vault(KEY), Disk(folder / "files"))
    take(source, BACKUP_KEY, folder / "backups", folder / "spool", NOW)


def puts_back(url: str, folder: Path, step: str) -> None:
    """In a process of its own."""
    if step:
        owner, name, after = IN_A_RESTORE[step]
        plant(owner, name, after=after)
    backup = keeping.newest(folder / "backups", NOW)
    assert backup
    restore(backup, BACKUP_KEY, Target(url, folder / "again", Vault(KEY), Folder), NOW)


@pytest.fixture
def folder(store: Store[Folder], tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    reference = kept(store, "one", "two")
    disk = Disk(tmp_path / "files")

    def file(work) -> None:  # type: ignore[no-untyped-def]
        work.file_held(work.hold_file(disk, "ben", "a.pdf", "pdf", b"%PDF", NOW), reference, "", 1, by="ben", at=NOW)

    store.run_now(file)
    return tmp_path


def finished(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "backups").iterdir() if keeping.taken_at(path.name))


def test_a_backup_killed_at_any_step(url: str, folder: Path) -> None:
    assert run(backs_up, url, folder, "") == 0
    earlier = {path: path.read_bytes() for path in finished(folder)}
    for step in IN_A_BACKUP:
        assert run(backs_up, url, folder, step) == KILLED
        more = set(finished(folder)) - set(earlier)
        assert len(more) == (step == "after it has its name"), step
        assert {path: path.read_bytes() for path in earlier} == earlier
        [path.unlink() for path in more]
    assert run(backs_up, url, folder, "") == 0
    assert sorted(path.suffix for path in (folder / "backups").iterdir()) == [".lock", ".rrb", ".rrb"]
    assert not (folder / "spool").exists()


def to_another_folder(url: str, folder: Path, step: str) -> None:
    """In a process of its own: `rapid-review backup -o`, killed as it packs."""
    plant(archive, "finish", after=False)
    source = Source(open_engine(url), Vault(KEY), Disk(folder / "files"))
    take(source, BACKUP_KEY, folder / "usb", folder / f"{spooling.PREFIX}of-usb", NOW)


def test_a_backup_to_another_folder_that_was_killed_leaves_no_copy_for_good(url: str, folder: Path) -> None:
    (folder / "usb").mkdir()
    assert run(to_another_folder, url, folder, "") == KILLED
    left = folder / f"{spooling.PREFIX}of-usb"
    assert list((left / "copy").iterdir())
    busy = folder / f"{spooling.PREFIX}busy"
    with spooling.held(busy):
        assert run(backs_up, url, folder, "") == 0
        assert busy.is_dir()  # Another process is at it.
    assert not left.exists()


@pytest.mark.parametrize("step", IN_A_RESTORE)
def test_a_restore_killed_at_any_step(step: str, url: str, folder: Path, elsewhere: str) -> None:
    assert run(backs_up, url, folder, "") == 0
    assert run(puts_back, elsewhere, folder, step) == KILLED
    if path := sqlite_path(elsewhere):
        assert not Path(path).exists()
    else:
        engine = open_engine(elsewhere)
        assert inspect(engine).get_table_names() == []
        engine.dispose()
    if step == "after the files":  # They are there without a database; the next one asks for an empty folder.
        assert run(puts_back, elsewhere, folder, "") == 1
        [file.unlink() for file in (folder / "again").iterdir()]
    assert run(puts_back, elsewhere, folder, "") == 0
    of = {"case_": ["reference", "state"], "audit": ["case", "number", "hash"], "attachment": ["id", "place"]}
    assert state(elsewhere, of)[2] == state(url, of)[2]
    assert [path.name for path in folder.iterdir() if "restoring" in path.name] == []
