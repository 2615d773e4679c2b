"""The part of a case in which an agency that does not answer is taken further (R129-R131)."""

from datetime import datetime, time

from rapid_review.errors import NotYours, Refusal
from rapid_review.escalation import ANSWERS, LEADS_TO, PROPOSED_ON, Escalation, Reply, Rung, Said
from rapid_review.events import Happening
from rapid_review.london import moment_of
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.record import CaseRecord
from rapid_review.stages import Stage

MORNING = time(9, 0)
NO_LONGER = (Stage.RECEIVED, Stage.REPORTED, Stage.CLOSED)


class Escalating(CaseRecord):
    """Steps up the ladder, and their answers."""

    def escalations_of(self, agency: str) -> list[Escalation]:
        """The steps taken about this agency, oldest first."""
        return [step for step in self.escalations if step.agency == agency]

    def open_escalation(self, agency: str, rung: Rung | None = None) -> Escalation | None:
        """The step that waits for an answer."""
        waiting = (step for step in self.escalations_of(agency) if step.open and rung in (None, step.rung))
        return next(waiting, None)

    def proposed(self, agency: str, now: datetime) -> Rung | None:
        """The step that the timetable proposes now, if any: the first not yet taken whose day has come (E10)."""
        if self.stage in NO_LONGER or not self.owes_answer(agency):
            return None
        taken = self.escalations_of(agency)
        if taken and taken[-1].rests(now):
            return None
        reached = {step.rung for step in taken}
        if self.requests[agency].refused_at and not taken:
            return Rung.GROUP  # R129: disagreement over a request does not wait for its day.
        return next((rung for rung in PROPOSED_ON if rung not in reached and self._day_has_come(rung, now)), None)

    def escalate(
        self, agency: str, rung: Rung, *, by: Standing, revision: int, wanted_by: datetime, now: datetime
    ) -> None:
        """Take it further: to the Group, to the agency's strategic lead, to the partners; or hold it for now."""
        self.require_may_escalate(agency, by)
        if wanted_by <= now:
            raise Refusal("The day for an answer has passed already. Choose a later one.")
        if self.open_escalation(agency, rung):
            raise Refusal("This step has been taken and waits for its answer.")
        self._take(agency, rung, by, revision, wanted_by, now)

    def answer_escalation(
        self,
        agency: str,
        rung: Rung,
        said: Said,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        until: datetime | None = None,
    ) -> None:
        """The answer of those it was taken to. Some answers of the chair are themselves the next step."""
        step = self.require_may_answer(agency, rung, by)
        if said not in ANSWERS[rung]:
            raise Refusal("That is not an answer to this step. Choose one from the list.")
        step.reply = Reply(said=said, by=by.id, at=now, revision=revision, until=until)
        self._happen(Happening.ESCALATION_ANSWERED, now, by, agency=agency, rung=rung, said=said)
        if onward := LEADS_TO.get(said):
            self._take(agency, onward, by, revision, until or step.wanted_by, now, follows=True)

    def require_may_escalate(self, agency: str, by: Standing) -> None:
        """Refuse anybody but the Partnership Team and the chair, and an agency that has answered."""
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR)
        if agency not in self.requests:
            raise NotYours()
        if self.stage in NO_LONGER:
            raise Refusal("The outcome has gone to the Panel, so there is nothing left to escalate in this case.")
        if not self.owes_answer(agency):
            raise Refusal("This agency has answered, so there is nothing to escalate.")

    def require_may_answer(self, agency: str, rung: Rung, by: Standing) -> Escalation:
        """The step, for one of those whom it was taken to."""
        self.roles(by)
        if not self.may_answer(agency, rung, by):
            raise NotYours()
        if rung is Rung.PARTNERS:
            self.seat_of(by)
        elif rung is Rung.GROUP:
            self.require_cleared(by, CaseRole.CHAIR)
        step = self.open_escalation(agency, rung)
        if step is None:
            raise Refusal("This has been answered already. Nothing is left to do here.")
        return step

    def may_answer(self, agency: str, rung: Rung, by: Standing) -> bool:
        """Whether this step was taken to this person, declarations aside."""
        match rung:
            case Rung.GROUP:
                return CaseRole.CHAIR in self.roles(by)
            case Rung.LEAD:
                return agency in by.leads
            case Rung.PARTNERS:
                return not self.roles(by).isdisjoint({CaseRole.MEMBER, CaseRole.DEPUTY})
        return False

    def _day_has_come(self, rung: Rung, now: datetime) -> bool:
        due = self.due(PROPOSED_ON[rung])
        return due is not None and now >= moment_of(due.day, MORNING)

    def _take(
        self,
        agency: str,
        rung: Rung,
        by: Standing,
        revision: int,
        wanted_by: datetime,
        now: datetime,
        *,
        follows: bool = False,
    ) -> None:
        self.escalations.append(Escalation(agency, rung, by.id, now, revision, wanted_by, follows))
        kind = Happening.ESCALATION_HELD if rung is Rung.HELD else Happening.ESCALATED
        self._happen(kind, now, by, agency=agency, rung=rung)
