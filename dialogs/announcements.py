"""What others must be told when something has happened. Pure: an event and its case become messages that are owed.

Every card is drawn when it is sent, from the case as it is then; see `views`.
"""

from collections.abc import Iterator
from datetime import datetime

from dialogs.group import group_news, membership_news
from dialogs.notification import alike
from dialogs.outcome import decision_news
from dialogs.outward import duty_news
from dialogs.returns.agencies import REQUEST_VIEWS, audience, heard_at, holders, is_asked_now, nobody_left, signers
from dialogs.settling import quieted, settled
from dialogs.trust import trust_news
from rapid_review.began import began
from rapid_review.case import Case
from rapid_review.events import Event, Happening
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.returns.escalation import Rung, Said
from rapid_review.tasks import Task, TaskKind, owed
from rapid_review.timing.timetable import next_allowed
from storage.messages import Message

_STEPPED_IN = (TaskKind.SECURE, TaskKind.RETURN, TaskKind.QUERY)
"""What somebody else at the agency is asked for in the place of whoever stands aside."""
OPENS: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.CASE_FILED: (TaskKind.DECLARE, TaskKind.NOTIFY_PANEL),
    Happening.SAFETY_ALERT_RAISED: (TaskKind.ALERT,),
    Happening.AGENCIES_ASKED: (TaskKind.SECURE, TaskKind.RETURN),
    Happening.REQUEST_ACKNOWLEDGED: (TaskKind.RETURN,),
    Happening.REQUEST_HANDED_OVER: (TaskKind.RETURN,),
    Happening.REQUEST_CAME_BACK: (TaskKind.RETURN, TaskKind.QUERY),
    Happening.EXTENSION_ASKED: (TaskKind.EXTENSION,),
    Happening.SUMMARY_RETURNED: (TaskKind.SIGN_RETURN, TaskKind.DECLARE, TaskKind.SEND_PAPERS),
    Happening.NIL_RETURNED: (TaskKind.SEND_PAPERS,),
    Happening.CONFLICT_DECLARED: (TaskKind.RULE, TaskKind.DECLARE, *_STEPPED_IN),
    Happening.CONFLICT_RULED: (TaskKind.DECLARE, TaskKind.VOTE, *_STEPPED_IN),
    Happening.SIGNING_DECLINED: _STEPPED_IN,
    Happening.DEPUTY_CALLED: (TaskKind.DECLARE,),
    Happening.POLL_OPENED: (TaskKind.DECLARE, TaskKind.VOTE, TaskKind.CRITERIA),
    Happening.POLL_EXTENDED: (TaskKind.VOTE,),
    **decision_news.OPENS,
    Happening.ESCALATED: (TaskKind.RESOLVE, TaskKind.DECLARE),
    Happening.ANSWER_RECORDED_FOR: (TaskKind.CONFIRM, TaskKind.SEND_PAPERS),
    Happening.ANSWER_JUDGED: (TaskKind.QUERY, TaskKind.RETURN, TaskKind.SEND_PAPERS),
    Happening.ANSWER_AMENDED: (TaskKind.SIGN_RETURN, TaskKind.DECLARE, TaskKind.JUDGE),
    Happening.CHILD_DEATH_FORM_ACCEPTED: (TaskKind.RETURN,),
    Happening.CHILD_DEATH_FORM_RETURNED: (TaskKind.JUDGE, TaskKind.SEND_PAPERS),
}
"""Which tasks each happening may put before somebody who was not asked before."""
OPENING = (group_news.OPENS, membership_news.OPENS, duty_news.OPENS, trust_news.OPENS)

_TO_BE_SIGNED = (Happening.SUMMARY_RETURNED, Happening.ANSWER_AMENDED)
_ANSWERED = (TaskKind.RETURN, TaskKind.EXTENSION, TaskKind.ESCALATE, TaskKind.RESOLVE)
_JUDGED = (TaskKind.JUDGE, TaskKind.QUERY, TaskKind.MORE)
SETTLES: dict[Happening, tuple[TaskKind, ...]] = {
    Happening.SAFETY_ALERT_ACKNOWLEDGED: (TaskKind.ALERT,),
    Happening.AGENCIES_ASKED: (TaskKind.ASK_AGENCIES,),
    Happening.SUMMARY_RETURNED: (*_ANSWERED, TaskKind.CONFIRM),
    Happening.NIL_RETURNED: (*_ANSWERED, TaskKind.CONFIRM, TaskKind.SECURE),
    Happening.RECORDS_SECURED: (TaskKind.SECURE,),
    Happening.REQUEST_CAME_BACK: (TaskKind.RETURN, TaskKind.SECURE),
    Happening.EXTENSION_ANSWERED: (TaskKind.EXTENSION,),
    Happening.CONFLICT_RULED: (TaskKind.RULE,),
    Happening.POLL_OPENED: (TaskKind.SEND_PAPERS,),
    **decision_news.SETTLES,
    Happening.ANSWER_RECORDED_FOR: _ANSWERED,
    Happening.ANSWER_CONFIRMED: (TaskKind.CONFIRM,),
    Happening.ESCALATED: (TaskKind.ESCALATE,),
    Happening.ESCALATION_HELD: (TaskKind.ESCALATE,),
    Happening.ESCALATION_ANSWERED: (TaskKind.RESOLVE,),
    Happening.NOTICE_SENT: (TaskKind.NOTIFY_PANEL,),
    Happening.NOTICE_REFUSED: (TaskKind.NOTIFY_PANEL,),
    Happening.LATENESS_EXPLAINED: (TaskKind.SLIPPED,),
    Happening.ANSWER_AMENDED: (*_ANSWERED, *_JUDGED, TaskKind.CONFIRM, TaskKind.SIGN_RETURN),
    Happening.ANSWER_SIGNED: (TaskKind.SIGN_RETURN,),
    Happening.SIGNATURE_GIVEN_UP: (TaskKind.SIGN_RETURN,),
    Happening.ANSWER_JUDGED: (*_ANSWERED, *_JUDGED, TaskKind.CONFIRM, TaskKind.SIGN_RETURN, TaskKind.SECURE),
    Happening.CHILD_DEATH_FORM_RETURNED: (*_ANSWERED, TaskKind.CONFIRM),
}
"""Whose cards turn quiet: the task is done, by whomever, so no card may go on asking for it (F60, lesson 35)."""

TOLD: dict[Happening, str] = {
    Happening.REQUEST_HANDED_OVER: "handed_over",
    Happening.REQUEST_CAME_BACK: "came_back",
    Happening.WRONG_PERSON: "mend_file",
    Happening.EXTENSION_ANSWERED: "extension_answered",
    Happening.CONFLICT_RULED: "ruled",
    Happening.ESCALATION_ANSWERED: "step_answered",
    Happening.FILE_RECEIVED: "document_in",
    Happening.DATE_VARIED: "dates_moved",
    Happening.NOTICE_REFUSED: "not_notifying",
    Happening.ANSWER_AMENDED: "amended",
    Happening.SIGNATURE_GIVEN_UP: "unsigned",
    Happening.SHARING_REFUSED: "sharing_refused",
    **group_news.TOLD,
    **membership_news.TOLD,
    **decision_news.TOLD,
    **duty_news.TOLD,
}
"""What people hear of that asks nothing of them, by the view that says it."""


def announce(case: Case, event: Event, partnership: Partnership) -> list[Message]:
    """Everything owed to anybody because of this event."""
    if event.kind in group_news.SILENT | duty_news.SILENT:
        return []
    return [
        status(case, f"{case.version}:{event.kind}", event.at),
        *_quietened(case, event, partnership),
        *_told(case, event, partnership),
        *nobody_left(case, event, partnership),
        *duty_news.leaving(case, event),
        *group_news.in_calendar(case, event),
        *trust_news.told(case, event, partnership),
        *alike.told(case, event, partnership),
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
    kinds = [kind for opens in (OPENS, *OPENING, decision_news.OPENS_LATE) for kind in opens.get(event.kind, ())]
    if not kinds or group_news.own_view(event):
        return
    for person in partnership.people:
        for task in owed(case, partnership.standing(person), event.at):
            if task.kind in kinds and _is_asked_first(task, person, case, event, partnership):
                yield ask(case, task, person, "asked" + _round(task, event), heard_at(case, event))


def _is_asked_first(task: Task, person: PersonId, case: Case, event: Event, partnership: Partnership) -> bool:
    """Whether a prompt goes to this person now; others with the same task hear by a reminder, if it comes to that."""
    if person == event.by and event.kind not in (Happening.CASE_FILED, Happening.AGENCIES_ASKED):
        return False  # Who has just acted sees what is next on the card itself.
    if event.kind in (Happening.BROUGHT_IN, Happening.SEAT_CHANGED):
        return person == event.facts["about"]
    match task.kind:
        case TaskKind.RETURN | TaskKind.SECURE | TaskKind.QUERY:
            return is_asked_now(task, person, case, event, partnership)
        case TaskKind.INSPECTORATE:
            return person in holders(case, task.about, partnership)
        case TaskKind.DECLARE if event.kind in _TO_BE_SIGNED:
            return person in signers(case, event.facts["agency"], partnership)
        case TaskKind.DECLARE if event.kind is Happening.ESCALATED:
            step = event.facts["agency"], Rung(event.facts["rung"])
            return case.may_answer(*step, partnership.standing(person))  # They cannot answer before they declare.
        case TaskKind.DECLARE:
            only_asked = roles_of(case, partnership.standing(person)) <= {CaseRole.AGENCY_SPOC, CaseRole.REFERRER}
            return not only_asked  # An agency's request card leads to the declarations itself.
        case TaskKind.SEND_PAPERS:
            return not case.outstanding()
    return True


def _round(task: Task, event: Event) -> str:
    """A reopened poll asks again, and so do papers, steps and signatures that wait for somebody's declarations."""
    to_sign = task.kind is TaskKind.DECLARE and event.kind in _TO_BE_SIGNED
    anew = (Happening.ESCALATED, Happening.BROUGHT_IN, Happening.MINUTES_CORRECTED, Happening.SEAT_CHANGED)
    if to_sign or event.kind in anew:
        return f"step@{event.at.isoformat()}"
    if event.kind is Happening.CHILD_DEATH_FORM_ACCEPTED:
        return "child_death_form"  # The same request again, with an easier way to answer it (R074).
    return "papers" if event.kind is Happening.POLL_OPENED else event.facts.get("until", "")


ASKED_AGAIN = (
    *(TaskKind.ALERT, TaskKind.RULE, TaskKind.RESOLVE, *decision_news.ASKED_AGAIN),
    *membership_news.ASKED_AGAIN,
    *duty_news.ASKED_AGAIN,
    *(TaskKind.CONVENE, TaskKind.END_MEETING),
    *(TaskKind.RETURN, TaskKind.SECURE, TaskKind.EXTENSION, TaskKind.CONFIRM, TaskKind.JUDGE, TaskKind.SIGN_RETURN),
)
"""What can be owed a second time by the same person: a second alert, a second version of an answer."""


def _again(case: Case, task: Task) -> str:
    """What sets a second asking apart from the first. An agency’s first request has nothing to be told from."""
    since, request = began(case, task), case.requests.get(task.about)
    first = request is not None and since == request.asked_at
    return f"@{since.isoformat()}" if task.kind in ASKED_AGAIN and not first else ""


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
    tables = (SETTLES, group_news.SETTLES, membership_news.SETTLES, duty_news.SETTLES, trust_news.SETTLES)
    for kind in (kind for settles in tables for kind in settles.get(event.kind, ())):
        for task in settled(kind, case, event):
            for person in quieted(task, case, event, partnership):
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
    views = [*([TOLD[event.kind]] if event.kind in TOLD else []), *decision_news.also_told(event)]
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
                due=heard_at(case, event),
                case=case.reference,
                args={name: event.facts[name] for name in group_news.FACTS_TOLD if name in event.facts},
            )


def _nudged(case: Case, event: Event, partnership: Partnership) -> Iterator[Message]:
    """A person's own reminder to an agency, as soon as the hour allows (F23)."""
    if event.kind is Happening.AGENCY_NUDGED:
        task = Task(TaskKind.RETURN, event.facts["agency"])
        at = next_allowed(event.at, case.policy)
        yield ask(case, task, event.facts["to"], f"nudge@{event.at.isoformat()}", at)


def _audience(view: str, case: Case, event: Event, partnership: Partnership) -> set[PersonId]:
    members = membership_news.members(case, partnership)
    chairs = set(partnership.holders(Role.CHAIR))
    match view:
        case _ if view in REQUEST_VIEWS:
            return audience(view, case, event, partnership)
        case _ if view in decision_news.TO_THE_GROUP_AND_BOARD:
            told = group_news.the_group(members, partnership) | set(partnership.holders(Role.BOARD_CHAIR))
            return told - {event.by}
        case _ if view in group_news.TO_THE_GROUP | decision_news.TO_THE_GROUP:
            return group_news.the_group(members, partnership) - {event.by}
        case "ruled":
            return {event.facts["about"]}
        case _ if view in duty_news.VIEWS:
            return duty_news.audience(view, event, partnership)
        case _ if view in membership_news.VIEWS:
            return membership_news.audience(view, case, event, partnership)
        case "amended":
            read_it = members | chairs if case.poll else set()
            return (read_it | set(partnership.holders(Role.PARTNERSHIP_TEAM))) - {event.by}
        case "step_answered" | "document_in" | "sharing_refused":
            return set(partnership.holders(Role.PARTNERSHIP_TEAM)) - {event.by}
        case "formal_request":
            agency = partnership.agencies.get(event.facts["agency"])
            return {id for id in (agency.spoc, agency.deputy, agency.strategic_lead) if id} if agency else set()
        case "not_notifying" | "view_denied":
            return (chairs | set(partnership.holders(Role.PARTNERSHIP_TEAM))) - {event.by}
        case "dates_moved":
            asked = {person for request in case.outstanding() for person in holders(case, request.agency, partnership)}
            return (members | chairs | asked | set(partnership.holders(Role.PARTNERSHIP_TEAM))) - {event.by}
        case "revealed":
            return members | chairs
        case _:
            spocs = {one.spoc for id, one in partnership.agencies.items() if one.spoc and id in case.requests}
            return members | chairs | spocs | {case.referrer} | set(partnership.holders(Role.BOARD_CHAIR))  # R100
