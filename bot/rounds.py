"""What the bot does over and over: it looks, and then waits until it is woken or its time comes round."""

import asyncio
import logging
from collections.abc import Awaitable, Callable


async def rounds(
    look: Callable[[], Awaitable[object]],
    woken: asyncio.Event,
    seconds: float,
    log: logging.Logger,
    what: str,
    going: Callable[[], bool] = lambda: True,
) -> None:
    """Look every so many seconds, sooner if woken, while it is to go on. A look that fails is logged, and no more."""
    while going():
        woken.clear()
        try:
            await look()
        except Exception as error:
            log.exception("%s failed code=%s", what, type(error).__name__)
        try:
            async with asyncio.timeout(seconds):
                await woken.wait()
        except TimeoutError:
            continue
