"""One turn, from what somebody did to what they get back, in one transaction."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from bot.apologies import words_for
from bot.clock import DemoClock
from bot.conversations import Conversations
from bot.disk import Disk
from bot.metrics import Metrics
from bot.surroundings import Surroundings
from cards.receipts import notice
from dialogs.conversation import answer
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.openly import openly
from storage.errors import Conflict, Trouble
from storage.messages import Message
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 9.0
"""Teams tells people that the app cannot be reached after ten to fifteen."""

Answering = Callable[[Turn, Desk], Answer | None]
Acting = Callable[[Work[Case], Turn, Desk], Answer | None]


class Apology(Exception):
    """Our own mistake or trouble; the message is what to tell the person."""


class Slow(Apology):
    """The turn goes on in its own time, and may well succeed."""


class NoRoom(Apology):
    """The disk is nearly full: what would change anything is undone. Reading goes on."""


NO_ROOM = (
    "The bot’s disk is nearly full, so nothing new can be taken in, and this was not saved. What was saved before is "
    "safe, and you can still read it. The people who run the bot can see this too. Please try again in an hour."
)


@dataclass
class Turns:
    """Runs turns."""

    store: Store[Case]
    surroundings: Surroundings
    conversations: Conversations
    answering: Answering = answer
    metrics: Metrics = field(default_factory=Metrics)
    disk: Disk = field(default_factory=lambda: Disk(()))
    _going_on: "set[asyncio.Task[Answer | None]]" = field(default_factory=set)

    @property
    def under_way(self) -> int:
        """How many have begun and not ended."""
        return len(self._going_on)

    async def pressed(self, turn: Turn) -> Answer | None:
        """The answer to a button, for the same response. Pressed twice it runs twice: the dialogs act only once."""
        return await self._timed(turn, self._act)

    async def said(self, turn: Turn) -> None:
        """Something typed. Its answer is owed with what it changed; a repeated delivery finds it done.

        Raises `Apology` if nothing at all could be written down: it should be delivered again.
        """
        try:
            await self._timed(turn, self._act_once)
        except Slow:
            return  # The reply will follow by itself.
        except Apology as apology:
            sorry = _reply(turn, Answer.of(notice(openly("Something went wrong"), str(apology))), "sorry")
            await self._owe(sorry, apology)

    async def _owe(self, sorry: Message, apology: Apology) -> None:
        """Raises the apology if even that cannot be written down."""
        try:
            await self.store.run(lambda work: work.owe(sorry))
        except Exception as error:
            log.exception("apology not owed code=%s", type(error))
            raise apology from None

    async def settle(self) -> None:
        """Until all that have begun have ended."""
        while self._going_on:
            await asyncio.wait(self._going_on)

    async def _timed(self, turn: Turn, act: Acting) -> Answer | None:
        begun, outcome = monotonic(), "failed"
        try:
            done = await self._run(turn, act)
            outcome = "done"
        except Slow:
            outcome = "slow"
            raise
        finally:
            self.metrics.turned(turn.verb, outcome, monotonic() - begun)
        return done

    async def _run(self, turn: Turn, act: Acting) -> Answer | None:
        moves: list[datetime] = []

        def run(work: Work[Case]) -> Answer | None:
            moves.clear()
            self.conversations.remember(work, turn)
            answer = act(work, turn, self.surroundings.desk(work, turn.now, moves.append))
            if work.changes and self.disk.full:
                raise NoRoom(NO_ROOM)
            return answer

        begun = self._begin(run)
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                done = await asyncio.shield(begun)
        except TimeoutError:
            begun.add_done_callback(_ended_late)
            log.warning("turn slow verb=%s", _shown(turn))
            raise Slow("This is taking longer than it should. Please look again in a minute.") from None
        except NoRoom:
            log.warning("turn refused verb=%s code=disk_full", _shown(turn))
            raise
        except (Trouble, Conflict) as trouble:
            log.warning("turn failed verb=%s code=%s", _shown(turn), type(trouble))
            raise Apology(words_for(trouble)) from trouble
        except Exception as error:
            reference = secrets.token_hex(4)
            log.exception("turn failed verb=%s error=%s reference=%s", _shown(turn), type(error), reference)
            raise Apology(_sorry(reference)) from error
        self.conversations.remembered(turn)
        self._move_clock(moves)
        return done

    def _begin(self, run: Callable[[Work[Case]], Answer | None]) -> "asyncio.Task[Answer | None]":
        """Counted until it ends, even when nobody waits for it any more."""
        task = asyncio.create_task(self.store.run(run))
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        return task

    def _act(self, work: Work[Case], turn: Turn, desk: Desk) -> Answer | None:
        return self.answering(turn, desk)

    def _act_once(self, work: Work[Case], turn: Turn, desk: Desk) -> None:
        if work.seen_before(turn.where.conversation, turn.id, turn.now):
            return
        if reply := self.answering(turn, desk):
            work.owe(_reply(turn, reply))

    def _move_clock(self, moves: list[datetime]) -> None:
        """After the transaction, so that a turn run again does not move the clock again."""
        clock = self.surroundings.clock
        if moves and isinstance(clock, DemoClock) and moves[-1] > clock.now():  # Two at once may ask for the same.
            clock.move(moves[-1])


def _ended_late(begun: "asyncio.Task[Answer | None]") -> None:
    """Nobody waits for it any more, so nobody else would say that it failed."""
    if not begun.cancelled() and (error := begun.exception()):
        log.error("late turn failed error=%s", type(error))


def _reply(turn: Turn, reply: Answer, kind: str = "reply") -> Message:
    return Message(
        key=f"{kind}:{turn.id}",
        to=turn.where.conversation,
        route="conversation",
        view="reply",
        due=turn.now,
        args={"service_url": turn.where.service_url, "reader": turn.who.person, "shows": reply.shows},
        card=reply.card,
        summary=reply.summary,
    )


def _shown(turn: Turn) -> str:
    """The verb, if it is one of ours by its looks; a button's data can hold anything."""
    return turn.verb if turn.verb.replace(".", "").replace("_", "").isalpha() and len(turn.verb) < 40 else "?"


def _sorry(reference: str) -> str:
    return (
        "Sorry, something went wrong on our side and nothing was saved. Please try again. "
        f"If it happens again, tell the Partnership Team this reference: {reference}."
    )
