"""The ballot's rules on a whole case: who counts, when it closes, and what nobody can decide (domain 2.6, E13-E16)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from balloting import CLOSES, MORNING, at_the_poll, casts, declared, holding, reason, recuse, who, with_criteria
from cast import PARTNERSHIP, POLICY
from story import RR

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.group.cooptee import Capacity
from rapid_review.outcome.commitment import commitment
from rapid_review.outcome.decision import Choice, Stance
from rapid_review.people import Partner, Seat
from rapid_review.policy import CUMBRIA_2019, DecisionRule, Policy, QuorumRule
from rapid_review.tasks import TaskKind, owed

REVIEW, ALTERNATIVE, WAIT = Stance.REVIEW, Stance.ALTERNATIVE, Stance.MORE_INFORMATION
LA, POLICE, HEALTH = PARTNERSHIP.seats
TWO_ICBS = (
    LA,
    POLICE,
    Seat("north", "North ICB", Partner.HEALTH, "gwen"),
    Seat("south", "South ICB", Partner.HEALTH, "marcus"),
)
NEXT_DAY = CLOSES + timedelta(days=1)


def nothing_is_decided(case: Case, chair: str = "efua") -> None:
    """Nobody can record, refer, settle or put off a decision."""
    by = who(chair)
    declared(case, "harriet")
    for attempt in (
        lambda: case.record_decision(Choice.LCSPR, by=by, revision=1, now=CLOSES),
        lambda: case.refer_disagreement(by=by, due=NEXT_DAY, now=CLOSES),
        lambda: case.settle(Choice.LCSPR, by=who("harriet"), revision=1, now=CLOSES),
        lambda: case.defer(NEXT_DAY.date(), by=by, revision=1, now=CLOSES),
    ):
        with pytest.raises(Refusal):
            attempt()
    assert case.decided is None


# -- Quorum --------------------------------------------------------------------------------------------------------


def test_without_a_quorum_nobody_decides_anything() -> None:  # E15
    case = with_criteria(at_the_poll())
    casts(case, "efua", REVIEW)
    casts(case, "farid", REVIEW)
    case.close_poll_if_due(CLOSES)
    assert case.outcome().missing == ("health",)
    nothing_is_decided(case)
    case.extend_poll(NEXT_DAY, by=who("efua"), now=CLOSES)
    casts(case, "gwen", REVIEW, now=CLOSES)
    case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=CLOSES)
    assert case.decided, "the two views given before the extension stood"


def test_all_partners_conflicted_and_recused_leave_nobody_to_decide() -> None:
    case = with_criteria(at_the_poll())
    recuse(case, "gwen")
    case.call_deputy("local-authority", by=who("efua"), now=MORNING)
    declared(case, "harriet")
    recuse(case, "farid")
    recuse(case, "efua", by="harriet")
    for deputy in ("priya", "marcus"):
        recuse(case, deputy, by="harriet")
    case.close_poll_if_due(CLOSES)
    assert case.poll and case.poll.able(case.aside) == ()
    assert case.outcome().missing == ("the local authority", "the police", "health")
    nothing_is_decided(case)


def test_all_partners_conflicted_whose_conflicts_are_managed_decide_together() -> None:  # E13: none can be removed.
    case = at_the_poll()
    declared(case, "harriet")
    declared(case, "efua", "farid", "gwen", conflict=Conflict.ACTUAL)
    with pytest.raises(Refusal):
        casts(case, "farid", REVIEW)
    for name in ("efua", "farid", "gwen"):
        case.rule(name, Ruling.MANAGE, by=who("harriet" if name == "efua" else "efua"), revision=1, now=MORNING)
        casts(case, name, REVIEW)
    assert case.outcome().shared is REVIEW


def test_whoever_a_partner_names_in_place_of_the_recused_is_heard() -> None:  # E13
    case = at_the_poll()
    recuse(case, "farid")
    today = holding(LA, Seat("police", "Police seat", Partner.POLICE, "ben"), HEALTH)
    for name in ("efua", "gwen"):
        casts(case, name, REVIEW)
    declared(case, "ben")
    case.close_poll_if_due(CLOSES)
    case.extend_poll(NEXT_DAY, by=who("efua"), now=CLOSES)
    casts(case, "ben", REVIEW, now=CLOSES, of=today)
    assert case.outcome().shared is REVIEW


# -- Ties, two ICBs, deputies ----------------------------------------------------------------------------------------


def test_a_tie_is_decided_by_nobody_here_and_goes_to_the_chair_of_the_board() -> None:  # E14
    rules = {"decision_rule": DecisionRule.MAJORITY_OF_SEATS, "quorum_rule": QuorumRule.MAJORITY_OF_SEATS}
    case, of = with_criteria(at_the_poll(*TWO_ICBS, policy=POLICY.with_switches(**rules))), holding(*TWO_ICBS)
    declared(case, "harriet")
    for name, stance in (("efua", REVIEW), ("farid", REVIEW), ("gwen", ALTERNATIVE)):
        casts(case, name, stance, of=of)
    case.sign_confidentiality(by=who("marcus", of), now=MORNING)
    case.declare_conflict(Conflict.NONE, perceived=False, by=who("marcus", of), revision=1, now=MORNING)
    casts(case, "marcus", ALTERNATIVE, of=of)
    with pytest.raises(Refusal):
        case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MORNING)
    case.refer_disagreement(by=who("efua"), due=CLOSES, now=MORNING)
    case.settle(Choice.ALTERNATIVE, by=who("harriet"), revision=1, now=MORNING)
    assert case.decided and case.decided.settled


@pytest.mark.parametrize(("policy", "shared"), [(POLICY, REVIEW), (CUMBRIA_2019, None)])
def test_of_two_icbs_one_speaks_for_both_only_where_they_have_a_joint_voice(
    policy: Policy, shared: Stance | None
) -> None:
    case = at_the_poll(*TWO_ICBS, policy=policy)
    for name in ("efua", "farid", "gwen"):
        casts(case, name, REVIEW, of=holding(*TWO_ICBS))
    assert case.poll and case.poll.closed_at is None, "the other ICB can still be heard"
    case.close_poll_if_due(case.poll.closes_at)
    missing = () if shared else ("South ICB",)
    assert (case.outcome().shared, case.outcome().missing) == (shared, missing), "silence is no disagreement"


def test_the_member_counts_though_the_deputy_voted_before_and_after() -> None:
    case = at_the_poll()
    case.call_deputy("health", by=who("amina"), now=MORNING)
    declared(case, "marcus")
    for n, (name, stance) in enumerate((("marcus", WAIT), ("gwen", REVIEW), ("marcus", ALTERNATIVE)), 1):
        casts(case, name, stance, revision=n)
    for name in ("efua", "farid"):
        casts(case, name, REVIEW)
    assert case.poll and len(case.poll.votes) == 5, "every version is kept"
    assert case.outcome().shared is REVIEW


def test_while_the_chair_is_absent_the_deputy_chair_records_what_the_group_said() -> None:
    case = at_the_poll()
    case.decline_to_sign(by=who("efua"), now=MORNING)
    case.call_deputy("local-authority", by=who("farid"), now=MORNING)
    declared(case, "priya")
    for name in ("priya", "farid", "gwen"):
        casts(case, name, REVIEW)
    with_criteria(case, by="farid")
    case.record_decision(Choice.LCSPR, by=who("farid"), revision=1, now=MORNING)
    assert case.decided and case.decided.by == "farid"


# -- Closing -------------------------------------------------------------------------------------------------------


def test_it_closes_early_when_everyone_entitled_has_voted_and_no_ruling_is_awaited() -> None:
    case = at_the_poll()
    declared(case, "gwen", conflict=Conflict.POSSIBLE)
    case.call_deputy("health", by=who("amina"), now=MORNING)
    declared(case, "marcus")
    for name in ("efua", "farid", "marcus"):
        casts(case, name, REVIEW)
    assert case.poll and case.poll.closed_at is None, "Gwen may still be cleared"
    case.rule("gwen", Ruling.NO_CONFLICT, by=who("efua"), revision=1, now=MORNING)
    case.close_poll_if_due(MORNING)
    assert case.poll.closed_at == MORNING, "Marcus has spoken for health, and nothing else was waited for"


@pytest.mark.parametrize("recused_first", [True, False])
def test_the_seal_holds_while_a_partner_has_nobody(recused_first: bool) -> None:  # E13
    case = at_the_poll()
    steps = [lambda: recuse(case, "farid"), lambda: [casts(case, name, REVIEW) for name in ("efua", "gwen")]]
    for step in steps if recused_first else reversed(steps):
        step()
    case.note_vacancies(PARTNERSHIP.seats, MORNING)
    case.close_poll_if_due(MORNING)
    assert case.poll and case.poll.closed_at is None
    case.name_decider(Partner.POLICE, "ben", by=who("amina"), revision=1, now=MORNING)
    case.note_vacancies(PARTNERSHIP.seats, MORNING)
    declared(case, "ben")
    casts(case, "ben", REVIEW)
    assert case.poll.closed_at == MORNING


def test_after_a_week_without_power_it_closed_at_the_time_on_its_face() -> None:
    case = at_the_poll()
    casts(case, "efua", REVIEW)
    later = CLOSES + timedelta(days=7)
    with pytest.raises(Refusal, match="closed"):
        casts(case, "farid", REVIEW, now=later)
    case.close_poll_if_due(later)
    case.close_poll_if_due(later + timedelta(days=1))
    closings = [event for event in case.happened if event.kind is Happening.POLL_CLOSED]
    assert case.poll and case.poll.closed_at == CLOSES
    assert [event.at for event in closings] == [CLOSES]


def refusals(*stances: Stance) -> tuple[str, ...]:
    """What the chair is told, whatever they try, while one of two ICBs has still to be heard."""
    case = with_criteria(at_the_poll(*TWO_ICBS))
    for name, stance in zip(("efua", "farid", "gwen"), stances, strict=True):
        casts(case, name, stance, of=holding(*TWO_ICBS))
    told = []
    for attempt in (
        lambda: case.extend_poll(NEXT_DAY, by=who("efua"), now=MORNING),
        lambda: case.record_decision(Choice.LCSPR, by=who("efua"), revision=1, now=MORNING),
        lambda: case.refer_disagreement(by=who("efua"), due=NEXT_DAY, now=MORNING),
        lambda: case.defer(NEXT_DAY.date(), by=who("efua"), revision=1, now=MORNING),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        told.append(str(refused.value))
    return tuple(told)


def test_an_open_poll_tells_nothing_by_what_it_refuses() -> None:
    same = {refusals(first, second, third) for first in Stance for second in Stance for third in (REVIEW, WAIT)}
    assert len(same) == 1
    assert "until there is a decision" in same.pop()[0]


# -- Waiting -------------------------------------------------------------------------------------------------------


def test_a_second_wait_for_information_needs_the_chair_of_the_board() -> None:  # E16
    case = with_criteria(at_the_poll())
    for name in ("efua", "farid", "gwen"):
        casts(case, name, WAIT)
    with pytest.raises(Refusal, match="Defer the decision, and say what it waits for and until when"):
        case.extend_poll(NEXT_DAY, by=who("efua"), now=MORNING)
    case.defer(NEXT_DAY.date(), by=who("efua"), revision=1, now=MORNING)
    case.coopt("carys", Capacity.EXPERT, by=who("amina"), revision=1, now=MORNING)
    declared(case, "carys")
    case.poll.advice.append(replace(case.poll.votes[0], seat="", person="carys"))
    case.take_back(NEXT_DAY, by=who("efua"), now=CLOSES)
    assert case.poll.advice == [] and len(case.poll.earlier_advice) == 1
    assert TaskKind.ADVISE in {task.kind for task in owed(case, who("carys"), CLOSES)}, "heard before, and asked anew"
    for name in ("efua", "farid", "gwen"):
        casts(case, name, WAIT, revision=2, now=CLOSES)
    for attempt in (
        lambda: case.extend_poll(NEXT_DAY, by=who("efua"), now=CLOSES),
        lambda: case.defer(NEXT_DAY.date(), by=who("efua"), revision=2, now=CLOSES),
    ):
        with pytest.raises(Refusal, match="chair of the Executive Board"):
            attempt()
    case.refer_disagreement(by=who("efua"), due=NEXT_DAY, now=CLOSES)
    declared(case, "harriet")
    case.defer(NEXT_DAY.date(), by=who("harriet"), revision=2, now=CLOSES)
    assert len(case.deferrals) == 2


def test_a_poll_is_not_reopened_because_somebody_dislikes_its_outcome() -> None:
    case = at_the_poll()
    for name, stance in (("efua", REVIEW), ("farid", REVIEW), ("gwen", ALTERNATIVE)):
        casts(case, name, stance)
    with pytest.raises(Refusal, match="Every statutory partner was heard"):
        case.extend_poll(NEXT_DAY, by=who("efua"), now=MORNING)


# -- Commitments ---------------------------------------------------------------------------------------------------


def test_the_record_of_a_view_holds_its_commitment_and_nothing_of_the_view() -> None:
    case = at_the_poll()
    casts(case, "farid", REVIEW)
    vote, event = case.poll.votes[-1] if case.poll else None, case.happened[-1]
    assert vote and vote.commitment == commitment(RR, "police", "farid", 1, REVIEW, reason(REVIEW), vote.salt)
    assert event.facts == {"seat": "police", "commitment": vote.commitment}
    with pytest.raises(ValueError, match="sixteen random bytes"):
        case.vote(REVIEW, reason="So.", by=who("farid"), revision=2, salt="abc", now=MORNING)
    assert len(case.poll.votes if case.poll else ()) == 1


def test_what_is_committed_to_cannot_be_cut_differently() -> None:
    """Words moved from one part to the next make another commitment."""
    salt = "0" * 32
    apart = {("a", "b", "c"), ("ab", "", "c"), ("a", "bc", ""), ('a","b', "", "c"), ("", "ab", "c")}
    assert len({commitment(RR, seat, person, 1, REVIEW, why, salt) for seat, person, why in apart}) == len(apart)
