"""When the Group can decide in the room, whose papers were late, and what an action needs. No cards, no database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from cast import PARTNERSHIP, london

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.errors import NotYours, Refusal
from rapid_review.group.actions import For
from rapid_review.group.meeting import Here, MeetingKind, quorum
from rapid_review.notification import NotificationFacts
from rapid_review.outcome.criteria import CRITERIA
from rapid_review.outcome.decision import Stance
from rapid_review.people import Partner, Seat, Standing
from rapid_review.policy import ENGLAND_2026, PROFILES, QuorumRule

MONDAY = london("Mon 2026-11-23 10:00")
LATER = MONDAY + timedelta(hours=1)
SEATS = PARTNERSHIP.seats
ALL = {seat.id: Here.MEMBER for seat in SEATS}


def who(name: str) -> Standing:
    return PARTNERSHIP.standing(name)


@pytest.fixture
def case() -> Case:
    """The papers are out, without the answer of health."""

    facts = NotificationFacts(children=1)
    case = Case.file(
        "RR-2026-001",
        by=who("dev"),
        facts=facts,
        policy=ENGLAND_2026,
        revision=1,
        day_one=date(2026, 11, 23),
        now=MONDAY,
    )
    for name in ("amina", "efua", "farid", "gwen", "ben", "carys"):
        if name == "ben":
            case.ask_agencies({"police": "named", "health": "named"}, by=who("amina"), now=MONDAY)
        case.sign_confidentiality(by=who(name), now=MONDAY)
        case.declare_conflict(Conflict.NONE, perceived=False, by=who(name), revision=1, now=MONDAY)
    case.return_nil("police", by=who("ben"), revision=1, now=MONDAY)
    case.send_papers(SEATS, by=who("amina"), now=MONDAY, without="The meeting is near.")
    return case


def meets(case: Case, here: dict[str, Here]) -> Case:
    case.start_meeting(by=who("amina"), now=MONDAY)
    case.record_attendance(here, by=who("amina"), revision=1, now=MONDAY)
    return case


TWO_OF_HEALTH = (*SEATS, Seat("health-2", "Second health seat", Partner.HEALTH, "marcus"))


@pytest.mark.parametrize(
    ("able", "missing"),
    [
        (("local-authority", "police", "health"), ()),
        (("local-authority", "police", "health-2"), ()),  # Two health seats: either is heard for health (A6).
        (("health", "health-2", "police"), ("the local authority",)),  # Three of four seats are no quorum.
        ((), ("the local authority", "the police", "health")),
    ],
)
def test_a_quorum_is_one_from_each_partner(able: tuple[str, ...], missing: tuple[str, ...]) -> None:
    assert quorum(able, TWO_OF_HEALTH, ENGLAND_2026).missing == missing


def test_a_quorum_of_seats_counts_seats() -> None:
    policy = replace(ENGLAND_2026, quorum_rule=QuorumRule.MAJORITY_OF_SEATS)
    assert quorum(("health", "health-2", "police"), TWO_OF_HEALTH, policy).met
    assert quorum(("health", "health-2"), TWO_OF_HEALTH, policy).missing == ("1 more of the 4 seats",)


def test_whoever_is_recused_is_not_in_the_room(case: Case) -> None:

    meets(case, ALL)
    case.declare_conflict(Conflict.ACTUAL, perceived=True, by=who("farid"), revision=2, now=MONDAY)
    assert case.meeting_quorum().missing == ("the police",)
    case.rule("farid", Ruling.RECUSE, by=who("efua"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="recused, and leaves the meeting"):
        case.record_attendance(ALL, by=who("amina"), revision=2, now=MONDAY)
    case.record_attendance({**ALL, "police": Here.LEFT}, by=who("amina"), revision=2, now=LATER)
    assert case.meeting and case.meeting.present["police"][0].left == LATER


def test_the_quorum_of_a_meeting_stays_what_it_was_at_its_end(case: Case) -> None:

    meets(case, ALL)
    case.end_meeting(by=who("efua"), now=LATER)
    case.declare_conflict(Conflict.ACTUAL, perceived=True, by=who("farid"), revision=2, now=LATER)
    assert case.meeting_quorum().met and not case.meets_again


def test_without_a_quorum_it_meets_again(case: Case) -> None:
    meets(case, {**ALL, "police": Here.APOLOGIES})
    case.end_meeting(by=who("efua"), now=LATER)
    assert case.meets_again
    with pytest.raises(Refusal, match="That time has passed"):
        case.call_meeting(MeetingKind.EXTRAORDINARY, MONDAY, by=who("amina"), revision=1, now=LATER)
    case.call_meeting(MeetingKind.EXTRAORDINARY, LATER + timedelta(days=1), by=who("amina"), revision=1, now=LATER)
    assert case.meets_again and case.next_meeting and len(case.meetings) == 2  # Called is not held.


def test_late_is_what_was_not_there_when_the_papers_went_out(case: Case) -> None:
    """R095."""
    case.return_summary("health", by=who("carys"), revision=1, now=MONDAY)
    case.add_document("f1", "", by=who("amina"), size=1, now=MONDAY)
    assert case.to_table() == ["return/health/1"]
    case.table_paper("document/1", by=who("amina"), revision=1, now=MONDAY)
    case.table_paper("return/health/1", by=who("amina"), revision=1, now=MONDAY)
    assert case.to_table() == [] and set(case.tabled) == {"document/1", "return/health/1"}
    for paper in ("return/police/1", "return/health/2", "document/2", "nonsense"):
        with pytest.raises(Refusal):
            case.table_paper(paper, by=who("amina"), revision=1, now=MONDAY)


def test_an_action_has_an_owner_who_may_read_it_and_a_day_to_come(case: Case) -> None:
    tries = (("dev", date(2026, 11, 24), "both declarations"), ("ben", date(2026, 11, 20), "That day has passed"))
    for owner, due, why in tries:
        with pytest.raises(Refusal, match=why):
            case.agree_action(For.SAFETY, owner, due, by=who("amina"), revision=1, now=MONDAY)
    id = case.agree_action(For.SAFETY, "ben", date(2026, 11, 24), by=who("efua"), revision=1, now=MONDAY)
    with pytest.raises(NotYours):
        case.close_action(id, by=who("carys"), revision=1, now=MONDAY)
    case.close_action(id, by=who("ben"), revision=1, now=MONDAY)
    with pytest.raises(Refusal, match="Nothing is left to do"):
        case.close_action(id, by=who("amina"), revision=2, now=MONDAY)


def decides(case: Case) -> None:
    """All agree, and the criteria are answered; the chair opens the decision."""
    for name in ("efua", "farid", "gwen"):
        case.vote(Stance.REVIEW, reason="r", by=who(name), revision=1, salt="0" * 32, now=MONDAY)
    case.answer_criteria({c.id: "yes" for c in CRITERIA}, by=who("efua"), revision=1, now=MONDAY)
    case.require_may_decide(who("efua"), LATER)


def test_the_poll_alone_is_enough_only_where_the_partnership_says_so(case: Case) -> None:
    """E15: off in both profiles."""
    assert not any(policy.decide_by_poll_without_meeting for policy in PROFILES.values())
    case.policy = ENGLAND_2026
    with pytest.raises(Refusal, match="The Group decides at a meeting"):
        decides(case)
    meets(case, ALL)
    case.require_may_decide(who("efua"), LATER)


def test_the_poll_does_not_make_up_for_a_room_without_a_quorum(case: Case) -> None:
    meets(case, {**ALL, "health": Here.AWAY})
    with pytest.raises(Refusal, match="nobody who can decide is here for health"):
        decides(case)
