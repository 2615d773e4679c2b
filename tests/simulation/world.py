"""One run: a real database, processes that come and go, people, bad weather, and at last a quiet time."""

import asyncio
import logging
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cast import PARTNERSHIP, london
from simulation import rules
from simulation.history import History, Try
from simulation.people import HOUR, Life
from simulation.process import Process, in_its_process
from simulation.timeless import TimelessLoop
from simulation.weather import Weather
from sqlalchemy import event
from transcript import KEY

import bot.dispatcher
import bot.scheduler
from dialogs import announce
from rapid_review.case import Case
from rapid_review.events import Event
from storage.messages import Message
from storage.store import Store

DAY = 24 * HOUR
SCRATCH = Path("/dev/shm")
"""Where the system keeps files in memory; a run that nobody can pull the plug on needs no disk."""
LONGEST_POLL = 1800.0


class World:
    """Made anew for each seed."""

    freezes_at_a_claim = True
    """The dispatcher counts its lease from when it begins to send, so a longer pause before that may repeat a send."""
    watches_mail = True
    """An e-mail is handed over without another look at the lease."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.lot = random.Random(seed)
        self.history, self.weather = History(), Weather(random.Random(seed + 1))
        self.kill_chance, self.freeze_chance = 0.002, 0.002
        self.ticking = (0.2, 0.6, 0.2)
        """The chances that a tick is skipped, done and done twice."""
        self.days = self.lot.uniform(1.5, 4)
        self.began = london("Fri 2026-10-23 08:00") + timedelta(days=self.lot.randrange(60))
        self.path = folder / "run.db"
        shutil.copy(empty_database(), self.path)
        self.store = opened(self.path, self._announce)
        self.rows = sqlite3.connect(self.path, isolation_level=None)
        self.rows.row_factory = sqlite3.Row
        self.processes: list[Process] = []
        self.cases: list[str] = []
        self._set_back = timedelta()
        self._promising: list[str] = []
        self._looks = 0
        self._next_look: asyncio.TimerHandle | None = None

    @property
    def seconds(self) -> float:
        return asyncio.get_running_loop().time()

    def now(self) -> datetime:
        return self.began + timedelta(seconds=self.seconds) - self._set_back

    async def run(self) -> None:
        """Some days of storm, then quiet until nothing is owed any more; and then the rules are asked."""
        lives = [Life(self.lot, self._somewhere) for _ in range(self.lot.choice((1, 2, 2, 3)))]
        troubles = [self._keeps_running(n) for n in range(2)] + [self._clock_is_set_back()]
        tasks = [asyncio.create_task(one) for one in [*troubles, *(life.begins() for life in lives)]]
        await asyncio.sleep(self.days * DAY)
        self._calm_down()
        await asyncio.sleep(DAY / 2)
        for _ in range(12):
            if not self._open():
                break
            await asyncio.sleep(DAY / 4)
        for task in tasks:
            if task.done():
                task.result()  # What went wrong in the simulation itself.
        self.cases = [row[0] for row in self.rows.execute("SELECT reference FROM case_ ORDER BY reference")]
        self.history.broken += rules.broken(self)
        for task in tasks:
            task.cancel()
        for process in self.processes:
            process.kill()

    # -- Troubles

    async def _keeps_running(self, number: int) -> None:
        """A process that is started again, sooner or later, whenever it was killed."""
        for life in count():
            process = Process(self, f"process {number}.{life}", self.lot.uniform(-2, 2))
            self.processes.append(process)
            process.start()
            await process.ended.wait()
            await asyncio.sleep(self.lot.choice((1, 1, 5, 90, 3600, 4 * HOUR)) if self.weather.storm else 1)

    async def _clock_is_set_back(self) -> None:
        await asyncio.sleep(self.lot.uniform(0, 3 * DAY))
        self._set_back = timedelta(hours=1)

    def _calm_down(self) -> None:
        self.weather.storm, self.kill_chance, self.freeze_chance, self.ticking = 0.0, 0.0, 0.0, (0, 1, 0)

    # -- The database

    def transact(self, act: Callable[[Any], Any]) -> Any:
        """One transaction; what it promised counts only if it was committed."""
        self._promising = []
        done = self.store.run_now(act)
        self.history.promised.update(self._promising)
        self._note_marks()
        self._skip_idle_time()
        return done

    def _announce(self, case: Case, happened: Event) -> list[Message]:
        messages = list(announce(case, happened, PARTNERSHIP))
        self._promising += [message.key for message in messages]
        return messages

    async def _somewhere(self, act: Callable[[Any, datetime], Any]) -> Any:
        """In whichever process runs, as a turn would be."""
        while not (running := [process for process in self.processes if process.alive]):  # noqa: ASYNC110
            await asyncio.sleep(60)
        process = self.lot.choice(running)
        turn = in_its_process(asyncio.get_running_loop(), process.run(lambda work: act(work, process.now())))
        process.tasks.append(turn)
        await asyncio.wait([turn])
        for wake in process.after_commit:
            wake()
        return None if turn.cancelled() else turn.result()

    def _note_marks(self) -> None:
        waiting = [key for key, tries in self.history.tries.items() if key not in self.history.marked_at and tries]
        if waiting:
            marks = ", ".join("?" * len(waiting))
            found = self.rows.execute(f"SELECT key FROM outbox WHERE state = 'sent' AND key IN ({marks})", waiting)
            self.history.marked_at.update((row["key"], self.seconds) for row in found)

    def _open(self) -> list[sqlite3.Row]:
        return self.rows.execute(
            "SELECT * FROM outbox WHERE state IN ('ready', 'sending', 'uncertain')"
            " ORDER BY state = 'sending' DESC, due, id"
        ).fetchall()

    def _skip_idle_time(self) -> None:
        """Nobody polls for what cannot be claimed yet: all look again as soon as something can be."""
        first_in_lane: dict[str, sqlite3.Row] = {}
        for row in self._open():
            first_in_lane.setdefault(row["lane"], row)
        waits = [moment_of(row["lease_until"] or row["not_before"]) for row in first_in_lane.values()]
        if self._next_look:
            self._next_look.cancel()
        if waits:
            seconds = max(1.0, (min(waits) - self.now()).total_seconds())
            self._looks = self._looks + 1 if seconds == 1.0 else 0
            seconds = min(
                seconds * 2 ** (self._looks // 50), LONGEST_POLL
            )  # A lane may be stuck: that is a bug to report.
            self._next_look = asyncio.get_running_loop().call_later(seconds, self._all_look)

    def _all_look(self) -> None:
        for process in self.processes:
            if process.alive:
                process.dispatcher.wake()

    # -- What is watched while it happens

    def before(self, this: Try) -> None:
        """A process begins to send: may it?"""
        self.history.broken += rules.broken_by_sending(self, this)

    def after(self, this: Try) -> None:
        """A process has its answer: was the message its own all the time?"""
        self.history.broken += rules.broken_meanwhile(self, this)


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=london("Mon 2026-01-05 09:00").tzinfo)


@cache
def empty_database() -> Path:
    """An empty database of today's revision, made once."""
    path = Path(tempfile.mkdtemp(dir=SCRATCH if SCRATCH.is_dir() else None)) / "template.db"
    store = opened(path, lambda case, happened: [])
    store.migrate()
    store.close()
    return path


def opened(path: Path, telling: Any) -> Store[Case]:
    store: Store[Case] = Store.connect(f"sqlite:///{path}", KEY, case_type=Case, announce=telling, exclusive=False)
    event.listen(store._engine, "connect", lambda connection, record: _hurry(connection))
    return store


def _hurry(connection: Any) -> None:
    for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "secure_delete=OFF"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _sparing_time() -> Iterator[None]:
    """Fewer ticks and polls, and no log: every failure is meant."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.scheduler, "EVERY_SECONDS", 1800.0)
        patch.setattr(bot.dispatcher, "POLL_SECONDS", LONGEST_POLL)
        logging.disable(logging.CRITICAL)  # Not by attribute: each logger remembers whether it was on.
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


def simulate(seed: int) -> World:
    """Run one seed and say how it went: `history.broken` is empty if every rule was kept."""
    random.seed(seed)  # The ladder's spread.
    loop = TimelessLoop()
    loop.set_task_factory(in_its_process)  # type: ignore[arg-type]
    with (
        _sparing_time(),
        tempfile.TemporaryDirectory(dir=SCRATCH if SCRATCH.is_dir() else None) as folder,
        closing(loop),
    ):

        async def go() -> World:
            world = World(seed, Path(folder))
            try:
                await world.run()
                await asyncio.sleep(1)
            finally:
                world.rows.close()
                world.store.close()
            return world

        return loop.run_until_complete(go())
