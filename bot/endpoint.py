"""POST /api/messages: from a request of Teams to a turn, and back. Whatever is sent, the answer is never a bare 500."""

import logging
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from bot import body, correlation
from bot.activities import CARD_ACTION, BadActivity, Envelope, open_envelope, turn_from
from bot.clock import Clock
from bot.file_offers import FILE_CONSENT, offers_in, room_in
from bot.files import Files
from bot.front_door import Forbidden, FrontDoor, Unauthorised
from bot.shedding import Shed, Shedding
from bot.signing_keys import KeysUnreachable
from bot.turns import Apology, Turns
from dialogs.turn import Turn

log = logging.getLogger(__name__)

CARD = "application/vnd.microsoft.card.adaptive"
TOAST = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"

DONE = "There is nothing more to do here."

UNTIL_KEYS_SECONDS, UNTIL_DATABASE_SECONDS = 5, 10


@dataclass(frozen=True)
class Endpoint:
    """Where Teams speaks to the bot."""

    door: FrontDoor
    turns: Turns
    files: Files
    clock: Clock
    shedding: Shedding

    async def messages(self, request: web.Request) -> web.Response:
        """One activity. Its answer is in the response when a button was pressed, and in the outbox otherwise."""
        with correlation.about(correlation.NOTHING):
            return await self._messages(request)

    async def _messages(self, request: web.Request) -> web.Response:
        try:
            token = await self.door.authenticate(request.headers.getall("Authorization", []))
            activity = body.read(await _body_of(request))
            envelope = open_envelope(activity)
            correlation.turn_to(correlation.of_activity(envelope.id))
            self.door.admit(envelope, token)
            return await self._answer(activity, envelope)
        except (body.BadBody, BadActivity) as bad:
            return self._refused(400, str(bad))
        except Unauthorised as refused:
            return self._refused(401, str(refused))
        except Forbidden as refused:
            return self._refused(403, str(refused))
        except KeysUnreachable:
            return self._refused(503, "signing_keys", after=UNTIL_KEYS_SECONDS)
        except Shed as shed:
            return self._refused(shed.status, shed.code, after=shed.after)
        except Apology:
            return self._refused(503, "database", after=UNTIL_DATABASE_SECONDS)

    async def _answer(self, activity: dict[str, Any], envelope: Envelope) -> web.Response:
        turn = turn_from(activity, envelope, self.clock.now())
        if turn is None:
            return _declined() if envelope.type == "invoke" else web.Response()
        try:
            self.shedding.take_in(turn.who.person)
            return await self._taken_in(turn, activity, envelope)
        except (Apology, Shed) as sorry:
            unasked = turn.automatic and isinstance(sorry, Shed)  # Nobody pressed; the card stays as it is.
            if envelope.name != CARD_ACTION or unasked:
                raise
            if isinstance(sorry, Shed):
                self._count(200, sorry.code)
            return _invoked(200, TOAST, str(sorry))

    async def _taken_in(self, turn: Turn, activity: dict[str, Any], envelope: Envelope) -> web.Response:
        if envelope.type != "invoke":
            await self._said(turn, activity)
        elif envelope.name == FILE_CONSENT:
            self.files.answered(turn, room_in(activity))
        else:
            answer = await self.turns.pressed(turn)
            return _invoked(200, CARD, answer.card) if answer else _invoked(200, TOAST, DONE)
        return web.Response()

    async def _said(self, turn: Turn, activity: dict[str, Any]) -> None:
        offers = offers_in(activity) if turn.where.kind == "personal" and not turn.verb else []
        if offers:
            await self.files.sent(turn, offers)
        else:
            await self.turns.said(turn)

    def _refused(self, status: int, code: str, *, after: int = 0) -> web.Response:
        """No detail to whoever asked; the code is for our log. `after` so many seconds it may go better."""
        self._count(status, code)
        return web.Response(status=status, headers={"Retry-After": str(after)} if after else {})

    def _count(self, status: int, code: str) -> None:
        log.warning("activity refused status=%d code=%s", status, code)
        self.turns.metrics.refused(status, code)


async def _body_of(request: web.Request) -> bytes:
    # Teams packs nothing, and what is packed may be of any size when it is unpacked.
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise web.HTTPUnsupportedMediaType
    # Not request.content_type: its parser raises for some of what people send.
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        raise web.HTTPUnsupportedMediaType
    return await request.read()


def _declined() -> web.Response:
    """Not the SDK's 501: nothing failed here, and Teams sends again what was answered by that."""
    return _invoked(400, ERROR, {"code": "NotImplemented", "message": "This bot does not do that."}, http=400)


def _invoked(status: int, type: str, value: object, *, http: int = 200) -> web.Response:
    answer = orjson.dumps({"statusCode": status, "type": type, "value": value})
    return web.Response(body=answer, status=http, content_type="application/json")
