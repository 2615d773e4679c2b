"""London time: where a moment becomes a day, and a deadline becomes a moment. Everything else is UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from rapid_review.questions.forms import in_words

LONDON = ZoneInfo("Europe/London")


def local(moment: datetime) -> datetime:
    """The moment as a clock in London shows it."""
    return moment.astimezone(LONDON)


def local_day(moment: datetime) -> date:
    return local(moment).date()


def moment_of(day: date, at: time) -> datetime:
    """The UTC moment at which it is this time on this day in London."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def clock_words(moment: datetime) -> str:
    """A moment as people say it: Wednesday 14 January 2026, 17:00."""
    here = local(moment)
    return f"{in_words(here.date())}, {here:%H:%M}"
