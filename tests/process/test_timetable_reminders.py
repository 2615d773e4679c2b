"""When people are reminded, as a diary: what is said on which day, and that nothing comes twice or in the night."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from cast import london

from rapid_review.policy import ENGLAND_2026, BelowCriteriaClock, DayUnit, Policy
from rapid_review.tasks import TaskKind
from rapid_review.timing.calendar_england import is_working
from rapid_review.timing.london import local
from rapid_review.timing.reminders import Slot, channel_slots, latest_due, next_after, slots
from rapid_review.timing.timetable import Milestone, timetable

MONDAY = date(2026, 11, 23)
FILED = london("Mon 2026-11-23 10:00")
CLOSES = london("Thu 2026-12-10 17:00")


def reminders(
    kind: TaskKind,
    policy: Policy = ENGLAND_2026,
    *,
    first: date = MONDAY,
    asked: datetime = FILED,
    closes: datetime = CLOSES,
    **more: Any,
) -> list[Slot]:
    return slots(kind, timetable(first, policy, **more), first, policy, asked_at=asked, closes_at=closes)


def diary(found: list[Slot]) -> list[str]:
    return [f"{local(slot.at):%a %Y-%m-%d %H:%M}" for slot in found]


def test_ben_owes_a_summary() -> None:
    assert diary(reminders(TaskKind.RETURN))[:7] == [
        "Wed 2026-11-25 09:00",  # Day 3: a nil return need not wait
        "Fri 2026-11-27 09:00",  # Day 5
        "Wed 2026-12-02 09:00",  # Day 8
        "Thu 2026-12-03 09:00",  # Day 9
        "Fri 2026-12-04 09:00",  # Day 10: due at 17:00
        "Fri 2026-12-04 17:01",  # overdue
        "Mon 2026-12-07 09:00",
    ]


def test_the_deputy_hears_only_once_it_is_overdue() -> None:
    told = [slot for slot in reminders(TaskKind.RETURN) if slot.to_deputy]
    assert diary(told)[0] == "Fri 2026-12-04 17:01"
    assert len(told) == 11, "the hour it passes and ten working mornings"


def test_silence_until_day_3_goes_to_the_deputy() -> None:
    (slot,) = reminders(TaskKind.ACKNOWLEDGE)
    assert (diary([slot]), slot.to_deputy) == (["Wed 2026-11-25 09:00"], True)


def test_reminders_move_with_a_date_that_is_brought_forward() -> None:
    found = reminders(TaskKind.RETURN, panel_limit=date(2026, 12, 8))  # Summaries by Wednesday 2 December.
    assert diary(found)[1:6] == [
        "Wed 2026-11-25 09:00",
        "Mon 2026-11-30 09:00",
        "Tue 2026-12-01 09:00",
        "Wed 2026-12-02 09:00",
        "Wed 2026-12-02 17:01",
    ]


def test_carys_was_asked_late_and_hears_nothing_of_what_went_before() -> None:
    asked = london("Thu 2026-12-03 11:00")
    assert diary(reminders(TaskKind.RETURN, asked=asked))[0] == "Fri 2026-12-04 09:00"


def test_carys_was_asked_at_the_hour_of_a_reminder_and_is_not_asked_twice() -> None:
    asked = london("Thu 2026-12-03 09:00")
    assert diary(reminders(TaskKind.RETURN, asked=asked))[0] == "Fri 2026-12-04 09:00"


def test_gwen_has_not_signed() -> None:
    assert diary(reminders(TaskKind.DECLARE)) == [
        "Fri 2026-11-27 09:00",  # Day 5
        "Thu 2026-12-03 09:00",  # Day 9
        "Mon 2026-12-07 17:00",  # 24 hours before the papers
    ]


def test_a_days_notice_of_the_papers_is_not_lost_in_a_weekend() -> None:
    found = reminders(TaskKind.DECLARE, first=date(2026, 11, 27))  # The papers go out on Monday 14 December.
    assert diary(found)[-1] == "Fri 2026-12-11 17:00"


def test_farid_has_not_given_his_view() -> None:
    assert diary(reminders(TaskKind.VOTE)) == ["Wed 2026-12-09 17:00", "Thu 2026-12-10 16:00"]


def test_a_reopened_poll_is_reminded_of_anew() -> None:
    first = {slot.kind for slot in reminders(TaskKind.VOTE)}
    again = {slot.kind for slot in reminders(TaskKind.VOTE, closes=london("Fri 2026-12-11 17:00"))}
    assert not first & again


def test_the_outcome_is_pressed_for_on_day_15_and_after_it() -> None:
    assert diary(reminders(TaskKind.REPORT))[:5] == [
        "Fri 2026-12-11 09:00",
        "Fri 2026-12-11 13:00",
        "Fri 2026-12-11 15:00",
        "Fri 2026-12-11 17:01",
        "Mon 2026-12-14 09:00",
    ]


def test_the_signatures_are_pressed_for_before_the_outcome_is_due() -> None:  # A1
    pressed = [slot for slot in reminders(TaskKind.SIGN_OFF, asked=london("Thu 2026-12-10 17:00")) if slot.firm]
    assert diary(pressed) == ["Fri 2026-12-11 09:00", "Fri 2026-12-11 12:00"]


def test_harriet_has_not_settled_the_disagreement() -> None:  # R101
    asked, due = london("Thu 2026-12-10 10:00"), london("Fri 2026-12-11 17:00")
    found = slots(TaskKind.SETTLE, timetable(MONDAY, ENGLAND_2026), MONDAY, ENGLAND_2026, asked_at=asked, due_at=due)
    assert diary(found)[:2] == ["Fri 2026-12-11 09:00", "Mon 2026-12-14 09:00"] and found[0].firm


def test_amina_has_not_asked_the_agencies() -> None:
    assert diary(reminders(TaskKind.ASK_AGENCIES)) == [
        "Mon 2026-11-23 15:00",  # Two hours before Day 1 ends
        "Tue 2026-11-24 08:00",  # An hour after it had ended, which is quiet
    ]


@pytest.mark.parametrize("kind", [TaskKind.RULE, TaskKind.DECIDE, TaskKind.DEFER])
def test_what_others_wait_for_is_asked_again_on_five_working_mornings(kind: TaskKind) -> None:
    assert diary(reminders(kind, asked=london("Thu 2026-12-10 17:00"))) == [
        "Fri 2026-12-11 09:00",
        "Mon 2026-12-14 09:00",
        "Tue 2026-12-15 09:00",
        "Wed 2026-12-16 09:00",
        "Thu 2026-12-17 09:00",
    ]


def test_an_open_safety_alert_is_repeated_through_the_night() -> None:
    raised = london("Sat 2026-11-28 23:50")
    assert diary(reminders(TaskKind.ALERT, asked=raised)) == [
        "Sun 2026-11-29 00:20",
        "Sun 2026-11-29 00:50",
        "Sun 2026-11-29 01:20",
        "Sun 2026-11-29 01:50",
        "Sun 2026-11-29 02:20",
        "Sun 2026-11-29 02:50",
    ]


ODD = {
    "every day counts": ENGLAND_2026.with_switches(day_unit=DayUnit.CALENDAR),
    "quiet until ten": ENGLAND_2026.with_switches(quiet_until=time(10)),
    "deadline in the evening": ENGLAND_2026.with_switches(deadline_time=time(20)),
    "closed on Day 9": ENGLAND_2026.with_switches(extra_closure_days=(date(2026, 12, 3),)),
}


@pytest.mark.parametrize("policy", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("kind", [kind for kind in TaskKind if kind is not TaskKind.ALERT])
def test_no_other_reminder_comes_in_quiet_hours(kind: TaskKind, policy: Policy) -> None:
    for offset in range(7):
        first = MONDAY + timedelta(days=offset)
        channel = channel_slots(timetable(first, policy), first, policy)
        for slot in [*reminders(kind, policy, first=first), *(slot for _, slot in channel)]:
            here = local(slot.at)
            assert is_working(here.date(), policy)
            assert policy.quiet_until <= here.time() < policy.quiet_from


@pytest.mark.parametrize("kind", TaskKind)
def test_no_two_reminders_of_a_task_share_a_name(kind: TaskKind) -> None:
    """The name is part of the message's key, which is sent once for ever."""
    names = [slot.kind for slot in reminders(kind)]
    assert len(names) == len(set(names))
    assert diary(reminders(kind)) == sorted(diary(reminders(kind)), key=lambda text: text.split()[1:])


def test_where_no_timetable_runs_nothing_of_it_is_pressed_for() -> None:
    policy = ENGLAND_2026.with_switches(below_criteria_clock=BelowCriteriaClock.NONE)
    assert reminders(TaskKind.RETURN, policy, below_criteria=True) == []
    assert channel_slots({}, MONDAY, policy) == []


def test_the_channel_hears_the_day_before_and_on_the_day() -> None:
    found = channel_slots(timetable(MONDAY, ENGLAND_2026), MONDAY, ENGLAND_2026)
    assert diary([slot for milestone, slot in found if milestone is Milestone.PAPERS_OUT]) == [
        "Mon 2026-12-07 09:00",
        "Tue 2026-12-08 09:00",
    ]


def test_the_channel_hears_of_nothing_from_before_day_1() -> None:
    dates = timetable(MONDAY, ENGLAND_2026, panel_limit=MONDAY)
    assert {diary([slot])[0] for _, slot in channel_slots(dates, MONDAY, ENGLAND_2026)} == {"Mon 2026-11-23 09:00"}


def test_after_a_stop_only_the_newest_reminder_is_sent() -> None:
    found = reminders(TaskKind.RETURN)
    newest = latest_due(found, london("Fri 2026-12-04 12:00"))
    assert newest is not None
    assert diary([newest]) == ["Fri 2026-12-04 09:00"]
    assert next_after(found, newest.at) == london("Fri 2026-12-04 17:01")


def test_before_the_first_and_after_the_last_there_is_nothing() -> None:
    found = reminders(TaskKind.VOTE)
    assert latest_due(found, FILED) is None
    assert next_after(found, CLOSES) is None


def test_a_reminder_is_due_at_its_very_moment() -> None:
    found = reminders(TaskKind.VOTE)
    assert latest_due(found, found[0].at) == found[0]
    assert next_after(found, found[0].at) == found[1].at
