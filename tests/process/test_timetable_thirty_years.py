"""The dates against another reckoning: a table with its weekdays written out, and every day of thirty years."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from cast import london
from test_calendar_england import day

from rapid_review.policy import ENGLAND_2026
from rapid_review.timing.timetable import Milestone, day_one, panel_limit, timetable

TABLE = """
what it passes over          received              Day 1           Day 10          Day 12          Day 14          Day 15          hour of Day 10 in UTC
nothing                      Mon 2026-06-08 09:00  Mon 2026-06-08  Fri 2026-06-19  Tue 2026-06-23  Thu 2026-06-25  Fri 2026-06-26  16
Easter                       Fri 2027-03-19 16:00  Fri 2027-03-19  Mon 2027-04-05  Wed 2027-04-07  Fri 2027-04-09  Mon 2027-04-12  16
Easter, late by a minute     Fri 2027-03-19 16:01  Mon 2027-03-22  Tue 2027-04-06  Thu 2027-04-08  Mon 2027-04-12  Tue 2027-04-13  16
Christmas, New Year          Fri 2026-12-11 10:00  Fri 2026-12-11  Thu 2026-12-24  Wed 2026-12-30  Mon 2027-01-04  Tue 2027-01-05  17
Christmas from the Eve       Thu 2026-12-24 16:30  Tue 2026-12-29  Tue 2027-01-12  Thu 2027-01-14  Mon 2027-01-18  Tue 2027-01-19  17
a substitute for New Year    Tue 2021-12-21 09:00  Tue 2021-12-21  Thu 2022-01-06  Mon 2022-01-10  Wed 2022-01-12  Thu 2022-01-13  17
the Queen's funeral          Mon 2022-09-12 09:00  Mon 2022-09-12  Mon 2022-09-26  Wed 2022-09-28  Fri 2022-09-30  Mon 2022-10-03  16
the coronation, two in May   Tue 2023-04-25 09:00  Tue 2023-04-25  Wed 2023-05-10  Fri 2023-05-12  Tue 2023-05-16  Wed 2023-05-17  16
29 February                  Mon 2028-02-21 09:00  Mon 2028-02-21  Fri 2028-03-03  Tue 2028-03-07  Thu 2028-03-09  Fri 2028-03-10  17
Day 1 on 29 February         Tue 2028-02-29 09:00  Tue 2028-02-29  Mon 2028-03-13  Wed 2028-03-15  Fri 2028-03-17  Mon 2028-03-20  17
clocks go forward            Tue 2026-03-17 09:00  Tue 2026-03-17  Mon 2026-03-30  Wed 2026-04-01  Tue 2026-04-07  Wed 2026-04-08  16
clocks go back               Tue 2026-10-13 09:00  Tue 2026-10-13  Mon 2026-10-26  Wed 2026-10-28  Fri 2026-10-30  Mon 2026-11-02  17
a Saturday                   Sat 2026-11-28 12:00  Mon 2026-11-30  Fri 2026-12-11  Tue 2026-12-15  Thu 2026-12-17  Fri 2026-12-18  17
"""  # noqa: E501  A table.
COLUMNS = (Milestone.REQUEST_OUT, Milestone.SUMMARIES_DUE, Milestone.PAPERS_OUT, Milestone.MEETING, Milestone.TO_PANEL)


def rows() -> list[list[str]]:
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_the_table(row: list[str]) -> None:
    _, received, *expected, hour = row
    first = day_one(london(received), ENGLAND_2026)
    dates = timetable(first.day, ENGLAND_2026)
    assert [dates[milestone].day for milestone in COLUMNS] == [day(one) for one in expected]
    assert dates[Milestone.SUMMARIES_DUE].at.astimezone(UTC).hour == int(hour)


def test_a_one_off_bank_holiday_put_into_the_file_moves_what_follows() -> None:
    closed = ENGLAND_2026.with_switches(extra_closure_days=(date(2026, 6, 15),))
    dates = timetable(date(2026, 6, 8), closed)
    assert [dates[m].day for m in COLUMNS] == [
        day(d) for d in ("Mon 2026-06-08", "Mon 2026-06-22", "Wed 2026-06-24", "Fri 2026-06-26", "Mon 2026-06-29")
    ]
    assert "Monday 15 June 2026" in dates[Milestone.SUMMARIES_DUE].because


# -- Another reckoning -----------------------------------------------------------------------------------------------

YEARS = range(2020, 2051)
CLOSED = holidays.country_holidays("GB", subdiv="ENG", years=range(2019, 2053))
WORKING = [
    one
    for one in (date(2019, 12, 1) + timedelta(days=n) for n in range(366 * 32))
    if one.weekday() < 5 and one not in CLOSED
]
PLACE = {one: n for n, one in enumerate(WORKING)}
LONDON = ZoneInfo("Europe/London")


def test_every_day_of_thirty_years_agrees_with_another_reckoning() -> None:
    """Day N stands N-1 places after Day 1 in the list of working days, and ends at 17:00 on the clocks of London."""
    numbers = {
        Milestone.REQUEST_OUT: 1,
        Milestone.SUMMARIES_DUE: 10,
        Milestone.COLLATED: 11,
        Milestone.PAPERS_OUT: 12,
        Milestone.MEETING: 14,
        Milestone.TO_PANEL: 15,
    }
    for first in (one for one in WORKING if one.year in YEARS):
        dates = timetable(first, ENGLAND_2026)
        assert {milestone: due.day for milestone, due in dates.items()} == {
            milestone: WORKING[PLACE[first] + number - 1] for milestone, number in numbers.items()
        }
        for number, due in zip(numbers.values(), dates.values(), strict=True):
            assert due.at == datetime(due.day.year, due.day.month, due.day.day, 17, tzinfo=LONDON)
            assert due.because.startswith(f"Day {number} is {due.day:%A} {due.day.day} {due.day:%B} {due.day.year}")


def test_in_thirty_years_nothing_is_ever_due_after_the_panels_limit() -> None:
    """Told on each working day, by a local authority that had told the Panel up to three weeks before."""
    for first in [one for one in WORKING if one.year in YEARS][::9]:
        for earlier in (0, 3, 14):
            sent = WORKING[PLACE[first] - earlier]
            limit = panel_limit(sent, ENGLAND_2026)
            assert limit.day == WORKING[PLACE[sent] + 15]
            dates = list(timetable(first, ENGLAND_2026, panel_limit=limit.day).values())
            assert [due.day for due in dates] == sorted(due.day for due in dates)
            assert all(first <= due.day <= max(first, limit.day) and due.because for due in dates)
            assert all(due.day in PLACE for due in dates)
