"""What is owed about the decision once the poll has closed: by the chair, the board, the partners and the team."""

from datetime import datetime, time

from rapid_review.case import Case
from rapid_review.gates import seats_to_sign
from rapid_review.outcome.reconsidering import THE_PANEL
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.stages import Stage
from rapid_review.task import Task, TaskKind
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Milestone, add_days


def deciding(case: Case, who: Standing, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    """What this person owes about the decision."""
    return (
        _chair(case, roles, now)
        + _board(case, roles)
        + _signing(case, who)
        + _waiting(case, roles, now)
        + _afterwards(case, roles)
    )


def _chair(case: Case, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    """What the closed poll asks of the chair: record the shared view, refer the split, wait, or hear those missing."""
    closed = case.poll is not None and case.poll.closed(now)
    if CaseRole.CHAIR not in roles or case.stage is not Stage.DELIBERATING or not closed:
        return []
    meeting = _at(case, Milestone.MEETING)
    due = meeting if meeting and meeting > now else _at(case, Milestone.TO_PANEL)
    if case.for_the_board(now):
        return [Task(TaskKind.REFER, due=due)]
    if case.wants_to_wait(now):
        return [Task(TaskKind.DEFER, due=due)]
    return [Task(TaskKind.DECIDE if case.outcome().quorate else TaskKind.EXTEND, due=due)]


def _board(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    if case.stage is not Stage.DISAGREED or CaseRole.BOARD_CHAIR not in roles or case.disagreement is None:
        return []
    return [Task(TaskKind.SETTLE, due=case.disagreement.due)]


def _signing(case: Case, who: Standing) -> list[Task]:
    return [Task(TaskKind.SIGN_OFF, due=_at(case, Milestone.TO_PANEL))] if signature_waits(case, who) else []


def signature_waits(case: Case, who: Standing) -> bool:
    """Whether the decision waits for a signature from a seat of theirs: the member's, or the acting deputy's (A1)."""
    if case.stage is not Stage.DECIDED or not case.policy.require_partner_signoff:
        return False
    mine = [seat for seat in case.seats_held(who) if seat.member == who.id or case.deputy_acts(seat)]
    return any(seat.id == waiting.id for seat in mine for waiting in seats_to_sign(case, seat.partner))


def _waiting(case: Case, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    """While there is no outcome: the Panel is told so, and a deferred case is taken back to the Group (R101, E16)."""
    tasks = []
    if CaseRole.PARTNERSHIP_TEAM in roles and case.pending_owed(now):
        tasks.append(Task(TaskKind.PENDING, due=_told_by(case, now)))
    if case.stage is Stage.DEFERRED and roles & {CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM}:
        evening = moment_of(case.deferrals[-1].until, case.policy.deadline_time)
        tasks.append(Task(TaskKind.TAKE_BACK, due=evening))
    return tasks


def _afterwards(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    """What came in after the decision, for the chair to weigh within a working day, or before our reply (E9, E31)."""
    if CaseRole.CHAIR not in roles:
        return []
    response = case.responses[-1] if case.responses else None
    reply = moment_of(response.reply_by, _evening(case)) if response and response.reply_by else None
    return [
        Task(TaskKind.RECONSIDER, about, (reply if about == THE_PANEL else None) or _next_evening(case, came))
        for about, came in case.to_reconsider().items()
    ]


def _told_by(case: Case, now: datetime) -> datetime:
    """Day 15; the evening of the next working day for what began after it, or where no timetable runs."""
    last, since = _at(case, Milestone.TO_PANEL), case.unsettled_since or now
    return last if last and last > since else _next_evening(case, since)


def _next_evening(case: Case, moment: datetime) -> datetime:
    return moment_of(add_days(local_day(moment), 1, case.policy), _evening(case))


def _evening(case: Case) -> time:
    return case.policy.deadline_time


def _at(case: Case, milestone: Milestone) -> datetime | None:
    due = case.due(milestone)
    return due.at if due else None
