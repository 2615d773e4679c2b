"""Whether the process is alive, and whether it does its work. States and counts only: anybody may ask."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.auditor import Auditor
from bot.dispatcher import Dispatcher
from bot.scheduler import Scheduler
from bot.surroundings import Surroundings
from rapid_review.case import Case
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

DATABASE_SECONDS = 3.0
LATE = timedelta(minutes=5)
"""One message may be late because one person cannot be reached; the bot is unwell only if nothing goes out."""


@dataclass(frozen=True)
class Health:
    store: Store[Case]
    around: Surroundings
    scheduler: Scheduler
    dispatcher: Dispatcher
    auditor: Auditor

    async def alive(self, request: web.Request) -> web.Response:
        """GET /healthz: the loop turns."""
        return web.json_response({"process": "up"})

    async def ready(self, request: web.Request) -> web.Response:
        """GET /readyz: 200 if people are served and messages go out, else 503 with what is wrong.

        Amber is a 200: taking the process away would help nobody, but somebody should look.
        """
        states = {
            "database": "ok",
            "scheduler": "ok" if self.scheduler.fresh else "late",
            **await self._outbox(),
        }
        good = all(state == "ok" for state in states.values())
        # The last good file stays in force, so a bad one is worth telling and no reason to stop.
        states["partnership_file"] = "has_mistakes" if self.around.watched.trouble() else "ok"
        states["processes"] = "behind" if self.auditor.findings.behind else "ok"
        states["delivery"] = self._delivery()
        amber = any(state != "ok" for state in states.values())
        states["state"] = "red" if not good else "amber" if amber else "green"
        return web.json_response(states, status=200 if good else 503)

    def _delivery(self) -> str:
        """What the auditor last found: a message late, left out, or lost without anybody's being told."""
        if not self.auditor.fresh:
            return "unchecked"
        return "needs_somebody" if self.auditor.findings.counts.keys() - {"behind"} else "ok"

    async def _outbox(self) -> dict[str, str]:
        now = self.around.clock.now()

        def look(work: Work[Case]) -> datetime | None:
            return work.oldest_due(now)

        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                oldest = await self.store.run(look)
        except Exception as error:
            log.exception("not ready code=%s", type(error).__name__)
            return {"database": "failing", "outbox": "unknown"}
        late = oldest is not None and now - oldest > LATE
        return {"outbox": "stuck" if late and self.dispatcher.stalled else "ok"}
