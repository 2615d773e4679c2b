"""POST /api/messages: from a request of Teams to a turn, and back. Whatever is sent, the answer is never a bare 500."""

import logging
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from bot import body
from bot.activities import BadActivity, Envelope, open_envelope, turn_from
from bot.clock import Clock
from bot.file_offers import FILE_CONSENT, offers_in, room_in
from bot.files import Files
from bot.front_door import Forbidden, FrontDoor, Unauthorised
from bot.signing_keys import KeysUnreachable
from bot.turns import Apology, Turns
from dialogs.turn import Turn

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024

CARD = "application/vnd.microsoft.card.adaptive"
TOAST = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"

DONE = "There is nothing more to do here."


@dataclass(frozen=True)
class Endpoint:
    """Where Teams speaks to the bot."""

    door: FrontDoor
    turns: Turns
    files: Files
    clock: Clock

    async def messages(self, request: web.Request) -> web.Response:
        """One activity. Its answer is in the response when a button was pressed, and in the outbox otherwise."""
        try:
            activity = body.read(await _body_of(request))
            envelope = open_envelope(activity)
            await self.door.admit(envelope, request.headers.get("Authorization", ""))
            return await self._answer(activity, envelope)
        except (body.BadBody, BadActivity) as bad:
            return _refused(400, str(bad))
        except Unauthorised as refused:
            return _refused(401, str(refused))
        except Forbidden as refused:
            return _refused(403, str(refused))
        except KeysUnreachable:
            return _refused(503, "signing_keys")
        except Apology:
            return _refused(503, "database")

    async def _answer(self, activity: dict[str, Any], envelope: Envelope) -> web.Response:
        turn = turn_from(activity, envelope, self.clock.now())
        if envelope.type != "invoke":
            if turn:
                await self._said(turn, activity)
            return web.Response()
        if turn is None:
            return _invoked(501, ERROR, {"code": "NotImplemented", "message": "This bot does not do that."}, http=501)
        if envelope.name == FILE_CONSENT:
            self.files.answered(turn, room_in(activity))
            return web.Response()
        try:
            answer = await self.turns.pressed(turn)
        except Apology as apology:
            return _invoked(200, TOAST, str(apology))
        return _invoked(200, CARD, answer.card) if answer else _invoked(200, TOAST, DONE)

    async def _said(self, turn: Turn, activity: dict[str, Any]) -> None:
        offers = offers_in(activity) if turn.where.kind == "personal" and not turn.verb else []
        if offers:
            await self.files.sent(turn, offers)
        else:
            await self.turns.said(turn)


async def _body_of(request: web.Request) -> bytes:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    return await request.read()


def _invoked(status: int, type: str, value: object, *, http: int = 200) -> web.Response:
    answer = orjson.dumps({"statusCode": status, "type": type, "value": value})
    return web.Response(body=answer, status=http, content_type="application/json")


def _refused(status: int, code: str) -> web.Response:
    """No detail to whoever asked; the code is for our log."""
    log.warning("activity refused status=%d code=%s", status, code)
    return web.Response(status=status)
