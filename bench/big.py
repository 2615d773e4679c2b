"""The same votes in a file of 100 cases and in one of 100,000, and the clock's tick over cases that sleep."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from standins import Teams

from bench.load import Measured
from bench.servers import OURS, Server
from bench.world import PARTNERSHIP, seed, settings, votes
from bot.clock import SystemClock
from bot.database import connect
from bot.partnership import Watched
from bot.surroundings import Surroundings
from dialogs.reminders import tick

VOTED_IN = 100
CASES = 100_000
TICKS = 200

_REFERENCES = """
    CREATE TEMP TABLE copy AS
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT ?)
    SELECT printf('RR-1999-%06d', n) AS reference FROM number
"""
_OF_A_CASE = {
    "case_": "reference",
    "case_key": "reference",
    "participant": "case",
    "form": "case",
    "audit": "case",
    "outbox": "case",
}
"""The tables with rows for each case, and the column that names it."""


def servers(folder: Path, teams: Teams) -> list[Measured]:
    """One server on each file. Both are voted in through the same hundred cases."""
    both = []
    for cases in (VOTED_IN, CASES):
        database = folder / f"{cases}.db"
        references = seed(database, VOTED_IN)
        _fill(database, references[0], cases - VOTED_IN)
        server = Server(OURS, (teams.url, str(database), "owes"))
        both.append(Measured(f"a vote among {cases:,} cases", server, votes(teams, references)))
    return both


def tick_ms(folder: Path) -> float:
    """What one look of the clock costs when all cases sleep."""
    around = Surroundings(settings(folder / f"{CASES}.db"), Watched(PARTNERSHIP), SystemClock())
    store = connect(around.settings, around.partnership)
    now, took = datetime.now(UTC), []
    for _ in range(TICKS):
        began = perf_counter()
        store.run_now(lambda work: tick(around.desk(work, now)))
        took.append(perf_counter() - began)
    store.close()
    return median(took) * 1e3


def _fill(database: Path, copied: str, copies: int) -> None:
    """Copy every row of this case under other references: the fast way, since nothing here opens the copies."""
    with sqlite3.connect(database) as file:
        file.execute(_REFERENCES, (copies,))
        for table, of in _OF_A_CASE.items():
            names = [row[1] for row in file.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
            columns = ", ".join(f'"{name}"' for name in names)
            values = ", ".join(map(_renamed, names))
            file.execute(
                f'INSERT INTO {table} ({columns}) SELECT {values} FROM copy, {table} AS old WHERE old."{of}" = ?1',
                (copied,),
            )
    file.close()


def _renamed(column: str) -> str:
    """This column for the copy: wherever a text names the case, it names the other."""
    return f"""iif(typeof(old."{column}") = 'text', replace(old."{column}", ?1, copy.reference), old."{column}")"""
