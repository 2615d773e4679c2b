"""What is owed about dates: the local authority's notices, a date that was missed, and the meeting to come."""

from datetime import datetime

from rapid_review.case import Case
from rapid_review.outward.notices import due_of
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.stages import Stage
from rapid_review.task import Task, TaskKind
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Milestone, add_days

EXPLAINED = (
    Milestone.REQUEST_OUT,
    Milestone.SUMMARIES_DUE,
    Milestone.PAPERS_OUT,
    Milestone.MEETING,
    Milestone.TO_PANEL,
)
"""The dates whose passing is explained; a report put together late shows in the papers that follow it."""


def notices(case: Case, who: Standing, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    """What the local authority is to tell others of (R059-R061): its notifier is asked, and at last its own seat.

    With no day to count from nothing is ever late, so the Partnership Team is asked at once.
    """
    owing = []
    for notice in case.notices_open():
        if notice in case.notices:
            continue  # It will not be sent, they said. They can still say otherwise, but nobody asks again.
        due = due_of(notice, case.facts, case.policy)
        task = Task(TaskKind.NOTIFY_PANEL, notice, due.at if due else None)
        late = due is not None and local_day(now) >= due.day
        undated = due is None and CaseRole.PARTNERSHIP_TEAM in roles
        if CaseRole.LA_NOTIFIER in roles or undated or (late and case.sits_for_authority(who)):
            owing.append(task)
    return owing


def missed(case: Case, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    """The dates that passed with their work undone and nobody's reason for it yet (F59)."""
    if CaseRole.PARTNERSHIP_TEAM not in roles:
        return []
    return [Task(TaskKind.SLIPPED, step, _next_evening(case, step)) for step in EXPLAINED if case.missed(step, now)]


def _next_evening(case: Case, milestone: Milestone) -> datetime | None:
    due = case.due(milestone)
    return moment_of(add_days(due.day, 1, case.policy), case.policy.deadline_time) if due else None


def meeting(case: Case, who: Standing, roles: frozenset[CaseRole], owed: list[Task]) -> list[Task]:
    """The meeting, for those of the Group who owe nothing before it; what they owe names the same day."""
    coming = case.stage in (Stage.GATHERING, Stage.DELIBERATING) and case.decided is None
    mine = case.declarations.get(who.id)
    theirs = roles & {CaseRole.MEMBER, CaseRole.DEPUTY, CaseRole.CHAIR}
    if not coming or not theirs or owed or mine is None or not mine.cleared:
        return []
    due = case.due(Milestone.MEETING)
    called = case.meeting.begins_at if case.meeting and case.meeting.started_at is None else None
    return [Task(TaskKind.MEETING, due=called or due.at)] if due else []
