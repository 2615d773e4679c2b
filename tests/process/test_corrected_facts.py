"""What a corrected notification changes of a case: its facts and its dates, and nothing that was said since (E12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from test_case import MONDAY, gathering, polled, who, with_criteria

from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.outcome.decision import Choice, Stance
from rapid_review.outward.duties import DutyKind
from rapid_review.outward.notices import Notice
from rapid_review.policy import ENGLAND_2026, BelowCriteriaClock
from rapid_review.stages import Stage
from rapid_review.timing.timetable import Milestone

LATER = MONDAY + timedelta(days=1)
SENT = date(2026, 11, 23)


def corrected(case: Case, *, people: bool = False, **changed: object) -> Case:
    facts = replace(case.facts, **changed)  # type: ignore[arg-type]
    case.correct_notification(facts, people=people, by=who("amina"), revision=2, now=LATER)
    return case


def kinds(case: Case) -> list[Happening]:
    return [event.kind for event in case.happened]


def test_the_day_on_which_the_panel_was_notified_sets_its_limit() -> None:
    case = gathering()
    before = case.due(Milestone.TO_PANEL)
    corrected(case, sin_sent=date(2026, 11, 18))
    after = case.due(Milestone.TO_PANEL)
    assert before and after and after.day < before.day
    assert case.limit_known_on == LATER.date() and case.happened[-1].facts["moved"] == "True"


def test_what_the_local_authority_has_said_since_stays() -> None:
    case = gathering()
    case.record_notice(Notice.PANEL, SENT, by=who("amina"), revision=1, now=MONDAY)
    assert corrected(case, sin_sent=None).facts.sin_sent == SENT


def test_safety_is_no_part_of_a_correction() -> None:
    assert not corrected(gathering(), at_risk_now=True).facts.at_risk_now


def test_a_case_that_had_no_timetable_gets_one() -> None:
    case = gathering()
    case.policy = ENGLAND_2026.with_switches(below_criteria_clock=BelowCriteriaClock.NONE)
    case.facts = replace(case.facts, below_threshold=True)
    assert case.due(Milestone.MEETING) is None
    assert corrected(case, below_threshold=False).due(Milestone.MEETING)


def test_declarations_are_looked_at_again_only_while_something_is_to_be_decided() -> None:  # F35
    assert Happening.LOOK_AGAIN_ASKED in kinds(corrected(gathering(), people=True))
    assert Happening.LOOK_AGAIN_ASKED not in kinds(corrected(gathering()))
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.REVIEW))
    case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MONDAY)
    case.happened.clear()
    corrected(case, people=True)
    assert kinds(case) == [Happening.NOTIFICATION_CORRECTED, Happening.PEOPLE_CORRECTED]
    assert set(case.to_reconsider()) == {"notification"}


def test_after_the_panel_has_the_outcome_a_correction_letter_is_owed() -> None:
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.REVIEW))
    case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MONDAY)
    case.stage, case.sent_to_panel_at = Stage.REPORTED, MONDAY
    assert case.duty(DutyKind.CORRECTION) is None
    duty = corrected(case).duty(DutyKind.CORRECTION)
    assert duty and duty.since == LATER and duty.is_letter


def test_only_the_team_and_the_notifier_correct_it_and_not_when_it_is_closed() -> None:
    case = gathering()
    for name in ("ben", "gwen", "efua"):
        with pytest.raises(NotYours):
            case.require_may_correct_notification(who(name))
    case.stage = Stage.CLOSED
    with pytest.raises(Refusal, match="This case is closed"):
        case.require_may_correct_notification(who("amina"))
