"""The part of a case in which an agency that does not answer is taken further (R129-R131)."""

from datetime import datetime, time

from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.record import CaseRecord
from rapid_review.returns.escalation import ANSWERS, LEADS_TO, PROPOSED_ON, Escalation, Reply, Rung, Said
from rapid_review.stages import Stage
from rapid_review.timing.london import moment_of

Led = frozenset[tuple[str, PersonId]]
"""Agencies, each with its strategic lead."""
MORNING = time(9, 0)
PASSED = "The day for an answer has passed already. Choose a later one."
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

    def proposed(self, agency: str, now: datetime, led: Led = frozenset()) -> Rung | None:
        """The step that the timetable proposes now, if any: the next one up whose day has come (E10).

        `led` are the agencies with their strategic leads: nothing is proposed to a lead who is not there.
        """
        if self.stage in NO_LONGER or not self.owes_answer(agency):
            return None
        taken = self.escalations_of(agency)
        if taken and taken[-1].rests(now):
            return None
        if self.requests[agency].refused_at and not taken:
            return Rung.GROUP  # R129: disagreement over a request does not wait for its day.
        due = self.due_from(agency)
        if due and now <= due.at:
            return None  # It was asked late, or given more time.
        reached = [rung for rung in PROPOSED_ON if rung in {step.rung for step in taken}][-1:]
        above = list(PROPOSED_ON)[list(PROPOSED_ON).index(reached[0]) + 1 :] if reached else list(PROPOSED_ON)
        next_up = [rung for rung in above if self._day_has_come(rung, now) and self._is_there(rung, agency, led)]
        again = reached or [Rung.GROUP] if taken and taken[-1].comes_back else []
        return next(iter([*next_up, *again]), None)

    def _is_there(self, rung: Rung, agency: str, led: Led) -> bool:
        """Whether there is somebody to take it to; a lead who is recused is not."""
        return rung is not Rung.LEAD or any(id == agency and lead not in self.recused for id, lead in led)

    def rested_at(self, agency: str) -> datetime | None:
        """When the last step about this agency has rested, and the next one is looked at."""
        taken = self.escalations_of(agency)
        return taken[-1].rests_until if taken else None

    def escalate(
        self, agency: str, rung: Rung, *, by: Standing, revision: int, wanted_by: datetime, now: datetime
    ) -> None:
        """Take it further: to the Group, to the agency's strategic lead, to the partners; or hold it for now."""
        self.require_may_escalate(agency, by)
        self._require_can_take(agency, rung, wanted_by, now)
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
        if until and until <= now:
            raise Refusal(PASSED)
        onward = LEADS_TO.get(said)
        wanted_by = until or step.wanted_by
        if onward:
            self._require_can_take(agency, onward, wanted_by, now)
        step.reply = Reply(said=said, by=by.id, at=now, revision=revision, until=until)
        self._happen(Happening.ESCALATION_ANSWERED, now, by, agency=agency, rung=rung, said=said)
        if onward:
            self._take(agency, onward, by, revision, wanted_by, now, follows=True)

    def _require_can_take(self, agency: str, rung: Rung, wanted_by: datetime, now: datetime) -> None:
        if wanted_by <= now:
            raise Refusal(PASSED)
        self.require_may_be_chased()
        if self.open_escalation(agency, rung):
            raise Refusal("This step has been taken and waits for its answer.")

    def require_may_escalate(self, agency: str, by: Standing) -> None:
        """Refuse anybody but the Partnership Team and the chair, and an agency that has answered."""
        self.require_may(by, Deed.ESCALATE)
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
                return CaseRole.CHAIR in roles_of(self, by)
            case Rung.LEAD:
                return agency in by.leads
            case Rung.PARTNERS:
                return not roles_of(self, by).isdisjoint({CaseRole.MEMBER, CaseRole.DEPUTY})
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
