"""The store: opens the database, and runs each piece of work in one transaction, in a thread of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage import audit, keystone, migrate
from storage.cases import Announce
from storage.codec import CaseT, Codec
from storage.engine import open_engine, sqlite_path, threads
from storage.errors import Conflict
from storage.lockfile import lock
from storage.vault import Vault
from storage.work import Work

T = TypeVar("T")

TRIES = 3
RACES = {"40001", "40P01", "23505"}
"""PostgreSQL's codes for serialisation failure, deadlock and a key that another took first."""


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
        self._threads = ThreadPoolExecutor(threads(engine), thread_name_prefix="storage")
        self.after_commit: list[Callable[[], None]] = []

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
        with migrate.migrating(self._engine) as connection:
            migrate.require_known(connection)
            keystone.require_key(connection, self._vault)
            migrate.upgrade(connection)
            keystone.lay(connection, self._vault)

    def check(self) -> None:
        """Refuse to go on with a database of another revision, or with the wrong key. Changes nothing."""
        with self._engine.begin() as connection:
            migrate.require_head(connection)
            keystone.require_key(connection, self._vault)

    async def run(self, work: Callable[[Work[CaseT]], T]) -> T:
        """Run this in one transaction in a worker thread. It may be run again after a conflict, so it must do
        nothing but work. Once begun it goes on to its end even if nobody waits for it any more."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.run_now, work)

    def run_now(self, work: Callable[[Work[CaseT]], T]) -> T:
        """The same, in this thread."""
        for tried in range(TRIES - 1):
            try:
                return self._once(work, in_turn=tried > 0)
            except Conflict:
                continue
        return self._once(work, in_turn=True)

    def broken_chains(self) -> dict[str, int]:
        """The cases whose record does not hold together, each with the number of the first wrong or missing entry."""
        with self._engine.begin() as connection:
            recorded = audit.recorded(connection)
        checked = {case: self._wrong_entry(case) for case in recorded}
        return {case: number for case, number in checked.items() if number is not None}

    def close(self) -> None:
        """Let running work end, then close."""
        self._threads.shutdown()
        self._engine.dispose()
        if self._held:
            self._held.close()

    def _wrong_entry(self, case: str) -> int | None:
        with self._engine.begin() as connection:  # One for each case: nobody's turn should wait for all of them.
            return audit.verify_chain(connection, case)

    def _once(self, act: Callable[[Work[CaseT]], T], *, in_turn: bool) -> T:
        try:
            with self._engine.begin() as connection:
                work = Work(connection, self._vault, self._codec, in_turn=in_turn)
                done = act(work)
                work.finish(self._announce)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in RACES:
                raise Conflict from error
            raise
        if work.owes:
            for wake in self.after_commit:
                wake()
        return done
