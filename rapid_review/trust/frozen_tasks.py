"""What is owed while a case is frozen: to let it go on, and nothing by those whom it shuts out (E43)."""

from datetime import datetime

from rapid_review.case import Case
from rapid_review.people import Standing
from rapid_review.permissions import HOLD_IT_STILL, CaseRole, frozen_out
from rapid_review.task import Task, TaskKind
from rapid_review.timing.timetable import Milestone


def of_a_freeze(case: Case, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    """To let it go on, by the first date that passes while it is frozen: for those who run it, declared or not."""
    if case.frozen is None or roles.isdisjoint(HOLD_IT_STILL):
        return []
    passing = [at for _, at in passes_meanwhile(case, now)]
    if closes := poll_closes(case, now):
        passing.append(closes)
    return [Task(TaskKind.THAW, due=min(passing, default=None))]


def passes_meanwhile(case: Case, now: datetime) -> list[tuple[Milestone, datetime]]:
    """The dates that do not wait for the end of a freeze."""
    return [(step, due.at) for step, due in case.timetable().items() if case.awaits(step) and due.at > now]


def poll_closes(case: Case, now: datetime) -> datetime | None:
    """When the poll closes, if it is open."""
    return case.poll.closes_at if case.poll and not case.poll.closed(now) else None


def paused(case: Case, who: Standing, task: Task) -> bool:
    """Whether a freeze puts this off: what those owe whom it shuts out, and what chases them."""
    if case.frozen is None or task.kind in _NEVER_WAITS:
        return False
    return task.kind in _CHASES or frozen_out(case, who)


_NEVER_WAITS = (TaskKind.ALERT, TaskKind.BREACH)
_CHASES = (TaskKind.ESCALATE, TaskKind.RESOLVE)
