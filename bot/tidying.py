"""Lets go, once an hour, of short-lived records whose period is over. Nothing of an open case is among them (E27)."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rounds import rounds
from bot.surroundings import Surroundings
from rapid_review.case import Case
from rapid_review.people import Partnership
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0


@dataclass
class Tidier:
    """Runs until it is cancelled. Two of them do no harm."""

    store: Store[Case]
    around: Surroundings
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        await rounds(self.tidy, self._woken, EVERY_SECONDS, log, "tidy")

    async def tidy(self) -> None:
        now, partnership = self.around.clock.now(), self.around.partnership()
        gone = await self.store.run(lambda work: let_go(work, partnership, now))
        for kind, count in gone.items():
            if count:
                log.info("records let go what=%s count=%d", kind, count)


def let_go(work: Work[Case], partnership: Partnership, now: datetime) -> dict[str, int]:
    """How many of each kind went."""
    periods, known = partnership.retention, partnership.people
    return {
        "drafts": work.forget_drafts(now - timedelta(days=periods.drafts_days), known),
        "messages": work.forget_messages(now - timedelta(days=periods.messages_days)),
        "leavers": work.forget_leavers(now - timedelta(days=periods.leavers_days), known),
        "cards": work.forget_disposed_cards(),
    }
