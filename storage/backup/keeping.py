"""Which backups there are in a folder, and which are kept: all of a day, then the last of each day for 35 days."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

NAME = re.compile(r"rapid-review-(\d{8}T\d{6}Z)-[0-9a-f]{8}\.rrb")
STAMP = "%Y%m%dT%H%M%SZ"
ALL_FOR = timedelta(hours=24)
DAILY_FOR = timedelta(days=35)
"""What was disposed of stays in backups for as long; longer would make the disposal untrue."""


def name(taken_at: datetime, id: str) -> str:
    return f"rapid-review-{taken_at.astimezone(UTC).strftime(STAMP)}-{id}.rrb"


def taken_at(name: str) -> datetime | None:
    """When a backup was made, by its name; None if it is no backup's."""
    found = NAME.fullmatch(name)
    return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC) if found else None


def newest(folder: Path) -> Path | None:
    """The last good backup: what is unfinished has another name."""
    return max((path for path in folder.glob("*.rrb") if taken_at(path.name)), key=lambda path: path.name, default=None)


def let_go(names: Iterable[str], now: datetime) -> set[str]:
    """Those that need not be kept any longer. The newest is kept however old it is."""
    known = sorted((at, name) for name in names if (at := taken_at(name)))
    last_of_day = {at.date(): name for at, name in known}
    kept = {name for _, name in known[-1:]}
    for at, name in known:
        age = now - at
        if age < ALL_FOR or (age < DAILY_FOR and last_of_day[at.date()] == name):
            kept.add(name)
    return {name for _, name in known} - kept
