"""Sends what is owed: claims it, draws it as things are now, sends it, and writes down what came of it."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from bot import correlation
from bot.connector import NotSent
from bot.courier import Courier, Delivery, LeaseOver
from bot.ledger import INTERNAL, Ledger
from bot.metrics import Metrics
from bot.roads import Road
from bot.rounds import rounds
from rapid_review.case import Case
from storage.store import Store
from storage.work import Claimed, Work

log = logging.getLogger(__name__)

AT_ONCE = 16
LEASE_SECONDS = 58
"""So that a minute after a process died, another has taken up what it was sending."""
POLL_SECONDS = 1.0
BEAT_SECONDS = 10.0
STOP_WITHIN_SECONDS = 8.0
RECORD_TRIES = 5
PASS_WITHIN_SECONDS = 60.0


@dataclass
class Dispatcher:
    """Runs until it is stopped. Several may run on one PostgreSQL; leases keep them apart."""

    store: Store[Case]
    ledger: Ledger
    courier: Courier
    monotonic: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    owner: str = field(default_factory=lambda: secrets.token_hex(8))
    """What this process is called in leases and heartbeats."""
    metrics: Metrics = field(default_factory=Metrics)
    _last_beat: float = float("-inf")
    _stopping: bool = False
    _last_pass: float = float("-inf")
    _to_teams: Road = field(default_factory=Road)
    _by_mail: Road = field(default_factory=Road)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def wake(self) -> None:
        """Something was owed: look at once. To be called on the loop."""
        self._woken.set()

    async def run(self) -> None:
        """Claim and send. Polling is the truth; waking only makes it sooner."""
        await rounds(self.claim_once, self._woken, POLL_SECONDS, log, "claim", going=lambda: not self._stopping)

    @property
    def pass_age(self) -> float:
        """Seconds since the outbox was last looked into."""
        return self.monotonic() - self._last_pass

    @property
    def stalled(self) -> bool:
        """Whether nothing can go out: the loop is stuck, or the Connector has not taken anything for a while."""
        return self._to_teams.closed(self.monotonic()) or self.pass_age > PASS_WITHIN_SECONDS

    @property
    def mail_stalled(self) -> bool:
        """Whether the mail server has not taken anything for a while."""
        return self._by_mail.closed(self.monotonic())

    async def stop(self) -> None:
        """Claim no more, and let what is under way come to its end."""
        self._stopping = True
        self.wake()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=STOP_WITHIN_SECONDS)

    async def claim_once(self) -> int:
        """Begin to send what is due, as far as there is room; how much that was."""
        room = AT_ONCE - len(self._under_way)
        if room <= 0 or self._stopping:
            self._last_pass = self.monotonic()
            return 0
        # Before the claim: whatever stands still from here on, the lease has not run out while we think it ours.
        until = self.monotonic() + LEASE_SECONDS / 2
        now = self.ledger.around.clock.now()
        claimed = await self.store.run(lambda work: self._claim(work, now, room))
        self._last_pass = self.monotonic()
        for item in claimed:
            task = asyncio.create_task(self._deliver(item, until))
            self._under_way.add(task)
            task.add_done_callback(self._done)
        return len(claimed)

    def _claim(self, work: Work[Case], now: datetime, room: int) -> list[Claimed]:
        if self.monotonic() - self._last_beat > BEAT_SECONDS:
            self._last_beat = self.monotonic()
            work.beat(self.owner, "dispatcher", now)
        return work.claim(now, room, self.owner, LEASE_SECONDS)

    async def settle(self) -> None:
        """Send all that can be sent now, and wait until it has been. For tests and the command line."""
        while await self.claim_once() or self._under_way:
            await asyncio.gather(*self._under_way)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self.wake()  # There is room again, and the next in this lane may go.

    async def _deliver(self, claimed: Claimed, until: float) -> None:
        correlation.turn_to(correlation.of_message(claimed.id))  # This task's own.
        try:
            await self._send(claimed, lambda: self.monotonic() < until)
        except LeaseOver:
            self.metrics.attempted("let_go", "lease_over")
            log.warning("message let go code=lease_over")
        except Exception as error:
            # A message that cannot be drawn must not hold up the others, nor be tried for ever.
            code = f"{INTERNAL} {type(error).__name__}"
            self.metrics.attempted("failed", code)
            log.exception("message failed view=%s code=%s", claimed.message.view, code)
            self._road(claimed).not_drawn(claimed.id, self.monotonic())
            await self._record(lambda work: self.ledger.try_again(work, claimed, code))

    async def _send(self, claimed: Claimed, still_ours: Callable[[], bool]) -> None:
        parcel = await self.store.run(lambda work: self.ledger.prepare(work, claimed))
        if parcel is None:
            return
        try:
            delivery = await self.courier.carry(parcel, still_ours)
            self._road(claimed).answered()
            self._count(claimed, delivery)
        except NotSent as failure:
            self._road(claimed).failed(failure, self.monotonic())
            self.metrics.attempted(type(failure).__name__.lower(), str(failure))
            told = failure  # Python forgets `failure` when this block ends.
            await self._record(lambda work: self.ledger.failed(work, claimed, parcel, told))
        else:
            await self._record(lambda work: self.ledger.sent(work, claimed, parcel, delivery))

    def _count(self, claimed: Claimed, delivery: Delivery | None) -> None:
        if delivery is None:
            self.metrics.attempted("nothing_to_edit")
            return
        self.metrics.attempted("edited" if delivery.edited else "sent")
        self.metrics.arrived(claimed.message.view)
        log.info("message sent view=%s case=%s", claimed.message.view, claimed.message.case)

    def _road(self, claimed: Claimed) -> Road:
        return self._by_mail if claimed.message.route == "mail" else self._to_teams

    async def _record(self, write: Callable[[Work[Case]], None]) -> None:
        """Writing down what happened is tried again: forgetting a send would repeat it."""
        for attempt in range(RECORD_TRIES):
            try:
                return await self.store.run(write)
            except Exception as error:
                log.exception("outcome not recorded code=%s", type(error))
                await self.sleep(2.0**attempt)
        return None
