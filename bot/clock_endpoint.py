"""POST /demo/clock: move the demonstration's clock, from this machine only."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.clock import DemoClock
from bot.settings_checks import is_loopback
from rapid_review.errors import Refusal
from rapid_review.policy import Policy
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import add_days, day_opens

AHEAD = re.compile(r"\+(\d{1,3}) (day|hour|minute)s?")
WAYS = 'Say "next working day", "+1 day", "+2 hours" or a moment such as 2026-12-01T09:00+00:00.'


@dataclass(frozen=True)
class ClockEndpoint:
    clock: DemoClock
    policy: Policy

    async def move(self, request: web.Request) -> web.Response:
        """Answers with the new time, or 400 with what can be said."""
        if not is_loopback(request.remote or "") or request.content_type != "application/json":
            raise web.HTTPForbidden
        try:
            self.clock.move(moment(str((await request.json())["to"]), self.clock.now(), self.policy))
        except (json.JSONDecodeError, KeyError, TypeError):
            return web.json_response({"error": WAYS}, status=400)
        except Refusal as refusal:
            return web.json_response({"error": str(refusal)}, status=400)
        return web.json_response({"now": self.clock.now().isoformat(timespec="seconds")})


def moment(said: str, now: datetime, policy: Policy) -> datetime:
    """The moment that was asked for. Raises `Refusal`."""
    if said in ("next", "next working day"):
        return moment_of(add_days(local_day(now), 1, policy), day_opens())
    if ahead := AHEAD.fullmatch(said):
        return now + timedelta(**{f"{ahead[2]}s": int(ahead[1])})
    try:
        to = datetime.fromisoformat(said)
    except ValueError:
        raise Refusal(WAYS) from None
    if to.tzinfo is None:
        raise Refusal("Say which time zone you mean: end with +00:00 for winter time, or +01:00 for summer time.")
    return to
