"""The agencies of a case in the order of danger: where each stands, and what a person should do next (F23)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from rapid_review.case import Case
from rapid_review.returns.escalation import Escalation
from rapid_review.returns.requests import Request
from rapid_review.timing.extensions import morning_after
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Due, add_days, day_opens

SOON = timedelta(hours=26)
"""An answer due within about a working day that has not come is worth a look."""


class Danger(IntEnum):
    """The worst first."""

    NOBODY = 0
    """Nobody is left there who could be asked."""
    UNREACHED = 1
    OVERDUE = 2
    SILENT = 3
    SOON = 4
    WAITING = 5
    ANSWERED = 6


@dataclass(frozen=True)
class Row:
    """One agency on the board."""

    agency: str
    danger: Danger
    state: str
    due: Due | None
    step: Escalation | None
    """The last step taken about it."""


def board(case: Case, now: datetime, unreached: frozenset[str], alone: frozenset[str] = frozenset()) -> list[Row]:
    """Every agency that was asked, worst first.

    `unreached` are those whose people a message did not get to, `alone` those where nobody is left to be asked.
    """
    worst = {**dict.fromkeys(unreached, Danger.UNREACHED), **dict.fromkeys(alone, Danger.NOBODY)}
    rows = [_row(case, request, now, worst.get(request.agency)) for request in case.requests.values()]
    return sorted(rows, key=lambda row: (row.danger, row.due.at if row.due else now))


def _row(case: Case, request: Request, now: datetime, worst: Danger | None) -> Row:
    due = case.due_from(request.agency)
    overdue = due is not None and now > due.at
    steps = case.escalations_of(request.agency)
    danger = _danger(case, request, now, worst, due)
    return Row(request.agency, danger, request.state(overdue), due, steps[-1] if steps else None)


def _danger(case: Case, request: Request, now: datetime, worst: Danger | None, due: Due | None) -> Danger:
    if not case.owes_answer(request.agency):
        return Danger.ANSWERED
    if worst is not None:
        return worst
    if due and now > due.at:
        return Danger.OVERDUE
    asked_on = max(case.day_one, local_day(request.asked_anew_at))
    day_3 = moment_of(add_days(asked_on, 2, case.policy), day_opens())
    if not request.acknowledged_at and now >= morning_after(day_3, case.stood_still, case.policy):
        return Danger.SILENT  # E8: nobody has said by Day 3 that they have it.
    return Danger.SOON if due and due.at - now < SOON else Danger.WAITING
