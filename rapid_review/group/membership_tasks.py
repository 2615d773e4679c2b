"""What is owed about who takes part: looking again at a declaration, a refusal to sign, a partner with nobody left."""

from datetime import datetime

from rapid_review.case import Case
from rapid_review.declaration.declarations import Why
from rapid_review.gates import members_wanted
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.stages import UNDECIDED
from rapid_review.task import Task, TaskKind
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import add_days

_NOT_AT_THE_MEETING = {CaseRole.REFERRER, CaseRole.AGENCY_SPOC, CaseRole.STRATEGIC_LEAD, CaseRole.LA_NOTIFIER}


def of_everybody(case: Case, who: Standing, roles: frozenset[CaseRole]) -> list[Task]:
    """For whoever has declared, and for the lead who was asked to name somebody: no content is needed for either."""
    return _looking_again(case, who, roles) + _naming(case, who)


def of_those_cleared(case: Case, who: Standing, roles: frozenset[CaseRole], now: datetime) -> list[Task]:
    """For those who chair, the Partnership Team, and whoever was brought in for this case."""
    if not members_wanted(case):
        return []
    return _refusals(case, who) + _vacancies(case, roles) + _advising(case, who, now)


def _looking_again(case: Case, who: Standing, roles: frozenset[CaseRole]) -> list[Task]:
    """Asked of those who take part; at the meeting only of those who are there (F35)."""
    mine = case.declarations.get(who.id)
    look = mine.to_look_again if mine and mine.cleared else None
    if look is None or case.stage not in UNDECIDED:
        return []
    if look.why is Why.MEETING and roles <= _NOT_AT_THE_MEETING:
        return []
    due = None if look.why is Why.MEETING else _next_evening(case, look.at)  # At the meeting, it is now.
    return [Task(TaskKind.LOOK_AGAIN, who.id, due)]


def _refusals(case: Case, who: Standing) -> list[Task]:
    """Somebody could not sign: who chairs decides by the end of the next working day what follows (form 3d)."""
    return [
        Task(TaskKind.REPLACE, declared.person, _next_evening(case, declared.declined_at))
        for declared in case.declarations.values()
        if declared.refused and declared.declined_at and declared.person != who.id and who.has(*case.rulers)
    ]


def _vacancies(case: Case, roles: frozenset[CaseRole]) -> list[Task]:
    if CaseRole.PARTNERSHIP_TEAM not in roles:
        return []
    return [
        Task(TaskKind.ASK_LEAD, partner, _next_evening(case, vacancy.at))
        for partner, vacancy in case.vacancies.items()
        if vacancy.open and not vacancy.lead
    ]


def _naming(case: Case, who: Standing) -> list[Task]:
    if not members_wanted(case):
        return []
    return [
        Task(TaskKind.NAME_DECIDER, partner, _next_evening(case, vacancy.asked_at))
        for partner, vacancy in case.vacancies.items()
        if vacancy.open and vacancy.lead == who.id and vacancy.asked_at
    ]


def _advising(case: Case, who: Standing, now: datetime) -> list[Task]:
    """Whoever was brought in may give a view while the poll is open; it is never waited for."""
    poll = case.poll
    if poll is None or poll.closed(now) or not case.advises(who) or case.advice_of(who.id):
        return []
    return [Task(TaskKind.ADVISE, due=poll.closes_at)]


def _next_evening(case: Case, moment: datetime) -> datetime:
    return moment_of(add_days(local_day(moment), 1, case.policy), case.policy.deadline_time)
