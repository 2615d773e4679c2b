"""What happens when SQLite's file is locked, full, read-only, taken away or damaged: words, and nothing half."""

import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from dying import run
from folders import Folder, Open, kept
from sqlalchemy import event
from standins import BEN

from bot import settings_checks
from bot.apologies import WORDS
from bot.cli import main
from bot.settings import Settings
from bot.turns import ANSWER_WITHIN_SECONDS
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.openly import openly
from storage.engine import SQLITE_PRAGMAS
from storage.errors import Busy, Corrupt, Damaged, Full, NotWritable
from storage.lockfile import lock
from storage.store import Store

HELD_OFF = 50
"""Milliseconds instead of five seconds, so that a test need not wait."""


def _path(store: Store[Any]) -> Path:
    return Path(str(store._engine.url.database))


def _pragma(store: Store[Any], words: str) -> Any:
    """On the one connection that the store has."""
    with store._engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        return driver.execute(f"PRAGMA {words}").fetchone()


def _saves(turn: Turn, desk: Desk) -> Answer:
    """A press that keeps something, in the bot whose dialogs are the test's."""
    desk.work.put_draft(turn.who.person, "note", turn.data.get("note", ""), {"words": "x" * 5000}, desk.now)
    return Answer({"type": "AdaptiveCard"}, openly("Saved"))


async def drafts(bot: Any) -> int:
    return len(await bot.parts.store.run(lambda work: work.drafts_of(BEN["aadObjectId"])))


# -- Locked --------------------------------------------------------------------------------------------------------


async def test_locked_by_somebody_else(bot: Any) -> None:
    bot.dialogs.answer = _saves
    _pragma(bot.parts.store, f"busy_timeout={HELD_OFF}")
    with closing(sqlite3.connect(_path(bot.parts.store), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = await bot.presses("note.save", note="one")
        assert answer["value"] == WORDS[Busy]
        assert "nothing was saved" in answer["value"]
        assert (await bot.session.get(f"{bot.url}/readyz")).status == 503
        other.execute("ROLLBACK")
    assert await drafts(bot) == 0
    await bot.presses("note.save", note="one")
    assert await drafts(bot) == 1


def test_waiting_for_a_lock_ends_before_the_turn_does() -> None:
    (wait,) = (int(pragma.removeprefix("busy_timeout=")) for pragma in SQLITE_PRAGMAS if "busy_timeout" in pragma)
    assert wait / 1000 < ANSWER_WITHIN_SECONDS


def test_no_transaction_begins_deferred(on_file: Store[Folder], opening: Open) -> None:
    """One that takes its lock only at its first write is told "locked" at once, whatever the time-out (D2)."""
    heard: list[str] = []
    event.listen(on_file._engine, "checkout", lambda driver, *_: driver.set_trace_callback(heard.append))
    reference = kept(on_file)
    beside = opening(on_file._engine.url.render_as_string(), exclusive=False)

    def write(store: Store[Folder]) -> None:
        for _ in range(25):
            store.run_now(lambda work: work.case(reference).note("again"))

    threads = [threading.Thread(target=write, args=(store,)) for store in (on_file, beside)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    begun = {line for line in heard if line.startswith("BEGIN")}
    assert begun == {"BEGIN IMMEDIATE"}
    assert len(on_file.run_now(lambda work: work.case(reference)).notes) == 51


# -- Full ----------------------------------------------------------------------------------------------------------


async def test_a_full_disk_refuses_what_is_new_and_gives_what_is_there(bot: Any) -> None:
    """SQLite is told that there is no further page to be had: the same as a disk without one."""
    bot.dialogs.answer = _saves
    await bot.presses("note.save", note="before")
    (pages,) = _pragma(bot.parts.store, "page_count")
    _pragma(bot.parts.store, f"max_page_count={pages}")
    refused = [(await bot.presses("note.save", note=f"{n}"))["value"] for n in range(3)]
    assert refused == [WORDS[Full]] * 3
    assert await drafts(bot) == 1  # What was there can be read.
    _pragma(bot.parts.store, "max_page_count=1000000")
    await bot.presses("note.save", note="after")
    assert await drafts(bot) == 2
    assert _pragma(bot.parts.store, "integrity_check") == ("ok",)


def _full_tmpfs(folder: str) -> None:
    """In a process of its own: a disk of three megabytes, filled to the last byte while cases are kept."""
    store: Store[Folder] = Store.connect(f"sqlite:///{folder}/cases.db", bytes(32), case_type=Folder, announce=_nobody)
    store.migrate()
    acked, ballast = 0, Path(folder) / "ballast"
    ballast.write_bytes(b"x" * 1_000_000)
    try:
        while True:
            kept(store, "x" * 20_000)
            acked += 1
    except Full:
        assert len(store.run_now(lambda work: work.every_case())) == acked
    ballast.unlink()
    kept(store)
    assert len(store.run_now(lambda work: work.every_case())) == acked + 1
    store.require_whole()
    store.close()


def _nobody(case: Folder, event: Any) -> list[Any]:
    return []


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    if os.system(f"mount -t tmpfs -o size=3m tmpfs {tmp_path} 2>/dev/null"):
        pytest.skip("only who may mount a disk can fill one of three megabytes")
    try:
        assert run(_full_tmpfs, str(tmp_path)) == 0
    finally:
        os.system(f"umount {tmp_path}")


# -- Not to be written to ------------------------------------------------------------------------------------------


def _as_nobody(folder: str) -> None:
    """In a process of its own, which gives up its rights first."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setuid(65534)
    path = Path(folder) / "cases.db"
    with pytest.raises(NotWritable, match=r"cannot be written to. Let the user that the bot runs as own the file"):
        lock(str(path))
    (said,) = settings_checks._sqlite(path)
    assert "cannot be written to" in said


@pytest.mark.parametrize("read_only", ["folder", "file"])
def test_a_read_only_place_is_refused_at_the_start(read_only: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "data"
        folder.mkdir()
        for name in ("cases.db", "cases.db.lock"):
            (folder / name).touch()
            (folder / name).chmod(0o444)
        folder.chmod(0o555 if read_only == "folder" else 0o777)
        assert run(_as_nobody, str(folder)) == 0
        folder.chmod(0o755)


# -- Taken away, or damaged ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["-wal", ""])
async def test_files_taken_away_under_the_running_bot(lost: str, bot: Any) -> None:
    """Whatever was written from then on would be lost without a word: nothing is, and somebody is told."""
    bot.dialogs.answer = _saves
    await bot.presses("note.save", note="before")
    _taken_away(_path(bot.parts.store), lost)
    answer = await bot.presses("note.save", note="after")
    assert answer["value"] == WORDS[Corrupt]
    assert (await bot.session.get(f"{bot.url}/readyz")).status == 503


def _taken_away(path: Path, lost: str) -> None:
    """The journal; or the file itself, and a copy put in its place."""
    if lost:
        Path(f"{path}{lost}").unlink()
        return
    other = path.with_name("other.db")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def _flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


@pytest.fixture
def closed(on_file: Store[Folder]) -> Path:
    """A database with three cases that nobody has open."""
    for words in ("one", "two", "three"):
        kept(on_file, words, "more")
    on_file.close()
    return _path(on_file)


def test_a_whole_database_is_served(closed: Path, opening: Open) -> None:
    opening(f"sqlite:///{closed}").require_whole()


def test_a_damaged_page_is_found_at_the_start(closed: Path, opening: Open) -> None:
    """The head of every page that a table or an index begins with."""
    whole = closed.read_bytes()
    with closing(sqlite3.connect(closed)) as file:
        (size,) = file.execute("PRAGMA page_size").fetchone()
        roots = [root for (root,) in file.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")]
    assert len(roots) > 30
    for at in (0, 100, *((root - 1) * size for root in roots)):
        closed.write_bytes(whole)
        _flip(closed, at)
        store = opening(f"sqlite:///{closed}")
        with pytest.raises(Damaged, match="restore the last good backup"):
            store.require_whole()
        store.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET actor = 'gwen' WHERE number = 1",
        "DELETE FROM audit WHERE number = 1",
        "UPDATE audit SET facts = '{}' WHERE \"case\" = 'RR-2026-002'",
    ],
)
def test_an_altered_record_is_found_at_the_start(change: str, closed: Path, opening: Open) -> None:
    with closing(sqlite3.connect(closed)) as file:
        guards = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        [file.execute(f"DROP TRIGGER {name}") for name, _ in guards]
        file.execute(change)
        [file.execute(sql) for _, sql in guards]
        file.commit()
    with pytest.raises(Damaged, match="of the record is wrong or missing"):
        opening(f"sqlite:///{closed}").require_whole()


def test_the_command_refuses_with_what_to_do(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: dict[str, Callable[[], str]] = {
        "MicrosoftAppId": lambda: settings.app_id,
        "MicrosoftAppPassword": lambda: "secret",
        "MicrosoftAppTenantId": lambda: settings.app_tenant_id,
        "RR_PARTNERSHIP": lambda: str(settings.partnership),
        "DATABASE_URL": settings.database_url.get_secret_value,
        "RR_MASTER_KEY": settings.master_key.get_secret_value,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value())
    assert main(["migrate"]) == 0
    assert settings.sqlite_path
    _flip(settings.sqlite_path, 0)
    capsys.readouterr()
    assert main(["serve"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("The database is damaged or was altered, so nothing was started:")
    assert "docs/backup.md says how" in said
