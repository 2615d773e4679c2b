"""Which backups there are in a folder, and which are kept: all of a day, then the last of each day for 35 days.

Their names say when they were made, by a clock that may have been wrong. One that is dated in the future tells nothing
of today; and whatever stands before a step of more than 35 days is left for a person, since a clock that jumped would
otherwise let everything go at once.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

NAME = re.compile(r"rapid-review-(\d{8}T\d{6}Z)-[0-9a-f]{8}\.rrb")
STAMP = "%Y%m%dT%H%M%SZ"
ALL_FOR = timedelta(hours=24)
DAILY_FOR = timedelta(days=35)
"""What was disposed of stays in backups for as long; longer would make the disposal untrue."""

STEP = DAILY_FOR
"""From one backup to the next: more is a clock that jumped, or a long pause."""
AHEAD = timedelta(minutes=5)
"""So far may two machines' clocks differ that share a folder."""


def name(taken_at: datetime, id: str) -> str:
    return f"rapid-review-{taken_at.astimezone(UTC).strftime(STAMP)}-{id}.rrb"


def taken_at(name: str) -> datetime | None:
    """When a backup was made, by its name; None if it is no backup's."""
    found = NAME.fullmatch(name)
    return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC) if found else None


def finished(folder: Path) -> dict[str, Path]:
    """Backups by their names: what is unfinished has another name, and what is empty never was one."""
    named = {path.name: path for path in folder.glob("*.rrb") if taken_at(path.name)}
    return {name: path for name, path in named.items() if _size(path)}


def newest(folder: Path, now: datetime) -> Path | None:
    """The last good backup that is not dated in the future."""
    found = finished(folder)
    past = _past(found, now)
    return found[past[-1][1]] if past else None


def let_go(names: Iterable[str], now: datetime) -> set[str]:
    """Those that need not be kept any longer. The newest is kept however old it is."""
    known = _past(names, now)
    known = known[_last_step(known) :]
    last_of_day = {at.date(): name for at, name in known}
    kept = {name for _, name in known[-1:]}
    for at, name in known:
        age = now - at
        if age < ALL_FOR or (age < DAILY_FOR and last_of_day[at.date()] == name):
            kept.add(name)
    return {name for _, name in known} - kept


def left_alone(names: Iterable[str], now: datetime) -> int:
    """How many a person is to look at: older than a step of more than 35 days, or dated in the future."""
    every = [name for name in names if taken_at(name)]
    known = _past(every, now)
    return len(every) - len(known) + _last_step(known)


def _past(names: Iterable[str], now: datetime) -> list[tuple[datetime, str]]:
    return sorted((at, name) for name in names if (at := taken_at(name)) and at <= now + AHEAD)


def _last_step(known: list[tuple[datetime, str]]) -> int:
    """The place of the first backup after the last step; 0 where there is none."""
    steps = [n for n, (one, other) in enumerate(pairwise(known), 1) if other[0] - one[0] > STEP]
    return steps[-1] if steps else 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # Another process has just let it go.
        return 0
