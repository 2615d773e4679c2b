"""The decision after the poll: for each child, signed off by each partner, and taken up again (A1, E1, E9, E31)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cast import POLICY
from test_case import MONDAY, declared, gathering, polled, who, with_criteria

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.gates import before_panel, signed_for
from rapid_review.outcome.decided import Said
from rapid_review.outcome.decision import Choice, Stance
from rapid_review.outcome.reconsidering import THE_PANEL
from rapid_review.outward.duties import Copy
from rapid_review.people import Partner, Seat
from rapid_review.policy import DecisionRule, HealthSeats, Policy, QuorumRule
from rapid_review.stages import Stage
from rapid_review.tasks import TaskKind, owed

LATER = MONDAY + timedelta(hours=1)
BY_MAJORITY = POLICY.with_switches(
    decision_rule=DecisionRule.MAJORITY_OF_SEATS, quorum_rule=QuorumRule.MAJORITY_OF_SEATS
)


def decided(**more: Policy) -> Case:
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.REVIEW, **more))
    case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MONDAY)
    return case


def signed(case: Case, *names: str, revision: int = 1, now: datetime = LATER) -> Case:
    for name in names:
        case.sign_off(by=who(name), revision=revision, now=now)
    return case


# -- For each child --------------------------------------------------------------------------------------------------


def test_a_child_can_have_another_decision_only_if_a_member_saw_it_so() -> None:  # E1, E30
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.NO_FURTHER, policy=BY_MAJORITY))
    record = {"by": who("efua"), "revision": 1, "now": MONDAY}
    with pytest.raises(Refusal, match="supports what is recorded for Child B"):
        case.record_decision(Choice.LCSPR, children={"A": Choice.LCSPR, "B": Choice.ALTERNATIVE}, **record)
    with pytest.raises(Refusal, match="For at least one child"):
        nothing = Choice.NO_FURTHER_ACTION
        case.record_decision(Choice.LCSPR, children={"A": nothing, "B": nothing}, **record)
    case.record_decision(Choice.LCSPR, children={"A": Choice.LCSPR, "B": Choice.NO_FURTHER_ACTION}, **record)
    assert case.decided and case.decided.children["B"] is Choice.NO_FURTHER_ACTION


def test_the_chair_of_the_board_settles_each_child_freely() -> None:  # R101
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.ALTERNATIVE))
    case.refer_disagreement(by=who("efua"), due=LATER, now=MONDAY)
    declared(case, "harriet")
    each = {"A": Choice.LCSPR, "B": Choice.NO_FURTHER_ACTION}
    case.settle(Choice.LCSPR, children=each, by=who("harriet"), revision=1, now=MONDAY)
    assert case.decided and case.decided.children == each


# -- Signing off -----------------------------------------------------------------------------------------------------


def test_each_partner_signs_once_and_the_last_signature_lets_the_outcome_go() -> None:  # A1, R105
    case = signed(decided(), "efua", "efua", "farid")
    assert before_panel(case) == ["sign-off by health"]
    assert signed(case, "gwen").happened[-1].facts["final"] == "True"
    told = [event for event in case.happened if event.kind is Happening.PARTNER_SIGNED_OFF]
    assert [event.facts["final"] for event in told] == ["False", "False", "True"], "twice by the same person is once"


def test_two_health_seats_that_speak_each_for_themselves_both_sign() -> None:  # A6
    south = Seat("south", "South health seat", Partner.HEALTH, "kofi")
    case = decided()
    case.policy = POLICY.with_switches(health_seats=HealthSeats.EACH)
    assert case.poll
    case.poll.seats = (*case.poll.seats, south)
    signed(case, "efua", "farid", "gwen")
    assert before_panel(case) == ["sign-off by health (South health seat)"]
    declared(case, "kofi").sign_off(by=replace(who("kofi"), seats=(south,)), revision=1, now=LATER)
    assert not before_panel(case)


def test_with_one_voice_either_health_seat_signs_for_both() -> None:
    case = decided()
    assert case.poll
    case.poll.seats = (*case.poll.seats, Seat("south", "South health seat", Partner.HEALTH, "kofi"))
    assert not before_panel(signed(case, "efua", "farid", "gwen"))


def test_the_deputy_signs_while_the_member_is_recused() -> None:
    case = signed(decided(), "efua", "farid")
    declared(case, "gwen", conflict=Conflict.ACTUAL)
    case.rule("gwen", Ruling.RECUSE, by=who("efua"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="recused"):
        signed(case, "gwen")
    assert TaskKind.DECLARE in {task.kind for task in owed(case, who("marcus"), LATER)}, "he has to declare first"
    assert TaskKind.SIGN_OFF in {task.kind for task in owed(declared(case, "marcus"), who("marcus"), LATER)}
    assert not before_panel(signed(case, "marcus"))


def stands_aside(case: Case, name: str) -> Case:
    declared(case, name, conflict=Conflict.ACTUAL)
    case.rule(name, Ruling.RECUSE, by=who("efua"), revision=1, now=LATER)
    case.note_vacancies(case.poll.seats if case.poll else (), LATER)
    case.note_final(LATER)
    return case


def kinds(case: Case, name: str) -> set[TaskKind]:
    return {task.kind for task in owed(case, who(name), LATER)}


def test_whoever_is_recused_after_signing_has_not_signed_and_somebody_is_named_to() -> None:  # E13, A1
    case = signed(decided(), "efua", "farid", "gwen")
    assert not before_panel(case)
    stands_aside(case, "farid")
    assert before_panel(case) == ["sign-off by the police, for whom nobody may sign now: its lead names somebody"]
    assert TaskKind.ASK_LEAD in kinds(case, "amina") and TaskKind.REPORT not in kinds(case, "amina")
    case.ask_lead(Partner.POLICE, "ben", by=who("amina"), now=LATER)
    assert TaskKind.NAME_DECIDER in kinds(case, "ben")
    case.name_decider(Partner.POLICE, "joan", by=who("ben"), revision=1, now=LATER)
    assert TaskKind.SIGN_OFF in kinds(declared(case, "joan"), "joan")
    assert signed(case, "joan").happened[-1].facts["final"] == "True"
    assert signed_for(case)[Partner.POLICE] == "joan"


def test_whoever_cannot_sign_after_the_decision_is_replaced() -> None:  # form 3d
    case = signed(decided(), "efua", "farid")
    case.decline_to_sign(by=who("gwen"), now=LATER)
    assert TaskKind.REPLACE in kinds(case, "efua")


def test_a_seat_that_stands_aside_is_not_waited_for_where_each_seat_of_health_signs() -> None:  # A6
    south = Seat("south", "South health seat", Partner.HEALTH, "kofi")
    case = decided(policy=POLICY.with_switches(health_seats=HealthSeats.EACH))
    assert case.poll
    case.poll.seats = (*case.poll.seats, south)
    signed(case, "efua", "farid", "gwen")
    assert before_panel(case) == ["sign-off by health (South health seat)"]
    stands_aside(case, "kofi")
    assert not before_panel(case) and TaskKind.REPORT in kinds(case, "amina")
    assert (case.happened[-1].kind, case.happened[-1].facts) == (Happening.SIGNATURES_COMPLETE, {"final": "True"})


# -- What comes after the decision -----------------------------------------------------------------------------------


def sends(case: Case, revision: int = 1, now: datetime = LATER) -> Case:
    """Amina prepares it, Efua looks at it, and it goes (E29)."""
    case.prepare("panel", by=who("amina"), revision=revision, now=now)
    case.confirm_send("panel", Copy("panel_pack/pseudonymised/", 1, ""), by=who("efua"), prepared_at=now, now=now)
    case.record_sent_to_panel(now.date(), by=who("amina"), revision=revision, now=now)
    return case


def reported() -> Case:
    return sends(signed(decided(), "efua", "farid", "gwen"))


def test_a_find_after_the_decision_waits_for_the_chairs_word() -> None:  # E9
    case = declared(signed(decided(), "efua", "farid", "gwen"), "ben")
    case.return_nil("police", by=who("ben"), revision=1, now=LATER)
    with pytest.raises(Refusal, match="the chair’s word on what came in after the decision"):
        case.record_sent_to_panel(LATER.date(), by=who("amina"), revision=1, now=LATER)
    with pytest.raises(NotYours):
        case.reconsider("police", changes=False, until=LATER, by=who("amina"), revision=1, now=LATER)
    case.reconsider("police", changes=False, until=LATER, by=who("efua"), revision=1, now=LATER)
    assert sends(case).stage is Stage.REPORTED


def test_a_decision_taken_up_again_stays_on_record_and_its_signatures_no_longer_count() -> None:  # E31, A1
    case = reported()
    case.record_response(
        Said.DISAGREES, date(2026, 11, 23), by=who("amina"), revision=1, now=LATER, reply_by=date(2026, 12, 1)
    )
    then = LATER + timedelta(days=1)
    case.reconsider(THE_PANEL, changes=True, until=then, by=who("efua"), revision=1, now=LATER)
    assert case.stage is Stage.DELIBERATING and case.decided is None and not signed_for(case)
    again: Any = {"revision": 2, "now": LATER + timedelta(hours=1)}
    for name in ("efua", "farid", "gwen"):
        case.vote(Stance.ALTERNATIVE, reason="So.", salt="0" * 32, by=who(name), **again)
    case.record_decision(Choice.ALTERNATIVE, by=who("efua"), **again)
    with pytest.raises(Refusal, match="The decision has changed since this card was sent"):
        signed(case, "efua", revision=1)
    sends(signed(case, "efua", "farid", "gwen", **again), **again)
    assert [before.choice for before in case.decided_before] == [Choice.LCSPR]


@pytest.mark.parametrize("said", [Said.AGREES, Said.NATIONAL])
def test_a_response_that_asks_nothing_leaves_the_chair_nothing_to_weigh(said: Said) -> None:  # R102
    case = reported()
    case.record_response(said, date(2026, 11, 23), by=who("amina"), revision=1, now=LATER)
    assert not case.to_reconsider()


def test_the_panel_is_not_told_twice_that_the_outcome_is_pending() -> None:  # R101
    case = gathering()
    with pytest.raises(Refusal, match="need not be told"):
        case.tell_pending(date(2026, 11, 23), by=who("amina"), revision=1, now=MONDAY)
