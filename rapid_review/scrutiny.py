"""What the Independent Scrutineer is told of half a year: counts and days over cases, and nothing of any one (R103).

A count below five could give a family away, so it reads “fewer than 5”, and every other count is given to the nearest
five: what two of them differ by tells nothing exact. Where a part could be worked out all the same, its table is held
back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from rapid_review.case import Case
from rapid_review.group.meeting import MeetingKind
from rapid_review.returns.requests import Answer
from rapid_review.timing.london import local_day
from rapid_review.timing.timetable import Milestone, working_days_between

SMALLEST = 5
FEWER = f"fewer than {SMALLEST}"
HELD_BACK = "held back"


@dataclass(frozen=True)
class Spread:
    """How long something took, in working days from Day 1: Day 1 itself is 1."""

    name: str
    count: int
    middle: float
    shortest: int
    longest: int
    late: int


@dataclass(frozen=True)
class Participation:
    """How one agency answered, over all cases."""

    agency: str
    asked: int
    answered: int
    late: int
    nil: int
    taken_further: int


@dataclass(frozen=True)
class Lens:
    """The half year in figures. Only numbers: whoever reads them learns nothing of any case."""

    first: date
    last: date
    cases: int
    below: int
    outcomes: Mapping[str, int]
    spreads: Sequence[Spread]
    agencies: Sequence[Participation]
    conflicts: Mapping[str, int]
    meetings: Mapping[str, int]
    disagreements: int
    settled: int
    late_reasons: int
    sent_to_panel: int
    actions: int
    """Actions agreed, with those that are done: how learning is followed up (R053)."""
    actions_done: int
    panel_said: Mapping[str, int]


def lens(cases: Iterable[Case], first: date, last: date) -> Lens:
    """The figures of the cases whose Day 1 lies between these days, both included."""
    chosen = [case for case in cases if first <= case.day_one <= last]
    return Lens(
        first=first,
        last=last,
        cases=len(chosen),
        below=sum(case.facts.below_threshold for case in chosen),
        outcomes=Counter(str(case.decided.choice) if case.decided else "not yet" for case in chosen),
        spreads=_spreads(chosen),
        agencies=_participation(chosen),
        conflicts=_conflicts(chosen),
        meetings=_meetings(chosen),
        disagreements=sum(case.disagreement is not None for case in chosen),
        settled=sum(bool(case.decided and case.decided.settled) for case in chosen),
        late_reasons=sum(len(case.lateness) for case in chosen),
        sent_to_panel=sum(case.sent_to_panel_at is not None for case in chosen),
        actions=sum(len(case.actions) for case in chosen),
        actions_done=sum(not action.open for case in chosen for action in case.actions.values()),
        panel_said=Counter(str(case.responses[-1].said) for case in chosen if case.responses),
    )


def shown(count: int) -> str:
    """A count as it may be shown: a small one not at all, another to the nearest five."""
    low, high = _window(count)
    return FEWER if 0 < count < SMALLEST else str(count) if low == high else f"about {(low + high + 1) // 2 // 5 * 5}"


def suppressed(counts: Mapping[str, int]) -> dict[str, str]:
    """The parts of a whole as they may be shown together: all are held back where one could be worked out."""
    whole = _window(sum(counts.values()))
    windows = {name: _window(count) for name, count in counts.items()}
    if any(count and _worked_out(name, windows, whole) for name, count in counts.items()):
        return dict.fromkeys(counts, HELD_BACK)
    return {name: shown(count) for name, count in counts.items()}


def _window(count: int) -> tuple[int, int]:
    """The smallest and the largest count that are shown as this one is."""
    if count == 0:
        return 0, 0
    if count < SMALLEST:
        return 1, SMALLEST - 1
    middle = (count + 2) // 5 * 5
    return max(middle - 2, SMALLEST), middle + 2


def _worked_out(name: str, windows: Mapping[str, tuple[int, int]], whole: tuple[int, int]) -> bool:
    """Whether only one count of this part agrees with all that is shown."""
    others = [window for other, window in windows.items() if other != name]
    least = max(windows[name][0], whole[0] - sum(high for _, high in others))
    most = min(windows[name][1], whole[1] - sum(low for low, _ in others))
    return least >= most


# -- How long it took ----------------------------------------------------------------------------------------------

_REACHED: dict[str, tuple[Milestone, Callable[[Case], date | None]]] = {
    "Agencies asked": (Milestone.REQUEST_OUT, lambda case: _first(r.asked_at for r in case.requests.values())),
    "Papers out": (Milestone.PAPERS_OUT, lambda case: local_day(case.poll.opened_at) if case.poll else None),
    "Decision": (Milestone.MEETING, lambda case: local_day(case.decided.at) if case.decided else None),
    "Outcome to the Panel": (
        Milestone.TO_PANEL,
        lambda case: local_day(case.sent_to_panel_at) if case.sent_to_panel_at else None,
    ),
}


def _first(moments: Iterable[object]) -> date | None:
    days = sorted(local_day(moment) for moment in moments)  # type: ignore[arg-type]
    return days[0] if days else None


def _spreads(cases: Sequence[Case]) -> list[Spread]:
    found = []
    for name, (milestone, reached) in _REACHED.items():
        days = [(case, day) for case in cases if (day := reached(case))]
        if days:
            took = [working_days_between(case.day_one, day, case.policy) + 1 for case, day in days]
            late = sum((due := case.planned().get(milestone)) is not None and day > due.day for case, day in days)
            found.append(Spread(name, len(days), median(took), min(took), max(took), late))
    return found


# -- Who took part -------------------------------------------------------------------------------------------------


def _participation(cases: Sequence[Case]) -> list[Participation]:
    asked = sorted({agency for case in cases for agency in case.requests})
    return [_of_agency(agency, cases) for agency in asked]


def _of_agency(agency: str, cases: Sequence[Case]) -> Participation:
    theirs = [(case, case.requests[agency]) for case in cases if agency in case.requests]
    answers = [request.returned for _, request in theirs if request.returned]
    return Participation(
        agency,
        asked=len(theirs),
        answered=len(answers),
        late=sum(case.late_by_plan(agency) for case, _ in theirs),
        nil=sum(answer.answer is Answer.NIL for answer in answers),
        taken_further=sum(bool(case.escalations_of(agency)) for case, _ in theirs),
    )


def _conflicts(cases: Sequence[Case]) -> Counter[str]:
    declared = [one for case in cases for one in case.declarations.values() if one.needs_ruling]
    return Counter(str(one.ruled.ruling) if one.ruled else "waiting" for one in declared)


def _meetings(cases: Sequence[Case]) -> Counter[str]:
    held = [meeting for case in cases for meeting in case.meetings if meeting.started_at]
    return Counter("extraordinary" if meeting.kind is MeetingKind.EXTRAORDINARY else "ordinary" for meeting in held)
