"""Lets go, once an hour, of short-lived records whose period is over. Nothing of an open case is among them (E27)."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rounds import rounds
from bot.surroundings import Surroundings
from rapid_review.case import Case
from rapid_review.group.papers import NOTIFICATION
from rapid_review.keeping import retention
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
    drafts, messages = (now - timedelta(days=days) for days in (periods.drafts_days, periods.messages_days))
    # Whoever notifies need not be in the file, and what they have begun is of a child.
    spared = (NOTIFICATION,)
    return {
        "drafts": work.forget_drafts(drafts, known, spared) + _of_closed(work, drafts, work.forget_drafts_of),
        "messages": work.forget_messages(messages) + _of_closed(work, messages, work.forget_messages_of),
        "leavers": work.forget_leavers(now - timedelta(days=periods.leavers_days), known),
        "cards": work.forget_disposed_cards(),
    }


def _of_closed(work: Work[Case], before: datetime, forget: Callable[[str, datetime], int]) -> int:
    """The period counts from the close, and a case on hold is left alone."""
    closed = work.closed_with_leftovers(before)
    return sum(forget(of, before) for of in closed if retention.let_go(work.case(of), before))
