"""Which outward duties a case has now, since when and by when. Pure: the dated facts of a case become duties."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise

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
        found = list(self._on_the_response())
        if standing is None:
            found += self._while_pending()
        else:
            found += [*self._on_decision(standing), *self._once_sent(), *self._on_publication(standing)]
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

    @property
    def sent_to_panel_on(self) -> date | None:
        """The day on which the outcome was sent to the Panel. When that was recorded is another matter."""
        if self.sent_to_panel_at is None:
            return None
        telling = self._last_to_the_panel()
        return telling.on if telling and telling.on else local_day(self.sent_to_panel_at)

    @property
    def panel_has_it_as_of(self) -> datetime | None:
        """As of when the Panel knows the case: what it was sent is the copy that a second person confirmed (E12)."""
        telling = self._last_to_the_panel() if self.sent_to_panel_at else None
        return telling.confirmed.at if telling and telling.copy and telling.confirmed else self.sent_to_panel_at

    def _last_to_the_panel(self) -> Telling | None:
        return next((one for one in reversed(self.tellings) if one.duty == DutyKind.PANEL), None)

    def told_before(self, duty: str) -> Decided | None:
        """The last decision before the one that stands of which whoever this duty is owed to was told (R056)."""
        made = [*self.decided_before, *([self.decided] if self.decided else [])]
        for old, new in reversed(list(pairwise(made))):
            if any(one.duty == duty and one.went and old.at <= one.begun_at < new.at for one in self.tellings):
                return old
        return None

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
        since, panel, final, policy = decided.at, self._with_the_panel(decided.at), self.final_since, self.policy
        yield Duty(DutyKind.PANEL, since, panel)
        yield Duty(DutyKind.DFE, since, panel)
        yield Duty(DutyKind.OFSTED, since, panel)
        yield Duty(DutyKind.BOARD, since, self._after(since, policy.board_days, "it was decided"))
        letters = self._once_final(final, policy.outcome_letter_days)
        yield Duty(DutyKind.REFERRER, since, letters)
        for agency in self.requests:
            yield Duty(DutyKind.AGENCY, since, letters, agency)
            if final and not self._held_nothing(agency):  # With the outcome, and not before there is one.
                yield Duty(DutyKind.INSPECTORATE, since, self._once_final(final, policy.inspectorate_days), agency)
        yield Duty(DutyKind.FAMILY, since, self._once_final(final, policy.family_days))
        for notice in wanted(self.facts):
            if notice not in self.notices:
                yield Duty(DutyKind.NOTICE, since, due_of(notice, self.facts, policy), notice)

    def _held_nothing(self, agency: str) -> bool:
        """Whether an agency has nothing to tell its inspectorate of.

        Agencies notify their own inspectorates “as required” (framework L223, R106): of their own part in a case. One
        that searched and holds nothing had none, and its letter says no more than the outcome (form 3h). If it finds
        something later it is asked, and so is an agency that notified the case, whatever it holds.
        """
        returned = self.requests[agency].returned
        return agency != self.referrer_agency and returned is not None and returned.answer is Answer.NIL

    def _once_sent(self) -> Iterator[Duty]:
        sent, on, has = self.sent_to_panel_at, self.sent_to_panel_on, self.panel_has_it_as_of
        if sent is None or on is None or has is None:
            return
        due = self._after(on, self.policy.panel_response_days, "the outcome was sent to the Panel")
        yield Duty(DutyKind.RESPONSE, sent, due)
        if changed := self._changed_since(has):
            what = "what the Panel had was added to or corrected"
            yield Duty(DutyKind.CORRECTION, changed, self._after(changed, self.policy.outcome_letter_days, what))

    def _on_the_response(self) -> Iterator[Duty]:
        """Owed of what the Panel said, also while the Group decides again, and once it has (R102, E31)."""
        newest = self.responses[-1] if self.responses else None
        if newest is None:
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

    def _once_final(self, final: datetime | None, days: int) -> Due | None:
        return self._after(final, days, "the decision became final") if final else None

    def _after(self, when: date, days: int, what: str) -> Due:
        day = local_day(when) if isinstance(when, datetime) else when
        counted = "1 working day" if days == 1 else f"{days} working days"
        because = f"That is {counted} after {in_words(day)}, when {what}."
        counting = replace(self.policy, day_unit=DayUnit.WORKING)  # Whatever Day 1 to Day 15 count.
        return self._on(add_days(day, days, counting), because)

    def _on(self, day: date, because: str) -> Due:
        return Due(day, moment_of(day, self.policy.deadline_time), because)
