"""The part of a case in which an answer is judged, questioned, signed, corrected or refused (E9, E11, E12, R075)."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import Standing
from rapid_review.record import CaseRecord
from rapid_review.returns.requests import Answer, Quality, Request, Returned
from rapid_review.stages import Stage
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import add_days


class Sharing(StrEnum):
    """What an agency decided about sharing what it holds (form 3j)."""

    ALL = "all"
    PART = "part"
    REFUSE = "refuse"
    TIME = "time"


class Judging(CaseRecord):
    """What follows an answer."""

    # -- The agency ----------------------------------------------------------------------------------------------------

    def amend(
        self,
        agency: str,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        more_by: date | None = None,
        sign_wanted: bool = False,
    ) -> None:
        """Correct an answer or add to it: a new version beside the old ones, never over them (E9, E12)."""
        request = self.own_request(agency, by)
        self.need_clearance(by)
        if request.returned is None:
            raise Refusal("There is no answer to correct yet. Send your summary or a nil return first.")
        if self.stage is Stage.CLOSED:
            raise Refusal("The case is closed. Tell the Partnership Team what has to be corrected.")
        version = Returned(answer=Answer.SUMMARY, revision=revision, by=by.id, at=now, late=request.returned.late)
        request.versions.append(version)
        request.more_by, request.sign_wanted = more_by, sign_wanted
        request.confirmed_at = request.confirmed_at or now
        request.quality = Quality.UNJUDGED  # Whatever was said of the version before, nobody has read this one.
        self._happen(Happening.ANSWER_AMENDED, now, by, agency=agency, revision=str(revision))

    def sign_return(self, agency: str, *, by: Standing, now: datetime) -> None:
        """Somebody at the agency other than the sender has read the answer and agrees to it (form 3b, card 6)."""
        request = self.require_may_sign(agency, by)
        request.sign_wanted = False
        request.versions[-1] = replace(request.versions[-1], signed_by=by.id, signed_at=now)
        self._happen(Happening.ANSWER_SIGNED, now, by, agency=agency)

    def give_up_signature(self, agency: str, *, now: datetime) -> None:
        """Nobody is left at the agency who could sign its answer, so it stands without; whoever sent it is told."""
        self.requests[agency].sign_wanted = False
        self._happen(Happening.SIGNATURE_GIVEN_UP, now, agency=agency)

    def require_may_sign(self, agency: str, by: Standing) -> Request:
        """The request whose answer waits for this person's signature."""
        if agency not in self.answered_by(by) | by.leads or agency not in self.requests:
            raise NotYours()
        self.need_clearance(by)
        request = self.requests[agency]
        if not request.sign_wanted or request.returned is None:
            raise Refusal("No signature is waited for here. The answer is signed, or none was asked for.")
        if request.returned.by == by.id:
            raise Refusal("You sent this answer, so somebody else at your agency signs it.")
        return request

    def decide_sharing(self, agency: str, decision: Sharing, *, by: Standing, revision: int, now: datetime) -> None:
        """Record whether, what and why an agency shares or does not share (R122-R128).

        A refusal of all or of a part is told at once; one that comes with the answer is read with it.
        """
        request = self.own_request(agency, by)
        self.need_clearance(by)
        withheld = decision in (Sharing.REFUSE, Sharing.PART) and not request.answered
        request.refused_at = now if withheld and decision is Sharing.REFUSE else None
        request.sharing_records += 1
        kind = Happening.SHARING_REFUSED if withheld else Happening.SHARING_RECORDED
        self._happen(kind, now, by, agency=agency, decision=decision, revision=str(revision))

    # -- The Partnership Team --------------------------------------------------------------------------------------

    def judge(self, agency: str, quality: Quality, *, by: Standing, revision: int, now: datetime) -> None:
        """Say whether an answer will do (E11, R075). There is one round of questions; then it is taken or not."""
        request = self.require_may_judge(agency, by)
        wanted_after_all = quality is Quality.INSUFFICIENT and request.quality is Quality.EXCUSED
        if quality is not Quality.EXCUSED and request.returned is None and not wanted_after_all:
            raise Refusal("There is no answer to judge yet. You can only excuse the agency from answering.")
        if quality is Quality.QUERY and request.queried_at:
            raise Refusal("You have asked once already. Take the answer with its gap, or mark it as not sufficient.")
        request.quality, request.judged_at = quality, now
        if quality is Quality.QUERY:
            request.queried_at = now
        if quality in (Quality.INSUFFICIENT, Quality.EXCUSED):
            request.leave_as_it_is()
        self._happen(Happening.ANSWER_JUDGED, now, by, agency=agency, quality=quality, revision=str(revision))

    def require_may_judge(self, agency: str, by: Standing) -> Request:
        """The request, for the Partnership Team until the outcome has gone to the Panel."""
        self.require_may(by, Deed.JUDGE_ANSWER)
        if agency not in self.requests:
            raise NotYours()
        if self.stage in (Stage.REPORTED, Stage.CLOSED):
            raise Refusal("The outcome has gone to the Panel, so answers are no longer judged.")
        return self.requests[agency]

    def accept_child_death_form(self, agency: str, *, by: Standing, now: datetime) -> None:
        """This agency may send its child death form instead of a summary (R074); only where a child died (R077)."""
        self.require_may(by, Deed.JUDGE_ANSWER)
        if agency not in self.requests:
            raise NotYours()
        if not self.child_death_route:
            raise Refusal("Child death forms are taken only where a child died and the partnership’s file allows it.")
        if not self.requests[agency].child_death_form:
            self.requests[agency].child_death_form = True
            self._happen(Happening.CHILD_DEATH_FORM_ACCEPTED, now, by, agency=agency)

    def return_child_death_form(self, agency: str, *, by: Standing, revision: int, now: datetime) -> None:
        """The agency says that its child death form covers this; the Partnership Team judges whether it does.

        It can send its forms again, with what was missing, as a new version beside the old one (R075, E12).
        """
        request = self.own_request(agency, by)
        self.need_clearance(by)
        if not (self.child_death_route and request.child_death_form):
            raise Refusal("For this case your agency’s summary is needed. Ask the Partnership Team if that is wrong.")
        if self.stage is Stage.CLOSED:
            raise Refusal("The case is closed. Tell the Partnership Team what has to be corrected.")
        due, standing = self.due_from(agency), request.returned if request.answered else None
        if standing and standing.answer is not Answer.CHILD_DEATH:
            raise Refusal("Your agency has already answered. To correct it, choose “Correct or add to our answer”.")
        late = standing.late if standing else due is not None and now > due.at
        request.acknowledged_at = request.acknowledged_at or now
        request.take(Returned(answer=Answer.CHILD_DEATH, revision=revision, by=by.id, at=now, late=late))
        kind = Happening.ANSWER_AMENDED if standing else Happening.CHILD_DEATH_FORM_RETURNED
        self._happen(kind, now, by, agency=agency, revision=str(revision))

    @property
    def child_death_route(self) -> bool:
        return self.facts.any_died and self.policy.accept_child_death_forms

    def query_due(self, request: Request) -> datetime | None:
        """A question is answered by the end of the next working day (E11)."""
        if request.queried_at is None:
            return None
        return moment_of(add_days(local_day(request.queried_at), 1, self.policy), self.policy.deadline_time)
