"""Looks every minute whether what was promised is there. Its silence is itself a sign, since it leaves a heartbeat."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from bot.surroundings import Surroundings
from dialogs.desk import Desk
from dialogs.reach.auditing import Findings, Look, compared, conclude, look, next_cases
from dialogs.reach.comparing import next_compared
from rapid_review.case import Case
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

How = Callable[[Desk, str], Look]
EVERY_SECONDS = 60.0
FRESH_SECONDS = 5 * EVERY_SECONDS


async def nobody_outside() -> None:
    """No monitor is set."""


@dataclass
class Auditor:
    """Runs until it is cancelled. Several tell nobody twice: what they owe has a key."""

    store: Store[Case]
    around: Surroundings
    process: str
    all_is_well: Callable[[], Awaitable[None]] = nobody_outside
    """Called after a pass that found nothing: whoever watches from outside misses it when something is wrong."""
    findings: Findings = field(default_factory=Findings)
    _after: str = ""
    _compared_to: str = ""
    _astray: set[str] = field(default_factory=set)
    """The cases that did not fit their record when their turn came last."""
    _last_good: float = float("-inf")
    _good_at: datetime | None = None
    """The same by the clock, which goes on while the machine stands still."""

    @property
    def fresh(self) -> bool:
        """Whether a pass went well lately."""
        return self.age < FRESH_SECONDS

    @property
    def age(self) -> float:
        """Seconds since a pass went well."""
        return monotonic() - self._last_good

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)  # First the tick and the dispatcher have their chance.
            try:
                await self.look_round()
            except Exception as error:
                log.exception("audit failed code=%s", type(error))

    async def look_round(self) -> None:
        """One pass, and word to the monitor if all is well. All of a held copy is late, and is meant to be."""
        held = await self.store.run(lambda work: work.held_copy())
        if held is None and (await self.audit_once()).content:
            await self.all_is_well()

    async def audit_once(self) -> Findings:
        """One pass over the next of the open cases."""
        now = self.around.clock.now()
        references, self._after = await self.store.run(lambda work: next_cases(self._desk(work, now), self._after))
        looks = [await self._look(look, reference, now) for reference in references]
        turn, looks = await self._compare(looks, now)
        # After a start, or hours of standing still, what waited is sealed first.
        sealed = turn if self._good_at and now - self._good_at < timedelta(seconds=FRESH_SECONDS) else []
        self.findings = await self.store.run(lambda work: self._conclude(work, looks, sealed, now))
        self.findings = replace(self.findings, astray=len(self._astray))
        self._last_good, self._good_at = monotonic(), now
        if not self.findings.content:
            for kind, count in self.findings.counts.items():
                log.warning("audit found what=%s count=%d", kind, count)
        return self.findings

    async def _compare(self, looks: list[Look], now: datetime) -> tuple[list[str], list[Look]]:
        """The next cases of the slow round, closed ones too, and what was found of all."""
        turn, self._compared_to = await self.store.run(
            lambda work: next_compared(self._desk(work, now), self._compared_to)
        )
        shut = {one.reference for one in looks if one.unreadable}
        found = [await self._look(compared, reference, now) for reference in turn if reference not in shut]
        self._astray = self._astray - {*turn} | {one.reference for one in found if one.astray}
        return turn, [*looks, *found]

    async def _look(self, how: How, reference: str, now: datetime) -> Look:
        """A case that cannot be looked at is a finding too, and hides no other."""
        try:
            return await self.store.run(lambda work: how(self._desk(work, now), reference))
        except Exception as error:
            log.exception("case not audited case=%s code=%s", reference, type(error))
            return Look(reference, unreadable=True)

    def _conclude(self, work: Work[Case], looks: list[Look], sealed: list[str], now: datetime) -> Findings:
        work.beat(self.process, "auditor", now)
        return conclude(self._desk(work, now), looks, sealed)

    def _desk(self, work: Work[Case], now: datetime) -> Desk:
        return self.around.desk(work, now)
