"""What was confirmed goes out by itself, once: its beginning is written down before it, and its end after (E29).

A beginning without an end is unknown, and waits for a person. Nothing is sent twice by itself.
"""

from datetime import datetime

from rapid_review import gates
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.outcome.decided import Pending
from rapid_review.outcome.deciding import Deciding
from rapid_review.outward.duties import BEFORE_FINAL, NOT_DUE, ByMail, Copy, Duty, DutyKind, Mark, State, Telling
from rapid_review.outward.informing import HELD
from rapid_review.people import Standing
from rapid_review.stages import Stage, Step, after
from rapid_review.timing.london import local_day


class Leaving(Deciding):
    """A confirmed letter on its way by mail. Whoever sends it asks and tells the case at each step."""

    def confirm_to_leave(
        self,
        duty: str,
        address: str,
        copy: Copy,
        *,
        by: Standing,
        prepared_at: datetime,
        now: datetime,
        revision: int = 0,
    ) -> None:
        """The second person confirms that this copy of the document goes to this address by itself."""
        telling = self.require_may_check(duty, by)
        if (found := self.duty(duty)) and (missing := self._not_yet(found)):
            raise Refusal("Before this leaves, we need " + gates.listed(missing) + ".")
        self.confirm_send(duty, copy, by=by, prepared_at=prepared_at, now=now, revision=revision)
        telling.by_mail = ByMail(address)

    def leaving(self, duty: str, prepared_at: datetime) -> Telling | None:
        """What was prepared at this moment, if it still is to go by itself."""
        found = self.duty(duty)
        telling = self.telling_of(found) if found else None
        if found is None or telling is None or telling.begun_at != prepared_at:
            return None
        return telling if self.state_of(found) is State.LEAVING else None

    def attempt(self, duty: str, prepared_at: datetime) -> Telling | None:
        """What was prepared at this moment, whatever has become of it since."""
        return next((one for one in self.tellings if one.duty == duty and one.begun_at == prepared_at), None)

    def must_stay(self, duty: str) -> str:
        """Why it must not go now after all, as a code; nothing if it may."""
        found = self.duty(duty)
        return NOT_DUE if found is None or self._not_yet(found) else ""

    def begin_to_send(self, telling: Telling, now: datetime) -> None:
        """To be kept before anything leaves. Nothing begins while sends are held (E29, E43)."""
        mail = _mail(telling)
        if self.sends_held:
            raise Refusal(HELD)
        mail.began_at = now
        self._happen(Happening.SEND_BEGAN, now, duty=telling.duty)

    def put_off(self, telling: Telling, now: datetime) -> None:
        """It certainly did not go, and is sent again later."""
        _mail(telling).began_at = None
        self._happen(Happening.SEND_PUT_OFF, now, duty=telling.duty)

    def stop_sending(self, telling: Telling, code: str, now: datetime) -> None:
        """It certainly did not go, and does not go by itself any more: a person says how it goes on."""
        mail = _mail(telling)
        mail.began_at, mail.stopped = None, code
        self._ended(telling, State.CONFIRMED, now)

    def went(self, telling: Telling, proof: str, now: datetime) -> None:
        """It was taken, and this is what the other side calls it."""
        _mail(telling).proof = proof
        telling.done, telling.on = Mark("", now), local_day(now)
        owed = self.stage in (Stage.DECIDED, Stage.CLOSED) and self.sent_to_panel_at is None
        if telling.duty == DutyKind.PANEL and owed:
            self.stage, self.sent_to_panel_at = after(self.stage, Step.REPORT), now
            self._happen(Happening.SENT_TO_PANEL, now, revision="0")
        if telling.duty == DutyKind.PENDING:
            self.pending.append(Pending(local_day(now), "", now, 0))
            self._happen(Happening.PANEL_TOLD_PENDING, now, revision="0")
        self._happen(Happening.DUTY_DONE, now, duty=telling.duty)
        self._ended(telling, State.DONE, now)

    def may_have_gone(self, telling: Telling, proof: str, now: datetime) -> None:
        """Nobody knows whether it went. It is never repeated by itself: a person looks for what it would be called."""
        _mail(telling).proof = proof
        telling.unknown, telling.on = Mark("", now), local_day(now)
        self._happen(Happening.SEND_UNKNOWN, now, duty=telling.duty)
        self._ended(telling, State.UNKNOWN, now)

    def _ended(self, telling: Telling, state: State, now: datetime) -> None:
        to = telling.prepared.by if telling.prepared else ""
        self._happen(Happening.SEND_ENDED, now, duty=telling.duty, to=to, state=state)

    def _not_yet(self, duty: Duty) -> list[str]:
        """What is missing before it may go: what is asked of a person who sends is asked of the bot."""
        if self.sends_held:
            return ["an end to what holds every send: a freeze, or something that went to the wrong person"]
        if duty.kind is DutyKind.PANEL:
            return [*gates.before_panel(self), *self._unconsidered()]
        final = duty.kind in BEFORE_FINAL or self.final_since is not None
        return [] if final else gates.before_panel(self)


def _mail(telling: Telling) -> ByMail:
    if telling.by_mail is None:
        raise ValueError("This does not go by mail.")
    return telling.by_mail
