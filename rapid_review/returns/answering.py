"""An agency’s answer: its summary or a nil return."""

from datetime import date, datetime

from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.people import Standing
from rapid_review.record import CaseRecord
from rapid_review.returns.requests import Answer, Request, Returned


class Answering(CaseRecord):
    """The part of a case in which agencies answer."""

    def return_summary(
        self,
        agency: str,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        more_by: date | None = None,
        sign_wanted: bool = False,
    ) -> None:
        """The agency returns its summary (R068); more may follow, and a colleague may still have to sign it."""
        request = self._return(Answer.SUMMARY, agency, by, revision, now)
        request.more_by, request.sign_wanted = more_by, sign_wanted

    def return_nil(self, agency: str, *, by: Standing, revision: int, now: datetime) -> None:
        """The agency searched and holds nothing: a valid, recorded answer (R069)."""
        self._return(Answer.NIL, agency, by, revision, now)

    def _return(self, answer: Answer, agency: str, by: Standing, revision: int, now: datetime) -> Request:
        request = self.own_request(agency, by)
        self.need_clearance(by)
        if request.returned and request.answered:  # One that was excused may still answer.
            raise Refusal(
                "Your agency has already answered. To change the answer, open the case and choose “Correct or add to "
                "our answer”."
            )
        due = self.due_from(agency)
        late = due is not None and now > due.at
        request.acknowledged_at, request.acknowledged_by = request.acknowledged_at or now, by.id
        request.take(Returned(answer=answer, revision=revision, by=by.id, at=now, late=late))
        kind = Happening.NIL_RETURNED if answer is Answer.NIL else Happening.SUMMARY_RETURNED
        self._happen(kind, now, by, agency=agency, revision=str(revision))
        return request
