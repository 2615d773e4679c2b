"""Whether the process is alive, and whether it does its work. States and counts only: anybody may ask."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from bot.auditor import Auditor
from bot.backups import Backups
from bot.clock import Clock, SystemClock
from bot.disk import Disk
from bot.dispatcher import Dispatcher
from bot.mailroom import Mailroom
from bot.scheduler import Scheduler
from bot.surroundings import Surroundings
from rapid_review.case import Case
from storage.store import Store
from storage.work import Work

log = logging.getLogger(__name__)

DATABASE_SECONDS = 3.0
LATE = timedelta(minutes=5)
"""One message may be late because one person cannot be reached; the bot is unwell only if nothing goes out."""
DRIFTING, OFF, OFF_AMONG_COPIES = timedelta(seconds=10), timedelta(minutes=5), timedelta(seconds=20)
"""From the database's clock. Copies lend each other messages for a minute, so they must agree on what a minute is."""
AMBER = {"low", "drifting", "held", "stalled"}
"""Worth a look, and no reason to take the process away."""
OF_ITS_OWN = {"behind", "seals", "astray", "unguarded"}
"""What the auditor finds and is no message."""


@dataclass
class Health:
    store: Store[Case]
    around: Surroundings
    scheduler: Scheduler
    dispatcher: Dispatcher
    mailroom: Mailroom
    auditor: Auditor
    disk: Disk = field(default_factory=lambda: Disk(()))
    machine: Clock = field(default_factory=SystemClock)
    stopping: bool = False
    """Whoever sends people here should send them elsewhere from now on."""

    async def alive(self, request: web.Request) -> web.Response:
        """GET /healthz: the loop turns."""
        return web.json_response({"process": "up"})

    async def ready(self, request: web.Request) -> web.Response:
        """GET /readyz: 200 if people are served and messages go out, else 503 with what is wrong.

        Amber is a 200: taking the process away would help nobody, but somebody should look.
        """
        good, states = await self.states()
        return web.json_response(states, status=200 if good else 503)

    async def states(self) -> tuple[bool, dict[str, str]]:
        """Whether it is ready, and the state of each part."""
        if self.stopping:
            return False, {"process": "stopping", "state": "red"}
        states = {
            "process": "ok",
            "database": "ok",
            "scheduler": "ok" if self.scheduler.fresh else "late",
            "disk": self.disk.state,
            **await self._of_the_database(),
        }
        good = all(state == "ok" or state in AMBER for state in states.values())
        # The last good file stays in force, so a bad one is worth telling and no reason to stop.
        states["partnership_file"] = "has_mistakes" if self.around.watched.trouble() else "ok"
        states["processes"] = "behind" if self.auditor.findings.behind else "ok"
        states["delivery"] = self._delivery()
        states["seals"] = self._seals()
        states["backups"] = "late" if await asyncio.to_thread(self._backups_late) else "ok"
        amber = any(state != "ok" for state in states.values())
        states["state"] = "red" if not good else "amber" if amber else "green"
        return good, states

    def _delivery(self) -> str:
        """What the auditor last found: a message late, left out, or lost without anybody's being told."""
        if not self.auditor.fresh:
            return "unchecked"
        return "needs_somebody" if self.auditor.findings.counts.keys() - OF_ITS_OWN else "ok"

    def _seals(self) -> str:
        """Whether the record is sealed outside, guarded, and fits what is kept (T12)."""
        found = self.auditor.findings
        return "not_kept" if found.seals else "in_doubt" if found.astray or found.unguarded else "ok"

    def _backups_late(self) -> bool:
        """The folder may be on another machine, and slow or away."""
        try:
            return Backups(self.around.settings, self.machine).late
        except OSError:
            return True

    async def _of_the_database(self) -> dict[str, str]:
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                return await self.store.run(self._look)
        except Exception as error:
            log.exception("not ready code=%s", type(error))
            return {"database": "failing", "outbox": "unknown", "clock": "unknown", "key": "unknown", "mail": "unknown"}

    def _look(self, work: Work[Case]) -> dict[str, str]:
        now = self.around.clock.now()
        oldest = work.oldest_due(now)
        late = oldest is not None and now - oldest > LATE
        return {
            "outbox": "stuck" if late and self.dispatcher.stalled else "ok",
            "mail": "stalled" if late and (self.dispatcher.mail_stalled or self.mailroom.stalled) else "ok",
            "clock": clock_state(work.database_clock(), self.machine.now(), self.around.settings.copies),
            "key": "ok" if work.fits_the_key() else "wrong",
            "sending": "held" if work.held_copy() else "ok",
        }


def clock_state(theirs: datetime, ours: datetime, copies: int) -> str:
    """How far the database's clock and ours are apart, in a word."""
    apart = abs(theirs - ours)
    if apart > (OFF_AMONG_COPIES if copies > 1 else OFF):
        return "off"
    return "drifting" if apart > DRIFTING else "ok"
