"""What is still missing before a case may go on. A gate answers with the list, never with False.

The same list is the refusal, the reminder's text and the to-do on the case's card.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rapid_review.criteria import CRITERIA
from rapid_review.decision import PARTNER_NAMES, Stance
from rapid_review.people import Partner

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
    if case.decided is None:
        return ["a decision with no disagreement open"]
    missing = criteria_missing(case)
    if case.policy.require_partner_signoff:
        missing += [f"sign-off by {PARTNER_NAMES[p]}" for p in Partner if p not in case.signed_off]
    return missing


def listed(things: Sequence[str]) -> str:
    """Things in a sentence: "a, b and c"."""
    if len(things) < 2:
        return "".join(things)
    return ", ".join(things[:-1]) + " and " + things[-1]
