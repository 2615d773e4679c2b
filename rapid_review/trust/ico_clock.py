"""When somebody is reminded of what a mis-send asks for by an hour, which knows no night and no weekend (E29)."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from rapid_review.timing.london import local, local_day, moment_of

REMINDED = (("day_before", timedelta(hours=24)), ("last", timedelta(hours=2)))
"""How long before the end."""
MORNING, EVENING = time(8, 0), time(20, 0)
"""People are written to between these hours on whatever day. A warning that falls into the night comes the evening
before; that the time is over is never said before it is."""
LATE_DAYS = 90
"""Mornings on which somebody is still reminded of what is late. It is done by then, or others have taken over."""


def reminders(due_at: datetime, asked_at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each reminder's name and moment, after somebody was asked at once: until it is done, and then no more."""
    for name, before in REMINDED:
        yield name, _evening_before(due_at - before)
    over = _morning_after(due_at)
    yield "over", over
    first = local_day(max(over, asked_at))
    for n in range(1, LATE_DAYS + 1):
        yield f"late{n}", moment_of(first + timedelta(days=n), MORNING)


def _evening_before(moment: datetime) -> datetime:
    here = local(moment)
    if here.time() < MORNING:
        return moment_of(here.date() - timedelta(days=1), EVENING)
    return min(moment, moment_of(here.date(), EVENING))


def _morning_after(moment: datetime) -> datetime:
    here = local(moment)
    if here.time() >= EVENING:
        return moment_of(here.date() + timedelta(days=1), MORNING)
    return max(moment, moment_of(here.date(), MORNING))
