"""Looks every minute whether what was promised is there. Its silence is itself a sign, since it leaves a heartbeat."""

import asyncio
import logging
from dataclasses import dataclass, field
from time import monotonic

from bot.surroundings import Surroundings
from dialogs.auditing import Findings, audit
from rapid_review.case import Case
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
FRESH_SECONDS = 5 * EVERY_SECONDS


@dataclass
class Auditor:
    """Runs until it is cancelled. Several tell nobody twice: what they owe has a key."""

    store: Store[Case]
    around: Surroundings
    process: str
    findings: Findings = field(default_factory=Findings)
    _last_good: float = float("-inf")

    @property
    def fresh(self) -> bool:
        """Whether a pass went well lately."""
        return monotonic() - self._last_good < FRESH_SECONDS

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)  # First the tick and the dispatcher have their chance.
            try:
                await self.audit_once()
            except Exception as error:
                log.exception("audit failed code=%s", type(error).__name__)

    async def audit_once(self) -> Findings:
        """One pass over the next of the open cases."""
        self.findings = await self.store.run(self._audit)
        self._last_good = monotonic()
        found = self.findings
        if not found.content:
            counts = found.overslept, found.missing, found.late, found.unowned
            log.warning("audit found overslept=%d missing=%d late=%d unowned=%d", *counts)
        return found

    def _audit(self, work: Work[Case]) -> Findings:
        now = self.around.clock.now()
        found = audit(self.around.desk(work, now), self.findings.last)
        work.beat(self.process, "auditor", now)
        return found
