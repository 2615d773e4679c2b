"""What may and may not be done to a case, by whom and when. No database, no cards: the process alone."""

from datetime import date, datetime, timedelta

import pytest
from cast import PARTNERSHIP, POLICY, london

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.notification import NotificationFacts
from rapid_review.outcome.criteria import CRITERIA
from rapid_review.outcome.decision import Choice, Stance
from rapid_review.outward.duties import Copy
from rapid_review.people import Standing
from rapid_review.policy import CUMBRIA_2019, Policy
from rapid_review.stages import NEXT, SAID, Stage, Step, after

MONDAY = london("Mon 2026-11-23 10:00")
THURSDAY_14 = london("Thu 2026-12-10 18:00")


def who(name: str) -> Standing:
    return PARTNERSHIP.standing(name)


def filed(policy: Policy = POLICY, **facts: bool) -> Case:
    told = NotificationFacts(children=1, **facts)  # type: ignore[arg-type]
    return Case.file(
        "RR-2026-001",
        by=who("dev"),
        facts=told,
        policy=policy,
        revision=1,
        day_one=date(2026, 11, 23),
        now=MONDAY,
    )


def declared(case: Case, *names: str, conflict: Conflict = Conflict.NONE, now: datetime = MONDAY) -> Case:
    for name in names:
        case.sign_confidentiality(by=who(name), now=now)
        case.declare_conflict(conflict, perceived=False, by=who(name), revision=1, now=now)
    return case


def gathering(**more: Policy) -> Case:
    case = declared(filed(**more), "amina")
    case.ask_agencies({"police": "named", "health": "named"}, by=who("amina"), now=MONDAY)
    return case


def deliberating(**more: Policy) -> Case:
    case = declared(gathering(**more), "efua", "farid", "gwen")
    case.open_poll(PARTNERSHIP.seats, by=who("amina"), now=MONDAY, without="The meeting is near.")
    return case


def polled(*stances: Stance, **more: Policy) -> Case:
    case = deliberating(**more)
    for name, stance in zip(("efua", "farid", "gwen"), stances, strict=False):
        case.vote(stance, reason="So.", salt="0" * 32, by=who(name), revision=1, now=MONDAY)
    return case


def with_criteria(case: Case) -> Case:
    case.answer_criteria({c.id: "yes" for c in CRITERIA}, by=who("efua"), revision=1, now=MONDAY)
    return case


# -- Beginning -----------------------------------------------------------------------------------------------------


def test_a_filed_notification_is_a_case_that_wakes_at_once() -> None:
    case = filed()
    assert case.stage is Stage.RECEIVED
    assert [event.kind for event in case.happened] == [Happening.CASE_FILED]
    assert case.wakes_at == MONDAY


def test_below_the_definition_it_still_goes_to_the_group() -> None:  # R064
    case = declared(filed(below_threshold=True), "amina")
    case.ask_agencies({"police": "named"}, by=who("amina"), now=MONDAY)
    assert case.timetable(), "and its clock runs by default (A13)"


def test_a_child_at_risk_is_an_event_of_its_own_until_somebody_has_it_in_hand() -> None:  # R066
    case = filed(at_risk_now=True)
    assert Happening.SAFETY_ALERT_RAISED in [event.kind for event in case.happened]
    case.acknowledge_alert(by=who("farid"), now=MONDAY)
    assert case.alert_acknowledged_by == "farid"


# -- Who may ---------------------------------------------------------------------------------------------------------


def test_an_outsider_is_refused_in_the_words_for_a_case_that_does_not_exist() -> None:
    case = gathering()
    with pytest.raises(NotYours):
        case.acknowledge("police", by=who("zack"), author="Z", now=MONDAY)
    with pytest.raises(NotYours):
        case.sign_confidentiality(by=who("zack"), now=MONDAY)


def test_an_agency_answers_for_itself_alone() -> None:
    case = declared(gathering(), "ben")
    with pytest.raises(NotYours):
        case.return_nil("health", by=who("ben"), revision=1, now=MONDAY)
    case.return_nil("police", by=who("ben"), revision=1, now=MONDAY)
    assert not case.requests["health"].returned


def test_an_agency_that_was_never_asked_has_no_part() -> None:
    with pytest.raises(NotYours):
        gathering().acknowledge("housing", by=who("dev"), author="D", now=MONDAY)


def test_the_deputy_answers_for_the_spoc() -> None:
    case = declared(gathering(), "joan")
    case.return_summary("police", by=who("joan"), revision=1, now=MONDAY)
    assert case.requests["police"].returned


def test_nobody_returns_anything_before_both_declarations_are_in() -> None:  # R045, R046
    case = gathering()
    case.sign_confidentiality(by=who("ben"), now=MONDAY)
    with pytest.raises(Refusal, match="conflict of interest declaration"):
        case.return_summary("police", by=who("ben"), revision=1, now=MONDAY)


def test_a_second_answer_changes_nothing() -> None:
    case = declared(gathering(), "ben")
    case.return_nil("police", by=who("ben"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="already answered"):
        case.return_summary("police", by=who("ben"), revision=1, now=MONDAY)


def test_after_day_10_an_answer_counts_as_late() -> None:
    case = declared(gathering(), "ben")
    case.return_nil("police", by=who("ben"), revision=1, now=london("Fri 2026-12-04 17:01"))
    assert case.requests["police"].state(overdue=True) == "No involvement, late"


# -- Conflicts -------------------------------------------------------------------------------------------------------


def test_a_declared_conflict_waits_for_the_chair() -> None:
    case = declared(declared(gathering(), "efua"), "ben", conflict=Conflict.POSSIBLE)
    with pytest.raises(Refusal, match="ruling"):
        case.return_summary("police", by=who("ben"), revision=1, now=MONDAY)
    case.rule("ben", Ruling.MANAGE, by=who("efua"), revision=1, now=MONDAY)
    case.return_summary("police", by=who("ben"), revision=1, now=MONDAY)


def test_a_fair_minded_outsiders_doubt_is_ruled_on_like_a_conflict() -> None:
    case = gathering()
    case.sign_confidentiality(by=who("ben"), now=MONDAY)
    case.declare_conflict(Conflict.NONE, perceived=True, by=who("ben"), revision=1, now=MONDAY)
    assert case.declarations["ben"].awaits_ruling


def test_nobody_rules_on_their_own_conflict_and_a_conflicted_chair_stands_aside() -> None:
    case = declared(declared(gathering(), "farid"), "efua", conflict=Conflict.ACTUAL)
    with pytest.raises(Refusal, match="their own"):
        case.rule("efua", Ruling.NO_CONFLICT, by=who("efua"), revision=1, now=MONDAY)
    case.rule("efua", Ruling.RECUSE, by=who("farid"), revision=1, now=MONDAY)
    assert "efua" in case.recused


def test_members_do_not_rule() -> None:
    case = declared(declared(gathering(), "gwen"), "ben", conflict=Conflict.ACTUAL)
    with pytest.raises(NotYours):
        case.rule("ben", Ruling.NO_CONFLICT, by=who("gwen"), revision=1, now=MONDAY)


def test_a_recused_member_is_out_and_the_deputy_decides() -> None:
    case = declared(gathering(), "efua", "farid")
    declared(case, "gwen", conflict=Conflict.ACTUAL)
    case.rule("gwen", Ruling.RECUSE, by=who("efua"), revision=1, now=MONDAY)
    case.open_poll(PARTNERSHIP.seats, by=who("amina"), now=MONDAY, without="near")
    with pytest.raises(Refusal, match="recused"):
        case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who("gwen"), revision=1, now=MONDAY)
    declared(case, "marcus")
    case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who("marcus"), revision=1, now=MONDAY)
    assert case.poll and case.poll.votes[-1].seat == "health"


def test_a_deputy_who_was_not_called_has_no_part() -> None:
    case = deliberating()
    with pytest.raises(NotYours):
        case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who("marcus"), revision=1, now=MONDAY)
    case.call_deputy("health", by=who("efua"), now=MONDAY)
    declared(case, "marcus")
    case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who("marcus"), revision=1, now=MONDAY)


def test_who_cannot_sign_has_no_access_and_it_is_an_event() -> None:
    case = gathering()
    case.decline_to_sign(by=who("ben"), now=MONDAY)
    assert case.happened[-1].kind is Happening.SIGNING_DECLINED
    with pytest.raises(Refusal):
        case.return_nil("police", by=who("ben"), revision=1, now=MONDAY)


# -- Poll and decision -----------------------------------------------------------------------------------------------


def test_papers_go_out_without_a_return_only_with_a_reason() -> None:  # E10
    case = gathering()
    with pytest.raises(Refusal, match="2 of 2 agency returns"):
        case.open_poll(PARTNERSHIP.seats, by=who("amina"), now=MONDAY)


def test_the_poll_closes_on_day_14_at_five_or_when_all_seats_have_spoken() -> None:
    case = deliberating()
    assert case.poll and case.poll.closes_at == london("Thu 2026-12-10 17:00")
    for name in ("efua", "farid"):
        case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who(name), revision=1, now=MONDAY)
    assert case.poll.closed_at is None
    case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who("gwen"), revision=1, now=MONDAY)
    assert case.poll.closed_at == MONDAY


def test_a_view_can_be_changed_until_the_close_and_not_after() -> None:
    case = deliberating()
    case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who("efua"), revision=1, now=MONDAY)
    case.vote(Stance.ALTERNATIVE, reason="So.", salt="0" * 32, by=who("efua"), revision=2, now=MONDAY)
    with pytest.raises(Refusal, match="closed"):
        case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who("efua"), revision=3, now=THURSDAY_14)
    assert case.poll and [vote.stance for vote in case.poll.votes] == [Stance.REVIEW, Stance.ALTERNATIVE]


def test_no_decision_without_the_eight_criteria() -> None:  # R018
    case = polled(Stance.REVIEW, Stance.REVIEW, Stance.REVIEW)
    with pytest.raises(Refusal, match="0 of 8"):
        case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MONDAY)


def test_the_chair_records_the_shared_view_and_nothing_else() -> None:  # E30
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.REVIEW))
    with pytest.raises(Refusal, match="views add up"):
        case.record_decision(Choice.NO_FURTHER_ACTION, by=who("efua"), revision=1, now=MONDAY)
    case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MONDAY)
    assert case.stage is Stage.DECIDED


def test_no_consensus_goes_to_the_chair_of_the_board() -> None:  # R101
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.ALTERNATIVE))
    with pytest.raises(Refusal, match="Executive Board"):
        case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MONDAY)
    case.refer_disagreement(by=who("efua"), due=MONDAY + timedelta(days=1), now=MONDAY)
    declared(case, "harriet")
    case.settle(Choice.ALTERNATIVE, by=who("harriet"), revision=1, now=MONDAY)
    assert case.stage is Stage.DECIDED and case.decided and case.decided.settled


def test_without_a_quorum_nothing_is_decided_and_the_poll_can_be_reopened() -> None:  # E15
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW))
    case.close_poll_if_due(THURSDAY_14)
    with pytest.raises(Refusal, match="the view of health"):
        case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=THURSDAY_14)
    case.extend_poll(THURSDAY_14 + timedelta(days=1), by=who("efua"), now=THURSDAY_14)
    case.vote(Stance.REVIEW, reason="So.", salt="0" * 32, by=who("gwen"), revision=1, now=THURSDAY_14)
    case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=THURSDAY_14)


def test_the_panel_hears_only_after_all_three_partners_have_signed() -> None:  # R097, A1
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.REVIEW))
    case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="sign-off by the local authority"):
        case.record_sent_to_panel(MONDAY.date(), by=who("amina"), revision=1, now=MONDAY)
    for name in ("efua", "farid", "gwen"):
        case.sign_off(by=who(name), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="a second person’s look at the recipient"):
        case.record_sent_to_panel(MONDAY.date(), by=who("amina"), revision=1, now=MONDAY)
    case.prepare("panel", by=who("amina"), revision=1, now=MONDAY)
    case.confirm_send("panel", Copy("panel_pack/pseudonymised/", 1, ""), by=who("efua"), prepared_at=MONDAY, now=MONDAY)
    case.record_sent_to_panel(MONDAY.date(), by=who("amina"), revision=1, now=MONDAY)
    assert case.stage is Stage.REPORTED


def test_only_the_partnership_team_tells_the_panel() -> None:  # R055
    policy = CUMBRIA_2019.with_switches(decide_by_poll_without_meeting=True)
    case = with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.REVIEW, policy=policy))
    case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MONDAY)
    with pytest.raises(NotYours):
        case.record_sent_to_panel(MONDAY.date(), by=who("efua"), revision=1, now=MONDAY)


# -- Stages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("step", list(Step))
def test_every_step_is_in_the_table_or_refused_in_words(stage: Stage, step: Step) -> None:
    if (stage, step) in NEXT:
        assert after(stage, step) is NEXT[stage, step]
    else:
        with pytest.raises(Refusal, match=SAID[stage]):
            after(stage, step)


def test_every_stage_can_be_reached_and_leads_to_the_end() -> None:
    reached = {Stage.RECEIVED} | {to for _, to in NEXT.items()}
    assert reached == set(Stage)
    ends = {Stage.CLOSED}
    while more := {start for (start, _), to in NEXT.items() if to in ends} - ends:
        ends |= more
    assert ends == set(Stage)


def test_a_chair_who_was_ruled_to_take_part_chairs_again() -> None:
    case = declared(declared(gathering(), "farid"), "efua", conflict=Conflict.POSSIBLE)
    assert case.chair_stands_aside
    case.rule("efua", Ruling.NO_CONFLICT, by=who("farid"), revision=1, now=MONDAY)
    assert not case.chair_stands_aside
