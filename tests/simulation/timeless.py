"""An event loop whose clock jumps to whatever comes next, so that a fortnight takes a second and repeats exactly."""

import asyncio
import selectors
from typing import Any


class Jumping(selectors.SelectSelector):
    """Waits for nothing: what would have been waited is added to the time."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits for somebody else")
        self.seconds += max(timeout, 0.0)
        return []


class TimelessLoop(asyncio.SelectorEventLoop):
    """One thread and no real time: the same seed gives the same run."""

    def __init__(self) -> None:
        self._jumping = Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.seconds

    def call_soon_threadsafe(self, callback: Any, *args: Any, context: Any = None) -> asyncio.Handle:
        return self.call_soon(callback, *args, context=context)  # There is one thread, and no pipe to wake it by.
