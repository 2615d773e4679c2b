"""When somebody is reminded that a request for somebody's own data is to be answered within its month (E25)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from rapid_review.policy import Policy
from rapid_review.timing.calendar_england import first_working, last_working
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import day_opens

BEFORE = (14, 7, 2)
"""Days before the last one: each agency's own officer has to be asked, and marks its words."""
DAILY, WEEKLY = 20, 52
"""Working days, and then weeks, for which it is asked about once it is overdue."""


def reminders(due_at: datetime, policy: Policy) -> Iterator[tuple[str, datetime]]:
    """Each reminder's name and moment, in order: before the day, on it, and as long as it is overdue."""
    due = local_day(due_at)
    for days in BEFORE:
        yield f"before{days}", _morning(last_working(due - timedelta(days=days), policy))
    yield "due", _morning(due)
    day = due
    for n in range(1, DAILY + 1):
        day = first_working(day + timedelta(days=1), policy)
        yield f"overdue{n}", _morning(day)
    for n in range(1, WEEKLY + 1):
        yield f"overdue_week{n}", _morning(first_working(day + timedelta(weeks=n), policy))


def latest(due_at: datetime, policy: Policy, since: datetime, now: datetime) -> tuple[str, datetime] | None:
    """The newest of them that has come since the request was recorded."""
    come = [(name, at) for name, at in reminders(due_at, policy) if since < at <= now]
    return come[-1] if come else None


def _morning(day: date) -> datetime:
    return moment_of(day, day_opens())
