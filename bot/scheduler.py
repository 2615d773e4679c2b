"""Asks the process every half minute what has come due. What one tick misses, the next finds."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from bot.metrics import Metrics
from bot.rounds import rounds
from bot.surroundings import Surroundings
from dialogs.desk import Desk
from dialogs.outward import reconfirming
from dialogs.paperwork import half_years
from dialogs.reminders import tick
from rapid_review.case import Case
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

EVERY_SECONDS = 30.0
A_PART = 50
"""Cases looked at in one transaction: nobody's turn waits for all of them."""
FRESH_SECONDS = 4 * EVERY_SECONDS

GONE = timedelta(hours=1)
"""A process not heard of for so long is forgotten."""
KEPT_SEEN = timedelta(days=7)
"""Teams repeats a delivery within minutes; a week is ample."""

Ticking = Callable[[Desk, Sequence[str]], None]


@dataclass
class Scheduler:
    """Runs until it is cancelled. Two of them do no harm: what is owed has a key and is owed once."""

    store: Store[Case]
    around: Surroundings
    ticking: Ticking = tick
    process: str = "one"
    metrics: Metrics = field(default_factory=Metrics)
    _last_good: float = float("-inf")
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def fresh(self) -> bool:
        """Whether a tick went well lately."""
        return self.age < FRESH_SECONDS

    @property
    def age(self) -> float:
        """Seconds since a tick went well."""
        return monotonic() - self._last_good

    def wake(self) -> None:
        """The clock was moved: look at once. To be called on the loop."""
        self._woken.set()

    async def run(self) -> None:
        await rounds(self.tick_once, self._woken, EVERY_SECONDS, log, "tick")

    async def tick_once(self) -> None:
        """Put what is due now in the outbox."""
        now = self.around.clock.now()
        woken = await self.store.run(lambda work: work.woken(now))
        failed = [await self.tick_a_part(woken[n : n + A_PART], now) for n in range(0, len(woken), A_PART)]
        if woken and sum(failed) == len(woken):
            return  # Not one went well: this was no tick, and whoever watches should see it.
        await self.store.run(lambda work: work.beat(self.process, "scheduler", now))
        self._last_good = monotonic()
        await self.store.run(lambda work: _tidy(work, now))
        await self.store.run(lambda work: _remind(self.around.desk(work, now)))

    async def tick_a_part(self, references: list[str], now: datetime) -> int:
        """Look at these cases in one transaction; if that fails, at each alone, so that one bad case stops no other.

        How many could not be looked at.
        """
        try:
            await self._tick(references, now)
        except Exception as error:
            log.exception("tick failed cases=%d code=%s", len(references), type(error))
            if len(references) == 1:
                return 1
            return sum([await self.tick_a_part([reference], now) for reference in references])
        return 0

    async def _tick(self, references: list[str], now: datetime) -> None:
        self.metrics.due.inc(await self.store.run(lambda work: self._ticked(work, references, now)))

    def _ticked(self, work: Work[Case], references: list[str], now: datetime) -> int:
        """How many messages it put in the outbox."""
        self.ticking(self.around.desk(work, now), references)
        return len(work.owed)


def _remind(desk: Desk) -> None:
    """Of what is about no case: addresses that lapse, and the Scrutineer's report."""
    reconfirming.remind(desk)
    half_years.remind(desk)


def _tidy(work: Work[Case], now: datetime) -> None:
    """In a transaction of its own: two processes that beat and forget each other's in one would wait for each other."""
    work.forget_seen(now - KEPT_SEEN)
    work.forget_silent(now - GONE)
