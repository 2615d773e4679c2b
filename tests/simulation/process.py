"""One process of the bot: its real dispatcher, ledger, courier, pace and scheduler, killed at any await."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

from cast import PARTNERSHIP
from simulation.weather import Stormy

from bot.conversations import Conversations
from bot.courier import Courier
from bot.dispatcher import Dispatcher
from bot.ledger import Ledger
from bot.pacing import Pace
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.surroundings import Surroundings
from dialogs import draw, tick
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.openly import ours
from rapid_review.policy import ENGLAND_2026
from storage.messages import Message
from storage.work import Work

if TYPE_CHECKING:
    from simulation.world import World

T = TypeVar("T")
RUNNING: ContextVar["Process | None"] = ContextVar("RUNNING", default=None)


def in_its_process(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, T], **more: Any) -> asyncio.Task[T]:
    """Makes the tasks of the loop: each belongs to the process that began it, and ends with it."""
    task = asyncio.Task(coroutine, loop=loop, **more)
    if process := RUNNING.get():
        process.tasks.append(task)
    return task


class Process:
    """Runs from `start` until it is killed."""

    def __init__(self, world: "World", name: str, skew: float) -> None:
        self.world, self.name, self.alive = world, name, True
        self.skew = timedelta(seconds=skew)
        self.tasks: list[asyncio.Task[Any]] = []
        self.ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        settings: dict[str, Any] = {"mail_host": "mail.example", "mail_from": "rr@fellshire.example"}
        watched: Any = SimpleNamespace(current=lambda moment: (PARTNERSHIP, ENGLAND_2026))
        self.around = Surroundings(Settings(**settings), watched, self)
        store: Any = self
        outside: Any = Stormy(self)
        self.ledger = Ledger(self.around, Conversations(), self._draw)
        courier = Courier(outside, Pace(loop.time, asyncio.sleep), outside)
        self.dispatcher = Dispatcher(store, self.ledger, courier, loop.time, asyncio.sleep)
        self.scheduler = Scheduler(store, self.around, self._tick)
        self.after_commit: list[Callable[[], None]] = [self.dispatcher.wake]

    def start(self) -> None:
        token = RUNNING.set(self)
        for work in (self.dispatcher.run, self.scheduler.run):
            asyncio.create_task(work())  # noqa: RUF006  Kept by the task factory.
        RUNNING.reset(token)

    # -- Ended from outside

    async def die(self) -> None:
        """This very process is killed, in the middle of whatever asked for it."""
        self.kill()
        await asyncio.Event().wait()

    def kill(self) -> None:
        self.alive = False
        self.ended.set()
        self.world.history.deaths[self.name] = self.world.seconds
        for task in self.tasks:
            task.cancel()

    # -- What its parts take for the clock, the store, the cards and the tick

    def now(self) -> datetime:
        return self.world.now() + self.skew

    async def run(self, act: Callable[[Work[Any]], T]) -> T:
        """The store's `run`: the real transaction, at once; a kill may fall before or after it."""
        freely = self.world.freezes_at_a_claim or "claim_once" not in act.__qualname__
        await self._risk("before", may_freeze=freely)
        done = self.world.transact(act)
        await self._risk("after", may_freeze=freely)
        return done

    async def _risk(self, when: str, *, may_freeze: bool) -> None:
        await asyncio.sleep(0)
        chance = self.world.weather.lot.random()
        if not self.alive or chance < self.world.kill_chance:
            self.world.history.counts[f"killed {when} a transaction"] += self.alive
            await self.die()
        if may_freeze and chance > 1 - self.world.freeze_chance:
            self.world.history.counts["frozen between"] += 1
            self.world.history.freezes[self.name].append(self.world.seconds)
            await asyncio.sleep(self.world.weather.lot.uniform(31, 75))

    def _draw(self, message: Message, desk: Desk) -> Answer | None:
        answer = draw(message, desk)
        if answer is None:
            self.world.history.drawn_none.add(message.key)
            return None
        return Answer(answer.card, ours(message.key))  # By this Teams knows which message it was.

    def _tick(self, desk: Desk, woken: Sequence[str]) -> None:
        for _ in range(self.world.weather.lot.choices((0, 1, 2), self.world.ticking)[0]):
            tick(desk, woken)
