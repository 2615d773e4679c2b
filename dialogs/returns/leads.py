"""What an agency's strategic safeguarding lead hears on Day 4 of its silence, for information only (E8, R071)."""

from collections.abc import Iterator

from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.stages import Stage
from rapid_review.timing.extensions import morning_after
from rapid_review.timing.hours import next_allowed
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import add_days, day_opens
from storage.messages import Message

DAY = 4


def silences(case: Case, desk: Desk) -> Iterator[Message]:
    """One message about each agency that owes an answer and has not said that it has the request and its records."""
    if case.stage is not Stage.GATHERING or case.frozen:
        return  # Nobody is named as silent whom a freeze keeps from answering (E43).
    for request in case.outstanding():
        known = desk.partnership.agencies.get(request.agency)
        settled = request.secured and (request.acknowledged_at or request.returned)
        asked = max(case.day_one, local_day(request.asked_at))
        day_4 = moment_of(add_days(asked, DAY - 1, case.policy), day_opens())
        at = morning_after(day_4, case.stood_still, case.policy)
        if known and known.strategic_lead and not settled and at <= desk.now:
            yield Message(
                key=f"{case.reference}:silent:{request.agency}:{known.strategic_lead}",
                to=known.strategic_lead,
                route="person",
                view="silent",
                due=max(at, next_allowed(desk.now, None, case.policy)),
                case=case.reference,
                args={"agency": request.agency},
            )
