"""Which cards turn quiet when something has happened: those of the tasks it settles, whoever may hold them."""

from dialogs.group import membership_news
from dialogs.returns.agencies import answerers
from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId
from rapid_review.task import Task, TaskKind


def settled(kind: TaskKind, case: Case, event: Event) -> list[Task]:
    """Which tasks of this kind the event settles: those about its agency or person, where the kind is about one."""
    agency = event.facts.get("agency", "")
    match kind:
        case TaskKind.REPLACE | TaskKind.ASK_LEAD | TaskKind.NAME_DECIDER:
            return membership_news.settled(kind, event)
        case TaskKind.RULE | TaskKind.RECONSIDER:
            return [Task(kind, event.facts["about"])]
        case TaskKind.NOTIFY_PANEL:
            return [Task(kind, event.facts["notice"])]
        case TaskKind.TABLE:
            return [Task(kind, event.facts["paper"])]
        case TaskKind.AGREE:
            said = event.facts.get("before", event.facts["revision"])
            return [Task(kind, said)] if said else []
        case TaskKind.MINUTES | TaskKind.APPROVE:
            return [Task(kind, event.facts["meeting"])]
        case TaskKind.ACTION | TaskKind.REASSIGN:
            return [Task(kind, event.facts["action"])]
        case TaskKind.ANSWER_REQUEST:
            return [Task(kind, event.facts["number"])]
        case TaskKind.BREACH:
            breach, step = case.breach(event.facts["breach"]), event.facts["step"]
            return [Task(kind, f"{breach.id}.{step}")] if breach and step not in breach.to_do() else []
        case TaskKind.SLIPPED:
            return [Task(kind, event.facts["milestone"])]
        case TaskKind.INSPECTORATE if not agency:
            return [Task(kind, id) for id in case.requests]
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
        TaskKind.INSPECTORATE,
    }
)
"""Tasks that are about one agency."""
_THEIRS = (
    *(TaskKind.RETURN, TaskKind.SECURE, TaskKind.CONFIRM, TaskKind.QUERY, TaskKind.MORE, TaskKind.SIGN_RETURN),
    TaskKind.INSPECTORATE,
)


def quieted(task: Task, case: Case, event: Event, partnership: Partnership) -> set[PersonId]:
    """Whose card of this task turns quiet. Who did it keeps the receipt; what came back is over for who covered."""
    if event.kind is Happening.REQUEST_CAME_BACK:
        return {event.facts["was"]}
    return could_hold(task, case, partnership) - {event.by}


def could_hold(task: Task, case: Case, partnership: Partnership) -> set[PersonId]:
    """Everybody who may have been sent this task's card."""
    theirs = answerers(task.about.partition(":")[0], case, partnership)
    if task.kind in _THEIRS:
        return theirs
    if task.kind is TaskKind.ACTION:
        return {case.actions[task.about].owner}
    seated = {person for seat in partnership.seats for person in (seat.member, seat.deputy) if person}
    theirs |= membership_news.could_hold(case)
    return seated | theirs | {person for named in partnership.roles.values() for person in named}
