"""Lets go of files nobody wants any more: never filed, taken back, or left by a transaction that came to nothing."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import SystemClock
from bot.surroundings import Surroundings
from dialogs.paperwork.documents import HELD_FOR
from rapid_review.case import Case
from storage.files import FileStore
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
SPARED = timedelta(hours=1)
"""Bytes are written before the row that tells of them: younger ones may still get theirs."""


@dataclass
class Sweeper:
    """Runs until it is cancelled. Several may share a folder."""

    store: Store[Case]
    around: Surroundings

    async def run(self) -> None:
        while files := self.around.files:
            try:
                # Not the demonstration's clock, which is ahead of the disk's.
                await self.sweep(files, SystemClock().now() - SPARED)
            except Exception as error:
                log.exception("sweep failed code=%s", type(error))
            await asyncio.sleep(EVERY_SECONDS)

    async def sweep(self, files: FileStore, before: datetime) -> int:
        """How many were let go."""
        old = await asyncio.to_thread(lambda: [*files.older_than(before)])
        # Read last, so that none of the old can have become wanted since.
        wanted = await self.store.run(lambda work: self._wanted(work, old))
        gone = [place for place in old if place not in wanted]
        for place in gone:
            await asyncio.to_thread(files.remove, place)
        if gone:
            log.info("files swept count=%d", len(gone))
        return len(gone)

    def _wanted(self, work: Work[Case], old: Sequence[str]) -> set[str]:
        """What a case needs, or somebody's own list; and what was removed from a case that is on hold by now."""
        work.forget_held(self.around.clock.now() - HELD_FOR)
        wanted = work.places_in_use()
        removed = work.cases_of_places([place for place in old if place not in wanted])
        return wanted | {place for place, reference in removed.items() if work.case(reference).hold}
