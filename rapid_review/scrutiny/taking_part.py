"""Who took part: each agency's answers, each seat at the meetings, conflicts, and the local authority's own notice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapid_review.case import Case
from rapid_review.group.meeting import Meeting, MeetingKind
from rapid_review.outward.notices import Notice, due_of
from rapid_review.returns.requests import Answer


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
class Attendance:
    """Who came for one seat, over all meetings."""

    seat: str
    """Its title."""
    came: Counter[str]


MEMBER, DEPUTY, APOLOGIES, NOBODY = "The member came", "The deputy sat in", "Sent apologies", "Nobody came"


def participation(cases: Sequence[Case]) -> list[Participation]:
    """Every agency that was asked, in the order of their ids."""
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


# -- Meetings --------------------------------------------------------------------------------------------------------


def held(cases: Sequence[Case]) -> list[tuple[Case, Meeting]]:
    """Every meeting that began, with its case."""
    return [(case, meeting) for case in cases for meeting in case.meetings if meeting.started_at]


def kinds_of_meeting(cases: Sequence[Case]) -> Counter[str]:
    return Counter(
        "extraordinary" if meeting.kind is MeetingKind.EXTRAORDINARY else "ordinary" for _, meeting in held(cases)
    )


def quorum(cases: Sequence[Case]) -> Counter[str]:
    """Meetings that ended with a quorum and without one (E15)."""
    ended = [(case, meeting) for case, meeting in held(cases) if meeting.ended_at]
    return Counter("with" if case.quorum_of(meeting).met else "without" for case, meeting in ended)


def attendance(cases: Sequence[Case]) -> list[Attendance]:
    """Each seat, by its title: a member who came and left was there."""
    came: dict[str, Counter[str]] = {}
    for case, meeting in held(cases):
        for seat in case.seats:
            came.setdefault(seat.title, Counter())[_who_came(meeting, seat.id)] += 1
    return [Attendance(title, counts) for title, counts in sorted(came.items())]


def _who_came(meeting: Meeting, seat: str) -> str:
    there = meeting.present.get(seat, [])
    if there:
        return DEPUTY if all(one.deputy for one in there) else MEMBER
    return APOLOGIES if seat in meeting.apologies else NOBODY


# -- Conflicts, and the local authority's notice -----------------------------------------------------------------------


def conflicts(cases: Sequence[Case]) -> Counter[str]:
    """Declared conflicts that need a ruling, by what was ruled (F36)."""
    declared = [one for case in cases for one in case.declarations.values() if one.needs_ruling]
    return Counter(str(one.ruled.ruling) if one.ruled else "waiting" for one in declared)


def notices(cases: Sequence[Case], on: date) -> Counter[str]:
    """What became of the local authority’s own notice to the national Panel, where a case calls for one (R059)."""
    return Counter(said for case in cases if (said := _notice(case, on)))


def _notice(case: Case, on: date) -> str:
    told = case.notices.get(Notice.PANEL)
    sent, due = told.sent_on if told else case.facts.sin_sent, due_of(Notice.PANEL, case.facts, case.policy)
    if sent:
        return "Sent, its due day not known" if due is None else "On time" if sent <= due.day else "Late"
    if told:
        return "Not to be sent"
    if case.facts.below_threshold:
        return ""
    return "Not sent, and overdue" if due and due.day < on else "Not sent yet"
