"""How long it took, in working days from Day 1: over all cases, and case by case."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from rapid_review.case import Case
from rapid_review.timing.london import local_day
from rapid_review.timing.timetable import Milestone, working_days_between


@dataclass(frozen=True)
class Spread:
    """How long one step took, in working days from Day 1: Day 1 itself is 1."""

    name: str
    count: int
    middle: float
    shortest: int
    longest: int
    late: int


@dataclass(frozen=True)
class Pace:
    """On which working day of one case each step was reached, and which of them late. Reference and days: no more."""

    case: str
    reached: Mapping[str, int]
    late: frozenset[str]


@dataclass(frozen=True)
class _Step:
    milestone: Milestone
    of: Callable[[Case], date | None]


def _asked(case: Case) -> date | None:
    return _day(min((request.asked_at for request in case.requests.values()), default=None))


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None


STEPS: dict[str, _Step] = {
    "Agencies asked": _Step(Milestone.REQUEST_OUT, _asked),
    "Papers out": _Step(Milestone.PAPERS_OUT, lambda case: _day(case.poll.opened_at) if case.poll else None),
    "Decision": _Step(Milestone.MEETING, lambda case: _day(case.decided.at) if case.decided else None),
    "Outcome to the Panel": _Step(Milestone.TO_PANEL, lambda case: case.sent_to_panel_on),
}


def pace(case: Case) -> Pace:
    """How one case went, by the timetable as it was first planned."""
    days = {name: day for name, step in STEPS.items() if (day := step.of(case))}
    reached = {name: working_days_between(case.day_one, day, case.policy) + 1 for name, day in days.items()}
    return Pace(case.reference, reached, frozenset(name for name, day in days.items() if _late(case, name, day)))


def _late(case: Case, name: str, day: date) -> bool:
    due = case.planned().get(STEPS[name].milestone)
    return due is not None and day > due.day


def spreads(cases: Iterable[Case]) -> Sequence[Spread]:
    """Every step that any case has reached."""
    paces = [pace(case) for case in cases]
    found = []
    for name in STEPS:
        took = [one.reached[name] for one in paces if name in one.reached]
        if took:
            late = sum(name in one.late for one in paces)
            found.append(Spread(name, len(took), median(took), min(took), max(took), late))
    return found
