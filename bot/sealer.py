"""Seals the record: where all chains end, within each hour, and each day for whoever keeps it outside."""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.rounds import rounds
from bot.surroundings import Surroundings
from dialogs.sealing import seal
from rapid_review.case import Case
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0


@dataclass
class Sealer:
    """Runs until it is cancelled. Several seal no more than one."""

    store: Store[Case]
    around: Surroundings
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        await asyncio.sleep(EVERY_SECONDS)  # First the dispatcher and the tick have their chance.
        await rounds(self.seal_once, self._woken, EVERY_SECONDS, log, "seal")

    async def seal_once(self) -> None:
        made = await self.store.run(self._seal)
        if made:
            log.info("record sealed")

    def _seal(self, work: Work[Case]) -> bool:
        if work.held_copy():
            return False  # A restored copy says nothing until a person lets it.
        desk = self.around.desk(work, self.around.clock.now())
        return seal(desk, by_mail=bool(self.around.settings.mail_host)) is not None
