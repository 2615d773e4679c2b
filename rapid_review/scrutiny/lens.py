"""Half a year in figures: counts and days over cases, and nothing of any one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapid_review.case import Case
from rapid_review.questions.forms import Answers
from rapid_review.scrutiny import equality, followed, taking_part
from rapid_review.scrutiny import told as telling
from rapid_review.scrutiny.taking_part import Attendance, Participation
from rapid_review.scrutiny.timeliness import Spread, spreads


@dataclass(frozen=True)
class Lens:
    """The half year in figures. Only numbers: whoever reads them learns nothing of any case."""

    first: date
    last: date
    cases: int
    below: int
    types: Mapping[str, int]
    """By the id of the kind of incident."""
    sources: Mapping[str, int]
    """By the id of the agency that notified; empty for whoever belongs to none."""
    notices: Mapping[str, int]
    outcomes: Mapping[str, int]
    spreads: Sequence[Spread]
    agencies: Sequence[Participation]
    attendance: Sequence[Attendance]
    quorum: Mapping[str, int]
    conflicts: Mapping[str, int]
    meetings: Mapping[str, int]
    equality: Mapping[str, Mapping[str, int]]
    """By question, of how many children it was answered."""
    disagreements: int
    settled: int
    late_reasons: int
    sent_to_panel: int
    actions: int
    """Actions agreed, with those that are done: how learning is followed up (R053)."""
    actions_done: int
    past_learning: Mapping[str, int]
    came_up_again: int
    breaches: int
    glass_broken: int
    """Times that somebody looked without having declared."""
    panel_said: Mapping[str, int]
    told: Mapping[str, Mapping[str, int]]
    """By recipient, of how many decisions they were told, and when."""
    family: Mapping[str, int]
    invited: Mapping[str, int]


def within(cases: Iterable[Case], first: date, last: date) -> list[Case]:
    """The cases whose Day 1 lies between these days, both included."""
    return [case for case in cases if first <= case.day_one <= last]


def lens(
    cases: Iterable[Case],
    first: date,
    last: date,
    notified: Mapping[str, Answers] | None = None,
    families: Mapping[str, Answers] | None = None,
) -> Lens:
    """The figures of the cases begun between these days; by reference their notifications, and what families heard."""
    every = list(cases)
    chosen = within(every, first, last)
    told = [(notified or {}).get(case.reference, {}) for case in chosen]
    return Lens(
        first=first,
        last=last,
        cases=len(chosen),
        below=sum(case.facts.below_threshold for case in chosen),
        types=Counter(str(answers.get("inc_type") or "") for answers in told),
        sources=Counter(case.referrer_agency for case in chosen),
        notices=taking_part.notices(chosen, last),
        outcomes=Counter(str(case.decided.choice) if case.decided else "not yet" for case in chosen),
        spreads=spreads(chosen),
        agencies=taking_part.participation(chosen),
        attendance=taking_part.attendance(chosen),
        quorum=taking_part.quorum(chosen),
        conflicts=taking_part.conflicts(chosen),
        meetings=taking_part.kinds_of_meeting(chosen),
        equality=equality.completeness(told),
        disagreements=sum(case.disagreement is not None for case in chosen),
        settled=sum(bool(case.decided and case.decided.settled) for case in chosen),
        late_reasons=sum(len(case.lateness) for case in chosen),
        sent_to_panel=sum(case.sent_to_panel_at is not None for case in chosen),
        actions=sum(len(case.actions) for case in chosen),
        actions_done=sum(not action.open for case in chosen for action in case.actions.values()),
        past_learning=followed.past_learning(every, first, last),
        came_up_again=followed.came_up_again(chosen),
        breaches=sum(len(case.breaches) for case in chosen),
        glass_broken=sum(len(case.glass_broken) for case in chosen),
        panel_said=Counter(str(case.responses[-1].said) for case in chosen if case.responses),
        told=telling.told(chosen, last),
        family=telling.family(chosen),
        invited=telling.invited(chosen, families or {}),
    )
