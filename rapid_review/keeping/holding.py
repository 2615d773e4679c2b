"""Legal holds, yearly reviews and requests for one's own data: what is recorded about keeping a case (E25, E27)."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime

from rapid_review.deeds import Deed
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.keeping.kept import Hold, SubjectRequest
from rapid_review.people import PersonId, Standing
from rapid_review.policy import Policy
from rapid_review.questions.forms import in_words
from rapid_review.record import CaseRecord
from rapid_review.timing.calendar_england import first_working
from rapid_review.timing.london import local_day


def one_month_after(day: date, policy: Policy) -> date:
    """When an answer is due: the same day of the next month or its last, moved to a working day (ICO)."""
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return first_working(date(year, month, min(day.day, monthrange(year, month)[1])), policy)


class Holding(CaseRecord):
    """What stops the disposal of a case, and who looked at whether it is to be kept."""

    def require_may_hold(self, by: Standing) -> None:
        """Refuse anybody but the chair and the Partnership Team. An inquiry may come while a request is open."""
        self.require_may(by, Deed.HOLD)

    def require_may_lift(self, by: Standing, number: int = 0) -> int:
        """Which hold is meant: this one, or the only one. Refuses anybody but the chair and the Partnership Team."""
        self.require_may(by, Deed.HOLD)
        if not self.holds_now:
            raise Refusal(f"{self.reference} is not on legal hold.")
        if number == 0 and len(self.holds_now) > 1:
            known = ", ".join(map(str, self.holds_now))
            raise Refusal(f"{self.reference} is under more than one hold: {known}. Say which is to be lifted.")
        chosen = number or next(iter(self.holds_now))
        if chosen not in self.holds_now:
            raise Refusal(f"Hold {chosen} has been lifted already, or there is none of that number.")
        self._require_still_held_for_requests(chosen)
        return chosen

    def _require_still_held_for_requests(self, but: int) -> None:
        """Refuse to lift what an open request for somebody's own data rests on (E25)."""
        waiting = self.subject_requests_open()
        if waiting and not any(hold.for_a_request for number, hold in self.holds_now.items() if number != but):
            due = in_words(waiting[0].due_on)
            raise Refusal(f"A request for somebody’s own data is open. It is due on {due}. Answer it first.")

    def put_on_hold(self, *, by: Standing, revision: int, now: datetime) -> None:
        """Nothing of this case is disposed of until somebody lifts the hold."""
        self.require_may_hold(by)
        self._put_on_hold(by, revision, now)

    def lift_hold(self, *, by: Standing, revision: int, now: datetime, number: int = 0) -> None:
        """One hold is lifted; what else holds the case goes on holding it."""
        at = self.require_may_lift(by, number) - 1
        self.holds[at] = replace(self.holds[at], lifted_by=by.id, lifted_at=now, lifted_revision=revision)
        self._happen(Happening.HOLD_LIFTED, now, by)

    def keep_another_year(self, *, by: Standing, now: datetime) -> None:
        """Somebody has looked at a closed case and says that it is to be kept."""
        self.require_may(by, Deed.HOLD)
        if self.closed_at is None:
            raise Refusal("This case is open, so it is kept. Whether to keep it on is asked after it is closed.")
        if self.kept_on != local_day(now):
            self.kept_on = local_day(now)
            self._happen(Happening.KEEPING_REVIEWED, now, by)

    # -- Requests for one's own data -------------------------------------------------------------------------------

    def require_may_log_request(self, by: Standing) -> None:
        """Refuse anybody but the chair and the Partnership Team."""
        self.require_may(by, Deed.HOLD)

    def log_subject_request(self, received_on: date, *, by: Standing, revision: int, now: datetime) -> SubjectRequest:
        """Somebody asks for their own data: the clock runs, and the case is put on hold (E25)."""
        self.require_may_log_request(by)
        due = one_month_after(received_on, self.policy)
        request = SubjectRequest(len(self.subject_requests) + 1, received_on, due, by.id, now, revision)
        self.subject_requests.append(request)
        self._happen(Happening.SUBJECT_REQUEST_LOGGED, now, by, number=str(request.number), due=due.isoformat())
        if not any(hold.for_a_request for hold in self.holds_now.values()):
            self._put_on_hold(by, 0, now)
        return request

    def answer_subject_request(self, number: int, by: PersonId, second: PersonId, now: datetime) -> None:
        """The pack of what a person released was made, by command."""
        request = self.subject_requests[number - 1]
        self.subject_requests[number - 1] = replace(request, answered_at=now)
        self._happen(Happening.SUBJECT_REQUEST_ANSWERED, now, number=str(number), by_command=by, second=second)

    def subject_requests_open(self) -> list[SubjectRequest]:
        return [request for request in self.subject_requests if request.is_open]

    def require_may_withdraw_request(self, by: Standing, number: int) -> SubjectRequest:
        """The request, for the chair and the Partnership Team, while it waits for an answer."""
        self.require_may(by, Deed.HOLD)
        found = next((request for request in self.subject_requests_open() if request.number == number), None)
        if found is None:
            raise Refusal(f"Request {number} is not open: it was answered or withdrawn already, or there is none.")
        return found

    def withdraw_subject_request(self, number: int, *, by: Standing, revision: int, now: datetime) -> SubjectRequest:
        """Whoever asked does not want an answer any more, for the form's reason. The hold stays until it is lifted."""
        found = self.require_may_withdraw_request(by, number)
        withdrawn = replace(found, withdrawn_at=now, withdrawn_revision=revision)
        self.subject_requests[number - 1] = withdrawn
        self._happen(Happening.SUBJECT_REQUEST_WITHDRAWN, now, by, number=str(number), revision=str(revision))
        return withdrawn

    # -- What leaves by command ------------------------------------------------------------------------------------

    def written_out(self, what: str, by: PersonId, second: PersonId, now: datetime) -> None:
        """Something of the case was written to a file by command, in these names."""
        self._happen(Happening.WRITTEN_OUT, now, what=what, by_command=by, second=second)

    # -- Inside ----------------------------------------------------------------------------------------------------

    def _put_on_hold(self, by: Standing, revision: int, now: datetime) -> None:
        self.holds.append(Hold(by.id, now, revision))
        self._happen(Happening.PUT_ON_HOLD, now, by)
