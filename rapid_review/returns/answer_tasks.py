"""What is owed about an answer that is in: a question to answer, what is still to come, a signature, a judgement."""

from rapid_review.case import Case
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.returns.requests import Answer, Quality
from rapid_review.stages import Stage
from rapid_review.task import Task, TaskKind
from rapid_review.timing.london import moment_of

OVER = (Stage.REPORTED, Stage.CLOSED)


def following_up(case: Case, who: Standing) -> list[Task]:
    """For those at the agency: what its answer still lacks."""
    if case.stage in OVER:
        return []
    tasks = []
    for agency in sorted(case.answered_by(who)):
        request = case.requests[agency]
        if request.quality is Quality.QUERY:
            tasks.append(Task(TaskKind.QUERY, agency, case.query_due(request)))
        if request.more_by and request.returned:
            tasks.append(Task(TaskKind.MORE, agency, moment_of(request.more_by, case.policy.deadline_time)))
    return tasks


def signing(case: Case, who: Standing) -> list[Task]:
    """For a colleague of the sender, who has declared: the answer to be signed."""
    able = sorted(case.answered_by(who) | (who.leads & case.requests.keys()))
    return [
        Task(TaskKind.SIGN_RETURN, agency)
        for agency in able
        if (request := case.requests[agency]).sign_wanted and request.returned and request.returned.by != who.id
    ]


def judging(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    """For the Partnership Team: child death forms of which nobody has said whether they will do (R075)."""
    if CaseRole.PARTNERSHIP_TEAM not in roles or case.stage in OVER:
        return []
    return [
        Task(TaskKind.JUDGE, agency)
        for agency, request in case.requests.items()
        if request.returned and request.returned.answer is Answer.CHILD_DEATH and request.quality is Quality.UNJUDGED
    ]
