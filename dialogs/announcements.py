"""What others must be told when something has happened. Pure: an event and its case become messages that are owed.

Every card is drawn when it is sent, from the case as it is then; see `views`.
"""

from collections.abc import Iterator
from datetime import datetime

from dialogs.agencies import REQUEST_VIEWS, audience, holders, is_asked_now
from dialogs.settling import could_hold, settled
from rapid_review.case import Case
from rapid_review.escalation import Said
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.requests import Quality, Request
from rapid_review.tasks import Task, TaskKind, owed
from rapid_review.timetable import next_allowed
from storage.messages import Message

OPENS: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.CASE_FILED: (TaskKind.DECLARE, TaskKind.NOTIFY_PANEL),
    Happening.SAFETY_ALERT_RAISED: (TaskKind.ALERT,),
    Happening.AGENCIES_ASKED: (TaskKind.SECURE, TaskKind.RETURN),
    Happening.REQUEST_ACKNOWLEDGED: (TaskKind.RETURN,),
    Happening.REQUEST_HANDED_OVER: (TaskKind.RETURN,),
    Happening.REQUEST_CAME_BACK: (TaskKind.RETURN,),
    Happening.EXTENSION_ASKED: (TaskKind.EXTENSION,),
    Happening.SUMMARY_RETURNED: (TaskKind.SIGN_RETURN, TaskKind.SEND_PAPERS),
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
    Happening.ESCALATED: (TaskKind.RESOLVE,),
    Happening.ANSWER_RECORDED_FOR: (TaskKind.CONFIRM, TaskKind.SEND_PAPERS),
    Happening.ANSWER_JUDGED: (TaskKind.QUERY, TaskKind.RETURN, TaskKind.SEND_PAPERS),
    Happening.CHILD_DEATH_FORM_ACCEPTED: (TaskKind.RETURN,),
    Happening.CHILD_DEATH_FORM_RETURNED: (TaskKind.JUDGE, TaskKind.SEND_PAPERS),
}
"""Which tasks each happening may put before somebody who was not asked before."""

SETTLES: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.SAFETY_ALERT_ACKNOWLEDGED: (TaskKind.ALERT,),
    Happening.AGENCIES_ASKED: (TaskKind.ASK_AGENCIES,),
    Happening.SUMMARY_RETURNED: (TaskKind.RETURN, TaskKind.EXTENSION, TaskKind.ESCALATE, TaskKind.RESOLVE),
    Happening.NIL_RETURNED: (TaskKind.RETURN, TaskKind.EXTENSION, TaskKind.SECURE, TaskKind.ESCALATE, TaskKind.RESOLVE),
    Happening.RECORDS_SECURED: (TaskKind.SECURE,),
    Happening.EXTENSION_ANSWERED: (TaskKind.EXTENSION,),
    Happening.CONFLICT_RULED: (TaskKind.RULE,),
    Happening.POLL_OPENED: (TaskKind.SEND_PAPERS,),
    Happening.POLL_CLOSED: (TaskKind.VOTE,),
    Happening.DECISION_RECORDED: (TaskKind.DECIDE,),
    Happening.DISAGREEMENT_REFERRED: (TaskKind.REFER,),
    Happening.DISAGREEMENT_SETTLED: (TaskKind.SETTLE,),
    Happening.SENT_TO_PANEL: (TaskKind.REPORT,),
    Happening.ANSWER_RECORDED_FOR: (TaskKind.RETURN, TaskKind.ESCALATE),
    Happening.ANSWER_CONFIRMED: (TaskKind.CONFIRM,),
    Happening.ESCALATED: (TaskKind.ESCALATE,),
    Happening.ESCALATION_HELD: (TaskKind.ESCALATE,),
    Happening.ESCALATION_ANSWERED: (TaskKind.RESOLVE,),
    Happening.NOTICE_SENT: (TaskKind.NOTIFY_PANEL,),
    Happening.NOTICE_REFUSED: (TaskKind.NOTIFY_PANEL,),
    Happening.LATENESS_EXPLAINED: (TaskKind.SLIPPED,),
    Happening.ANSWER_AMENDED: (TaskKind.QUERY, TaskKind.MORE),
    Happening.ANSWER_SIGNED: (TaskKind.SIGN_RETURN,),
    Happening.ANSWER_JUDGED: (TaskKind.JUDGE, TaskKind.RETURN, TaskKind.ESCALATE, TaskKind.RESOLVE),
    Happening.CHILD_DEATH_FORM_RETURNED: (TaskKind.RETURN, TaskKind.ESCALATE, TaskKind.RESOLVE),
}
"""Whose cards turn quiet: the task is done, by whomever, so no card may go on asking for it (F60, lesson 35)."""

TOLD: dict[Happening, str] = {
    Happening.REQUEST_HANDED_OVER: "handed_over",
    Happening.REQUEST_CAME_BACK: "came_back",
    Happening.WRONG_PERSON: "mend_file",
    Happening.EXTENSION_ANSWERED: "extension_answered",
    Happening.CONFLICT_RULED: "ruled",
    Happening.SIGNING_DECLINED: "declined",
    Happening.POLL_CLOSED: "revealed",
    Happening.DECISION_RECORDED: "outcome",
    Happening.DISAGREEMENT_SETTLED: "outcome",
    Happening.ESCALATION_ANSWERED: "step_answered",
    Happening.FILE_RECEIVED: "document_in",
    Happening.DATE_VARIED: "dates_moved",
    Happening.NOTICE_REFUSED: "not_notifying",
    Happening.ANSWER_AMENDED: "amended",
    Happening.SHARING_REFUSED: "sharing_refused",
}
"""What people hear of that asks nothing of them, by the view that says it."""


def announce(case: Case, event: Event, partnership: Partnership) -> list[Message]:
    """Everything owed to anybody because of this event."""
    return [
        status(case, f"{case.version}:{event.kind}", event.at),
        *_quietened(case, event, partnership),
        *_told(case, event, partnership),
        *_nudged(case, event, partnership),
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
        case TaskKind.RETURN | TaskKind.SECURE | TaskKind.QUERY:
            return is_asked_now(task, person, case, event, partnership)
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
    if task.kind in (TaskKind.RETURN, TaskKind.SECURE, TaskKind.EXTENSION):
        request = case.requests[task.about]
        extension = request.asked_for_time if task.kind is TaskKind.EXTENSION else None
        began[task.kind] = extension.at if extension else _asked_anew(request)
    since = began.get(task.kind)
    return f"@{since.isoformat()}" if since else ""


def _asked_anew(request: Request) -> datetime | None:
    """When an agency was last asked afresh: handed over, or told that its answer will not do."""
    judged = request.judged_at if request.quality is Quality.INSUFFICIENT else None
    return max((moment for moment in (request.handed_at, judged) if moment), default=None)


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
        for task in settled(kind, case, event):
            for person in could_hold(task, case, partnership) - {event.by}:  # Who did it keeps the receipt.
                yield _quiet(case, task, person, event)


def _quiet(case: Case, task: Task, person: PersonId, event: Event) -> Message:
    return Message(
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


def _told(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    views = [TOLD[event.kind]] if event.kind in TOLD else []
    if event.facts.get("said") == Said.FORMAL_REQUEST:
        views.append("formal_request")  # R116
    if event.facts.get("moved") == "True":
        views.append("dates_moved")  # The Panel's limit pulled the dates forward (domain 2.3, rule 4).
    for view in views:
        for person in _audience(view, case, event, partnership):
            yield Message(
                key=f"{case.reference}:{view}:{case.version}:{person}",
                to=person,
                route="person",
                view=view,
                due=event.at,
                case=case.reference,
                args={name: event.facts[name] for name in ("agency", "rung", "notice") if name in event.facts},
            )


def _nudged(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    """A person's own reminder to an agency, as soon as the hour allows (F23)."""
    if event.kind is Happening.AGENCY_NUDGED:
        task = Task(TaskKind.RETURN, event.facts["agency"])
        at = next_allowed(event.at, case.policy)
        for person in holders(case, task.about, partnership):
            yield ask(case, task, person, f"nudge@{event.at.isoformat()}", at)


def _audience(view: str, case: Case, event: Event, partnership: Partnership) -> set[PersonId]:
    members = {seat.member for seat in partnership.seats} | {
        seat.deputy for seat in partnership.seats if case.deputy_acts(seat) and seat.deputy
    }
    chairs = set(partnership.holders(Role.CHAIR))
    match view:
        case _ if view in REQUEST_VIEWS:
            return audience(view, case, event, partnership)
        case "ruled":
            return {event.facts["about"]}
        case "declined":
            deputies = set(partnership.holders(Role.DEPUTY_CHAIR)) if event.by in chairs else set()
            return (chairs | deputies | set(partnership.holders(Role.PARTNERSHIP_TEAM))) - {event.by}
        case "amended":
            read_it = members | chairs if case.poll else set()
            return (read_it | set(partnership.holders(Role.PARTNERSHIP_TEAM))) - {event.by}
        case "step_answered" | "document_in" | "sharing_refused":
            return set(partnership.holders(Role.PARTNERSHIP_TEAM)) - {event.by}
        case "formal_request":
            agency = partnership.agencies.get(event.facts["agency"])
            return {id for id in (agency.spoc, agency.deputy, agency.strategic_lead) if id} if agency else set()
        case "not_notifying":
            return (chairs | set(partnership.holders(Role.PARTNERSHIP_TEAM))) - {event.by}
        case "dates_moved":
            asked = {person for request in case.outstanding() for person in holders(case, request.agency, partnership)}
            return (members | chairs | asked | set(partnership.holders(Role.PARTNERSHIP_TEAM))) - {event.by}
        case "revealed":
            return members | chairs
        case _:
            spocs = {agency.spoc for id, agency in partnership.agencies.items() if id in case.requests}
            return members | chairs | spocs | {case.referrer}
