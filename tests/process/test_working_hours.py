"""When one person may be reminded: in their own days and hours, over both changes of the clock."""

from datetime import date, time, timedelta

import pytest
from cast import london
from hypothesis import given
from hypothesis import strategies as st

from rapid_review.policy import ENGLAND_2026
from rapid_review.timing.calendar_england import is_working
from rapid_review.timing.hours import HOURS, Hours, answers_of, hours_from, next_allowed
from rapid_review.timing.london import local

PART_TIME = Hours(days=(0, 1, 2), start=time(9, 30), end=time(14, 0))


@pytest.mark.parametrize(
    ("moment", "heard"),
    [
        ("Mon 2026-11-23 10:00", "Mon 2026-11-23 10:00"),
        ("Mon 2026-11-23 09:00", "Mon 2026-11-23 09:30"),
        ("Mon 2026-11-23 14:00", "Tue 2026-11-24 09:30"),
        ("Wed 2026-11-25 16:00", "Mon 2026-11-30 09:30"),  # Thursday and Friday are not hers.
        ("Wed 2026-12-23 15:00", "Tue 2026-12-29 09:30"),  # Monday 28 December is a bank holiday.
        ("Sun 2026-03-29 01:30", "Mon 2026-03-30 09:30"),  # The clocks go forward.
        ("Sun 2026-10-25 01:30", "Mon 2026-10-26 09:30"),  # The clocks go back.
        ("Fri 2026-10-23 12:00", "Mon 2026-10-26 09:30"),
    ],
)
def test_carys_works_three_short_days(moment: str, heard: str) -> None:
    assert next_allowed(london(moment), PART_TIME, ENGLAND_2026) == london(heard)


def test_who_chose_nothing_has_the_partnerships_hours() -> None:
    assert next_allowed(london("Fri 2026-11-27 19:00"), None, ENGLAND_2026) == london("Mon 2026-11-30 08:00")


def test_ben_is_away_until_a_wednesday() -> None:
    away = Hours(back_on=date(2026, 12, 2))
    assert next_allowed(london("Thu 2026-11-26 09:00"), away, ENGLAND_2026) == london("Wed 2026-12-02 08:00")
    assert next_allowed(london("Wed 2026-12-02 09:00"), away, ENGLAND_2026) == london("Wed 2026-12-02 09:00")


def test_hours_that_never_meet_the_partnerships_do_not_silence_anybody() -> None:
    nights = Hours(start=time(19, 0), end=time(23, 0))
    assert next_allowed(london("Mon 2026-11-23 10:00"), nights, ENGLAND_2026) == london("Mon 2026-11-23 10:00")


@given(
    st.integers(0, 3 * 365 * 24 * 60),
    st.sets(st.integers(0, 4), min_size=1),
    st.integers(7, 12),
    st.integers(13, 20),
)
def test_whatever_the_hours_a_reminder_comes_in_them(minutes: int, days: set[int], start: int, end: int) -> None:
    moment = london("Thu 2026-01-01 00:00") + timedelta(minutes=minutes)
    hours = Hours(tuple(sorted(days)), time(start), time(end))
    heard = next_allowed(moment, hours, ENGLAND_2026)
    here = local(heard)
    assert heard >= moment
    assert here.weekday() in days and is_working(here.date(), ENGLAND_2026)
    assert max(hours.start, ENGLAND_2026.quiet_until) <= here.time() < min(hours.end, ENGLAND_2026.quiet_from)
    assert heard - moment < timedelta(days=22), "no later than a few weeks, holidays and all"


def test_what_is_chosen_is_what_is_shown_again() -> None:
    shown = answers_of(PART_TIME)
    assert hours_from(shown, london("Mon 2026-11-23 09:00")) == PART_TIME
    assert {question.id for question in HOURS.sections[0].questions} >= set(shown)
