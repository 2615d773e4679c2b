"""Which days are working days in England, and why the others are not (domain 2.4)."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays

from rapid_review.policy import Policy
from rapid_review.questions.forms import in_words


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> dict[date, str]:
    """England's bank holidays of the year, substitute days included."""
    named = holidays.country_holidays("GB", subdiv="ENG", years=year, language="en_GB")
    return {day: name.replace(" (observed)", ", substitute day") for day, name in named.items()}


def why_not_working(day: date, policy: Policy) -> str:
    """Why this is no working day, in words; nothing if it is one."""
    if name := bank_holidays(day.year).get(day):
        return f"{in_words(day)} is a bank holiday ({name})"
    if day in policy.extra_closure_days:
        return f"{in_words(day)} is a closure day of the partnership"
    if day.weekday() >= 5:
        return f"{in_words(day)} is at the weekend"
    return ""


def is_working(day: date, policy: Policy) -> bool:
    """Monday to Friday, and neither a bank holiday nor a closure day."""
    return not why_not_working(day, policy)


def days_from(day: date) -> Iterator[date]:
    """Every day from this one on."""
    while True:
        yield day
        day += timedelta(days=1)


def first_working(day: date, policy: Policy) -> date:
    """This day if it is a working day, else the next that is."""
    return next(later for later in days_from(day) if is_working(later, policy))


def last_working(day: date, policy: Policy) -> date:
    """This day if it is a working day, else the last that was."""
    while not is_working(day, policy):
        day -= timedelta(days=1)
    return day
