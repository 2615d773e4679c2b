"""Which agencies’ answers are at risk (F58). Reads a few other cases: only for the Partnership Team’s own cards."""

from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.returns.forecast import answering_days, at_risk


def risks(desk: Desk, case: Case) -> dict[str, str]:
    """For each agency whose answer is at risk, why, in words."""
    if not case.outstanding():
        return {}
    others = [other for other in desk.work.recent_cases() if other.reference != case.reference]
    past = answering_days(reversed(others))
    found = {}
    for request in case.outstanding():
        agency = desk.partnership.agencies.get(request.agency)
        name = agency.name if agency else request.agency
        if why := at_risk(case, request.agency, past.get(request.agency, [])[-MOST:], desk.now, name):
            found[request.agency] = why
    return found


MOST = 5
"""The newest answers of an agency, by which the next is foretold."""
