"""Sends letters to somebody outside, one after the other, and none twice (E29); and tells the calendar of meetings.

That a letter goes is kept before it goes, and what came of it after. A process that dies in between leaves the first
without the last; whoever claims the letter next sends nothing, and a person is asked whether it arrived.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from bot import correlation
from bot.diary import Diary
from bot.letters import LEASE_SECONDS, Letters, mail_of
from bot.outward import Outcome, OutwardMail, Refused, Sent, Unknown
from bot.roads import Road
from bot.rounds import rounds
from bot.sending import Sending
from bot.surroundings import Surroundings
from dialogs.outward.leaving import Letter
from dialogs.paperwork.producing import Otherwise
from rapid_review.case import Case
from rapid_review.outward.duties import CHANGED
from storage.store import Store
from storage.work import Claimed, Work

log = logging.getLogger(__name__)

POLL_SECONDS = 5.0
SEND_SECONDS = 480.0
"""Well within the lease."""
RECORD_TRIES = 5
STOP_WITHIN_SECONDS = 8.0


@dataclass
class Mailroom:
    """Runs until it is cancelled. Several may run on one database; leases and the case itself keep them apart."""

    store: Store[Case]
    around: Surroundings
    ways: Sending
    owner: str
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = monotonic
    _road: Road = field(default_factory=Road)
    _last_look: float = float("-inf")
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _working: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def letters(self) -> Letters:
        return Letters(self.around, self.ways.mailer.by_hand)

    @property
    def diary(self) -> Diary:
        return Diary(self.around, self.ways.calendar)

    def wake(self) -> None:
        """Something was owed: look at once. To be called on the loop."""
        self._woken.set()

    async def run(self) -> None:
        await rounds(self.settle, self._woken, POLL_SECONDS, log, "mailroom", going=lambda: not self._stopping)

    async def settle(self) -> None:
        """Send all that can be sent now."""
        async with self._working:
            while not self._stopping and (claimed := await self.store.run(self._claim)):
                await self._send(claimed[0])
                self._last_look = self.monotonic()
            self._last_look = self.monotonic()

    @property
    def stalled(self) -> bool:
        """Whether nothing leaves: nobody takes it, or no look has gone well for longer than one letter may take."""
        now = self.monotonic()
        return self._road.closed(now) or now - self._last_look > LEASE_SECONDS

    async def stop(self) -> None:
        """Begin no further letter, and let the one under way come to its end: cut short, a person has to look."""
        self._stopping = True
        self.wake()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN_SECONDS), self._working:
                pass

    async def _send(self, claimed: Claimed) -> None:
        with correlation.about(correlation.of_message(claimed.id)):
            await (self._note if claimed.message.view == "calendar" else self._post)(claimed)

    def _claim(self, work: Work[Case]) -> list[Claimed]:
        return work.claim(self.around.clock.now(), 1, self.owner, LEASE_SECONDS, outward=True)

    async def _post(self, claimed: Claimed) -> None:
        letter = await self.store.run(lambda work: self.letters.prepare(work, claimed))
        mail = await self._drawn(claimed, letter) if letter else None
        if letter is None or mail is None:
            return
        if await self.store.run(lambda work: self.letters.begin(work, claimed, letter)):
            outcome = self._heeded(await self._sent(mail))
            await self._record(lambda work: self.letters.end(work, claimed, outcome))

    async def _note(self, claimed: Claimed) -> None:
        """A meeting of which the calendar is to know. Cut short, it is done again, and is done once."""
        change = await self.store.run(lambda work: self.diary.prepare(work, claimed))
        if change is not None:
            outcome = self._heeded(await self.diary.make(change))
            await self._record(lambda work: self.diary.end(work, claimed, outcome))

    async def _drawn(self, claimed: Claimed, letter: Letter) -> OutwardMail | None:
        try:
            return await asyncio.to_thread(mail_of, claimed, letter)
        except Otherwise:
            await self.store.run(lambda work: self.letters.not_made(work, claimed, CHANGED))
            return None
        except Exception as error:
            log.exception("letter not made case=%s code=%s", claimed.message.case, type(error))
            self._road.not_drawn(claimed.id, self.monotonic())
            await self.store.run(lambda work: self.letters.not_made(work, claimed))
            return None

    async def _sent(self, mail: OutwardMail) -> Outcome:
        """Whatever goes wrong from here on, the letter may have gone."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await self.ways.mailer.send(mail)
        except Exception as error:
            log.exception("letter unanswered code=%s", type(error))
            return Unknown(f"internal {type(error).__name__}", self.around.clock.now())

    def _heeded(self, outcome: Outcome) -> Outcome:
        """A refusal for good is an answer too."""
        if isinstance(outcome, Sent) or (isinstance(outcome, Refused) and not outcome.retryable):
            self._road.answered()
        else:
            self._road.silent(self.monotonic())
        return outcome

    async def _record(self, write: Callable[[Work[Case]], None]) -> None:
        """Tried again: what is not written down has to be asked of a person."""
        for attempt in range(RECORD_TRIES):
            try:
                return await self.store.run(write)
            except Exception as error:
                log.exception("outcome not recorded code=%s", type(error))
                await self.sleep(2.0**attempt)
        return None
