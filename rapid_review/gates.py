"""What is still missing before a case may go on. A gate answers with the list, never with False.

The same list is the refusal, the reminder's text and the to-do on the case's card.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rapid_review.declaration.declarations import Aside
from rapid_review.outcome.criteria import CRITERIA
from rapid_review.outcome.decision import PARTNER_NAMES, Choice, Stance
from rapid_review.people import Partner, PersonId, Seat
from rapid_review.policy import HealthSeats
from rapid_review.stages import UNDECIDED, Stage

if TYPE_CHECKING:
    from rapid_review.record import CaseRecord


def before_papers(case: "CaseRecord") -> list[str]:
    """Agencies whose return the papers would lack, by id (E10)."""
    waiting = len(case.outstanding())
    if not waiting:
        return []
    return [f"{waiting} of {len(case.requests)} agency returns"]


def criteria_missing(case: "CaseRecord") -> list[str]:
    """The criteria sheet, where it is not complete (R018)."""
    answered = sum(1 for criterion in CRITERIA if case.criteria.get(criterion.id))
    if answered == len(CRITERIA):
        return []
    return [f"answers to the criteria, each with a reason ({answered} of {len(CRITERIA)} so far)"]


def before_decision(case: "CaseRecord", now: datetime) -> list[str]:
    """What a recorded decision still needs (R018, R097; domain 2.6)."""
    if case.poll is None:
        return ["the poll of the Rapid Review Group"]
    if not case.poll.closed(now):
        return ["the close of the poll"]
    missing = criteria_missing(case)
    if case.rulings_awaited(case.poll):
        missing.append("the ruling on a member’s declared conflict")
    outcome = case.outcome()
    if not outcome.quorate:
        missing.append("the view of " + listed(list(outcome.missing)))
    elif outcome.shared is Stance.MORE_INFORMATION:
        missing.append("the information the members asked for, and their views with it in hand")
    elif outcome.shared is None:
        missing.append(f"an answer from the chair of the {case.policy.board_name}, since the partners do not agree")
    return missing


def before_panel(case: "CaseRecord") -> list[str]:
    """What must be there before the outcome goes to the Panel (R097-R099, A1)."""
    if case.decided is None or case.decided.choice is Choice.DEFERRED:
        return ["a decision with no disagreement open"]
    missing = criteria_missing(case)
    if case.policy.require_partner_signoff:
        signed = signed_for(case)
        missing += [f"sign-off by {_signing(case, p)}" for p in Partner if p not in signed]
    return missing


def seats_to_sign(case: "CaseRecord", partner: Partner) -> list[Seat]:
    """The seats whose signature this partner still owes: of health every one, where each speaks for itself (A1, A6)."""
    if case.poll is None:
        return []
    seats, signed = [seat for seat in case.poll.able(case.aside) if seat.partner is partner], signatures(case)
    each = partner is Partner.HEALTH and case.policy.health_seats is HealthSeats.EACH
    unsigned = [seat for seat in seats if seat.id not in signed]
    return unsigned if each or len(unsigned) == len(seats) else []


def signed_for(case: "CaseRecord") -> Mapping[Partner, PersonId]:
    """Who signed for each partner that has signed: somebody did, and nobody of theirs who may sign still owes it."""
    held = signatures(case)
    signed = {partner: [by for seat, by in held.items() if seat in _of(case, partner)] for partner in Partner}
    return {partner: by[-1] for partner, by in signed.items() if by and not seats_to_sign(case, partner)}


def signatures(case: "CaseRecord") -> Mapping[str, PersonId]:
    """The signatures that hold, by seat: while more are wanted, none of anybody who stands aside since."""
    seats = case.poll.seats if case.poll else ()
    before = {seat.id: case.signed_off[seat.partner] for seat in seats if seat.partner in case.signed_off}
    aside = case.aside if case.stage is Stage.DECIDED else Aside()
    return {seat: by for seat, by in {**before, **case.seats_signed}.items() if by not in aside}


def members_wanted(case: "CaseRecord") -> bool:
    """Whether it matters who takes part: until the decision, and from then until every partner has signed it (A1)."""
    unsigned = case.policy.require_partner_signoff and len(signed_for(case)) < len(Partner)
    return case.stage in UNDECIDED or (case.stage is Stage.DECIDED and unsigned)


def _signing(case: "CaseRecord", partner: Partner) -> str:
    """The partner in words, with what keeps it from signing."""
    seats, name = seats_to_sign(case, partner), PARTNER_NAMES[partner]
    if not seats:
        return f"{name}, for whom nobody may sign now: its lead names somebody"  # E13
    return (
        f"{name} ({listed([seat.title for seat in seats])})" if signatures(case).keys() & _of(case, partner) else name
    )


def _of(case: "CaseRecord", partner: Partner) -> set[str]:
    return {seat.id for seat in case.poll.seats if seat.partner is partner} if case.poll else set()


def listed(things: Sequence[str]) -> str:
    """Things in a sentence: "a, b and c"."""
    if len(things) < 2:
        return "".join(things)
    return ", ".join(things[:-1]) + " and " + things[-1]
