"""What the bot does over and over: it looks, and then waits until it is woken or its time comes round."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

from bot import correlation


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
            with correlation.about(f"{what}-{secrets.token_hex(4)}"):
                await look()
        except Exception as error:
            log.exception("round failed of=%s code=%s", what, type(error))
        try:
            async with asyncio.timeout(seconds):
                await woken.wait()
        except TimeoutError:
            continue
