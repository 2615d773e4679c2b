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
from bot.reaching import NotReachable, Target, find_target
from bot.surroundings import Surroundings
from dialogs.desk import Desk
from dialogs.turn import Answer
from dialogs.views import draw
from rapid_review.case import Case
from storage.messages import Message
from storage.work import Claimed, Work

log = logging.getLogger(__name__)

UNCERTAIN = "uncertain"
"""How the code of a send begins of which nobody knows whether it arrived."""

Drawing = Callable[[Message, Desk], Answer | None]


@dataclass(frozen=True)
class Ledger:
    """The outbox as the dispatcher uses it. All of it runs in the database's thread."""

    around: Surroundings
    conversations: Conversations
    drawing: Drawing = draw

    def prepare(self, work: Work[Case], claimed: Claimed) -> Parcel | None:
        """The message as it should be sent now; None, and that written down, if it should not."""
        message = claimed.message
        earlier = self._earlier(work, message)
        if message.mode == "edit" and earlier is None:
            work.cancelled(claimed)
            return None
        answer = self.drawing(message, self.around.desk(work, self.around.clock.now()))
        if answer is None:
            work.cancelled(claimed)
            return None
        try:
            activity = activity_of(answer, alert=message.alert)
            return Parcel(find_target(work, message, self.around), activity, earlier, message.mode == "edit")
        except NotReachable as reason:
            self.try_again(work, claimed, str(reason))
        except CardTooLarge:
            self._give_up(work, claimed, "card_too_large")
        return None

    def sent(self, work: Work[Case], claimed: Claimed, parcel: Parcel, delivery: Delivery | None) -> None:
        """It arrived, or (an edit of a card that is gone) has nowhere to arrive."""
        message, now = claimed.message, self.around.clock.now()
        if delivery is None:
            work.forget_posted(message.slot, message.to)
            work.cancelled(claimed)
            return
        posted = delivery.posted
        work.sent(claimed, posted.id, posted.conversation, now)
        target = parcel.target
        if target.person and not target.conversation:
            work.remember_conversation(
                target.person,
                kind="personal",
                conversation=posted.conversation,
                service_url=target.service_url,
                tenant=target.tenant,
                channel_user_id="",
                now=now,
            )

    def failed(self, work: Work[Case], claimed: Claimed, parcel: Parcel, failure: NotSent) -> None:
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
            case Gone():
                self._gone(work, claimed, parcel.target, failure)
            case _:
                self._give_up(work, claimed, code)

    def try_again(self, work: Work[Case], claimed: Claimed, code: str) -> None:
        """Later, or never if it has been tried often enough."""
        at = next_attempt(self.around.clock.now(), claimed.attempts)
        if at is None:
            self._give_up(work, claimed, code)
        else:
            work.retry(claimed, at, code)

    def _gone(self, work: Work[Case], claimed: Claimed, target: Target, gone: Gone) -> None:
        """This conversation is dead. One that was only lost can be begun anew; one that was closed to us cannot."""
        if target.key:
            work.mark_dead(target.key, str(gone))
            self.conversations.forget(target.key)
        if gone.missing and target.person and target.conversation:
            work.retry(claimed, self.around.clock.now(), str(gone))
        else:
            self._give_up(work, claimed, str(gone))

    def _give_up(self, work: Work[Case], claimed: Claimed, code: str) -> None:
        log.error("message given up view=%s case=%s code=%s", claimed.message.view, claimed.message.case, code)
        work.gave_up(claimed, code)

    def _earlier(self, work: Work[Case], message: Message) -> Posted | None:
        if message.mode == "post" or not message.slot:
            return None
        found = work.posted(message.slot, message.to)
        return Posted(found.conversation, found.remote_id) if found and found.remote_id else None

    def _in(self, seconds: float) -> datetime:
        return self.around.clock.now() + timedelta(seconds=seconds)
