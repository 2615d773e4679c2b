"""Views are counted by statutory partner, not by head (domain 2.6, A6)."""

from datetime import timedelta

import pytest
from cast import PARTNERSHIP, london

from rapid_review.declaration.declarations import Aside
from rapid_review.outcome.decision import Poll, Stance, Vote, outcome
from rapid_review.people import Partner, Seat
from rapid_review.policy import CUMBRIA_2019, ENGLAND_2026, DecisionRule, QuorumRule

NOW = london("Tue 2026-12-08 10:00")
TWO_HEALTH_SEATS = (
    Seat("north", "North health seat", Partner.HEALTH, "gwen"),
    Seat("south", "South health seat", Partner.HEALTH, "marcus"),
    Seat("la", "Local authority seat", Partner.LOCAL_AUTHORITY, "efua"),
    Seat("police", "Police seat", Partner.POLICE, "farid"),
)


def poll(seats: tuple[Seat, ...], **stances: Stance) -> Poll:
    opened = Poll(seats=seats, opened_at=NOW, closes_at=NOW + timedelta(days=2))
    for n, (person, stance) in enumerate(stances.items(), 1):
        seat = next(seat for seat in seats if person in (seat.member, seat.deputy))
        opened.votes.append(Vote(seat.id, person, stance, n, NOW))
    return opened


REVIEW, ALTERNATIVE = Stance.REVIEW, Stance.ALTERNATIVE


@pytest.mark.parametrize(
    ("stances", "quorate", "shared"),
    [
        ({"efua": REVIEW, "farid": REVIEW, "gwen": REVIEW}, True, REVIEW),
        (
            {"efua": REVIEW, "farid": REVIEW, "gwen": ALTERNATIVE},
            True,
            None,
        ),  # Two against one is no consensus.
        ({"efua": REVIEW, "farid": REVIEW}, False, None),  # Health has not been heard.
        ({}, False, None),
    ],
)
def test_all_three_partners_must_be_heard_and_agree(
    stances: dict[str, Stance], quorate: bool, shared: Stance | None
) -> None:
    result = outcome(poll(PARTNERSHIP.seats, **stances), ENGLAND_2026, Aside())
    assert (result.quorate, result.shared) == (quorate, shared)


def test_what_is_missing_is_said_in_words() -> None:
    result = outcome(poll(PARTNERSHIP.seats, efua=REVIEW), ENGLAND_2026, Aside())
    assert result.missing == ("the police", "health")


def test_two_health_seats_cannot_outvote_the_others() -> None:
    views = poll(TWO_HEALTH_SEATS, gwen=ALTERNATIVE, marcus=ALTERNATIVE, efua=REVIEW, farid=REVIEW)
    assert outcome(views, CUMBRIA_2019, Aside()).shared is None


def test_one_of_two_health_seats_speaks_for_both_only_where_they_have_one_voice() -> None:
    views = poll(TWO_HEALTH_SEATS, gwen=REVIEW, efua=REVIEW, farid=REVIEW)
    assert outcome(views, ENGLAND_2026, Aside()).shared is REVIEW
    assert outcome(views, CUMBRIA_2019, Aside()).shared is None


def test_health_seats_that_differ_are_no_voice() -> None:
    views = poll(TWO_HEALTH_SEATS, gwen=REVIEW, marcus=ALTERNATIVE, efua=REVIEW, farid=REVIEW)
    assert outcome(views, ENGLAND_2026, Aside()).shared is None


def test_a_recused_persons_vote_does_not_count_and_the_deputy_speaks() -> None:
    views = poll(PARTNERSHIP.seats, efua=REVIEW, farid=REVIEW, gwen=ALTERNATIVE, marcus=REVIEW)
    assert outcome(views, ENGLAND_2026, Aside()).shared is None
    assert outcome(views, ENGLAND_2026, Aside(recused=frozenset({"gwen"}))).shared is REVIEW


def test_the_member_goes_before_the_deputy_and_the_last_view_before_the_first() -> None:
    views = poll(PARTNERSHIP.seats, marcus=ALTERNATIVE, gwen=ALTERNATIVE)
    views.votes.append(Vote("health", "gwen", REVIEW, 2, NOW))
    assert views.standing_votes(Aside())["health"].stance is REVIEW
    assert len(views.votes) == 3, "every version is kept"


def test_a_majority_of_seats_where_the_partnership_chose_that() -> None:
    policy = ENGLAND_2026.with_switches(
        decision_rule=DecisionRule.MAJORITY_OF_SEATS, quorum_rule=QuorumRule.MAJORITY_OF_SEATS
    )
    assert outcome(poll(PARTNERSHIP.seats, efua=REVIEW, farid=REVIEW), policy, Aside()).shared is REVIEW
    assert not outcome(poll(PARTNERSHIP.seats, efua=REVIEW), policy, Aside()).quorate


def test_silence_is_no_disagreement_and_the_recused_are_no_silence() -> None:
    policy = ENGLAND_2026.with_switches(
        decision_rule=DecisionRule.UNANIMOUS_SEATS, quorum_rule=QuorumRule.MAJORITY_OF_SEATS
    )
    agreed = poll(PARTNERSHIP.seats, efua=REVIEW, gwen=REVIEW)
    assert outcome(agreed, policy, Aside()).missing == ("Police seat",)
    assert outcome(agreed, policy, Aside(recused=frozenset({"farid"}))).shared is REVIEW
    assert outcome(agreed, policy, Aside(unsigned=frozenset({"farid"}))).shared is REVIEW
    agreed = poll(TWO_HEALTH_SEATS, gwen=REVIEW, efua=REVIEW, farid=REVIEW)
    assert outcome(agreed, CUMBRIA_2019, Aside()).missing == ("South health seat",)
    assert outcome(agreed, CUMBRIA_2019, Aside(recused=frozenset({"marcus"}))).shared is REVIEW
    asked = outcome(agreed, CUMBRIA_2019, Aside(waiting=frozenset({"marcus"})))
    assert not asked.quorate, "whoever waits for a ruling may yet be heard"


def test_read_after_its_time_a_poll_is_closed_though_nobody_closed_it() -> None:
    views = poll(PARTNERSHIP.seats)
    assert not views.closed(views.closes_at - timedelta(seconds=1))
    assert views.closed(views.closes_at)
