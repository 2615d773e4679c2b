"""What is read before a message is sent, and what is written down after: each in one transaction."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.connector import Gone, NotSent, Posted, Throttled, Uncertain
from bot.conversations import Conversations
from bot.courier import Delivery, Parcel
from bot.ladder import UNCERTAIN_SECONDS, next_attempt
from bot.outgoing import CardTooLarge, activity_of
from bot.post import Envelope
from bot.reaching import GOVERNMENT_HOST, NotReachable, Target, at_government_host, find_target
from bot.surroundings import Surroundings
from dialogs import emptying, sealing
from dialogs.desk import Desk
from dialogs.reach import unreached
from dialogs.trust import containing
from dialogs.turn import Answer
from dialogs.views import draw
from rapid_review.case import Case
from rapid_review.outward.addressees import is_address
from rapid_review.reaching import UNCERTAIN
from storage.messages import Message
from storage.work import Claimed, Work

log = logging.getLogger(__name__)

INTERNAL = "internal"
"""What the code begins with of a message that could not be drawn: it is in no record yet that it was shown."""
Drawing = Callable[[Message, Desk], Answer | None]


@dataclass(frozen=True)
class Ledger:
    """The outbox as the dispatcher uses it. All of it runs in the database's thread."""

    around: Surroundings
    conversations: Conversations
    drawing: Drawing = draw

    def prepare(self, work: Work[Case], claimed: Claimed) -> Parcel | Envelope | None:
        """The message as it should be sent now; None, and that written down, if it should not."""
        message = claimed.message
        if message.route == "mail":
            return self._envelope(work, claimed)
        earlier = self._earlier(work, message)
        if message.mode == "edit" and earlier is None:
            work.cancelled(claimed)
            return None
        answer = self.drawing(message, self._desk(work))
        if answer is None:
            work.cancelled(claimed)
            return None
        if claimed.last_code and not claimed.last_code.startswith(INTERNAL):
            work.shown_before()
        try:
            activity = activity_of(answer, alert=message.alert)
            target = find_target(work, message, self.around)
            return Parcel(target, activity, earlier, message.mode == "edit", answer.shows)
        except NotReachable as reason:
            self.try_again(work, claimed, str(reason), reason.tries)
        except CardTooLarge:
            self._give_up(work, claimed, "card_too_large")
        return None

    def sent(self, work: Work[Case], claimed: Claimed, parcel: Parcel | Envelope, delivery: Delivery | None) -> None:
        """It arrived, or (an edit of a card that is gone) has nowhere to arrive."""
        message, now = claimed.message, self.around.clock.now()
        if delivery is None:
            if isinstance(parcel, Parcel) and parcel.earlier:
                emptying.gone(work, message, parcel.earlier.id)
            work.cancelled(claimed)
            return
        mine = work.sent(claimed, delivery.posted.id, delivery.posted.conversation, now)
        if isinstance(parcel, Parcel):
            self._remember(work, parcel.target, delivery, now)
            emptying.arrived(work, message, parcel.shows, delivery.posted.id, delivery.posted.conversation)
        if mine and message.follows is not None:
            unreached.followed(self._desk(work), claimed.id)

    def failed(self, work: Work[Case], claimed: Claimed, parcel: Parcel | Envelope, failure: NotSent) -> None:
        """It did not arrive, or nobody knows."""
        code = str(failure)
        match failure:
            case Throttled(after=float(seconds)):
                # The Connector said when, so this does not count as an attempt.
                work.postpone(claimed, self._in(seconds), code)
            case Throttled():
                self.try_again(work, claimed, code)
            case Uncertain() if not claimed.last_code.startswith(UNCERTAIN):
                # A second card cannot act a second time: what its buttons do, the case remembers.
                work.retry(claimed, self._in(UNCERTAIN_SECONDS), f"{UNCERTAIN} {code}", uncertain=True)
            case Uncertain():
                self._give_up(work, claimed, f"{UNCERTAIN} {code}")
            case Gone() if isinstance(parcel, Parcel):
                self._gone(work, claimed, parcel.target, failure)
            case _:
                self._give_up(work, claimed, code)

    def try_again(self, work: Work[Case], claimed: Claimed, code: str, tries: int | None = None) -> None:
        """Later, or never if it has been tried often enough."""
        at = next_attempt(self.around.clock.now(), claimed.attempts)
        if at is None or (tries is not None and claimed.attempts >= tries):
            self._give_up(work, claimed, code)
        else:
            work.retry(claimed, at, code)

    def _envelope(self, work: Work[Case], claimed: Claimed) -> Envelope | None:
        message, desk = claimed.message, self._desk(work)
        person = desk.partnership.person(message.to)
        letter = (sealing if message.view == sealing.VIEW else unreached).letter(message, desk)
        if letter is None:
            work.cancelled(claimed)
        elif not self.around.settings.mail_host:
            self._give_up(work, claimed, "no_mail")
        elif person is None or not is_address(person.email):
            self._give_up(work, claimed, "no_address")
        else:
            return Envelope(message.key, person.email, letter)
        return None

    def _remember(self, work: Work[Case], target: Target, delivery: Delivery, now: datetime) -> None:
        """Where somebody's chat is, if it has just been begun; and that what they do next is news to us."""
        self.conversations.forget(target.person)  # So that it is written down as soon as they do something (F62).
        if target.person and not target.conversation:
            work.remember_conversation(
                target.person,
                kind="personal",
                conversation=delivery.posted.conversation,
                service_url=target.service_url,
                tenant=target.tenant,
                channel_user_id="",
                now=now,
            )

    def _gone(self, work: Work[Case], claimed: Claimed, target: Target, gone: Gone) -> None:
        """This conversation is dead. One that was only lost can be begun anew; one that was closed to us cannot."""
        if gone.wrong_host and self._moved(work, target):
            work.retry(claimed, self.around.clock.now(), str(gone))
            return
        if target.key and gone.closed:
            work.mark_dead(target.key, str(gone))
            self.conversations.forget(target.key)
        if gone.begun_anew and target.person and target.conversation:
            work.retry(claimed, self.around.clock.now(), str(gone))
        else:
            self._give_up(work, claimed, str(gone))

    def _moved(self, work: Work[Case], target: Target) -> bool:
        """Write to the government cloud from now on, if the settings let us; False if we did already."""
        known = work.conversation_of(target.key) if target.key else None
        moved = at_government_host(target.service_url)
        if GOVERNMENT_HOST not in self.around.settings.extra_hosts or known is None or moved == target.service_url:
            return False
        work.remember_conversation(
            known.key,
            kind=known.kind,
            conversation=known.conversation,
            service_url=moved,
            tenant=known.tenant,
            channel_user_id=known.channel_user_id,
            now=known.seen_at,
        )
        return True

    def _give_up(self, work: Work[Case], claimed: Claimed, code: str) -> None:
        """It will never arrive: whoever has to know is told, in this very transaction (F68)."""
        log.error("message given up view=%s case=%s code=%s", claimed.message.view, claimed.message.case, code)
        if work.gave_up(claimed, code):
            desk = self._desk(work)
            unreached.not_reached(desk, claimed.id)
            containing.not_emptied(desk, claimed.message, code)

    def _earlier(self, work: Work[Case], message: Message) -> Posted | None:
        if message.mode == "post" or not message.slot:
            return None
        found = work.posted(message.slot, message.to)
        return Posted(found.conversation, found.remote_id) if found and found.remote_id else None

    def _desk(self, work: Work[Case]) -> Desk:
        return self.around.desk(work, self.around.clock.now())

    def _in(self, seconds: float) -> datetime:
        return self.around.clock.now() + timedelta(seconds=seconds)
