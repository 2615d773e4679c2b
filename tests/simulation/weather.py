"""Teams on a bad day: every way in which a call can fail, drawn by lot, in the place of the real connector."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulation.history import Try

from bot.connector import Gone, NotSent, Posted, Rejected, Throttled, Uncertain
from bot.post import Envelope

if TYPE_CHECKING:
    from simulation.process import Process

Failure = Callable[[random.Random | None], NotSent]

REFUSALS: dict[str, tuple[int, Failure]] = {
    "403 blocked": (2, lambda lot: Gone(403, "ConversationBlockedByUser")),
    "403 roster": (2, lambda lot: Gone(403, "BotNotInConversationRoster")),
    "403 disabled": (1, lambda lot: Gone(403, "BotDisabledByAdmin")),
    "403 permission": (1, lambda lot: Gone(403, "NotEnoughPermissions")),
    "404": (3, lambda lot: Gone(404, "ConversationNotFound")),
    "412": (4, lambda lot: Throttled("412 PreconditionFailed")),
    "413": (1, lambda lot: Rejected("413 MessageSizeTooBig")),
    "429": (4, lambda lot: Throttled("429")),
    "429 wait": (6, lambda lot: Throttled("429", float(lot.choice((2, 30, 300))) if lot else 30.0)),
    "503": (4, lambda lot: Throttled("503")),
    "no connection": (4, lambda lot: Throttled("no_connection")),
}
"""How often of a hundred calls, and what the process is told. None of these arrives."""
SILENCES = {"500": 3, "502": 3, "504": 3, "reset": 4, "timeout": 4}
"""Nobody knows: it arrives as often as not."""
KILLS = {"killed before": 2, "killed after": 2}
FROZEN = {"frozen": 1}
SLOW = {"slow": 6}
KINDS = [*REFUSALS, *SILENCES, *KILLS, *FROZEN, *SLOW]
WEIGHTS = [
    *(weight for weight, _ in REFUSALS.values()),
    *(weight for chances in (SILENCES, KILLS, FROZEN, SLOW) for weight in chances.values()),
]
GOOD = 60.0


@dataclass
class Weather:
    """How a call goes. `storm` is 1 for a bad day and 0 for a good one."""

    lot: random.Random
    storm: float = 1.0
    chats: dict[str, str] = field(default_factory=dict)

    def of_call(self) -> str:
        if self.lot.random() >= self.storm:
            return "good"
        return self.lot.choices(["good", *KINDS], [GOOD, *WEIGHTS])[0]


class Stormy:
    """The connector's four calls and the mail server's one, for one process."""

    def __init__(self, process: "Process") -> None:
        self.process, self.world = process, process.world
        self.history, self.weather = process.world.history, process.world.weather

    async def post(self, service_url: str, conversation: str, activity: dict[str, Any]) -> Posted:
        await self._call(activity["summary"], conversation, posts=True)
        return Posted(conversation, self._id())

    async def update(self, service_url: str, posted: Posted, activity: dict[str, Any]) -> None:
        try:
            await self._call(activity["summary"], posted.conversation, posts=False)
        except Uncertain as silence:
            raise Throttled(str(silence)) from None  # An edit may be repeated freely.
        except Gone as gone:
            if gone.missing:
                self.history.gone_cards.add(activity["summary"])
            raise

    async def open_chat(self, service_url: str, tenant: str, person: str) -> str:
        await self._call("", f"directory {person}", posts=False)
        return f"chat with {person}"

    async def post_in_channel(self, service_url: str, tenant: str, channel: str, activity: dict[str, Any]) -> Posted:
        await self._call(activity["summary"], channel, posts=True)
        return Posted(channel, self._id())

    async def send(self, envelope: Envelope) -> Posted:
        """The mail server."""
        await self._call(envelope.key, f"mail {envelope.to}", posts=True)
        return Posted("", self._id())

    def _id(self) -> str:
        self.history.counts["posted"] += 1
        return f"message-{self.history.counts['posted']}"

    async def _call(self, key: str, conversation: str, *, posts: bool) -> None:
        now, kind = self.world.seconds, self.weather.of_call()
        this = Try(key, self.process.name, conversation, now, outcome=kind)
        self.history.counts[kind] += 1
        self.history.calls[conversation].append(now)
        self.history.calls[self.process.name].append(now)
        if key:
            self.world.before(this)
            self.history.tries[key].append(this)
        try:
            await self._goes(this, kind, posts)
        finally:
            if self.process.alive:
                this.ended = self.world.seconds
                if key:
                    self.world.after(this)

    async def _goes(self, this: Try, kind: str, posts: bool) -> None:
        lot = self.weather.lot
        if kind == "killed before":
            await self.process.die()
        await asyncio.sleep(9.0 if kind == "slow" else lot.uniform(0.02, 0.4))
        if kind in REFUSALS:
            failure = REFUSALS[kind][1](lot)
            this.answered, this.quiet_seconds = True, getattr(failure, "after", None) or 0.0
            raise failure
        if posts and (kind not in (*SILENCES, "frozen") or lot.random() < 0.5):
            this.arrived_at = self.world.seconds
        if kind == "killed after":
            await self.process.die()
        if kind == "frozen":  # The machine stands still longer than the lease.
            await asyncio.sleep(lot.uniform(61, 75))
            if this.arrived_at is None and lot.random() < 0.7:
                raise lot.choice((Throttled("no_connection"), Throttled("503")))
            raise Uncertain("reset")
        if kind in SILENCES:
            await asyncio.sleep(10.0 if kind == "timeout" else 0.1)
            raise Uncertain(kind)
        this.answered = True
