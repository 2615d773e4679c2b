"""What keeps a command from being carried out is said in words, and ends with 2: no traceback, and nothing is made."""

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import whereabouts
from story import RR, dev_notifies
from transcript import KEY, Teams, open_store

from bot.cli import main
from bot.partnership import load

PARTNERSHIP = Path(__file__).parents[2] / "demo" / "partnership.toml"
Said = pytest.CaptureFixture[str]
REGISTER = ("declarations-register", RR, "--by", "amina", "--second", "efua", "--reason", "For it.", "-o", "r.csv")
LOOKING = (["verify-chain"], ["record", "-o", "r.jsonl"], ["release"], ["dispose", RR], [*REGISTER])
CHANGING = (
    ["hold-sending", "2026-12-01T09:00+00:00"],
    ["legal-hold", RR, "--by", "x", "--reason", "y", "--agreed", "z"],
)
ROTATING = ["rotate-key", "--old", "key"]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a case."""
    path = tmp_path_factory.mktemp("played") / "review.db"
    with closing(open_store(path)) as store:
        dev_notifies(Teams(store, load(PARTNERSHIP)[0]))
    return path


@pytest.fixture
def folder(played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case, its key and another one."""
    whereabouts.copied_from(played, tmp_path / "review.db")
    (tmp_path / "key").write_bytes(base64.b64encode(KEY))
    (tmp_path / "other").write_bytes(base64.b64encode(bytes(reversed(KEY))))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RR_ENV", "demo")
    monkeypatch.setenv("RR_PARTNERSHIP", str(PARTNERSHIP))
    monkeypatch.setenv("RR_MASTER_KEY_FILE", "key")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'review.db'}")
    return tmp_path


def refused(command: list[str], capsys: Said) -> str:
    """What is said to whoever typed it, and nothing else happens."""
    assert main(command) == 2, command
    said = capsys.readouterr()
    assert said.out == ""
    assert not Path("r.jsonl").exists()
    return said.err


@pytest.mark.parametrize("command", [*LOOKING, *CHANGING, ROTATING], ids=lambda command: command[0])
def test_a_mistyped_database_is_not_made(
    command: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'typo.db'}")
    said = refused(command, capsys)
    assert said == (
        f"There is no database at {folder / 'typo.db'}. Look at DATABASE_URL. If there never was one, `rapid-review "
        "migrate` makes it.\n"
    )
    assert not (folder / "typo.db").exists()


@pytest.mark.parametrize("command", [*LOOKING, *CHANGING], ids=lambda command: command[0])
def test_another_key_opens_nothing(
    command: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("RR_MASTER_KEY_FILE", "other")
    said = refused(command, capsys)
    assert said == "The master key does not open this database. Set the key it was created with.\n"


@pytest.mark.parametrize("command", [*LOOKING, *CHANGING], ids=lambda command: command[0])
def test_a_busy_database_is_said_to_be_busy(
    command: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("storage.engine.SQLITE_PRAGMAS", ("busy_timeout=0",))
    with held(folder / "review.db"):
        said = refused(command, capsys)
    assert said.startswith("The database is busy, or cannot be reached. Nothing was changed. Try again in a minute.")


@pytest.mark.parametrize("command", [*LOOKING, *CHANGING], ids=lambda command: command[0])
def test_a_server_that_is_not_there(
    command: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/cases")
    said = refused(command, capsys)
    assert "cannot be reached" in said and "DATABASE_URL" in said and "secret" not in said


def test_what_is_no_database_is_said_to_be_none(folder: Path, capsys: Said) -> None:
    (folder / "review.db").write_bytes(b"A letter, and no database at all. " * 200)
    for left in folder.glob("review.db-*"):
        left.unlink()
    assert refused(["verify-chain"], capsys).startswith("The database is damaged, or is none. Nothing was changed.")


def test_what_was_altered_does_not_open(folder: Path, capsys: Said) -> None:
    with closing(sqlite3.connect(folder / "review.db")) as database, database:
        database.execute("UPDATE case_key SET wrapped = randomblob(length(wrapped))")
    said = refused([*REGISTER], capsys)
    assert said.startswith("Something in the database was altered, or put there from elsewhere, and does not open.")


def test_a_file_that_does_not_open_is_named(folder: Path, capsys: Said) -> None:
    assert main(["check", "no/such.toml"]) != 0
    assert main(["verify-pack", "no/such.zip"]) != 0
    assert "no/such.zip" in capsys.readouterr().err


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process writes, and does not end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
