"""The Panel's limit, which brings dates forward, and the local authority's five days."""

from datetime import date

import pytest
from cast import london
from test_calendar_england import day

from rapid_review.policy import (
    CUMBRIA_2019,
    ENGLAND_2026,
    DayUnit,
    SinDueBasis,
)
from rapid_review.timing.timetable import (
    Milestone,
    incident_warning,
    panel_limit,
    sin_due,
    timetable,
)

CALENDAR = ENGLAND_2026.with_switches(day_unit=DayUnit.CALENDAR)
CLOSED = ENGLAND_2026.with_switches(extra_closure_days=(date(2026, 12, 29), date(2026, 12, 30)))


def days(text: str) -> list[date]:
    return [day(part.strip()) for part in text.split(",")]


# -- The Panel's limit ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", ["Fri 2026-12-11", "Mon 2026-12-14"])
def test_a_limit_that_is_met_moves_nothing(limit: str) -> None:
    first = date(2026, 11, 23)
    assert timetable(first, ENGLAND_2026, panel_limit=day(limit)) == timetable(first, ENGLAND_2026)


def test_dates_are_brought_forward_in_order_to_meet_the_limit() -> None:
    dates = timetable(date(2026, 11, 23), ENGLAND_2026, panel_limit=day("Tue 2026-12-08"))
    assert [due.day for due in dates.values()] == days(
        "Mon 2026-11-23, Wed 2026-12-02, Thu 2026-12-03, Fri 2026-12-04, Mon 2026-12-07, Tue 2026-12-08"
    )
    assert dates[Milestone.TO_PANEL].because == (
        "Brought forward from Friday 11 December 2026 to Tuesday 8 December 2026, because the national Panel’s limit "
        "is Tuesday 8 December 2026."
    )


def test_only_a_date_that_moves_says_it_was_brought_forward() -> None:
    planned = timetable(date(2026, 11, 23), ENGLAND_2026)
    dates = timetable(date(2026, 11, 23), ENGLAND_2026, panel_limit=day("Thu 2026-12-10"))
    for milestone, due in dates.items():
        assert due.because.startswith("Brought forward") is (due.day != planned[milestone].day)


def test_milestones_of_one_day_stay_together_when_brought_forward() -> None:
    together = ENGLAND_2026.with_switches(collated_day=12)
    dates = timetable(date(2026, 11, 23), together, panel_limit=day("Tue 2026-12-08"))
    assert dates[Milestone.COLLATED].day == dates[Milestone.PAPERS_OUT].day == day("Fri 2026-12-04")


def test_a_limit_that_has_passed_leaves_everything_due_on_day_1() -> None:
    dates = timetable(date(2026, 11, 23), ENGLAND_2026, panel_limit=day("Fri 2026-11-13"))
    assert {due.day for due in dates.values()} == {day("Mon 2026-11-23")}


def test_what_is_due_by_a_limit_on_a_closure_day_is_due_while_somebody_is_there() -> None:
    dates = timetable(date(2026, 12, 11), CLOSED, panel_limit=day("Wed 2026-12-30"))
    assert dates[Milestone.TO_PANEL].day == day("Thu 2026-12-24")


def test_the_panels_clock_does_not_stop_for_local_closures_or_for_weekends_that_count_here() -> None:
    limits = {panel_limit(day("Fri 2026-12-11"), policy).day for policy in (ENGLAND_2026, CLOSED, CALENDAR)}
    assert limits == {day("Wed 2027-01-06")}


@pytest.mark.parametrize(
    ("sent", "limit"),
    [
        ("Mon 2026-11-23", "Fri 2026-12-11"),  # The day it was sent is working day 1: one day tighter.
        ("Sat 2026-11-28", "Fri 2026-12-18"),  # A Saturday is no working day, so Monday is the first either way.
    ],
)
def test_where_the_day_of_sending_counts(sent: str, limit: str) -> None:
    policy = ENGLAND_2026.with_switches(panel_clock_counts_sent_day=True)
    assert panel_limit(day(sent), policy).day == day(limit)


# -- The local authority's five days -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "aware", "incident", "due"),
    [
        (SinDueBasis.AWARE_WORKING, "Tue 2026-12-22", "Tue 2026-12-01", "Thu 2026-12-31"),
        (SinDueBasis.AWARE_WORKING, "Tue 2026-12-22", None, "Thu 2026-12-31"),
        (SinDueBasis.INCIDENT_WORKING, "Thu 2026-12-24", "Tue 2026-12-22", "Thu 2026-12-31"),
        (SinDueBasis.INCIDENT_CALENDAR, "Thu 2026-12-24", "Tue 2026-12-22", "Sun 2026-12-27"),
        # E4: with no date for the incident, the clock runs from awareness.
        (SinDueBasis.INCIDENT_WORKING, "Tue 2026-12-22", None, "Thu 2026-12-31"),
        (SinDueBasis.INCIDENT_CALENDAR, "Tue 2026-12-22", None, "Thu 2026-12-31"),
    ],
)
def test_when_the_local_authority_must_notify(basis: SinDueBasis, aware: str, incident: str | None, due: str) -> None:
    found = sin_due(day(aware), day(incident) if incident else None, CLOSED.with_switches(sin_due_basis=basis))
    assert found is not None
    assert (found.day, found.at) == (day(due), london(f"{due} 17:00"))


@pytest.mark.parametrize("policy", [ENGLAND_2026, CUMBRIA_2019])
def test_no_date_to_count_from_is_no_deadline(policy: object) -> None:
    assert sin_due(None, None, policy) is None  # type: ignore[arg-type]


def test_an_incident_alone_does_not_start_a_clock_that_runs_from_awareness() -> None:
    assert sin_due(None, date(2026, 12, 22), ENGLAND_2026) is None


def test_the_notification_date_names_the_holidays_it_passes_over() -> None:
    due = sin_due(date(2026, 12, 22), None, ENGLAND_2026)
    assert due is not None
    assert due.because.startswith("5 working days after Tuesday 22 December 2026, when the local authority first knew.")
    assert "Christmas Day" in due.because


def test_five_days_after_the_incident_there_is_a_warning() -> None:
    assert incident_warning(day("Tue 2026-12-22"), ENGLAND_2026) == day("Sun 2026-12-27")


# -- A limit that becomes known on the way ---------------------------------------------------------------------------


def test_a_limit_learnt_late_makes_nobody_late_for_what_they_could_not_know() -> None:
    """The notice was sent on 13 November and told of on Thursday 3 December: nothing is due before that day."""
    limit = panel_limit(day("Fri 2026-11-13"), ENGLAND_2026)
    assert limit.day == day("Fri 2026-12-04")
    known = day("Thu 2026-12-03")
    dates = timetable(day("Mon 2026-11-23"), ENGLAND_2026, panel_limit=limit.day, known_on=known)
    assert [due.day for due in dates.values()] == [
        day("Mon 2026-11-23"),
        *[known] * 4,
        day("Fri 2026-12-04"),
    ]


def test_a_limit_that_had_passed_says_so() -> None:
    dates = timetable(day("Mon 2026-11-23"), ENGLAND_2026, panel_limit=day("Fri 2026-11-13"))
    assert "the first day possible" in dates[Milestone.TO_PANEL].because
    assert "limit, Friday 13 November 2026, has passed already." in dates[Milestone.TO_PANEL].because
