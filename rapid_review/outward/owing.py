"""Which outward duties a case has now, since when and by when. Pure: the dated facts of a case become duties."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from rapid_review import gates
from rapid_review.outcome.decided import Decided
from rapid_review.outcome.decision import Choice
from rapid_review.outcome.disagreeing import Disagreeing
from rapid_review.outward.duties import Duty, DutyKind, Publication, State, Telling
from rapid_review.outward.notices import due_of, wanted
from rapid_review.policy import DayUnit
from rapid_review.questions.forms import in_words
from rapid_review.returns.requests import Answer
from rapid_review.stages import Stage
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Due, Milestone, add_days

_ON_PUBLICATION = (DutyKind.PUBLISHED_PANEL, DutyKind.PUBLISHED_DFE, DutyKind.PUBLISHED_OFSTED)


@dataclass
class Owing(Disagreeing):
    """The duties of the case, worked out anew each time, and what is kept of each."""

    tellings: list[Telling] = field(default_factory=list)
    """Every attempt at every duty, in order; those that told of an earlier decision stay on record."""
    publications: list[Publication] = field(default_factory=list)
    final_at: datetime | None = None
    """When the last partner signed the decision off."""

    def duties(self) -> list[Duty]:
        """Everything owed because of the decision that stands, or because there is none yet, soonest first."""
        standing = self.standing_decision
        if standing is None:
            return list(self._while_pending())
        found = [*self._on_decision(standing), *self._on_response(standing), *self._on_publication(standing)]
        return sorted(found, key=lambda duty: (duty.due is None, duty.due.at if duty.due else duty.since))

    def duty(self, id: str) -> Duty | None:
        return next((duty for duty in self.duties() if duty.id == id), None)

    def open_duties(self) -> list[Duty]:
        return [duty for duty in self.duties() if self.state_of(duty) not in (State.DONE, State.EXCUSED)]

    @property
    def standing_decision(self) -> Decided | None:
        """The decision that others are to be told of."""
        made = self.decided is not None and self.decided.choice is not Choice.DEFERRED
        return self.decided if made and self.stage in (Stage.DECIDED, Stage.REPORTED, Stage.CLOSED) else None

    @property
    def final_since(self) -> datetime | None:
        """Since when the decision is final: with the last signature, where the partners sign (A1)."""
        if self.decided is None or gates.before_panel(self):
            return None
        return max(self.decided.at, self.final_at or self.decided.at)

    # -- What has become of a duty ---------------------------------------------------------------------------------

    def telling_of(self, duty: Duty) -> Telling | None:
        """The newest attempt at it that tells of what stands now."""
        found = [one for one in self.tellings if one.duty == duty.id and one.begun_at >= duty.since]
        return found[-1] if found else None

    def state_of(self, duty: Duty) -> State:
        if self._done_elsewhere(duty):
            return State.DONE
        telling = self.telling_of(duty)
        return telling.state if telling else State.OPEN

    def _done_elsewhere(self, duty: Duty) -> bool:
        """Whether another part of the case says that it is done: nothing is recorded twice."""
        match duty.kind:
            case DutyKind.PANEL:
                return self.sent_to_panel_at is not None
            case DutyKind.PENDING:
                return any(told.at >= duty.since for told in self.pending)
            case DutyKind.RESPONSE:
                return any(response.at >= duty.since for response in self.responses)
            case DutyKind.PUBLICATION:
                return any(decided.at >= duty.since for decided in self.publications)
        return False

    # -- Which there are -------------------------------------------------------------------------------------------

    def _while_pending(self) -> Iterator[Duty]:
        """The Panel is to know by Day 15 that there is no outcome yet (R101, E16)."""
        since = self.unsettled_since
        if since is not None:
            yield Duty(DutyKind.PENDING, since, self._with_the_panel(since))

    def _on_decision(self, decided: Decided) -> Iterator[Duty]:
        since, panel, letters = decided.at, self._with_the_panel(decided.at), self.policy.outcome_letter_days
        yield Duty(DutyKind.PANEL, since, panel)
        yield Duty(DutyKind.DFE, since, panel)
        yield Duty(DutyKind.OFSTED, since, panel)
        yield Duty(DutyKind.BOARD, since, self._after(since, self.policy.board_days, "it was decided"))
        yield Duty(DutyKind.REFERRER, since, self._after_sign_off(letters))
        for agency in self.requests:
            yield Duty(DutyKind.AGENCY, since, self._after_sign_off(letters), agency)
            if self.final_since and not self._held_nothing(agency):  # With the outcome, and not before there is one.
                asked = self._after_sign_off(self.policy.inspectorate_days)
                yield Duty(DutyKind.INSPECTORATE, since, asked, agency)
        yield Duty(DutyKind.FAMILY, since, self._after_sign_off(self.policy.family_days))
        for notice in wanted(self.facts):
            if notice not in self.notices:
                yield Duty(DutyKind.NOTICE, since, due_of(notice, self.facts, self.policy), notice)

    def _held_nothing(self, agency: str) -> bool:
        """Whether an agency has nothing to tell its inspectorate of.

        Agencies notify their own inspectorates “as required” (framework L223, R106): of their own part in a case. One
        that searched and holds nothing had none, and its letter says no more than the outcome (form 3h). If it finds
        something later it is asked, and so is an agency that notified the case, whatever it holds.
        """
        returned = self.requests[agency].returned
        return agency != self.referrer_agency and returned is not None and returned.answer is Answer.NIL

    def _on_response(self, decided: Decided) -> Iterator[Duty]:
        sent = self.sent_to_panel_at
        if sent is None:
            return
        due = self._after(sent, self.policy.panel_response_days, "the outcome was recorded as sent to the Panel")
        yield Duty(DutyKind.RESPONSE, sent, due)
        if changed := self._changed_since(sent):
            what = "what the Panel had was added to or corrected"
            yield Duty(DutyKind.CORRECTION, changed, self._after(changed, self.policy.outcome_letter_days, what))
        newest = self.responses[-1] if self.responses else None
        if newest is None or newest.at < sent:
            return
        told = self._after(newest.at, self.policy.board_days, "the Panel’s response was recorded")
        yield Duty(DutyKind.BOARD_RESPONSE, newest.at, told)
        if newest.wants_reply:
            agreed = self._on(newest.reply_by, "This day was set for the reply.") if newest.reply_by else None
            yield Duty(DutyKind.REPLY, newest.at, agreed)

    def _changed_since(self, sent: datetime) -> datetime | None:
        """When an agency’s answer or the notification last changed after that (E12)."""
        changed = [request.returned.at for request in self.requests.values() if request.returned]
        changed += [self.notification_corrected_at] if self.notification_corrected_at else []
        return max((at for at in changed if at > sent), default=None)

    def _on_publication(self, decided: Decided) -> Iterator[Duty]:
        if decided.choice is Choice.LCSPR or self.publications:
            yield Duty(DutyKind.PUBLICATION, decided.at)
        if newest := next((one for one in reversed(self.publications) if one.at >= decided.at), None):
            due = self._after(newest.at, self.policy.publication_days, "the decision on publication was recorded")
            yield from (Duty(kind, newest.at, due) for kind in _ON_PUBLICATION)

    # -- By when ---------------------------------------------------------------------------------------------------

    def _with_the_panel(self, since: datetime) -> Due:
        """Day 15; the next working day for what came after it, or where no timetable runs (R056, R113)."""
        panel = self.due(Milestone.TO_PANEL)
        what = "it was decided" if self.standing_decision else "the outcome was put off"
        return panel if panel and panel.at > since else self._after(since, 1, what)

    def _after_sign_off(self, days: int) -> Due | None:
        return self._after(self.final_since, days, "the decision became final") if self.final_since else None

    def _after(self, moment: datetime, days: int, what: str) -> Due:
        counted = "1 working day" if days == 1 else f"{days} working days"
        because = f"That is {counted} after {in_words(local_day(moment))}, when {what}."
        counting = replace(self.policy, day_unit=DayUnit.WORKING)  # Whatever Day 1 to Day 15 count.
        return self._on(add_days(local_day(moment), days, counting), because)

    def _on(self, day: date, because: str) -> Due:
        return Due(day, moment_of(day, self.policy.deadline_time), because)
