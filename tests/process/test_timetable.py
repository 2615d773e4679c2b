"""The dates of a review: worked examples with their weekdays, and the reason that each date gives."""

from datetime import UTC, date, datetime, time

import pytest
from cast import london
from test_calendar_england import day

from rapid_review.policy import (
    ENGLAND_2026,
    BelowCriteriaClock,
    DayOneRule,
    DayUnit,
)
from rapid_review.timing.timetable import (
    Milestone,
    date_echo,
    day_number,
    day_one,
    next_allowed,
    panel_limit,
    timetable,
)

CALENDAR = ENGLAND_2026.with_switches(day_unit=DayUnit.CALENDAR)


def days(text: str) -> list[date]:
    return [day(part.strip()) for part in text.split(",")]


# -- Day 1 to Day 15 -----------------------------------------------------------------------------------------------

WORKED = [  # domain 2.3: received; Day 1, 10, 11, 12, 14, 15; the Panel's limit had it been told the same day.
    (
        "Mon 2026-11-23",
        "Mon 2026-11-23, Fri 2026-12-04, Mon 2026-12-07, Tue 2026-12-08, Thu 2026-12-10, Fri 2026-12-11",
        "Mon 2026-12-14",
    ),
    (
        "Sat 2026-11-28",
        "Mon 2026-11-30, Fri 2026-12-11, Mon 2026-12-14, Tue 2026-12-15, Thu 2026-12-17, Fri 2026-12-18",
        "Fri 2026-12-18",
    ),
    (
        "Fri 2026-12-11",
        "Fri 2026-12-11, Thu 2026-12-24, Tue 2026-12-29, Wed 2026-12-30, Mon 2027-01-04, Tue 2027-01-05",
        "Wed 2027-01-06",
    ),
    (
        "Fri 2027-03-19",
        "Fri 2027-03-19, Mon 2027-04-05, Tue 2027-04-06, Wed 2027-04-07, Fri 2027-04-09, Mon 2027-04-12",
        "Tue 2027-04-13",
    ),
]


@pytest.mark.parametrize(("received", "milestones", "limit"), WORKED)
def test_the_worked_examples(received: str, milestones: str, limit: str) -> None:
    first = day_one(london(f"{received} 10:00"), ENGLAND_2026)
    dates = timetable(first.day, ENGLAND_2026)
    assert list(dates) == list(Milestone)
    assert [due.day for due in dates.values()] == days(milestones)
    assert panel_limit(day(received), ENGLAND_2026).day == day(limit)


def test_where_every_day_counts_day_15_comes_two_weeks_after_day_1() -> None:
    assert timetable(date(2026, 11, 23), CALENDAR)[Milestone.TO_PANEL].day == day("Mon 2026-12-07")


@pytest.mark.parametrize(
    ("received", "first"),
    [
        ("Mon 2026-11-23 15:59", "Mon 2026-11-23"),
        ("Mon 2026-11-23 16:00", "Mon 2026-11-23"),  # Late is after 16:00, not at it.
        ("Mon 2026-11-23 16:01", "Tue 2026-11-24"),
        ("Fri 2026-11-27 16:01", "Mon 2026-11-30"),
        ("Sat 2026-11-28 16:01", "Mon 2026-11-30"),  # Late on a Saturday is no later than early on it.
        ("Thu 2026-12-24 16:01", "Tue 2026-12-29"),
        ("Mon 2026-06-01 16:00", "Mon 2026-06-01"),  # 15:00 in UTC: the clock on the wall counts.
        ("Mon 2026-06-01 16:01", "Tue 2026-06-02"),
    ],
)
def test_a_late_notification_begins_on_the_next_working_day(received: str, first: str) -> None:
    assert day_one(london(received), ENGLAND_2026).day == day(first)


@pytest.mark.parametrize(
    ("rule", "sent", "first"),
    [
        (DayOneRule.RECEIPT_DAY, "Fri 2026-11-20", "Mon 2026-11-23"),
        (DayOneRule.NEXT_WORKING_DAY, "Fri 2026-11-20", "Tue 2026-11-24"),
        (DayOneRule.SIN_SENT_DAY, "Fri 2026-11-20", "Fri 2026-11-20"),
        (DayOneRule.SIN_SENT_DAY, "Sat 2026-11-21", "Mon 2026-11-23"),
        (DayOneRule.SIN_SENT_DAY, None, "Mon 2026-11-23"),  # Not sent yet: the day of receipt stands in.
    ],
)
def test_the_three_rules_for_day_1(rule: DayOneRule, sent: str | None, first: str) -> None:
    policy = ENGLAND_2026.with_switches(day_one_rule=rule)
    assert day_one(london("Mon 2026-11-23 10:00"), policy, day(sent) if sent else None).day == day(first)


@pytest.mark.parametrize("policy", [ENGLAND_2026, CALENDAR])
def test_day_1_says_why_it_is_not_the_day_of_receipt(policy: object) -> None:
    because = day_one(london("Sat 2026-11-28 10:00"), policy).because  # type: ignore[arg-type]
    assert "received on Saturday 28 November 2026, so Day 1 is Monday 30 November 2026." in because
    assert "Saturday 28 November 2026 is at the weekend, so it does not count." in because


def test_a_deadline_names_each_holiday_it_passes_over() -> None:
    because = timetable(date(2026, 12, 14), ENGLAND_2026)[Milestone.SUMMARIES_DUE].because
    assert because == (
        "Day 10 is Tuesday 29 December 2026: 9 working days after Day 1, Monday 14 December 2026. "
        "Friday 25 December 2026 is a bank holiday (Christmas Day), so it does not count. "
        "Saturday 26 December 2026 is a bank holiday (Boxing Day), so it does not count. "
        "Monday 28 December 2026 is a bank holiday (Boxing Day, substitute day), so it does not count."
    )


def test_where_every_day_counts_no_day_is_said_not_to() -> None:
    assert "does not count" not in timetable(date(2026, 12, 14), CALENDAR)[Milestone.TO_PANEL].because


@pytest.mark.parametrize(
    ("first", "ends"),
    [
        ("Fri 2026-03-20", datetime(2026, 4, 2, 16, tzinfo=UTC)),  # Summer time from 29 March: 17:00 is 16:00 UTC.
        ("Mon 2026-03-09", datetime(2026, 3, 20, 17, tzinfo=UTC)),
        ("Mon 2026-10-19", datetime(2026, 10, 30, 17, tzinfo=UTC)),  # Winter time from 25 October.
        ("Mon 2026-10-05", datetime(2026, 10, 16, 16, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_five_o_clock_in_london_on_either_side_of_both_clock_changes(first: str, ends: datetime) -> None:
    assert timetable(day(first), ENGLAND_2026)[Milestone.SUMMARIES_DUE].at == ends


def test_below_the_definition_the_clock_runs_in_full_longer_or_not_at_all() -> None:
    def first_and_last(clock: BelowCriteriaClock) -> list[date]:
        policy = ENGLAND_2026.with_switches(below_criteria_clock=clock)
        found = [due.day for due in timetable(date(2026, 11, 23), policy, below_criteria=True).values()]
        return found[:1] + found[-1:]

    assert first_and_last(BelowCriteriaClock.FULL) == days("Mon 2026-11-23, Fri 2026-12-11")
    assert first_and_last(BelowCriteriaClock.EXTENDED) == days("Mon 2026-11-23, Fri 2026-12-18")
    assert first_and_last(BelowCriteriaClock.NONE) == []


def test_longer_or_no_clock_is_only_for_cases_below_the_definition() -> None:
    for clock in BelowCriteriaClock:
        policy = ENGLAND_2026.with_switches(below_criteria_clock=clock)
        assert timetable(date(2026, 11, 23), policy)[Milestone.TO_PANEL].day == day("Fri 2026-12-11")


# -- Which Day it is, and quiet hours ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "number"),
    [
        ("Fri 2026-11-20", 0),
        ("Mon 2026-11-23", 1),
        ("Fri 2026-11-27", 5),
        ("Sun 2026-11-29", 5),  # A weekend belongs to the Day before it.
        ("Mon 2026-11-30", 6),
        ("Fri 2026-12-11", 15),
    ],
)
def test_which_day_it_is(today: str, number: int) -> None:
    assert day_number(date(2026, 11, 23), day(today), ENGLAND_2026) == number


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("Thu 2026-12-03", "Thursday 3 December 2026, working day 9"),
        ("Sat 2026-12-05", "Saturday 5 December 2026, not a working day"),
        ("Fri 2026-11-20", "Friday 20 November 2026"),
    ],
)
def test_a_date_is_said_back(when: str, said: str) -> None:
    assert date_echo(day(when), date(2026, 11, 23), ENGLAND_2026) == said


def test_where_every_day_counts_a_saturday_has_its_number() -> None:
    assert date_echo(day("Sat 2026-12-05"), date(2026, 11, 23), CALENDAR) == "Saturday 5 December 2026, day 13"


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("Mon 2026-11-23 07:59", "Mon 2026-11-23 08:00"),
        ("Mon 2026-11-23 08:00", "Mon 2026-11-23 08:00"),
        ("Mon 2026-11-23 17:59", "Mon 2026-11-23 17:59"),
        ("Mon 2026-11-23 18:00", "Tue 2026-11-24 08:00"),
        ("Fri 2026-11-27 18:00", "Mon 2026-11-30 08:00"),
        ("Sat 2026-11-28 12:00", "Mon 2026-11-30 08:00"),
        ("Thu 2026-12-24 18:00", "Tue 2026-12-29 08:00"),
        ("Fri 2026-03-27 20:00", "Mon 2026-03-30 08:00"),  # The clocks go forward in between.
        ("Fri 2026-10-23 20:00", "Mon 2026-10-26 08:00"),  # And back.
    ],
)
def test_nobody_is_written_to_in_quiet_hours(moment: str, allowed: str) -> None:
    assert next_allowed(london(moment), ENGLAND_2026) == london(allowed)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("Tue 2026-11-24 06:59", "Tue 2026-11-24 07:00"),
        ("Tue 2026-11-24 10:00", "Tue 2026-11-24 10:00"),
        ("Tue 2026-11-24 23:59", "Tue 2026-11-24 23:59"),
    ],
)
def test_quiet_hours_may_begin_at_midnight(moment: str, allowed: str) -> None:
    policy = ENGLAND_2026.with_switches(quiet_from=time(0), quiet_until=time(7))
    assert next_allowed(london(moment), policy) == london(allowed)
