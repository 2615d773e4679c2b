"""What is owed about agencies that do not answer: taking the next step, and answering one that was taken."""

from datetime import datetime

from rapid_review.case import Case
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.returns.escalation import Escalation, Rung
from rapid_review.task import Task, TaskKind


def escalation_tasks(case: Case, who: Standing, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    """For those who have declared: steps to take, and steps to answer."""
    taking = roles & {CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR}
    silent = [agency for agency in case.requests if taking and case.proposed(agency, now, who.led)]
    steps = [Task(TaskKind.ESCALATE, agency) for agency in silent]
    waiting = [step for step in _waiting(case) if step.rung is not Rung.LEAD]
    return steps + [_answer(step) for step in waiting if case.may_answer(step.agency, step.rung, who)]


def lead_tasks(case: Case, who: Standing) -> list[Task]:
    """A strategic lead answers for their own agency and is shown nothing of the case, so need not declare first."""
    waiting = (step for step in _waiting(case) if step.rung is Rung.LEAD)
    return [_answer(step) for step in waiting if step.agency in who.leads]


def confirming(case: Case, who: Standing) -> list[Task]:
    """What was written down for an agency, for it to check (E33)."""
    mine = (request for id, request in case.requests.items() if id in case.answered_by(who))
    return [Task(TaskKind.CONFIRM, request.agency) for request in mine if request.unconfirmed]


def _waiting(case: Case) -> list[Escalation]:
    """The open steps about agencies that have still not answered."""
    return [step for step in case.escalations if step.open and case.owes_answer(step.agency)]


def _answer(step: Escalation) -> Task:
    return Task(TaskKind.RESOLVE, f"{step.agency}:{step.rung}", step.wanted_by)
