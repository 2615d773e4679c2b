"""What holds for any date and any policy, and twenty-one years counted a second way."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapid_review.policy import ENGLAND_2026, DayOneRule, DayUnit, Policy
from rapid_review.timing.calendar_england import bank_holidays, is_working
from rapid_review.timing.london import local
from rapid_review.timing.timetable import (
    Milestone,
    add_days,
    day_number,
    day_one,
    next_allowed,
    panel_limit,
    timetable,
)

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2020, 1, 1), date(2040, 12, 31)

days = st.dates(FIRST, LAST)
clocks = st.times().map(lambda at: time(at.hour, at.minute))
moments = st.builds(datetime.combine, days, clocks, st.just(UTC))


@st.composite
def policies(draw: st.DrawFn, unit: DayUnit | None = None) -> Policy:
    numbers = sorted(draw(st.lists(st.integers(2, 40), min_size=5, max_size=5)))
    names = ("summaries_day", "collated_day", "papers_day", "meeting_day", "panel_day")
    return ENGLAND_2026.with_switches(
        **dict(zip(names, numbers, strict=True)),
        day_unit=unit or draw(st.sampled_from(DayUnit)),
        day_one_rule=draw(st.sampled_from(DayOneRule)),
        extra_closure_days=tuple(draw(st.lists(days, max_size=4))),
        cutoff_time=draw(clocks),
        quiet_from=draw(clocks),
        quiet_until=draw(clocks),
        panel_clock_counts_sent_day=draw(st.booleans()),
    )


def first_day(received: datetime, policy: Policy) -> date:
    return day_one(received, policy).day


def between(first: date, last: date) -> list[date]:
    return [first + n * ONE_DAY for n in range(1, (last - first).days + 1)]


@given(moments, policies())
def test_day_1_is_a_working_day_and_not_before_receipt(received: datetime, policy: Policy) -> None:
    first = day_one(received, policy)
    assert is_working(first.day, policy)
    assert first.day >= local(received).date()


@given(moments, policies(DayUnit.WORKING))
def test_day_n_is_a_working_day_with_exactly_n_less_one_after_day_1(received: datetime, policy: Policy) -> None:
    first = first_day(received, policy)
    for n in range(1, policy.panel_day + 1):
        due = add_days(first, n - 1, policy)
        assert is_working(due, policy)
        assert sum(is_working(day, policy) for day in between(first, due)) == n - 1


@given(moments, policies())
def test_which_day_it_is_undoes_counting_to_it(received: datetime, policy: Policy) -> None:
    first = first_day(received, policy)
    for n in range(1, policy.panel_day + 1):
        assert day_number(first, add_days(first, n - 1, policy), policy) == n


@given(days, st.integers(0, 60), policies(DayUnit.WORKING))
def test_counting_back_undoes_counting_on(start: date, n: int, policy: Policy) -> None:
    first = add_days(start, 1, policy)
    assert add_days(add_days(first, n, policy), -n, policy) == first


@given(moments, policies(), st.none() | days)
def test_milestones_are_in_order_and_none_is_before_day_1(
    received: datetime, policy: Policy, limit: date | None
) -> None:
    first = first_day(received, policy)
    due = [due.day for due in timetable(first, policy, panel_limit=limit).values()]
    assert due == sorted(due)
    assert due[0] == first


@given(moments, policies(), st.integers(-10, 60))
def test_nothing_is_due_after_the_limit_unless_it_had_passed_on_day_1(
    received: datetime, policy: Policy, away: int
) -> None:
    first = first_day(received, policy)
    limit = first + away * ONE_DAY
    planned = timetable(first, policy)
    dates = timetable(first, policy, panel_limit=limit)
    assert max(due.day for due in dates.values()) <= max(limit, first)
    assert all(dates[milestone].day <= planned[milestone].day for milestone in Milestone), "never put back"


@given(moments, policies(DayUnit.WORKING), st.integers(-10, 60))
def test_a_date_brought_forward_is_still_a_working_day(received: datetime, policy: Policy, away: int) -> None:
    first = first_day(received, policy)
    for due in timetable(first, policy, panel_limit=first + away * ONE_DAY).values():
        assert is_working(due.day, policy)


@given(moments, policies(DayUnit.WORKING))
def test_a_deadline_names_every_holiday_and_closure_it_passes_over(received: datetime, policy: Policy) -> None:
    first = first_day(received, policy)
    for due in timetable(first, policy).values():
        for day in between(first, due.day):
            if day.weekday() < 5 and not is_working(day, policy):
                assert f"{day:%A} {day.day} {day:%B} {day.year} is a" in due.because


@given(moments, policies())
def test_every_deadline_ends_at_five_in_london(received: datetime, policy: Policy) -> None:
    for due in timetable(first_day(received, policy), policy).values():
        assert (local(due.at).date(), local(due.at).time()) == (due.day, policy.deadline_time)
        assert due.at.utcoffset() == timedelta(0)


@given(moments, policies())
def test_an_allowed_moment_is_a_working_one_and_stays_where_it_is(moment: datetime, policy: Policy) -> None:
    allowed = next_allowed(moment, policy)
    assert allowed >= moment
    assert is_working(local(allowed).date(), policy)
    assert next_allowed(allowed, policy) == allowed


@given(moments)
def test_told_at_once_the_local_timetable_meets_the_panels_limit(received: datetime) -> None:
    """Domain 2.3, rule 4: however late in the day the notification comes."""
    limit = panel_limit(local(received).date(), ENGLAND_2026).day
    assert timetable(first_day(received, ENGLAND_2026), ENGLAND_2026)[Milestone.TO_PANEL].day <= limit


# -- Twenty-one years, counted from the rules of the calendar -----------------------------------------------------

PROCLAIMED = {date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
MOVED = {date(2020, 5, 4), date(2022, 5, 30)}
"""Early May 2020 went to VE Day, and Spring 2022 to the Jubilee."""


def easter(year: int) -> date:
    """Easter Sunday by the tables of the Gregorian calendar: the Sunday after the Paschal full moon."""
    century, golden = year // 100, year % 19 + 1
    epact = (14 + 11 * (year % 19) - 3 * (century + 1) // 4 + (5 + 8 * (century + 1)) // 25) % 30
    epact += 1 if epact == 0 or (epact == 1 and golden > 11) else 0
    moon = date(year, 4, 19) - timedelta(days=epact)
    return moon + timedelta(days=6 - moon.weekday() or 7)


def monday(year: int, month: int, *, last: bool = False) -> date:
    found = [day for day in between(date(year, month, 1) - ONE_DAY, date(year, month, 28)) if day.weekday() == 0]
    after = found[-1] + timedelta(days=7)
    return after if last and after.month == month else found[-1 if last else 0]


def off(year: int) -> set[date]:
    """The weekdays of a year that are bank holidays, substitutes moved on to the next free weekday."""
    sunday = easter(year)
    found = {sunday - 2 * ONE_DAY, sunday + ONE_DAY, monday(year, 5), monday(year, 5, last=True)}
    found |= {monday(year, 8, last=True)}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() >= 5 or fixed in found:
            fixed += ONE_DAY
        found.add(fixed)
    return found - MOVED | {day for day in PROCLAIMED if day.year == year}


@pytest.mark.parametrize("year", range(2020, 2041))
def test_the_bank_holidays_follow_from_the_rules(year: int) -> None:
    assert {day for day in bank_holidays(year) if day.weekday() < 5} == off(year)


def test_every_day_15_of_21_years_counted_a_second_way() -> None:
    closed = set().union(*(off(year) for year in range(2020, 2042)))
    working = [
        day for day in between(FIRST - ONE_DAY, LAST + timedelta(days=60)) if day.weekday() < 5 and day not in closed
    ]
    for place, first in enumerate(working):
        if first > LAST:
            break
        found = [due.day for due in timetable(first, ENGLAND_2026).values()]
        assert found == [working[place + n - 1] for n in (1, 10, 11, 12, 14, 15)]
