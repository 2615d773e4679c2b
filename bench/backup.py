"""Measures what docs/promises.md says of backups: `python -m bench.backup`. SQLite on disk, and PostgreSQL beside it.

The bot's own way of making one, in the bot's process, while turns go on: how long, how large, and how long the slowest
turn and the event loop were held up, against the same time without a backup. Then a drill of what was made under load.
"""

import argparse
import asyncio
import base64
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from crash_databases import postgresql
from sqlalchemy import text

from bench.report import machine
from bench.world import seed_at, settings
from bot import backups, restoring
from bot.database import connect
from bot.settings import Settings
from rapid_review.case import Case
from storage.files import Folder
from storage.store import Store
from storage.work import Work

TICK = 0.005
FILE_BYTES = 100_000
AT_ONCE = 50


@dataclass
class Held:
    """How long turns and the loop took, in milliseconds."""

    turns: list[float] = field(default_factory=list)
    loop: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        slow = quantiles(self.turns, n=100)[98]
        return (
            f"{len(self.turns)} turns, p99 {slow:.0f} ms, slowest {max(self.turns):.0f} ms; "
            f"loop held up for at most {max(self.loop):.0f} ms"
        )


async def _turns(store: Store[Case], references: list[str], held: Held) -> None:
    """Somebody opens a case, is shown it, and keeps a draft: one after the other."""
    number = 0
    while True:
        number += 1
        reference, began = references[number % len(references)], time.perf_counter()

        def turn(work: Work[Case], reference: str = reference, number: int = number) -> None:
            work.case(reference)
            work.log_read(reference, "bench", "overview", datetime.now(UTC))
            work.put_draft(f"person {number % 50}", "note", reference, {"words": "x" * 2000}, datetime.now(UTC))

        await store.run(turn)
        held.turns.append((time.perf_counter() - began) * 1e3)


async def _ticks(held: Held) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        held.loop.append((time.perf_counter() - began - TICK) * 1e3)


@asynccontextmanager
async def under_load(store: Store[Case], references: list[str]) -> AsyncIterator[Held]:
    held = Held()
    tasks = [asyncio.create_task(work) for work in (_turns(store, references, held), _ticks(held))]
    try:
        yield held
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def with_files(store: Store[Case], folder: Folder, references: list[str]) -> None:
    def put(work: Work[Case], part: list[str]) -> None:
        for reference in part:
            held = work.hold_file(folder, "ben", "a.pdf", "pdf", os.urandom(FILE_BYTES), datetime.now(UTC))
            work.file_held(held, reference, "police", 1, by="ben", at=datetime.now(UTC))

    for n in range(0, len(references), AT_ONCE):
        store.run_now(lambda work, n=n: put(work, references[n : n + AT_ONCE]))


def prepared(url: str, folder: Path) -> Settings:
    folder.mkdir()
    (folder / "backup.key").write_text(base64.b64encode(bytes(reversed(range(32)))).decode())
    (folder / "backups").mkdir()
    more = {"files": folder / "files", "backup_key_file": folder / "backup.key", "backup_folder": folder / "backups"}
    return settings(url).model_copy(update=more)


async def measure(name: str, url: str, folder: Path, cases: int) -> None:
    chosen = prepared(url, folder)
    references = seed_at(url, cases)
    with closing(connect(chosen)) as store:
        with_files(store, Folder(folder / "files"), references[::2])
        began = time.perf_counter()
        await asyncio.to_thread(store.require_whole)
        print(
            f"{name}: {cases} cases, {_size(store)}; looked through at the start in {time.perf_counter() - began:.1f} s"
        )
        async with under_load(store, references) as without:
            await asyncio.sleep(3)
        print(f"{name}: without a backup: {without}")
        async with under_load(store, references) as during:
            began = time.perf_counter()
            taken = await asyncio.to_thread(backups.make, chosen, folder / "backups", datetime.now(UTC))
            took = time.perf_counter() - began
        print(f"{name}: during a backup: {during}")
        print(f"{name}: G19 backup made in {took:.1f} s, {taken.size / 1e6:.1f} MB")
    drill = await asyncio.to_thread(restoring.drill, chosen, taken.path, "", datetime.now(UTC))
    verified = drill.restored.verified
    print(
        f"{name}: G19 restored and verified in {drill.took.total_seconds():.1f} s: {verified.cases} cases, "
        f"{verified.entries} entries, {verified.files} files, {len(drill.faults)} faults",
        flush=True,
    )


def _size(store: Store[Case]) -> str:
    with store._engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            pages, size = (
                connection.exec_driver_sql(f"PRAGMA {one}").scalar_one() for one in ("page_count", "page_size")
            )
            return f"{pages * size / 1e6:.0f} MB"
        return f"{connection.execute(text('SELECT pg_database_size(current_database())')).scalar_one() / 1e6:.0f} MB"


async def main(cases: int) -> None:
    print(machine(), f"load {os.getloadavg()[0]:.1f}", sep="\n")
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        await measure("SQLite", f"sqlite:///{folder / 'bench.db'}", folder / "sqlite", cases)
        with tempfile.TemporaryDirectory(prefix="pg") as server, postgresql(Path(server)) as databases:
            await measure("PostgreSQL", databases(0), folder / "postgresql", cases)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.backup", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    asyncio.run(main(parser.parse_args().cases))
