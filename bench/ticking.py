"""The clock's tick when much is due at once: how long until it is all in the outbox."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from bench.world import PARTNERSHIP, seed, settings
from bot.clock import SystemClock
from bot.database import connect
from bot.partnership import Watched
from bot.scheduler import A_PART, Scheduler
from bot.surroundings import Surroundings

WANTED = 10_000
A_CASE = 5
"""About how many messages fall due in each of these cases a week after its poll opened."""


async def seconds_for_all_due(folder: Path) -> tuple[int, float, float]:
    """How many messages came due at once, the seconds until all were owed, and the longest transaction on the way."""
    database = folder / "due.db"
    seed(database, WANTED // A_CASE)
    with sqlite3.connect(database) as file:
        file.execute("UPDATE case_ SET wakes_at = '2020-01-01 00:00:00.000000'")
    file.close()
    clock = SystemClock()
    around = Surroundings(settings(database), Watched(PARTNERSHIP), clock)
    store = connect(around.settings, around.partnership)
    later = datetime.now(UTC) + timedelta(days=8)
    scheduler = Scheduler(store, around)
    took: list[float] = []
    woken = await store.run(lambda work: work.woken(later, WANTED))
    for n in range(0, len(woken), A_PART):
        began = perf_counter()
        await scheduler.tick_a_part(woken[n : n + A_PART], later)
        took.append(perf_counter() - began)
    store.close()
    with sqlite3.connect(database) as file:
        (owed,) = file.execute("SELECT count(*) FROM outbox WHERE state = 'ready'").fetchone()
    file.close()
    return owed, sum(took), max(took)
