"""Which days are working days in England, and what is said of the others."""

from datetime import date, timedelta

import pytest

from rapid_review.policy import ENGLAND_2026
from rapid_review.timing.calendar_england import bank_holidays, first_working, is_working, last_working, why_not_working


def day(text: str) -> date:
    """A day as people write it: "Fri 2026-04-03". The weekday must be right."""
    weekday, _, iso = text.partition(" ")
    found = date.fromisoformat(iso)
    assert f"{found:%a}" == weekday, f"{iso} is a {found:%A}"
    return found


CLOSED_29_DECEMBER = ENGLAND_2026.with_switches(extra_closure_days=(date(2026, 12, 29),))

BANK_HOLIDAYS = [
    # domain 2.4: what is left of 2026, 2027 and 2028, but for holidays that fall on a weekend.
    "Fri 2026-12-25", "Mon 2026-12-28",
    "Fri 2027-01-01", "Fri 2027-03-26", "Mon 2027-03-29", "Mon 2027-05-03", "Mon 2027-05-31", "Mon 2027-08-30",
    "Mon 2027-12-27", "Tue 2027-12-28",
    "Mon 2028-01-03", "Fri 2028-04-14", "Mon 2028-04-17", "Mon 2028-05-01", "Mon 2028-05-29", "Mon 2028-08-28",
    "Mon 2028-12-25", "Tue 2028-12-26",
]  # fmt: skip


def test_the_weekdays_off_are_the_published_bank_holidays() -> None:
    found = [
        off
        for year in (2026, 2027, 2028)
        for off in sorted(bank_holidays(year))
        if off.weekday() < 5 and off >= date(2026, 11, 1)
    ]
    assert found == [day(text) for text in BANK_HOLIDAYS]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("Fri 2026-04-03", "Friday 3 April 2026 is a bank holiday (Good Friday)"),
        ("Mon 2026-12-28", "Monday 28 December 2026 is a bank holiday (Boxing Day, substitute day)"),
        ("Sat 2026-11-28", "Saturday 28 November 2026 is at the weekend"),
        ("Tue 2026-12-29", "Tuesday 29 December 2026 is a closure day of the partnership"),
        ("Wed 2026-12-30", ""),
    ],
)
def test_a_day_says_why_nobody_works(when: str, said: str) -> None:
    assert why_not_working(day(when), CLOSED_29_DECEMBER) == said
    assert is_working(day(when), CLOSED_29_DECEMBER) is (said == "")


def test_one_partnerships_closure_is_a_working_day_elsewhere() -> None:
    assert is_working(date(2026, 12, 29), ENGLAND_2026)


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [
        ("Thu 2026-12-24", "Thu 2026-12-24", "Thu 2026-12-24"),
        ("Fri 2026-12-25", "Thu 2026-12-24", "Wed 2026-12-30"),  # Christmas, Boxing Day, and closed on the 29th.
        ("Tue 2026-12-29", "Thu 2026-12-24", "Wed 2026-12-30"),
    ],
)
def test_the_nearest_working_day_either_way(when: str, before: str, after: str) -> None:
    assert last_working(day(when), CLOSED_29_DECEMBER) == day(before)
    assert first_working(day(when), CLOSED_29_DECEMBER) == day(after)


def test_every_ordinary_week_has_five_working_days() -> None:
    monday = date(2026, 11, 23)
    week = [monday + timedelta(days=n) for n in range(7)]
    assert [is_working(one, ENGLAND_2026) for one in week] == [True] * 5 + [False] * 2
