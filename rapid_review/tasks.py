"""What somebody owes in a case, right now: the one list behind prompts, reminders, "my tasks" and buttons."""

from datetime import datetime

from rapid_review.case import Case
from rapid_review.declaration.declarations import Declaration
from rapid_review.errors import Refusal
from rapid_review.gates import before_panel, criteria_missing
from rapid_review.group import group_tasks, membership_tasks
from rapid_review.keeping.keeping_tasks import of_a_request
from rapid_review.outcome.decision_tasks import deciding, signature_waits
from rapid_review.outward import duty_tasks
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.returns.answer_tasks import following_up, judging, signing
from rapid_review.returns.escalation_tasks import confirming, escalation_tasks, lead_tasks
from rapid_review.returns.requests import Quality, Request
from rapid_review.stages import Stage
from rapid_review.task import Task, TaskKind
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.scheduling import OVER
from rapid_review.timing.scheduling_tasks import missed, notices
from rapid_review.timing.timetable import Milestone, add_days
from rapid_review.trust.frozen_tasks import of_a_freeze, paused
from rapid_review.trust.trust_tasks import breach_waits, of_a_breach

__all__ = ["Task", "TaskKind", "find", "owed"]


def owed(case: Case, who: Standing, now: datetime) -> list[Task]:
    """What this person owes in this case, most pressing first. Nothing for anybody recused or without a part."""
    roles, mine = roles_of(case, who), case.declarations.get(who.id)
    if not roles or (mine and mine.recused):
        return []
    return [task for task in _owed(case, who, roles, now) if not paused(case, who, task)]


def _owed(case: Case, who: Standing, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    frozen = of_a_freeze(case, roles, now) + of_a_request(case, roles)
    if case.stage is Stage.CLOSED:
        also = duty_tasks.after_closing(case, who, roles)
        return [*of_a_breach(case, who, roles), *frozen, *also]  # The law's clock does not stop with the case (E29).
    tasks = _alert(case, roles) + _declaring(case, who, roles) + _asked(case, who) + lead_tasks(case, who)
    tasks += membership_tasks.of_everybody(case, who, roles)
    tasks += following_up(case, who) + confirming(case, who) + notices(case, who, roles, now)
    tasks += duty_tasks.of_an_agency(case, who) + of_a_breach(case, who, roles) + frozen
    if (mine := case.declarations.get(who.id)) and mine.cleared:
        tasks += duty_tasks.telling_others(case, who, roles)
        tasks += signing(case, who) + judging(case, roles)
        tasks += escalation_tasks(case, who, roles, now) + missed(case, roles, now)
        tasks += group_tasks.of_the_team(case, roles) + group_tasks.of_the_speaker(case, who)
        tasks += group_tasks.of_an_owner(case, who) + group_tasks.of_a_seat(case, who)
        tasks += group_tasks.of_the_chair(case, roles)
        tasks += _ruling(case, who) + _team(case, roles) + _group(case, who, roles, now)
        tasks += deciding(case, who, roles, now) + membership_tasks.of_those_cleared(case, who, roles, now)
    return sorted(tasks, key=lambda task: (task.kind is not TaskKind.ALERT, task.due or _far(now)))


def find(case: Case, who: Standing, now: datetime, id: str) -> Task | None:
    """The task of this id, if this person still owes it."""
    return next((task for task in owed(case, who, now) if task.id == id), None)


def _far(now: datetime) -> datetime:
    return now.replace(year=now.year + 10, day=1)


def _at(case: Case, milestone: Milestone) -> datetime | None:
    due = case.due(milestone)
    return due.at if due else None


def _alert(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    open_alert = case.alert_raised_at is not None and not case.alert_acknowledged_by
    answerable = roles & {CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR, CaseRole.MEMBER}
    return [Task(TaskKind.ALERT, due=case.alert_raised_at)] if open_alert and answerable else []


def _declaring(case: Case, who: Standing, roles: frozenset[CaseRole]) -> list[Task]:
    """Everyone taking part declares (R045, R046); the referrer's own words and the scrutineer can wait until asked."""
    waiting = {CaseRole.REFERRER, CaseRole.SCRUTINEER, CaseRole.STRATEGIC_LEAD, CaseRole.LA_NOTIFIER}
    waiting |= set() if breach_waits(case) else {CaseRole.DPO}
    if all(case.requests[agency].quality is Quality.EXCUSED for agency in case.answered_by(who)):
        waiting.add(CaseRole.AGENCY_SPOC)
    only_when_referred = roles <= waiting or (roles <= waiting | {CaseRole.BOARD_CHAIR} and not _board_needed(case))
    if any(case.requests[agency].sign_wanted for agency in who.leads & case.requests.keys()):
        only_when_referred = False  # Their signature is asked for, and to sign they have to read.
    mine = case.declarations.get(who.id)
    if mine and mine.outdated:  # At any stage: until it is signed again, they see nothing of what they saw before.
        return [Task(TaskKind.SIGN_AGAIN, due=_wanted_by(case, who, roles))]
    done = mine is not None and mine.complete
    needed = signature_waits(case, who) or (CaseRole.DPO in roles and breach_waits(case) is not None)
    over = case.stage in (Stage.DECIDED, Stage.REPORTED) and not needed
    if done or only_when_referred or over:
        return []
    return [Task(TaskKind.DECLARE, due=_wanted_by(case, who, roles))]


def _wanted_by(case: Case, who: Standing, roles: frozenset[CaseRole]) -> datetime | None:
    """Declarations are wanted before the work that waits for them."""
    if CaseRole.DPO in roles and (breach := breach_waits(case)):
        return breach.ico_by
    if CaseRole.BOARD_CHAIR in roles and case.stage is Stage.DISAGREED and case.disagreement:
        return case.disagreement.due
    if CaseRole.PARTNERSHIP_TEAM in roles and case.stage is Stage.RECEIVED:
        return _at(case, Milestone.REQUEST_OUT)
    if CaseRole.AGENCY_SPOC in roles:
        return min((due.at for agency in case.answered_by(who) if (due := case.due_from(agency))), default=None)
    return _at(case, Milestone.PAPERS_OUT)


def _board_needed(case: Case) -> bool:
    return case.disagreement is not None or case.chair_stands_aside


def _asked(case: Case, who: Standing) -> list[Task]:
    """What the person's agency owes. It is listed before they have declared: the request itself is no content."""
    tasks = []
    for agency in sorted(case.answered_by(who)):
        request = case.requests[agency]
        if not (request.secured or request.quality is Quality.EXCUSED) and case.stage in _OPEN:
            tasks.append(Task(TaskKind.SECURE, agency, _secured_by(case, request)))
        if request.answered or case.stage in OVER:
            continue
        if request.acknowledged_at is None:
            tasks.append(Task(TaskKind.ACKNOWLEDGE, agency, _acknowledged_by(case, request)))
        due = case.due_from(agency)
        tasks.append(Task(TaskKind.RETURN, agency, due.at if due else None))
    return tasks


_OPEN = (Stage.GATHERING, Stage.DELIBERATING, Stage.DISAGREED, Stage.DEFERRED)


def _acknowledged_by(case: Case, request: Request) -> datetime | None:
    """On Day 1; by the day after they were asked for those who were asked later."""
    due = case.due(Milestone.REQUEST_OUT)
    if due is None or local_day(request.asked_anew_at) <= due.day:
        return due.at if due else None
    return _next_evening(request.asked_anew_at, case)


def _secured_by(case: Case, request: Request) -> datetime:
    """Records are secured by Day 2, the day after the request; what is left, by the day that was named (R071)."""
    first = max(case.day_one, local_day(request.asked_at))
    day = request.records_next or add_days(first, 1, case.policy)
    return moment_of(day, case.policy.deadline_time)


def _ruling(case: Case, who: Standing) -> list[Task]:
    return [
        Task(TaskKind.RULE, declared.person, _ruling_due(case, declared))
        for declared in case.declarations.values()
        if declared.awaits_ruling and declared.person != who.id and who.has(*case.rulers)
    ]


def _ruling_due(case: Case, declared: Declaration) -> datetime | None:
    """A ruling is wanted by the end of the next working day: somebody waits for it (R045)."""
    if declared.declared_at is None:
        return None
    return _next_evening(declared.declared_at, case)


def _team(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    if CaseRole.PARTNERSHIP_TEAM not in roles:
        return []
    match case.stage:
        case Stage.RECEIVED:
            return [Task(TaskKind.ASK_AGENCIES, due=_at(case, Milestone.REQUEST_OUT))]
        case Stage.GATHERING:
            return [*_extensions(case), Task(TaskKind.SEND_PAPERS, due=_at(case, Milestone.PAPERS_OUT))]
        case Stage.DELIBERATING:
            return _extensions(case)
        case Stage.DECIDED if not before_panel(case):
            return [Task(TaskKind.REPORT, due=_at(case, Milestone.TO_PANEL))]
    return []


def _extensions(case: Case) -> list[Task]:
    """Later days asked for, each to be answered by the end of the next working day (F17)."""
    return [
        Task(TaskKind.EXTENSION, request.agency, _next_evening(asked.at, case))
        for request in case.outstanding()
        if (asked := request.asked_for_time)
    ]


def _next_evening(moment: datetime, case: Case) -> datetime:
    return moment_of(add_days(local_day(moment), 1, case.policy), case.policy.deadline_time)


def _group(case: Case, who: Standing, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    tasks = []
    poll = case.poll
    if case.stage in (Stage.DELIBERATING, Stage.DISAGREED) and poll and criteria_missing(case):
        referred = case.disagreement if case.stage is Stage.DISAGREED else None
        due = referred.due if referred else poll.closes_at
        tasks += [Task(TaskKind.CRITERIA, due=due)] if CaseRole.CHAIR in roles else []
    if case.stage is Stage.DELIBERATING and poll and not poll.closed(now) and _seat_waits(case, who):
        tasks.append(Task(TaskKind.VOTE, due=poll.closes_at))
    return tasks


def _seat_waits(case: Case, who: Standing) -> bool:
    try:
        seat = case.seat_of(who)
    except Refusal:
        return False
    return case.poll is not None and seat.id in {waiting.id for waiting in case.poll.awaited(case.aside)}
