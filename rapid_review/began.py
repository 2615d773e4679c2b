"""When a task came to be owed: no reminder of it lies before that, and what is owed anew is asked anew."""

from datetime import datetime

from rapid_review.case import Case
from rapid_review.group import group_tasks
from rapid_review.outward.duty_tasks import ELSEWHERE
from rapid_review.people import Partner
from rapid_review.returns.escalation import Rung
from rapid_review.task import Task, TaskKind
from rapid_review.timing.timetable import Milestone
from rapid_review.trust.trust_tasks import breach_of


def began(case: Case, task: Task) -> datetime:
    """When this person came to owe it; where nothing else says so, when the case was received."""
    return _began(case, task) or case.received_at


def _began(case: Case, task: Task) -> datetime | None:
    match task.kind:
        case TaskKind.ALERT:
            return case.alert_raised_at
        case TaskKind.RULE:
            declared = case.declarations.get(task.about)
            return declared.declared_at if declared else None
        case TaskKind.LOOK_AGAIN | TaskKind.REPLACE:
            return _declaring(case, task)
        case TaskKind.ASK_LEAD | TaskKind.NAME_DECIDER:
            vacancy = case.vacancies.get(Partner(task.about))
            return (vacancy.asked_at or vacancy.at) if vacancy else None
        case TaskKind.SETTLE:
            return case.disagreement.at if case.disagreement else None
        case TaskKind.RECONSIDER:
            return case.to_reconsider().get(task.about)
        case TaskKind.PENDING | TaskKind.TAKE_BACK:
            return case.deferrals[-1].at if case.deferrals else None
        case TaskKind.SIGN_OFF | TaskKind.REPORT:
            return case.decided.at if case.decided else None
        case TaskKind.TELL:
            return min((duty.since for duty in case.open_duties() if duty.kind not in ELSEWHERE), default=None)
        case TaskKind.INSPECTORATE | TaskKind.CLOSE:
            return case.decided.at if case.decided else None
        case TaskKind.CHECK:
            return case.checking_since
        case TaskKind.THAW:
            return case.frozen.at if case.frozen else None
        case TaskKind.ANSWER_REQUEST:
            return case.subject_requests[int(task.about) - 1].at
        case TaskKind.BREACH:
            about = breach_of(case, task)
            return about[0].at if about else None
        case TaskKind.SLIPPED:
            missed = case.due(Milestone(task.about))
            return missed.at if missed else None
        case TaskKind.RESOLVE:
            agency, _, rung = task.about.partition(":")
            step = case.open_escalation(agency, Rung(rung))
            return step.at if step else None
    return _in_the_poll(case, task) or _at_the_agency(case, task) or group_tasks.since(case, task)


def _declaring(case: Case, task: Task) -> datetime | None:
    declared = case.declarations.get(task.about)
    if declared is None:
        return None
    look = declared.to_look_again
    return (look.at if look else None) if task.kind is TaskKind.LOOK_AGAIN else declared.declined_at


def _in_the_poll(case: Case, task: Task) -> datetime | None:
    match task.kind:
        case TaskKind.VOTE | TaskKind.CRITERIA | TaskKind.ADVISE:
            return case.poll.opened_at if case.poll else None
        case TaskKind.DECIDE | TaskKind.REFER | TaskKind.DEFER | TaskKind.EXTEND:
            return case.poll.closed_at if case.poll else None
    return None


def _at_the_agency(case: Case, task: Task) -> datetime | None:
    request = case.requests.get(task.about)
    if request is None:
        return None
    match task.kind:
        case TaskKind.RETURN | TaskKind.ACKNOWLEDGE | TaskKind.SECURE:
            return request.asked_anew_at
        case TaskKind.EXTENSION:
            return request.asked_for_time.at if request.asked_for_time else None
        case TaskKind.CONFIRM | TaskKind.JUDGE | TaskKind.SIGN_RETURN:
            return request.returned.at if request.returned else None
        case TaskKind.QUERY:
            return request.judged_at
    return None
