"""Whether an agency's answer is at risk, told by how long its past answers took (F58). Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median, quantiles

from rapid_review.policy import Policy
from rapid_review.record import CaseRecord
from rapid_review.returns.requests import Request
from rapid_review.timing.london import local_day
from rapid_review.timing.timetable import working_days_between

ENOUGH = 2
"""With fewer past answers nothing is foretold from them; the policy's own pace is the measure."""


def answering_days(cases: Iterable[CaseRecord]) -> dict[str, list[int]]:
    """For each agency, how many working days each of its past answers took."""
    found: dict[str, list[int]] = {}
    for case in cases:
        for request in case.requests.values():
            if request.versions:
                found.setdefault(request.agency, []).append(_took(request, case.policy))
    return found


def at_risk(case: CaseRecord, agency: str, past: Sequence[int], now: datetime, name: str) -> str:
    """Why this agency's answer may come late, in words; nothing where it is in, overdue already, or has time enough."""
    request, due = case.requests.get(agency), case.due_from(agency)
    if request is None or request.returned or due is None or now > due.at:
        return ""
    began, today = local_day(request.acknowledged_at or now), local_day(now)
    left = working_days_between(today, due.day, case.policy)
    if len(past) >= ENOUGH:
        slow = _slow(past) > working_days_between(began, due.day, case.policy)
        return f"{name} took {_spread(past)} on the last {len(past)} requests; {_days(left)} left." if slow else ""
    if request.acknowledged_at is None and left <= case.policy.summaries_day // 3:
        return f"{name} has not said that it has the request; {_days(left)} left."
    return ""


def _took(request: Request, policy: Policy) -> int:
    asked, answered = local_day(request.asked_at), local_day(request.versions[0].at)
    return working_days_between(asked, answered, policy)


def _slow(past: Sequence[int]) -> float:
    """What an answer takes when it takes long: the upper quarter of the past ones, and never less than the median."""
    return max(median(past), quantiles(past, n=4, method="inclusive")[2])


def _spread(past: Sequence[int]) -> str:
    shortest, longest = min(past), max(past)
    return f"{_working(longest)}" if shortest == longest else f"{shortest} to {_working(longest)}"


def _working(days: int) -> str:
    return f"{days} working day" + ("" if days == 1 else "s")


def _days(left: int) -> str:
    return "1 day is" if left == 1 else f"{left or 'no'} days are"
