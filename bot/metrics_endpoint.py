"""GET /metrics, for Prometheus, on a port of its own that the outside does not reach."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.bare_application import bare_application
from bot.health import DATABASE_SECONDS, Health
from bot.metrics import Metrics
from bot.pulse import Pulse
from bot.settings import Settings
from rapid_review.case import Case
from storage.work import Work

log = logging.getLogger(__name__)

WELL = {"ok", "green"}


@dataclass(frozen=True)
class MetricsEndpoint:
    """What is counted as it happens, and beside it what is looked up when somebody asks."""

    metrics: Metrics
    health: Health
    pulse: Pulse
    ages: Mapping[str, Callable[[], float]]
    """Seconds since each of these was last done; infinite if it never was, and then it is left out."""

    async def get(self, request: web.Request) -> web.Response:
        await self._look()
        page = await asyncio.to_thread(generate_latest, self.metrics.registry)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _look(self) -> None:
        good, states = await self.health.states()
        self.metrics.ready.set(good)
        for part, state in states.items():
            self.metrics.state.labels(part).set(state in WELL)
        # In a thread: the folder of backups may be on another machine, and slow.
        for of, seconds in (await asyncio.to_thread(self._ages)).items():
            if math.isfinite(seconds):
                self.metrics.ages.labels(of).set(seconds)
        self.metrics.stall.set(self.pulse.longest_seconds())
        await self._look_into_the_outbox()

    def _ages(self) -> dict[str, float]:
        return {of: age() for of, age in self.ages.items()}

    async def _look_into_the_outbox(self) -> None:
        now = self.health.around.clock.now()

        def look(work: Work[Case]) -> tuple[dict[str, int], datetime | None, datetime | None]:
            return work.waiting(), work.oldest_due(now), work.anchored_at(now)

        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                waiting, oldest, anchored = await self.health.store.run(look)
        except Exception as error:
            log.exception("outbox not counted code=%s", type(error))
            return
        for state, messages in waiting.items():
            self.metrics.outbox.labels(state).set(messages)
        self.metrics.oldest.set((now - oldest).total_seconds() if oldest else 0.0)
        if anchored:
            self.metrics.ages.labels("anchor").set((now - anchored).total_seconds())


@asynccontextmanager
async def offered(settings: Settings, endpoint: MetricsEndpoint) -> AsyncIterator[None]:
    """While this lasts, they can be asked for; nothing listens if no port is set."""
    if settings.metrics_port is None:
        yield
        return
    app = bare_application()
    app.router.add_get("/metrics", endpoint.get)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    beating = asyncio.create_task(endpoint.pulse.run())
    try:
        await web.TCPSite(runner, settings.metrics_bind, settings.metrics_port).start()
        yield
    finally:
        beating.cancel()
        await runner.cleanup()
