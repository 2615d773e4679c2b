"""Which cards turn quiet when something has happened: those of the tasks it settles, whoever may hold them."""

from dialogs.agencies import answerers
from rapid_review.case import Case
from rapid_review.events import Event
from rapid_review.people import Partnership, PersonId
from rapid_review.task import Task, TaskKind


def settled(kind: TaskKind, case: Case, event: Event) -> list[Task]:
    """Which tasks of this kind the event settles: those about its agency or person, where the kind is about one."""
    agency = event.facts.get("agency", "")
    match kind:
        case TaskKind.RULE:
            return [Task(kind, event.facts["about"])]
        case TaskKind.NOTIFY_PANEL:
            return [Task(kind, event.facts["notice"])]
        case TaskKind.SLIPPED:
            return [Task(kind, event.facts["milestone"])]
        case _ if kind in OF_AN_AGENCY:
            return [Task(kind, agency)]
        case TaskKind.RESOLVE:
            rungs = [event.facts["rung"]] if "rung" in event.facts else [s.rung for s in case.escalations_of(agency)]
            return [Task(kind, f"{agency}:{rung}") for rung in rungs]
    return [Task(kind)]


OF_AN_AGENCY = frozenset(
    {
        TaskKind.RETURN,
        TaskKind.SECURE,
        TaskKind.EXTENSION,
        TaskKind.ESCALATE,
        TaskKind.CONFIRM,
        TaskKind.QUERY,
        TaskKind.MORE,
        TaskKind.SIGN_RETURN,
        TaskKind.JUDGE,
    }
)
"""Tasks that are about one agency."""
_THEIRS = (TaskKind.RETURN, TaskKind.SECURE, TaskKind.CONFIRM, TaskKind.QUERY, TaskKind.MORE, TaskKind.SIGN_RETURN)


def could_hold(task: Task, case: Case, partnership: Partnership) -> set[PersonId]:
    """Everybody who may have been sent this task's card."""
    theirs = answerers(task.about.partition(":")[0], case, partnership)
    if task.kind in _THEIRS:
        return theirs
    seated = {person for seat in partnership.seats for person in (seat.member, seat.deputy) if person}
    return seated | theirs | {person for named in partnership.roles.values() for person in named}
