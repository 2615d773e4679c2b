"""Asks the process every half minute what has come due. What one tick misses, the next finds."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from bot.surroundings import Surroundings
from dialogs.desk import Desk
from dialogs.reminders import tick
from rapid_review.case import Case
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

EVERY_SECONDS = 30.0
FRESH_SECONDS = 4 * EVERY_SECONDS

KEPT_SEEN = timedelta(days=7)
"""Teams repeats a delivery within minutes; a week is ample."""

Ticking = Callable[[Desk], None]


@dataclass
class Scheduler:
    """Runs until it is cancelled. Two of them do no harm: what is owed has a key and is owed once."""

    store: Store[Case]
    around: Surroundings
    ticking: Ticking = tick
    _last_good: float = float("-inf")
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def fresh(self) -> bool:
        """Whether a tick went well lately."""
        return monotonic() - self._last_good < FRESH_SECONDS

    def wake(self) -> None:
        """The clock was moved: look at once. To be called on the loop."""
        self._woken.set()

    async def run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self.tick_once()
            except Exception as error:
                log.exception("tick failed code=%s", type(error).__name__)
            try:
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def tick_once(self) -> None:
        """Put what is due now in the outbox."""
        now = self.around.clock.now()
        await self.store.run(lambda work: self._tick(work, now))
        self._last_good = monotonic()

    def _tick(self, work: Work[Case], now: datetime) -> None:
        self.ticking(self.around.desk(work, now))
        work.forget_seen(now - KEPT_SEEN)
