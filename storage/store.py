"""The store: opens the database, and runs each piece of work in one transaction, in a thread of its own."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime
from typing import BinaryIO, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from storage import audit, comparing, guards, integrity, keystone, migrate, proving, rotation
from storage.cases import Announce
from storage.codec import CaseT, Codec
from storage.engine import open_engine, sqlite_path, threads
from storage.errors import Conflict, Corrupt, Damaged, Dropped
from storage.lockfile import lock
from storage.place import Place
from storage.scrubbing import scrub
from storage.troubles import meant
from storage.vault import Vault
from storage.work import Work

T = TypeVar("T")

log = logging.getLogger(__name__)

TRIES = 3
NAMED_AT_ONCE = 20


class Store(Generic[CaseT]):
    """Where cases are kept. `after_commit` is called, in the worker's thread, when a commit owed something."""

    def __init__(
        self,
        engine: Engine,
        vault: Vault,
        *,
        case_type: type[CaseT],
        announce: Announce[CaseT],
        held: BinaryIO | None = None,
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._codec = Codec(case_type)
        self._announce = announce
        self._held = held
        self._place = Place(engine.url.database if engine.dialect.name == "sqlite" else None)
        self._threads = ThreadPoolExecutor(threads(engine), thread_name_prefix="storage")
        self.after_commit: list[Callable[[], None]] = []
        self.via: audit.Via | None = None
        """The way by which work comes that does not say so itself."""

    @classmethod
    def connect(
        cls,
        url: str,
        master_key: bytes,
        *,
        case_type: type[CaseT],
        announce: Announce[CaseT],
        exclusive: bool = True,
    ) -> "Store[CaseT]":
        """Open a database, which is not touched yet. An SQLite file serves one process, except for `exclusive=False`
        (the command line), which may look in beside it."""
        vault, path = Vault(master_key), sqlite_path(url)
        held = lock(path) if path and exclusive else None
        return cls(open_engine(url), vault, case_type=case_type, announce=announce, held=held)

    def migrate(self) -> None:
        """Bring the database to the program's revision. Refuses a later database and a wrong key before any change."""
        with _meaning(committing=True), migrate.migrating(self._engine) as connection:
            migrate.require_known(connection)
            keystone.require_key(connection, self._vault)
            migrate.upgrade(connection)
            keystone.lay(connection, self._vault)

    def check(self) -> None:
        """Refuse to go on without a database, with one of another revision, or with the wrong key. Changes nothing."""
        self._place.require()
        with self._begun() as connection:
            migrate.require_head(connection)
            keystone.require_key(connection, self._vault)

    def require_whole(self) -> None:
        """Refuse a database that was damaged or altered while nobody looked. Reads the whole record: for the start."""
        self._place.require()
        if faults := integrity.faults_of_the_file(self._engine):
            raise Damaged(faults)
        self.check()
        if faults := self.faults_of_the_record():
            raise Damaged(faults)

    async def run(self, work: Callable[[Work[CaseT]], T]) -> T:
        """Run this in one transaction in a worker thread. It may be run again after a conflict, so it must do
        nothing but work. Once begun it goes on to its end even if nobody waits for it any more."""
        # With the caller's context, so that a line logged in the thread says what it is about.
        run = copy_context().run
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, self.run_now, work)

    def run_now(self, work: Callable[[Work[CaseT]], T]) -> T:
        """The same, in this thread."""
        for tried in range(TRIES - 1):
            try:
                return self._once(work, in_turn=tried > 0)
            except (Conflict, Dropped):
                continue
        return self._once(work, in_turn=True)

    def broken_chains(self) -> dict[str, int]:
        """The cases whose record does not hold together, each with the number of the first wrong or missing entry."""
        with self._begun() as connection:
            recorded = audit.recorded(connection)
        checked = {case: self._wrong_entry(case) for case in recorded}
        return {case: number for case, number in checked.items() if number is not None}

    def rotate(self, old_key: bytes, alive_since: datetime, told: rotation.Told) -> bool:
        """Bring a database that is under an older master key under this store's. False if it is already."""
        self._place.require()
        with _meaning(committing=True):
            return rotation.rotate(self._engine, Vault(old_key), self._vault, alive_since, told)

    def scrub(self) -> bool:
        """Let what was destroyed leave the database's own files too; False if somebody is reading just now."""
        return scrub(self._engine)

    @property
    def fingerprint(self) -> str:
        """Of the master key."""
        return self._vault.fingerprint

    def faults_of_the_record(self, seal: str = "", now: datetime | None = None) -> list[str]:
        """What of the record does not hold against its anchors, and against a seal that was kept outside, in words."""
        with self._begun() as connection:
            unprotected = guards.unprotected(connection)
        return [*unprotected, *proving.faults(self._begun, seal, now)]

    def faults_of_the_rows(self) -> list[str]:
        """What of the cases does not fit the record of them, in words."""
        return [*comparing.faults(self._begun, self._vault)]

    def close(self) -> None:
        """Let running work end, then close."""
        self._threads.shutdown()
        self._engine.dispose()
        if self._held:
            self._held.close()

    def _wrong_entry(self, case: str) -> int | None:
        with self._begun() as connection:  # One for each case: nobody's turn should wait for all of them.
            return audit.verify_chain(connection, case)

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        """A short transaction for looking."""
        with _meaning(committing=False), self._engine.begin() as connection:
            yield connection

    def _once(self, act: Callable[[Work[CaseT]], T], *, in_turn: bool) -> T:
        committing = False
        if self._place.lost:
            raise Corrupt
        try:
            with self._engine.begin() as connection:
                work = Work(connection, self._vault, self._codec, in_turn=in_turn)
                work.via = self.via
                done = act(work)
                work.finish(self._announce)
                committing = True
        except SQLAlchemyError as error:
            if trouble := meant(error, committing=committing):
                raise trouble from error
            raise
        self._place.found()
        _say_owed(work.owed)
        if work.owes:
            for wake in self.after_commit:
                wake()
        return done


@contextmanager
def _meaning(*, committing: bool) -> Iterator[None]:
    """Raises `Trouble` where the database is busy, away or damaged, or does not let us."""
    try:
        yield
    except SQLAlchemyError as error:
        if trouble := meant(error, committing=committing):
            raise trouble from error
        raise


def _say_owed(owed: list[int]) -> None:
    """By their numbers: here what somebody did, or the clock, meets the messages that follow from it."""
    for n in range(0, len(owed), NAMED_AT_ONCE):
        log.info("owed messages=%s", ",".join(map(str, owed[n : n + NAMED_AT_ONCE])))
