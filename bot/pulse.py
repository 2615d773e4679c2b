"""How long the event loop was held up: whoever is to come round every tenth of a second sees when it does not."""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic

EVERY_SECONDS = 0.1
KEPT_SECONDS = 60
START_SECONDS = 2.0
"""While the bot starts nobody is served yet, so nobody is held up."""


class Pulse:
    """Runs until it is cancelled."""

    def __init__(self, monotonic: Callable[[], float] = monotonic) -> None:
        self._monotonic = monotonic
        self._longest: deque[tuple[int, float]] = deque()
        """The longest of each second, for a minute."""

    async def run(self) -> None:
        await asyncio.sleep(START_SECONDS)
        last = self._monotonic()
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            now = self._monotonic()
            self.note(now, max(0.0, now - last - EVERY_SECONDS))
            last = now

    def note(self, now: float, late: float) -> None:
        """It came round so many seconds late."""
        second = int(now)
        if self._longest and self._longest[-1][0] == second:
            late = max(late, self._longest.pop()[1])
        self._longest.append((second, late))
        while self._longest[0][0] <= second - KEPT_SECONDS:
            self._longest.popleft()

    def longest_seconds(self) -> float:
        """In the last minute."""
        since = self._monotonic() - KEPT_SECONDS
        return max((late for second, late in self._longest if second > since), default=0.0)
