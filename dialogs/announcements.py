"""What others must be told when something has happened. Pure: an event and its case become messages that are owed.

Every card is drawn when it is sent, from the case as it is then; see `views`.
"""

from collections.abc import Iterator
from datetime import datetime

from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.tasks import Task, TaskKind, owed
from storage.messages import Message

OPENS: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.CASE_FILED: (TaskKind.DECLARE,),
    Happening.SAFETY_ALERT_RAISED: (TaskKind.ALERT,),
    Happening.AGENCIES_ASKED: (TaskKind.RETURN,),
    Happening.SUMMARY_RETURNED: (TaskKind.SEND_PAPERS,),
    Happening.NIL_RETURNED: (TaskKind.SEND_PAPERS,),
    Happening.CONFLICT_DECLARED: (TaskKind.RULE, TaskKind.DECLARE),
    Happening.CONFLICT_RULED: (TaskKind.DECLARE, TaskKind.VOTE),
    Happening.DEPUTY_CALLED: (TaskKind.DECLARE,),
    Happening.POLL_OPENED: (TaskKind.DECLARE, TaskKind.VOTE, TaskKind.CRITERIA),
    Happening.POLL_EXTENDED: (TaskKind.VOTE,),
    Happening.POLL_CLOSED: (TaskKind.DECIDE, TaskKind.REFER, TaskKind.EXTEND),
    Happening.DISAGREEMENT_REFERRED: (TaskKind.DECLARE, TaskKind.CRITERIA, TaskKind.SETTLE),
    Happening.DECISION_RECORDED: (TaskKind.SIGN_OFF, TaskKind.REPORT),
    Happening.DISAGREEMENT_SETTLED: (TaskKind.SIGN_OFF, TaskKind.REPORT),
    Happening.PARTNER_SIGNED_OFF: (TaskKind.REPORT,),
}
"""Which tasks each happening may put before somebody who was not asked before."""

SETTLES: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.SAFETY_ALERT_ACKNOWLEDGED: (TaskKind.ALERT,),
    Happening.AGENCIES_ASKED: (TaskKind.ASK_AGENCIES,),
    Happening.SUMMARY_RETURNED: (TaskKind.RETURN,),
    Happening.NIL_RETURNED: (TaskKind.RETURN,),
    Happening.CONFLICT_RULED: (TaskKind.RULE,),
    Happening.POLL_OPENED: (TaskKind.SEND_PAPERS,),
    Happening.POLL_CLOSED: (TaskKind.VOTE,),
    Happening.DECISION_RECORDED: (TaskKind.DECIDE,),
    Happening.DISAGREEMENT_REFERRED: (TaskKind.REFER,),
    Happening.DISAGREEMENT_SETTLED: (TaskKind.SETTLE,),
    Happening.SENT_TO_PANEL: (TaskKind.REPORT,),
}
"""Whose cards turn quiet: the task is done, by whomever, so no card may go on asking for it (F60, lesson 35)."""

TOLD: dict[Happening, str] = {
    Happening.CONFLICT_RULED: "ruled",
    Happening.SIGNING_DECLINED: "declined",
    Happening.POLL_CLOSED: "revealed",
    Happening.DECISION_RECORDED: "outcome",
    Happening.DISAGREEMENT_SETTLED: "outcome",
}
"""What people hear of that asks nothing of them, by the view that says it."""


def announce(case: Case, event: Event, partnership: Partnership) -> list[Message]:
    """Everything owed to anybody because of this event."""
    return [
        status(case, f"{case.version}:{event.kind}", event.at),
        *_quietened(case, event, partnership),
        *_told(case, event, partnership),
        *_asked(case, event, partnership),  # Last, so that the newest card is the one with something to do.
    ]


def status(case: Case, why: str, at: datetime) -> Message:
    """The channel's one post of a case, edited whenever the case moves on, and each day."""
    return Message(
        key=f"{case.reference}:status:{why}",
        to="team",
        route="channel",
        view="status",
        due=at,
        case=case.reference,
        slot=f"{case.reference}:status",
        mode="upsert",
    )


def _asked(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    kinds = OPENS.get(event.kind, ())
    if not kinds:
        return
    for person in partnership.people:
        for task in owed(case, partnership.standing(person), event.at):
            if task.kind in kinds and _is_asked_first(task, person, case, event, partnership):
                yield ask(case, task, person, "asked" + _round(case, event), event.at)


def _is_asked_first(task: Task, person: PersonId, case: Case, event: Event, partnership: Partnership) -> bool:
    """Whether a prompt goes to this person now; others with the same task hear by a reminder, if it comes to that."""
    if person == event.by and event.kind is not Happening.CASE_FILED:
        return False  # Who has just acted sees what is next on the card itself.
    match task.kind:
        case TaskKind.RETURN:
            agency = partnership.agencies.get(task.about)
            return agency is not None and agency.spoc == person
        case TaskKind.DECLARE:
            only_asked = roles_of(case, partnership.standing(person)) <= {
                CaseRole.AGENCY_SPOC,
                CaseRole.REFERRER,
            }
            return not only_asked  # An agency's request card leads to the declarations itself.
        case TaskKind.SEND_PAPERS:
            return not case.outstanding()
    return True


def _round(case: Case, event: Event) -> str:
    """A reopened poll asks again, and so do papers that wait for somebody's declarations."""
    return "papers" if event.kind is Happening.POLL_OPENED else event.facts.get("until", "")


def _again(case: Case, task: Task) -> str:
    """A second alert, or a second declaration by the same person, is asked about anew."""
    declared = case.declarations.get(task.about)
    began = {
        TaskKind.ALERT: case.alert_raised_at,
        TaskKind.RULE: declared.declared_at if declared else None,
        TaskKind.EXTEND: case.poll.closed_at if case.poll else None,
    }
    since = began.get(task.kind)
    return f"@{since.isoformat()}" if since else ""


def ask(case: Case, task: Task, person: PersonId, why: str, at: datetime) -> Message:
    """The message that puts a task before somebody: once for each reason, for ever."""
    return Message(
        key=f"{case.reference}:{task.id}:{why}{_again(case, task)}:{person}",
        to=person,
        route="person",
        view="task",
        due=at,
        case=case.reference,
        slot=f"{case.reference}:{task.id}",
        args={"task": task.id},
        urgent=task.kind is TaskKind.ALERT,
    )


def _quietened(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    for kind in SETTLES.get(event.kind, ()):
        about = event.facts.get("agency") or event.facts.get("about") or ""
        task = Task(kind, about if kind in (TaskKind.RETURN, TaskKind.RULE) else "")
        for person in _could_hold(task, partnership) - {event.by}:  # Who did it keeps the receipt in its place.
            yield Message(
                key=f"{case.reference}:{task.id}:quiet:{case.version}:{person}",
                to=person,
                route="person",
                view="settled",
                due=event.at,
                case=case.reference,
                slot=f"{case.reference}:{task.id}",
                mode="edit",
                args={"task": task.id},
                alert=False,
            )


def _could_hold(task: Task, partnership: Partnership) -> set[PersonId]:
    """Everybody who may have been sent this task's card."""
    if task.kind is TaskKind.RETURN:
        agency = partnership.agencies.get(task.about)
        return {person for person in (agency.spoc, agency.deputy) if person} if agency else set()
    seated = {person for seat in partnership.seats for person in (seat.member, seat.deputy) if person}
    return seated | {person for holders in partnership.roles.values() for person in holders}


def _told(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    view = TOLD.get(event.kind)
    if view is None:
        return
    for person in _audience(view, case, event, partnership):
        yield Message(
            key=f"{case.reference}:{view}:{case.version}:{person}",
            to=person,
            route="person",
            view=view,
            due=event.at,
            case=case.reference,
        )


def _audience(view: str, case: Case, event: Event, partnership: Partnership) -> set[PersonId]:
    members = {seat.member for seat in partnership.seats} | {
        seat.deputy for seat in partnership.seats if case.deputy_acts(seat) and seat.deputy
    }
    chairs = set(partnership.holders(Role.CHAIR))
    match view:
        case "ruled":
            return {event.facts["about"]}
        case "declined":
            deputies = set(partnership.holders(Role.DEPUTY_CHAIR)) if event.by in chairs else set()
            return (chairs | deputies | set(partnership.holders(Role.PARTNERSHIP_TEAM))) - {event.by}
        case "revealed":
            return members | chairs
        case _:
            spocs = {agency.spoc for id, agency in partnership.agencies.items() if id in case.requests}
            return members | chairs | spocs | {case.referrer}
