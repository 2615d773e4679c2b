"""When somebody is reminded of the 72 hours of Article 33, which know no night and no weekend (E29)."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from rapid_review.timing.london import local, moment_of

REMINDED = (("day_before", timedelta(hours=24)), ("last", timedelta(hours=2)), ("over", timedelta(0)))
"""How long before the end."""
MORNING, EVENING = time(8, 0), time(20, 0)
"""People are written to between these hours on whatever day: what falls into the night comes the evening before."""


def reminders(due_at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each reminder's name and moment."""
    for name, before in REMINDED:
        yield name, _by_day(due_at - before)


def _by_day(moment: datetime) -> datetime:
    here = local(moment)
    if here.time() < MORNING:
        return moment_of(here.date() - timedelta(days=1), EVENING)
    return min(moment, moment_of(here.date(), EVENING))
