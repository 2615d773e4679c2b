"""Stand-ins on loopback for everything the bot speaks to: Teams' keys, its Connector, and the token authority.

They are scripted (`teams.script(...)`) and remember every request, for contract tests, fault tests and benchmarks.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP_ID = "0a1b2c3d-0000-4000-8000-00000000b07a"
TENANT = "00000000-0000-4000-9000-000000000001"
ISSUER = "https://api.botframework.com"


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key for each name, made once: making one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@dataclass(frozen=True)
class Scripted:
    """One answer of the Connector, in place of its usual one."""

    status: int
    code: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    hang: bool = False
    """Accept, and never answer."""


@dataclass(frozen=True)
class Call:
    """A request the Connector was sent."""

    method: str
    path: str
    body: dict[str, Any]
    authorization: str
    at: float

    @property
    def card(self) -> dict[str, Any]:
        activity = self.body.get("activity", self.body)
        return dict(activity["attachments"][0]["content"])


class Teams:
    """The Bot Connector and its published keys."""

    def __init__(self) -> None:
        self.url = ""
        self.published = {"first": ["msteams"]}
        self.more_keys: list[dict[str, Any]] = []
        """Published as they are."""
        self.key_fetches = 0
        self.keys_answer: Scripted | None = None
        self.keys_gate = asyncio.Event()
        self.keys_gate.set()
        self.gate = asyncio.Event()
        self.gate.set()
        """Cleared, the Connector takes requests in and answers none until it is set."""
        self.calls: list[Call] = []
        self.called = asyncio.Event()
        """Set when the Connector or the key server is next asked for something."""
        self.most_at_once: dict[str, int] = {}
        self._at_once: dict[str, int] = {}
        self._script: deque[Scripted] = deque()
        self.members: list[dict[str, str]] = [member(1, "Amina"), member(2, "Ben")]
        """Who reads along in every channel."""
        self.roster_answer: Scripted | None = None
        self.roster_calls = 0

    def script(self, *answers: Scripted) -> None:
        """What the Connector answers next, in this order."""
        self._script.extend(answers)

    def sent(self, method: str = "POST") -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def keys_url(self) -> str:
        return f"{self.url}/.well-known/openidconfiguration"

    @property
    def service_url(self) -> str:
        return f"{self.url}/emea/"

    def token(self, key: str = "first", *, kid: str | None = None, algorithm: str = "RS256", **claims: Any) -> str:
        """A bearer token as the Connector makes it; a claim of None is left out."""
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": APP_ID, "serviceurl": self.service_url, "nbf": now - 60, "exp": now + 3600}
        said = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        signing: Any = {"RS256": rsa_key(key), "none": None}.get(algorithm, "a shared secret of thirty-two bytes")
        return jwt.encode(said, signing, algorithm=algorithm, headers={"kid": kid or key} if kid != "" else {})

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/.well-known/openidconfiguration", self._metadata)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/emea/v3/conversations", self._connector)
        app.router.add_post("/emea/v3/conversations/{conversation}/activities", self._connector)
        app.router.add_get("/emea/v3/conversations/{conversation}/pagedmembers", self._pagedmembers)
        app.router.add_put("/emea/v3/conversations/{conversation}/activities/{activity}", self._connector)
        return app

    async def _metadata(self, request: web.Request) -> web.StreamResponse:
        self.key_fetches += 1
        self.called.set()
        await self.keys_gate.wait()
        if self.keys_answer:
            answer = self.keys_answer
            return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
        return web.json_response({"jwks_uri": f"{self.url}/keys"})

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        keys = [
            {**json.loads(RSAAlgorithm.to_jwk(rsa_key(name).public_key())), "kid": name, "endorsements": endorsements}
            for name, endorsements in self.published.items()
        ]
        return web.json_response({"keys": [*self.more_keys, *keys]})

    async def _pagedmembers(self, request: web.Request) -> web.StreamResponse:
        """Two to a page, so that there is more than one."""
        self.roster_calls += 1
        if scripted := self.roster_answer:
            return web.Response(status=scripted.status, body=json.dumps({"error": {"code": scripted.code}}))
        start = int(request.query.get("continuationToken", "0"))
        more = {"continuationToken": str(start + 2)} if len(self.members) > start + 2 else {}
        return web.json_response({"members": self.members[start : start + 2], **more})

    async def _connector(self, request: web.Request) -> web.StreamResponse:
        conversation = request.match_info.get("conversation", "")
        self._at_once[conversation] = self._at_once.get(conversation, 0) + 1
        self.most_at_once[conversation] = max(self.most_at_once.get(conversation, 0), self._at_once[conversation])
        try:
            return await self._answer(request, conversation)
        finally:
            self._at_once[conversation] -= 1

    async def _answer(self, request: web.Request, conversation: str) -> web.StreamResponse:
        authorization = request.headers.get("Authorization", "")
        call = Call(request.method, request.path, await request.json(), authorization, time.monotonic())
        self.calls.append(call)
        self.called.set()
        scripted = self._script.popleft() if self._script else None
        if scripted and scripted.hang:
            await asyncio.Event().wait()
        await self.gate.wait()
        if scripted:
            body = scripted.body if scripted.body is not None else json.dumps({"error": {"code": scripted.code}})
            return web.Response(status=scripted.status, body=body, headers=scripted.headers)
        return web.json_response(self._usual(call))

    def _usual(self, call: Call) -> dict[str, str]:
        number = len(self.calls)
        if not call.path.endswith("/v3/conversations"):
            return {"id": f"message-{number}"}
        if call.body["isGroup"]:
            channel = call.body["channelData"]["channel"]["id"]
            return {"id": f"{channel};messageid={number}", "activityId": f"message-{number}"}
        return {"id": f"chat-with-{call.body['members'][0]['id']}"}


class Authority:
    """The token endpoint, as MSAL sees it through its `http_client`: it works in MSAL's own thread."""

    def __init__(self) -> None:
        self.token_requests = 0
        self.life = 3600
        self.error = ""
        self.seconds = 0.0
        self.posted: dict[str, Any] = {}
        """The form that was last sent to it."""

    def get(self, url: str, **options: Any) -> "Page":
        return Page(
            {
                "metadata": [],
                "issuer": "https://login.microsoftonline.com/tenant/v2.0",
                "authorization_endpoint": "https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize",
                "token_endpoint": "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
            }
        )

    def post(self, url: str, **options: Any) -> "Page":
        self.token_requests += 1
        self.posted = dict(options.get("data") or {})
        time.sleep(self.seconds)
        if self.error:
            return Page({"error": self.error}, 401)
        token = f"token-{self.token_requests}"
        return Page({"access_token": token, "expires_in": self.life, "token_type": "Bearer"})

    def close(self) -> None:
        """There is nothing to close."""


class Page:
    """What MSAL reads of a response."""

    def __init__(self, said: dict[str, Any], status: int = 200) -> None:
        self.status_code, self.text, self.headers = status, json.dumps(said), {}

    def raise_for_status(self) -> None:
        assert self.status_code < 400


@asynccontextmanager
async def teams_on_loopback() -> AsyncIterator[Teams]:
    """A running stand-in for Teams."""
    teams = Teams()
    server = TestServer(teams.app())
    await server.start_server(shutdown_timeout=0.1)
    teams.url = f"http://127.0.0.1:{server.port}"
    try:
        yield teams
    finally:
        teams.gate.set()
        await server.close()


def person(number: int, name: str) -> dict[str, str]:
    """Somebody of the demonstration's partnership, as activities name them."""
    return {
        "id": f"29:{name.lower()}",
        "aadObjectId": f"00000000-0000-4000-8000-{number:012d}",
        "name": name,
    }


def member(number: int, name: str, role: str = "user", tenant: str = TENANT) -> dict[str, str]:
    """Somebody as the roster of a channel names them."""
    return {**person(number, name), "tenantId": tenant, "userRole": role}


AMINA, BEN = person(1, "Amina"), person(2, "Ben")
BOT = {"id": f"28:{APP_ID}", "name": "Rapid Review"}


def activity(teams: Teams, sender: dict[str, str] = BEN, **fields: Any) -> dict[str, Any]:
    """An activity in somebody's own chat, with what every activity carries."""
    return {
        "type": "message",
        "id": "1",
        "timestamp": "2026-11-23T09:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": teams.service_url,
        "from": sender,
        "recipient": BOT,
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": f"a:{sender['name'].lower()}"},
        "channelData": {"tenant": {"id": TENANT}},
        **fields,
    }


def pressed(teams: Teams, verb: str, sender: dict[str, str] = BEN, id: str = "1", **data: Any) -> dict[str, Any]:
    """A button of a card."""
    action = {"type": "Action.Execute", "verb": verb, "data": data}
    return activity(
        teams,
        sender,
        type="invoke",
        id=id,
        name="adaptiveCard/action",
        value={"action": action},
        replyToId="the-card",
    )
