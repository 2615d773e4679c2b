"""What is owed about telling others, and about the end of the case."""

from datetime import datetime

from rapid_review.case import Case
from rapid_review.outward.closing import before_close
from rapid_review.outward.duties import Duty, DutyKind
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.stages import Stage
from rapid_review.task import Task, TaskKind

ELSEWHERE = frozenset({DutyKind.PANEL, DutyKind.PENDING, DutyKind.INSPECTORATE, DutyKind.NOTICE})
"""Duties with a task of their own: what the Panel is told, and what an agency or the local authority answers."""


def of_an_agency(case: Case, who: Standing) -> list[Task]:
    """Whether the agency has told its inspectorate (R106), for those who answer for it."""
    mine = case.answered_by(who)
    waiting = [duty for duty in case.open_duties() if duty.kind is DutyKind.INSPECTORATE and duty.about in mine]
    return [Task(TaskKind.INSPECTORATE, duty.about, _at(duty)) for duty in waiting]


def telling_others(case: Case, who: Standing, roles: frozenset[CaseRole]) -> list[Task]:
    """One task for all that the team owes to others, one for all that waits for a second person, and the end."""
    if not roles & {CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR}:
        return []
    tasks = []
    if CaseRole.PARTNERSHIP_TEAM in roles and (mine := [d for d in case.open_duties() if d.kind not in ELSEWHERE]):
        tasks.append(Task(TaskKind.TELL, due=_earliest(mine)))
    if waiting := case.to_check(who):
        tasks.append(Task(TaskKind.CHECK, due=_earliest(waiting)))
    if case.stage is Stage.REPORTED and not before_close(case):
        tasks.append(Task(TaskKind.CLOSE))
    return tasks


def after_closing(case: Case, who: Standing, roles: frozenset[CaseRole]) -> list[Task]:
    """What is owed once the case is closed: three notices of a decision on publication (R056), and what came back.

    That may be the outcome itself: the Panel is sent it again, and its answer is awaited (R113, R102).
    """
    mine = case.declarations.get(who.id)
    came = [one.at for one in case.publications[-1:]] + [one.lost.at for one in case.tellings if one.lost]
    late = case.closed_at is not None and any(at > case.closed_at for at in came)
    if not (late and mine and mine.cleared):
        return []
    panel = next((d for d in case.open_duties() if d.kind is DutyKind.PANEL), None)
    again = [Task(TaskKind.REPORT, due=_at(panel))] if panel and CaseRole.PARTNERSHIP_TEAM in roles else []
    return again + telling_others(case, who, roles)


def _earliest(duties: list[Duty]) -> datetime | None:
    return min((duty.due.at for duty in duties if duty.due), default=None)


def _at(duty: Duty) -> datetime | None:
    return duty.due.at if duty.due else None
