"""What a restore or a drill that was killed left behind: a whole copy, which the next one clears away."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from dying import KILLED, die, plant, run
from folders import BACKUP_KEY, KEY, NOW, Folder, kept
from sqlalchemy import create_engine, text

from storage.backup import archive, keeping, leftovers
from storage.backup.errors import BackupError
from storage.backup.restoring import Target, restore
from storage.backup.taking import Source, take
from storage.engine import open_engine
from storage.files import Folder as Disk
from storage.store import Store
from storage.vault import Vault

pytestmark = pytest.mark.simulation
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""Their folder is the same, whatever the database."""


@pytest.fixture
def backup(store: Store[Folder], url: str, tmp_path: Path) -> Path:
    kept(store, "one", "two")
    (tmp_path / "backups").mkdir()
    take(
        Source(open_engine(url), Vault(KEY), Disk(tmp_path / "files")),
        BACKUP_KEY,
        tmp_path / "backups",
        tmp_path / "spool",
        NOW,
    )
    made = keeping.newest(tmp_path / "backups", NOW)
    assert made
    return made


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The system's folder for what is there for a while."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder


def restores(backup: Path, into: Path) -> None:
    restore(backup, BACKUP_KEY, Target(f"sqlite:///{into}", into.with_suffix(".files"), Vault(KEY), Folder), NOW)


def is_killed(backup: Path, into: Path) -> None:
    """In a process of its own: as everything is unpacked."""
    plant(archive, "unpack", after=True)
    restores(backup, into)


def practises_until_killed(temporary: Path) -> None:
    """In a process of its own."""
    tempfile.tempdir = str(temporary)
    with leftovers.drill() as folder:
        (folder / "drill.db").write_bytes(b"all cases")
        die()


@ON_SQLITE
def test_a_killed_restore_is_cleared_by_one_into_another_place(backup: Path, tmp_path: Path) -> None:
    assert run(is_killed, backup, tmp_path / "first.db") == KILLED
    left = tmp_path / "first.db.restoring"
    assert len([*left.iterdir()]) > 1, "a whole copy"
    restores(backup, tmp_path / "second.db")
    assert not left.exists() and (tmp_path / "second.db").is_file()


@ON_SQLITE
def test_what_somebody_is_at_work_in_stays_and_is_not_shared(backup: Path, tmp_path: Path) -> None:
    with leftovers.restoring(tmp_path / "first.db.restoring") as busy:
        (busy / "half").write_bytes(b"half")
        restores(backup, tmp_path / "second.db")
        assert (busy / "half").is_file()
        with pytest.raises(BackupError, match="Another restore into this place is at work"):
            restores(backup, tmp_path / "first.db")
        assert (busy / "half").is_file()
    assert not busy.exists()


@ON_SQLITE
def test_what_we_did_not_make_stays(backup: Path, tmp_path: Path, temporary: Path) -> None:
    theirs = tmp_path / "letters.restoring"
    theirs.mkdir()
    (theirs / "letter").write_text("Mine.")
    (temporary / f"{leftovers.DRILL}link").symlink_to(theirs, target_is_directory=True)
    restores(backup, tmp_path / "second.db")
    leftovers.clear_drills()
    assert (theirs / "letter").read_text() == "Mine."


@ON_SQLITE
def test_what_stands_in_the_way_and_is_not_ours_stays_too(backup: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "second.db.restoring"
    theirs.mkdir()
    (theirs / "notes").write_text("Mine.")
    with pytest.raises(BackupError, match="something is there that no restore made"):
        restores(backup, tmp_path / "second.db")
    assert (theirs / "notes").read_text() == "Mine." and not (tmp_path / "second.db").exists()
    (theirs / "notes").unlink()
    restores(backup, tmp_path / "second.db")
    assert (tmp_path / "second.db").is_file() and not theirs.exists(), "an empty one is as a killed restore leaves it"


def test_a_killed_drill_is_cleared_by_the_next(temporary: Path) -> None:
    assert run(practises_until_killed, temporary) == KILLED
    [left] = temporary.iterdir()
    assert (left / "drill.db").is_file()
    with leftovers.drill() as busy:
        assert not left.exists()
        leftovers.clear_drills()
        assert busy.is_dir()
    assert [*temporary.iterdir()] == []


# -- On a server ---------------------------------------------------------------------------------------------------


def databases(server: str) -> set[str]:
    engine = create_engine(server)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT datname FROM pg_database WHERE datname LIKE 'drill%'")).scalars()
        names = set(found)
    engine.dispose()
    return names


def practises_on_a_server_until_killed(server: str) -> None:
    """In a process of its own."""
    with leftovers.drill_database(server):
        die()


@pytest.mark.postgres
def test_the_database_of_a_killed_drill_is_dropped_by_the_next(postgresql: str) -> None:
    before = databases(postgresql)
    assert run(practises_on_a_server_until_killed, postgresql) == KILLED
    [left] = databases(postgresql) - before
    with leftovers.drill_database(postgresql):
        [busy] = databases(postgresql) - before
        assert busy != left
        leftovers.clear_databases(postgresql)
        assert busy in databases(postgresql), "somebody is at work in it"
    assert databases(postgresql) == before


@pytest.mark.postgres
def test_a_database_that_only_has_such_a_name_stays(postgresql: str) -> None:
    engine = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE drill_of_the_fire_brigade")
        leftovers.clear_databases(postgresql)
        assert "drill_of_the_fire_brigade" in databases(postgresql)
        connection.exec_driver_sql("DROP DATABASE drill_of_the_fire_brigade")
    engine.dispose()
