"""The record of a ballot: all that was cast, and what proves it. `bot/verify_ballot.py` says what each line holds.

It names people by their ids alone: a name is not in the chain, so nothing would prove it. Each reason is in it as it
was typed, since that is what was committed to; it may name anybody.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.outcome.commitment import FORMAT, canonical
from rapid_review.outcome.decision import Poll, Vote
from storage.audit import Link
from storage.work import Work

Line = dict[str, Any]


def written(work: Work[Case], case: Case) -> str:
    """The record, one line to each thing. Refuses until the close is on record: until then everything is sealed."""
    poll = case.poll
    if poll is None or poll.closed_at is None:
        raise Refusal(f"The ballot of {case.reference} is sealed until its poll has closed.")
    entries = map(_entry, work.chain(case.reference))
    lines = [*_terms(case, poll, poll.closed_at), *_votes(work, case, poll), _outcome(case, poll), *entries]
    return "".join(canonical(line) + "\n" for line in lines)


def _terms(case: Case, poll: Poll, closed_at: datetime) -> Iterator[Line]:
    policy = case.policy
    yield {"line": "ballot", "format": FORMAT, "case": case.reference}
    rules = {"quorum": policy.quorum_rule, "decision": policy.decision_rule, "health": policy.health_seats}
    yield {"line": "rules", **rules}
    for seat in poll.electorate:
        yield {"line": "seat", "seat": seat.id, "partner": seat.partner, "member": seat.member, "deputy": seat.deputy}
    for person in sorted(case.not_counted.recused):
        yield {"line": "recused", "person": person}
    times = {"opened": poll.opened_at, "closes": poll.closes_at, "closed": closed_at}
    yield {"line": "poll", **{name: _utc(moment) for name, moment in times.items()}}


def _votes(work: Work[Case], case: Case, poll: Poll) -> Iterator[Line]:
    for number, vote in enumerate((*poll.earlier, *poll.votes), 1):
        form = work.form(case.reference, "ballot", vote.person, vote.revision)
        yield _vote(number, vote, form.answers if form else {})


def _vote(number: int, vote: Vote, answers: Mapping[str, Any]) -> Line:
    return {
        "line": "vote",
        "number": number,
        "seat": vote.seat,
        "person": vote.person,
        "revision": vote.revision,
        "stance": vote.stance,
        "reason": str(answers.get("reason", "")),
        "salt": vote.salt,
        "at": _utc(vote.at),
        "commitment": vote.commitment,
    }


def _outcome(case: Case, poll: Poll) -> Line:
    outcome, numbers = case.outcome(), {id(vote): n for n, vote in enumerate((*poll.earlier, *poll.votes), 1)}
    counted = {seat: numbers[id(vote)] for seat, vote in poll.standing_votes(case.not_counted).items()}
    return {
        "line": "outcome",
        "counted": counted,
        "quorate": outcome.quorate,
        "shared": outcome.shared or "",
        "decided": case.decided.choice if case.decided else "",
    }


def _entry(link: Link) -> Line:
    return {
        "line": "entry",
        "number": link.number,
        "at": _utc(link.at),
        "actor": link.actor,
        "kind": link.kind,
        "facts": dict(link.facts),
        "before": link.before,
        "hash": link.hash,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
