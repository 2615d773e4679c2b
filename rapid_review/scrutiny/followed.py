"""What became of what was learned before: actions of earlier cases, and whether the same comes up again (R053)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rapid_review.case import Case
from rapid_review.group.actions import Action, For
from rapid_review.timing.london import local_day

LEARNED = (For.LEARNING, For.FOLLOW_UP)
DONE, NOT_DUE, OVERDUE = "Done", "Open, not due yet", "Open, and overdue"
THEMES = "crit_must_2_themes"
"""The criterion that something keeps coming up in safeguarding children."""


def past_learning(cases: Iterable[Case], before: date, on: date) -> Counter[str]:
    """Learning agreed before this day, in any case, by how it stood at the end."""
    agreed = (action for case in cases for action in case.actions.values() if action.purpose in LEARNED)
    return Counter(_state(action, on) for action in agreed if local_day(action.agreed_at) < before)


def _state(action: Action, on: date) -> str:
    if action.closed_at and local_day(action.closed_at) <= on:
        return DONE
    return OVERDUE if action.due < on else NOT_DUE


def came_up_again(cases: Sequence[Case]) -> int:
    """Cases of which the Group says that something recurs, or may."""
    return sum(case.criteria.get(THEMES) in ("yes", "may") for case in cases)
