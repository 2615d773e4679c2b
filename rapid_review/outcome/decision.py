"""The Group's poll, and what its views add up to: counted by statutory partner, not by head (A6, domain 2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from rapid_review.declaration.declarations import Aside
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
    salt: str = ""
    """Sealed like the view itself, and shown with it after the close."""
    commitment: str = ""
    """What the record holds of this view since it was cast. Empty in polls older than commitments."""
    denied: bool = False
    """Written down for somebody who says that it is not what they said: it stays on record and counts for nothing."""


@dataclass
class Poll:
    """The poll of the Rapid Review Group. Its seats are fixed when it opens; who sits in them may change."""

    seats: tuple[Seat, ...]
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    closed_with: tuple[Seat, ...] = ()
    votes: list[Vote] = field(default_factory=list)
    earlier: list[Vote] = field(default_factory=list)
    """Views of a round that ended in asking for more information; every version is kept."""
    advice: list[Vote] = field(default_factory=list)
    """Views of those who were brought in and hold no seat: shown with the others, and never counted (domain 2.6)."""
    earlier_advice: list[Vote] = field(default_factory=list)

    @property
    def electorate(self) -> tuple[Seat, ...]:
        """The seats as they are held; of a closed poll as they were then, whoever has come and gone since."""
        return self.closed_with if self.closed_at and self.closed_with else self.seats

    def as_closed(self) -> "Poll":
        """With the seats that it closed with, where it has closed."""
        return replace(self, seats=self.electorate)

    def closed(self, now: datetime) -> bool:
        """Closed by somebody, or by the time on its face: read after the deadline, it is closed."""
        return self.closed_at is not None or now >= self.closes_at

    def standing_votes(self, aside: Aside) -> dict[str, Vote]:
        """The vote that counts for each seat: the member's last, else the deputy's last; none of whoever is aside."""
        counted: dict[str, Vote] = {}
        for seat in self.electorate:
            by_person = {vote.person: vote for vote in self.votes if vote.seat == seat.id and not vote.denied}
            for person in (seat.member, seat.deputy):
                if person in by_person and person not in aside:
                    counted[seat.id] = by_person[person]
                    break
        return counted

    def able(self, aside: Aside) -> tuple[Seat, ...]:
        """The seats that still have somebody who may decide, if only after a ruling."""
        return tuple(s for s in self.seats if any(p and p not in aside.out for p in (s.member, s.deputy)))

    def awaited(self, aside: Aside) -> tuple[Seat, ...]:
        """Seats that may decide and have not."""
        voted = self.standing_votes(aside)
        return tuple(seat for seat in self.able(aside) if seat.id not in voted)


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


def outcome(poll: Poll, policy: Policy, aside: Aside) -> Outcome:
    """Apply the policy's quorum and decision rules to the votes that count."""
    poll = poll.as_closed()
    votes = poll.standing_votes(aside)
    missing = _missing(poll, votes, policy, aside)
    shared = None if missing else _shared(poll, votes, policy)
    return Outcome(quorate=not missing, shared=shared, missing=missing)


def _missing(poll: Poll, votes: Mapping[str, Vote], policy: Policy, aside: Aside) -> tuple[str, ...]:
    """Whom the quorum rule wants, and whom the decision rule waits for: silence is never taken for disagreement."""
    majority = policy.quorum_rule is QuorumRule.MAJORITY_OF_SEATS
    short = len(poll.seats) // 2 + 1 - len(votes)
    if majority and short > 0:
        return (f"{short} more of the {len(poll.seats)} seats",)
    heard = {seat.partner for seat in poll.seats if seat.id in votes}
    by_partner = not majority or policy.decision_rule is DecisionRule.CONSENSUS_OF_PARTNERS
    silent = [PARTNER_NAMES[partner] for partner in Partner if by_partner and partner not in heard]
    named = heard if by_partner else set(Partner)
    return (*silent, *(s.title for s in poll.awaited(aside) if s.partner in named and _speaks_for_itself(s, policy)))


def _speaks_for_itself(seat: Seat, policy: Policy) -> bool:
    """Whether nothing can be shared by all before this seat was heard (A6)."""
    match policy.decision_rule:
        case DecisionRule.MAJORITY_OF_SEATS:
            return False
        case DecisionRule.UNANIMOUS_SEATS:
            return True
        case DecisionRule.CONSENSUS_OF_PARTNERS:
            return seat.partner is Partner.HEALTH and policy.health_seats is HealthSeats.EACH


def _shared(poll: Poll, votes: Mapping[str, Vote], policy: Policy) -> Stance | None:
    stances = [vote.stance for vote in votes.values()]
    if policy.decision_rule is DecisionRule.MAJORITY_OF_SEATS:
        return next((s for s in Stance if stances.count(s) * 2 > len(poll.seats)), None)
    return stances[0] if len(set(stances)) == 1 else None  # Everybody that the rule waits for was heard.
