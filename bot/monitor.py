"""Tells a monitor outside that all is well, by asking for one address and nothing else. Silence raises the alarm."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from aiohttp import ClientError, ClientSession, ClientTimeout

log = logging.getLogger(__name__)

EVERY_SECONDS = 300.0
TIMEOUT = ClientTimeout(total=10)


@dataclass
class Monitor:
    """Called as often as anybody likes; it asks at most every five minutes."""

    session: ClientSession
    url: str
    monotonic: Callable[[], float] = monotonic
    _last: float = float("-inf")

    async def all_is_well(self) -> None:
        """A GET without a body. Its answer does not matter, and nothing follows from it if it fails."""
        if self.monotonic() - self._last < EVERY_SECONDS:
            return
        self._last = self.monotonic()
        try:
            async with self.session.get(self.url, timeout=TIMEOUT, allow_redirects=False) as response:
                code = str(response.status) if response.status >= 300 else ""
        except (ClientError, TimeoutError) as error:
            code = type(error).__name__
        if code:
            log.warning("monitor not told code=%s", code)
