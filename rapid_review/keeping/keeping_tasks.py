"""What is owed about a request for somebody's own data: its answer, until it is given, on a closed case too (E25)."""

from rapid_review.case import Case
from rapid_review.permissions import CaseRole
from rapid_review.task import Task, TaskKind


def of_a_request(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    """The Partnership Team's, declared or not: the month runs, and years later nobody of the old team may be left."""
    if CaseRole.PARTNERSHIP_TEAM not in roles:
        return []
    waiting = case.subject_requests_open()
    return [Task(TaskKind.ANSWER_REQUEST, str(request.number), request.due_at(case.policy)) for request in waiting]
