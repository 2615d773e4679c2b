"""The Group's poll, and what its views add up to: counted by statutory partner, not by head (A6, domain 2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rapid_review.people import Partner, PersonId, Seat
from rapid_review.policy import DecisionRule, HealthSeats, Policy, QuorumRule


class Stance(StrEnum):
    """A member's view (domain 2.6). A conflict is not a stance; it is declared and ruled on."""

    REVIEW = "review"
    ALTERNATIVE = "alternative"
    NO_FURTHER = "no_further"
    MORE_INFORMATION = "more_information"


class Choice(StrEnum):
    """What can be decided (form 3c, part 6)."""

    LCSPR = "lcspr"
    ALTERNATIVE = "alternative"
    LEARNING_ACTED_ON = "learning_acted_on"
    NO_FURTHER_ACTION = "no_further_action"
    NOT_SERIOUS_NO_REVIEW = "not_serious_no_review"
    NOT_SERIOUS_LEARNING = "not_serious_learning"
    DEFERRED = "deferred"


CARRIES_OUT: dict[Stance, frozenset[Choice]] = {
    Stance.REVIEW: frozenset({Choice.LCSPR}),
    Stance.ALTERNATIVE: frozenset({Choice.ALTERNATIVE, Choice.NOT_SERIOUS_LEARNING}),
    Stance.NO_FURTHER: frozenset({Choice.LEARNING_ACTED_ON, Choice.NO_FURTHER_ACTION, Choice.NOT_SERIOUS_NO_REVIEW}),
    Stance.MORE_INFORMATION: frozenset({Choice.DEFERRED}),
}
"""Which decisions carry out which shared view. The chair records the Group's decision and no other (E30)."""

NO_REVIEW = frozenset(Choice) - {Choice.LCSPR, Choice.DEFERRED}
"""Decisions that call for an alternative to have been considered (R030, R084)."""

PARTNER_NAMES = {
    Partner.LOCAL_AUTHORITY: "the local authority",
    Partner.POLICE: "the police",
    Partner.HEALTH: "health",
}


@dataclass(frozen=True)
class Vote:
    """A view as it was cast. The reason is the form of this revision; every version is kept."""

    seat: str
    person: PersonId
    stance: Stance
    revision: int
    at: datetime


@dataclass
class Poll:
    """The poll of the Rapid Review Group. Its electorate is fixed when it opens; recusal narrows it."""

    seats: tuple[Seat, ...]
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    votes: list[Vote] = field(default_factory=list)
    earlier: list[Vote] = field(default_factory=list)
    """Views of a round that ended in asking for more information; every version is kept."""

    def closed(self, now: datetime) -> bool:
        """Closed by somebody, or by the time on its face: read after the deadline, it is closed."""
        return self.closed_at is not None or now >= self.closes_at

    def standing_votes(self, recused: frozenset[PersonId]) -> dict[str, Vote]:
        """The vote that counts for each seat: the member's last, else the deputy's last; none of a recused person."""
        counted: dict[str, Vote] = {}
        for seat in self.seats:
            by_person = {vote.person: vote for vote in self.votes if vote.seat == seat.id}
            for person in (seat.member, seat.deputy):
                if person in by_person and person not in recused:
                    counted[seat.id] = by_person[person]
                    break
        return counted

    def able(self, recused: frozenset[PersonId]) -> tuple[Seat, ...]:
        """The seats that still have somebody who may decide."""
        return tuple(s for s in self.seats if any(p and p not in recused for p in (s.member, s.deputy)))

    def awaited(self, recused: frozenset[PersonId]) -> tuple[Seat, ...]:
        """Seats that may decide and have not."""
        voted = self.standing_votes(recused)
        return tuple(seat for seat in self.able(recused) if seat.id not in voted)


@dataclass(frozen=True)
class Outcome:
    """What the views add up to: whether the Group could decide, and its shared view if it has one."""

    quorate: bool
    shared: Stance | None
    missing: tuple[str, ...]
    """In words, who would have to be heard for a quorum."""

    @property
    def open_ended(self) -> bool:
        """Whether the Group has to be asked again: no quorum, or it wants to know more first (E15, E16)."""
        return not self.quorate or self.shared is Stance.MORE_INFORMATION


def outcome(poll: Poll, policy: Policy, recused: frozenset[PersonId]) -> Outcome:
    """Apply the policy's quorum and decision rules to the votes that count."""
    votes = poll.standing_votes(recused)
    missing = _missing(poll, votes, policy)
    shared = None if missing else _shared(poll, votes, policy)
    return Outcome(quorate=not missing, shared=shared, missing=missing)


def _missing(poll: Poll, votes: Mapping[str, Vote], policy: Policy) -> tuple[str, ...]:
    if policy.quorum_rule is QuorumRule.MAJORITY_OF_SEATS:
        short = len(poll.seats) // 2 + 1 - len(votes)
        return (f"{short} more of the {len(poll.seats)} seats",) if short > 0 else ()
    heard = {seat.partner for seat in poll.seats if seat.id in votes}
    return tuple(PARTNER_NAMES[partner] for partner in Partner if partner not in heard)


def _shared(poll: Poll, votes: Mapping[str, Vote], policy: Policy) -> Stance | None:
    stances = [vote.stance for vote in votes.values()]
    match policy.decision_rule:
        case DecisionRule.MAJORITY_OF_SEATS:
            return next((s for s in Stance if stances.count(s) * 2 > len(poll.seats)), None)
        case DecisionRule.UNANIMOUS_SEATS:
            return stances[0] if len(set(stances)) == 1 and len(stances) == len(poll.seats) else None
        case DecisionRule.CONSENSUS_OF_PARTNERS:
            voices = {_voice(poll, votes, partner, policy) for partner in Partner}
            return voices.pop() if len(voices) == 1 else None


def _voice(poll: Poll, votes: Mapping[str, Vote], partner: Partner, policy: Policy) -> Stance | None:
    """What one partner says: one stance, or nothing where its seats differ or, speaking each, one is silent."""
    seats = [seat for seat in poll.seats if seat.partner is partner]
    said = {votes[seat.id].stance for seat in seats if seat.id in votes}
    each = partner is Partner.HEALTH and policy.health_seats is HealthSeats.EACH
    if each and any(seat.id not in votes for seat in seats):
        return None
    return said.pop() if len(said) == 1 else None
