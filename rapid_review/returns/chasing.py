"""The part of a case in which the Partnership Team chases an answer, or records one that came another way."""

from datetime import datetime

from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import PersonId, Standing
from rapid_review.record import CaseRecord
from rapid_review.returns.requests import Answer, Request, Returned
from rapid_review.timing.london import clock_words, local_day


class Chasing(CaseRecord):
    """Nudging an agency, and writing down what it said by phone or e-mail (E33)."""

    def nudge(self, agency: str, to: PersonId, *, by: Standing, now: datetime) -> None:
        """Remind who has the request now, beside the reminders that go by themselves. Once a day, so it is heeded."""
        request = self.require_may_chase(agency, by)
        self.require_may_be_chased()
        if request.nudged_at and local_day(request.nudged_at) == local_day(now):
            raise Refusal(f"They were nudged at {clock_words(request.nudged_at)}. Once a day is enough; ring them now.")
        request.nudged_at = now
        self._happen(Happening.AGENCY_NUDGED, now, by, agency=agency, to=to)

    def record_answer_for(self, agency: str, *, by: Standing, revision: int, now: datetime) -> None:
        """An answer that came by phone or e-mail, written down for the agency, which is asked whether it is right."""
        request = self.require_may_chase(agency, by)
        due = self.due_from(agency)
        request.acknowledged_at = request.acknowledged_at or now
        late = due is not None and now > due.at
        told = Returned(answer=Answer.TOLD, revision=revision, by=by.id, at=now, late=late)
        request.take(told)
        self._happen(Happening.ANSWER_RECORDED_FOR, now, by, agency=agency, revision=str(revision))

    def confirm_answer(self, agency: str, *, by: Standing, now: datetime) -> None:
        """The agency says that what was written down for it is right."""
        request = self.own_request(agency, by)
        self.need_clearance(by)
        if not request.unconfirmed:
            raise Refusal("There is nothing to confirm: your agency’s answer is its own, or confirmed already.")
        request.confirmed_at = now
        self._happen(Happening.ANSWER_CONFIRMED, now, by, agency=agency)

    def require_may_chase(self, agency: str, by: Standing) -> Request:
        """The request, for the Partnership Team while its answer is wanted."""
        self.require_may(by, Deed.CHASE)
        if agency not in self.requests:
            raise NotYours()
        if not self.owes_answer(agency):
            raise Refusal("This agency has answered. See its answer in the case.")
        return self.requests[agency]
