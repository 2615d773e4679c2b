"""What is owed about a breach: each step of it, by when, and to whom."""

from datetime import datetime, timedelta

from rapid_review.case import Case
from rapid_review.people import Partnership, PersonId, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.task import Task, TaskKind
from rapid_review.trust.breach import Breach, Step

FAMILY_WITHIN = timedelta(hours=4)


def breach_waits(case: Case) -> Breach | None:
    """The oldest breach that is not at its end."""
    return next((breach for breach in case.breaches if breach.is_open), None)


def of_a_breach(case: Case, who: Standing, roles: frozenset[CaseRole]) -> list[Task]:
    """The Partnership Team looks to the family; all else is the data protection officer's, or the team's for them."""
    declared = case.declarations.get(who.id)
    if declared is None or not declared.cleared:
        return []
    mine = {step for step in Step if not OWED_BY[step].isdisjoint(roles)}
    return [
        Task(TaskKind.BREACH, f"{breach.id}.{step}", _due(breach, step))
        for breach in case.breaches
        for step in breach.to_do()
        if step in mine
    ]


def alarmed(case: Case, partnership: Partnership) -> dict[CaseRole, set[PersonId]]:
    """Who is told of a breach at once: the officer, the team, and whoever chairs the case, acting deputies included."""
    told: dict[CaseRole, set[PersonId]] = {}
    for person in set(partnership.people) - case.recused:
        for role in roles_of(case, partnership.standing(person)) & ALARMED:
            told.setdefault(role, set()).add(person)
    return told


ALARMED = frozenset({CaseRole.DPO, CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR})
_BOTH = frozenset({CaseRole.DPO, CaseRole.PARTNERSHIP_TEAM})
OWED_BY: dict[Step, frozenset[CaseRole]] = {
    Step.FAMILY: frozenset({CaseRole.PARTNERSHIP_TEAM}),
    Step.TOLD: _BOTH,
    Step.ICO: _BOTH,
    Step.OUTCOME: _BOTH,
}


def _due(breach: Breach, step: Step) -> datetime | None:
    """The family within hours; the ICO by the law's hour, and by then the people it is about (Articles 33 and 34)."""
    match step:
        case Step.FAMILY:
            return breach.at + FAMILY_WITHIN
        case Step.OUTCOME:
            return None
    return breach.ico_by


def breach_of(case: Case, task: Task) -> tuple[Breach, Step] | None:
    """What a task is about."""
    id, _, step = task.about.partition(".")
    breach = case.breach(id)
    return (breach, Step(step)) if breach and step in [*Step] else None
