"""How long each kind of record is kept (E27). Unless a partnership says otherwise a case is kept, and looked at yearly.

No national period was found for Rapid Reviews, and local practice ranges from ten years to a hundred. Nothing that
people wrote in a case ever goes by itself: the dates here make people look, and people decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rapid_review.timing.london import local_day

if TYPE_CHECKING:
    from rapid_review.case import Case

LONGEST_YEARS = 150
SHORTEST_DAYS = 35
"""A digest is looked for a month back, and backups are kept as long as this."""
LONGEST_DAYS = 3650
NOTICE = timedelta(days=90)
"""Before a case reaches its date, the Partnership Team is told."""
SAID_FOR = timedelta(days=30)
"""So long after its day a notice that was missed is still sent; later, the next one says it."""


@dataclass(frozen=True)
class Retention:
    """The partnership's periods, one for each class of record."""

    case_years: int = 0
    """Years after the close, for the case with its views and decisions; 0 when none is set: keep, and review yearly."""
    drafts_days: int = 90
    """Days after the close for a draft of a case; and for one of no case, of somebody who is not in the file."""
    messages_days: int = 90
    """Days after the close for a message of a case, and after its day for one of none."""
    leavers_days: int = 90
    """Days after which the hours that somebody chose go, when they are not in the file and not heard of."""


class Moment(StrEnum):
    """What a day means for a closed case."""

    REVIEW = "review"
    """A year has passed: should it be kept?"""
    SOON = "soon"
    """In ninety days it reaches its date."""
    OVER = "over"
    """Its period is over, today or some years ago."""


def let_go(case: "Case", before: datetime) -> bool:
    """Whether the bot may let go of what served the case's work: closed before then, and nothing waits for any of it.

    A hold holds drafts and messages too; a mis-send and a request for somebody's own data are looked up in them.
    """
    waits = case.hold or case.subject_requests_open() or any(breach.is_open for breach in case.breaches)
    return case.closed_at is not None and case.closed_at < before and not waits


def years_after(day: date, years: int) -> date:
    """The same day of a later year; for 29 February, the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def ends_on(case: "Case", retention: Retention) -> date | None:
    """From which day a closed case may be disposed of; None while it is open, and where no period is set."""
    if case.closed_at is None or not retention.case_years:
        return None
    return years_after(local_day(case.closed_at), retention.case_years)


def moments(case: "Case", retention: Retention, until: date) -> Iterator[tuple[Moment, date]]:
    """Every day up to this one on which somebody should look at a closed case, in order."""
    if case.closed_at is None:
        return
    end = ends_on(case, retention)
    if end is not None and end - NOTICE <= until:
        yield Moment.SOON, end - NOTICE
    first, kind = (end, Moment.OVER) if end else (years_after(local_day(case.closed_at), 1), Moment.REVIEW)
    for year in range(max(0, until.year - first.year) + 1):
        if (day := years_after(first, year)) <= until:
            yield kind, day


def latest(case: "Case", retention: Retention, today: date) -> tuple[Moment, date] | None:
    """The newest such day, while it is still news."""
    *_, last = (None, *moments(case, retention, today))
    return last if last and today - last[1] <= SAID_FOR else None


def reviewed(case: "Case", day: date) -> bool:
    """Whether somebody has looked at it since that day, and said that it is to be kept."""
    return case.kept_on is not None and case.kept_on >= day
