"""How fast the bot may send: what Teams allows a conversation and a tenant, less a margin."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic

Limits = tuple[tuple[int, float], ...]

PER_CONVERSATION: Limits = ((4, 1.1), (5, 2.2), (42, 33.0), (1260, 3660.0))
"""Sends in so many seconds. Documented are 7 in 1, 8 in 2, 60 in 30 and 1800 in 3600: this is 70 % of each, in windows
a tenth longer, since sends a second apart here may arrive a little closer together there."""
PER_TENANT: Limits = ((20, 1.1),)
"""The documented limit is 30 a second."""

MOST_CONVERSATIONS = 5_000


def shared(limits: Limits, copies: int) -> Limits:
    """One copy's part of the limits. A part below one send is one send in a window that is longer by so much."""
    return tuple((max(1, most // copies), seconds * max(1.0, copies / most)) for most, seconds in limits)


class Window:
    """The recent sends to one place."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.sent: deque[float] = deque(maxlen=limits[-1][0])
        self.paused_until = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next send is allowed."""
        full = (self.sent[-most] + seconds for most, seconds in self._limits if len(self.sent) >= most)
        return max(0.0, self.paused_until - now, *(at - now for at in full))


class Pace:
    """Asked before each send; keeps count of them."""

    def __init__(
        self,
        monotonic: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        copies: int = 1,
    ) -> None:
        """`copies` of the program share what is allowed; each takes its part and knows nothing of the others."""
        self._monotonic, self._sleep = monotonic, sleep
        self._here, self._in_all = shared(PER_CONVERSATION, copies), shared(PER_TENANT, copies)
        self._conversations: dict[str, Window] = {}
        self._tenant = Window(self._in_all)

    @classmethod
    def unhurried(cls) -> "Pace":
        """For the demonstration, whose client allows anything and whose clock jumps by days."""
        pace = cls()
        pace._here = pace._in_all = ((1000, 1.0),)
        pace._tenant = Window(pace._in_all)
        return pace

    def wait(self, conversation: str) -> float:
        """Seconds until this conversation may be sent to."""
        now = self._monotonic()
        return max(self._window(conversation).wait(now), self._tenant.wait(now))

    async def take(self, conversation: str) -> None:
        """Wait until this conversation may be sent to, and count the send."""
        while (seconds := self.wait(conversation)) > 0:
            await self._sleep(seconds)
        now = self._monotonic()
        self._window(conversation).sent.append(now)
        self._tenant.sent.append(now)

    async def another(self) -> None:
        """Wait for and count a further request of the same send: Teams counts requests, not messages."""
        while (seconds := self._tenant.wait(self._monotonic())) > 0:
            await self._sleep(seconds)
        self._tenant.sent.append(self._monotonic())

    def pause(self, conversation: str, seconds: float) -> None:
        """The Connector asked for quiet here."""
        window = self._window(conversation)
        window.paused_until = max(window.paused_until, self._monotonic() + seconds)

    def _window(self, conversation: str) -> Window:
        if len(self._conversations) >= MOST_CONVERSATIONS:
            self._forget_idle()
        return self._conversations.setdefault(conversation, Window(self._here))

    def _forget_idle(self) -> None:
        recent = self._monotonic() - PER_CONVERSATION[-1][1]
        kept = {id: window for id, window in self._conversations.items() if window.sent and window.sent[-1] > recent}
        self._conversations = kept
