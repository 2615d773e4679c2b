"""Others are told: what leaves is prepared, checked by a second person, and sent with proof (E29, R055-R106).

The bot keeps what people did. It never takes a send for granted: one that may have got lost waits for a person.
"""

from datetime import date, datetime

from rapid_review import gates
from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.outward.duties import (
    BEFORE_FINAL,
    BY_A_FORM_OF_ITS_OWN,
    BY_THE_CHAIR,
    SETTLED,
    Copy,
    Duty,
    DutyKind,
    Mark,
    Publication,
    State,
    Telling,
)
from rapid_review.outward.owing import Owing
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import CaseRole, roles_of
from rapid_review.questions.forms import in_words
from rapid_review.stages import Stage, Step, after
from rapid_review.timing.london import local_day

SENDABLE = (State.CONFIRMED, State.UNKNOWN)
"""A second person has confirmed it; what is marked as unknown may turn out to have arrived."""
HELD = (
    "Nothing leaves this case for now: it is frozen, or something went to the wrong person and nobody has looked yet. "
    "Whoever sees to that lets sends go on. Then confirm this again."
)
LEAVES = "The bot is sending this. Whoever prepared it is told when it has gone, or if it has not."


class Informing(Owing):
    """What may be done about a duty: prepare, confirm, send back, send, and excuse with a reason."""

    # -- A letter: three steps by two people -----------------------------------------------------------------------

    def prepare(self, duty: str, *, by: Standing, revision: int, now: datetime) -> None:
        """Say what goes to whom. A second person looks at it before it leaves."""
        self.require_may_prepare(duty, by)
        self.tellings.append(Telling(duty, now, prepared=Mark(by.id, now, revision)))
        self._happen(Happening.SEND_PREPARED, now, by, duty=duty)

    def require_may_prepare(self, duty: str, by: Standing) -> Duty:
        found = self._letter(duty, by)
        if self.state_of(found) is not State.OPEN and not self.may_prepare_anew(found):
            raise Refusal("This is prepared already. Look at it again to see how far it is.")
        if found.kind in BY_THE_CHAIR and CaseRole.CHAIR in roles_of(self, by):
            raise Refusal("You approve this as the chair before it is sent, so a colleague of the team prepares it.")
        return found

    def may_prepare_anew(self, duty: Duty) -> bool:
        """Whether a person is to send it, or it waits while sends are held: preparing it anew takes it back."""
        return self.state_of(duty) is State.CONFIRMED or self.waits_to_leave(duty)

    def waits_to_leave(self, duty: Duty) -> bool:
        """Whether it is confirmed to go by itself, has not begun to, and sends are held (E29, E43)."""
        telling = self.telling_of(duty)
        begun = telling is None or telling.by_mail is None or telling.by_mail.began_at is not None
        return self.sends_held and not begun and self.state_of(duty) is State.LEAVING

    def confirm_send(
        self, duty: str, copy: Copy, *, by: Standing, prepared_at: datetime, now: datetime, revision: int = 0
    ) -> None:
        """The second person has looked at recipient, document and edition of what was prepared at this moment.

        This copy of the document goes, and no other. What it lacks was accepted with the form's reason.
        """
        telling = self.require_may_check(duty, by)
        if self.sends_held:
            raise Refusal(HELD)
        if telling.begun_at != prepared_at:
            raise Refusal("It was prepared anew since this card was sent. Read it again, then confirm it.")
        telling.confirmed, telling.copy = Mark(by.id, now, revision), copy
        self._happen(Happening.SEND_CONFIRMED, now, by, duty=duty, to=_preparer(telling))

    def send_back(self, duty: str, *, by: Standing, revision: int, now: datetime) -> None:
        """The second person does not confirm, for the form's reason: it is prepared again."""
        telling = self.require_may_check(duty, by)
        telling.sent_back = Mark(by.id, now, revision)
        self._happen(Happening.SEND_REFUSED, now, by, duty=duty, to=_preparer(telling))

    def require_may_check(self, duty: str, by: Standing) -> Telling:
        """Refuse anybody but the chair and the Partnership Team, and above all whoever prepared it (E29)."""
        self.require_may(by, Deed.CHECK_SEND)
        waited, found = "This does not wait for a second person any more.", self._open_duty(duty)
        telling = self._standing(found, State.PREPARED, otherwise=waited)
        if not self._may_look(found, by):
            raise Refusal("The chair approves what those who took part are told. It waits for the chair.")
        if _preparer(telling) == by.id:
            raise Refusal("You prepared this, so somebody else checks it: a colleague of the team, or the chair.")
        return telling

    def to_check(self, by: Standing) -> list[Duty]:
        """What was prepared by somebody else and waits for a second person."""
        waiting = [(duty, self.telling_of(duty)) for duty in self.open_duties()]
        prepared = [(duty, one) for duty, one in waiting if one and one.state is State.PREPARED]
        return [duty for duty, one in prepared if _preparer(one) != by.id and self._may_look(duty, by)]

    def _may_look(self, duty: Duty, by: Standing) -> bool:
        """Whether this is for them as the second person: some of it the chair alone approves (form 3h)."""
        return duty.kind not in BY_THE_CHAIR or CaseRole.CHAIR in roles_of(self, by)

    @property
    def checking_since(self) -> datetime | None:
        """Since when something has waited for a second person."""
        waiting = [one.begun_at for one in self.tellings if one.state is State.PREPARED]
        return min(waiting, default=None)

    def mark_sent(self, duty: str, on: date, *, by: Standing, revision: int, now: datetime) -> None:
        """It was sent on this day; what proves it is in the form. Also says later that it did arrive after all."""
        telling = self.require_may_mark(duty, by)
        if duty in BY_A_FORM_OF_ITS_OWN:
            raise Refusal("What the Panel was told is recorded on a form of its own: open the task again.")
        require_possible(on, telling, now)
        telling.done, telling.on = Mark(by.id, now, revision), on
        self._happen(Happening.DUTY_DONE, now, by, duty=duty)

    def mark_unknown(self, duty: str, on: date, *, by: Standing, revision: int, now: datetime) -> None:
        """It was sent on this day and nobody knows whether it arrived. It is never repeated by itself."""
        telling = self.require_may_mark(duty, by, State.CONFIRMED)
        require_possible(on, telling, now)
        telling.unknown, telling.on = Mark(by.id, now, revision), on
        self._happen(Happening.SEND_UNKNOWN, now, by, duty=duty)

    def mark_lost(self, duty: str, *, by: Standing, revision: int, now: datetime) -> None:
        """It did not arrive, also where it was recorded as sent: it is prepared and checked again."""
        found = self.require_may_say_lost(duty, by)
        telling = self.telling_of(found)
        if telling is None:
            self.tellings.append(telling := Telling(found.id, now))
        self._take_back(found, telling)
        telling.lost = Mark(by.id, now, revision)
        self._happen(Happening.SEND_LOST, now, by, duty=duty)

    def require_may_say_lost(self, duty: str, by: Standing) -> Duty:
        """Refuse what has not been sent, is being sent, or was answered."""
        self.require_may(by, Deed.TELL_OTHERS)
        found = self._owed(duty)
        if not found.is_letter:
            raise NotYours()
        if self.state_of(found) is State.LEAVING:
            raise Refusal(LEAVES)
        if self.state_of(found) not in (State.UNKNOWN, State.DONE):
            raise Refusal("This is not recorded as sent, so there is nothing that could have got lost.")
        if found.kind is DutyKind.PANEL and any(response.at >= found.since for response in self.responses):
            raise Refusal("The Panel has answered, so it did arrive.")
        return found

    def _take_back(self, duty: Duty, telling: Telling) -> None:
        """What the rest of the process had heard of it does not hold any more. The attempt keeps the day of it."""
        if duty.kind is DutyKind.PANEL and self.sent_to_panel_at is not None:
            telling.on = telling.on or local_day(self.sent_to_panel_at)
            self.stage, self.sent_to_panel_at = after(self.stage, Step.COME_BACK), None
        if duty.kind is DutyKind.PENDING:
            telling.on = telling.on or max((told.on for told in self.pending), default=None)
            self.pending = [told for told in self.pending if told.at < duty.since]

    def require_may_mark(self, duty: str, by: Standing, *states: State) -> Telling:
        """Refuse to mark as sent what no second person has confirmed (R055, E29)."""
        found, wanted = self._letter(duty, by), states or SENDABLE
        if self.waits_to_leave(found) and State.CONFIRMED in wanted:
            wanted = (*wanted, State.LEAVING)  # What somebody has sent by hand meanwhile is a fact (E43).
        elif self.state_of(found) is State.LEAVING:
            raise Refusal(LEAVES)
        return self._standing(found, *wanted, otherwise="A second person confirms this before it leaves.")

    def unchecked(self, kind: DutyKind) -> list[str]:
        """What a letter of this kind lacks before it may leave."""
        duty = self.duty(kind)
        if duty is None or self.state_of(duty) in SENDABLE or self.waits_to_leave(duty):
            return []
        if self.state_of(duty) is State.LEAVING:
            raise Refusal(LEAVES)
        return ["a second person’s look at the recipient and the documents"]

    # -- What is done otherwise ------------------------------------------------------------------------------------

    def record_family(self, on: date | None, *, by: Standing, revision: int, now: datetime) -> None:
        """The family was told on this day, or is not told, for the form's strong reason (R035, R042)."""
        duty = self.require_open_duty(DutyKind.FAMILY, by)
        self.tellings.append(Telling(duty.id, now, done=Mark(by.id, now, revision), on=on))
        self._happen(Happening.DUTY_DONE, now, by, duty=duty.id)

    def answer_inspectorate(self, agency: str, on: date | None, *, by: Standing, revision: int, now: datetime) -> None:
        """The agency told its inspectorate on this day, or need not (R106)."""
        duty = self.require_inspectorate_asked(agency, by)
        self.tellings.append(Telling(duty.id, now, done=Mark(by.id, now, revision), on=on))
        self._happen(Happening.INSPECTORATE_ANSWERED, now, by, agency=agency)

    def require_inspectorate_asked(self, agency: str, by: Standing) -> Duty:
        """Refuse anybody but those who answer for the agency."""
        self.own_request(agency, by)
        return self._open_duty(f"{DutyKind.INSPECTORATE}/{agency}")

    def record_publication(self, on: date, *, by: Standing, revision: int, now: datetime) -> None:
        """Whether a review is published was decided: the Panel, the Department and Ofsted are told again (R056).

        That is when the review ends, long after the outcome, so the case may be closed by then: it stays closed, and
        these three notices are all that it owes.
        """
        self.require_may_publish(by)
        self.publications.append(Publication(on, by.id, now, revision))
        self._happen(Happening.PUBLICATION_DECIDED, now, by)

    def require_may_publish(self, by: Standing) -> None:
        self.require_may(by, Deed.TELL_OTHERS)
        if self.stage not in (Stage.REPORTED, Stage.CLOSED) or self.sent_to_panel_at is None:
            raise Refusal("A decision on publication is recorded after the outcome went to the Panel.")

    def excuse(self, duty: str, *, by: Standing, revision: int, now: datetime) -> None:
        """It is not done, and that stands with the form's reason."""
        found = self.require_may_excuse(duty, by)
        telling = self.telling_of(found)
        if telling is None or telling.state is State.OPEN:
            self.tellings.append(telling := Telling(found.id, now))
        telling.excused = Mark(by.id, now, revision)
        self._happen(Happening.DUTY_EXCUSED, now, by, duty=duty)

    def require_may_excuse(self, duty: str, by: Standing) -> Duty:
        self.require_may(by, Deed.EXCUSE_DUTY)
        found = self._open_duty(duty)
        if not found.excusable:
            raise Refusal("This cannot be excused. It has to be done.")
        telling = self.telling_of(found)
        if telling and telling.under_way:
            raise Refusal("This may have gone already. Find out first, and record whether it arrived.")
        return found

    # -- Inside ----------------------------------------------------------------------------------------------------

    def _letter(self, duty: str, by: Standing) -> Duty:
        """An open letter, for the Partnership Team and once it may go."""
        found = self.require_open_duty(duty, by)
        if not found.is_letter:
            raise NotYours()
        return found

    def require_open_duty(self, duty: str, by: Standing) -> Duty:
        """Refuse anybody but the Partnership Team, what is done, and what must not be told before it is final."""
        self.require_may(by, Deed.TELL_OTHERS)
        found = self._open_duty(duty)
        if found.kind not in BEFORE_FINAL and self.final_since is None:
            raise Refusal("Before anybody is told, we need " + gates.listed(gates.before_panel(self)) + ".")
        return found

    def _owed(self, id: str) -> Duty:
        duty = self.duty(id)
        if duty is None:
            raise Refusal("There is nothing of this kind to tell anybody now. Look at the case again.")
        return duty

    def _open_duty(self, id: str) -> Duty:
        duty = self._owed(id)
        if self.state_of(duty) in SETTLED:
            raise Refusal("This is done or excused already. Nothing is left to do about it.")
        return duty

    def _standing(self, duty: Duty, *states: State, otherwise: str) -> Telling:
        """The attempt at it, if it is as far as that."""
        telling = self.telling_of(duty)
        if telling is None or telling.state not in states:
            raise Refusal(otherwise)
        return telling


def require_possible(on: date, telling: Telling, now: datetime) -> None:
    """Refuse a day of sending that has not come, or on which no second person had confirmed it yet (R055, E29)."""
    if on > local_day(now):
        raise Refusal("That day has not come yet. Say on which day it was sent.")
    first = local_day(telling.confirmed.at) if telling.confirmed else on
    if on < first:
        raise Refusal(f"A second person confirmed it on {in_words(first)}, so it cannot have been sent before that.")


def _preparer(telling: Telling) -> PersonId:
    return telling.prepared.by if telling.prepared else ""
