"""What comes in after the decision: an agency's answer, or the Panel's. The chair says whether it changes anything."""

from datetime import date, datetime

from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.outcome.decided import Reconsidered, Response, Said
from rapid_review.outcome.decision import Choice
from rapid_review.outcome.disagreeing import Disagreeing
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.stages import Stage, Step, after
from rapid_review.timing.london import local_day

THE_PANEL, THE_WAIT, THE_NOTIFICATION = "panel", "wait", "notification"
"""What a reconsideration is about, where it is not about an agency."""


class Reconsidering(Disagreeing):
    """A decision stays the Group's own: it is taken up again only if the chair says so (R047, E9, E31)."""

    def record_response(
        self, said: Said, on: date, *, by: Standing, revision: int, now: datetime, reply_by: date | None = None
    ) -> None:
        """What the Panel said of the outcome (R102)."""
        self.require_may_record_response(by)
        if reply_by and reply_by < local_day(now):
            raise Refusal("The day for our reply has passed. Choose today or a later day.")
        self.responses.append(Response(said, on, by.id, now, revision, reply_by))
        self._happen(Happening.PANEL_RESPONDED, now, by, said_by_panel=said, revision=str(revision))

    def require_may_record_response(self, by: Standing) -> None:
        """Refuse anybody but the Partnership Team, and a case of which the Panel has had no outcome."""
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        sent_since_close = self.closed_at and self.sent_to_panel_at and self.sent_to_panel_at > self.closed_at
        if self.stage is not Stage.REPORTED and not sent_since_close:
            raise Refusal("The Panel’s response is recorded after the outcome was sent to it.")

    def to_reconsider(self) -> dict[str, datetime]:
        """What the chair has still to weigh, with the moment at which each came in."""
        if self.decided is None or self.stage not in (Stage.DECIDED, Stage.REPORTED):
            return {}
        if self.decided.choice is Choice.DEFERRED:
            return {THE_WAIT: self.decided.at}  # Recorded before a wait was a stage of its own.
        came = {
            request.agency: request.returned.at
            for request in self.requests.values()
            if request.returned and request.returned.at > self.decided.at
        }
        if self.notification_corrected_at and self.notification_corrected_at > self.decided.at:
            came[THE_NOTIFICATION] = self.notification_corrected_at
        if self.responses and self.responses[-1].wants_reply and self.responses[-1].at >= self.decided.at:
            came[THE_PANEL] = self.responses[-1].at
        weighed = {done.about: done.at for done in self.reconsidered}
        return {about: at for about, at in came.items() if about not in weighed or weighed[about] < at}

    def reconsider(
        self, about: str, *, changes: bool, until: datetime, by: Standing, revision: int, now: datetime
    ) -> None:
        """It changes nothing, or the Group is asked anew, until then. The decision it replaces stays on record."""
        self.require_may_reconsider(about, by)
        stage = after(self.stage, Step.RECONSIDER)
        self.reconsidered.append(Reconsidered(about, changes, by.id, now, revision))
        self._happen(Happening.RECONSIDERED, now, by, about=about, changes=str(changes), revision=str(revision))
        if changes and self.decided:
            self.decided_before.append(self.decided)
            self.stage, self.decided, self.sent_to_panel_at = stage, None, None
            self.signed_off, self.seats_signed = {}, {}
            self.ask_anew(until, by, now)

    def require_may_reconsider(self, about: str, by: Standing) -> None:
        """Refuse anybody but the chair, and what has been weighed already."""
        self.require_cleared(by, CaseRole.CHAIR)
        if about not in self.to_reconsider():
            raise NotYours()
