"""One process from its start to its end: it listens, and told to stop it says so, finishes what it has begun, and ends.

A load balancer must see that this process is going before it goes. So it goes on listening while it finishes: /readyz
is red, nothing new is claimed, and who comes now is still answered.
"""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from types import FrameType
from typing import Any

from aiohttp import web

from bot.app import PARTS
from bot.logging import guarded

log = logging.getLogger(__name__)

CONNECTIONS_SECONDS = 1.0
"""For answers that are being written when the rest is finished."""
GONE_SECONDS = 9.5
"""Then it ends, whatever still holds it: whoever sent the signal may kill after ten."""
SIGNALS = (signal.SIGTERM, signal.SIGINT)
KILLED = 128


def run(app: web.Application, host: str, port: int) -> None:
    """Serve until a signal comes. A second one ends it at once: what was committed stays, all else is undone."""
    last = Timer(GONE_SECONDS, _end, (signal.SIGTERM,))
    last.daemon = True
    with guarded():
        try:
            asyncio.run(_serve(app, host, port, last))
        finally:
            last.cancel()


async def _serve(app: web.Application, host: str, port: int, last: Timer) -> None:
    with _told_to_stop(last) as told:
        # No access log: it would write addresses of people's machines.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=CONNECTIONS_SECONDS)
        try:
            await runner.setup()
            _set_aside_what_stays()
            await web.TCPSite(runner, host, port).start()
            log.info("listening port=%d", port)
            await told.wait()
            await app[PARTS].finish()
        finally:
            await runner.cleanup()


def _set_aside_what_stays() -> None:
    """All that was imported stays to the end. Each full collection would look through it, and hold up the loop."""
    gc.collect()
    gc.freeze()


@contextmanager
def _told_to_stop(last: Timer) -> Iterator[asyncio.Event]:
    """Set by the first signal. The loop's own way of hearing signals does not exist on Windows."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()

    def hear(number: int, frame: FrameType | None) -> None:
        if last.is_alive():
            _end(number)
        last.start()
        loop.call_soon_threadsafe(told.set)

    before: dict[int, Any] = {number: signal.signal(number, hear) for number in SIGNALS}
    try:
        yield told
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)


def _end(number: int) -> None:
    """As a kill would, and no worse."""
    log.warning("ended at once signal=%d", number)
    os._exit(KILLED + number)
