"""A stand-in for Microsoft Graph and its token authority, on loopback over HTTPS: scripted, and it remembers."""

import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import web
from aiohttp.test_utils import TestServer
from mailserver import certificates

MAILBOX = "rapid.review@fellshire.example"
NUMBERED = re.compile(r"draft-\d+|event-\d+")


@dataclass(frozen=True)
class Says:
    """One answer in place of the usual one."""

    status: int = 0
    """0 breaks the connection off."""
    after: str = ""
    code: str = "someCode"
    done: bool = False
    """Whether what was asked for is done all the same."""


@dataclass
class GraphServer:
    """What it was asked, in order, and what is in the mailbox now."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    authorised: list[str] = field(default_factory=list)
    tokens: list[dict[str, str]] = field(default_factory=list)
    """What was given for each token."""
    token_answers: deque[int] = field(default_factory=deque)
    answers: deque[Says] = field(default_factory=deque)
    on: dict[str, Says] = field(default_factory=dict)
    """The answer to the next request of this kind, such as "POST sendMail"."""
    pieces: deque[Says] = field(default_factory=deque)
    """Answers to the next pieces of a file."""
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    names_it: bool = True
    """Whether a repeat is told the id of the event there is."""
    cancelled: list[str] = field(default_factory=list)
    uploads: dict[str, tuple[str, str, bytearray]] = field(default_factory=dict)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._about)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_put("/upload/{session}", self._piece)
        app.router.add_route("*", "/v1.0/users/{mailbox}/{what:.+}", self._graph)
        return app

    async def _about(self, request: web.Request) -> web.Response:
        at = f"{self.url}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{at}/v2.0",
                "authorization_endpoint": f"{at}/oauth2/v2.0/authorize",
                "token_endpoint": f"{at}/oauth2/v2.0/token",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        self.tokens.append({name: str(value) for name, value in (await request.post()).items()})
        if self.token_answers:
            return web.json_response({"error": "temporarily_unavailable"}, status=self.token_answers.popleft())
        token = f"token-{len(self.tokens)}"
        return web.json_response({"access_token": token, "expires_in": 3600, "token_type": "Bearer"})

    async def _graph(self, request: web.Request) -> web.Response:
        assert request.match_info["mailbox"] == MAILBOX
        what, body = request.match_info["what"], await request.json() if request.can_read_body else {}
        self.asked.append(f"{request.method} {NUMBERED.sub('*', what)}")
        self.authorised.append(request.headers.get("Authorization", ""))
        says = self.on.pop(self.asked[-1], None) or (self.answers.popleft() if self.answers else None)
        usual = self._usual(request.method, what, body) if says is None or says.done else web.Response()
        return usual if says is None else self._scripted(request, says)

    def _scripted(self, request: web.Request, says: Says) -> web.Response:
        if not says.status and request.transport:
            request.transport.abort()
        headers = {"Retry-After": says.after} if says.after else {}
        return web.json_response({"error": {"code": says.code}}, status=says.status or 500, headers=headers)

    def _usual(self, method: str, what: str, body: dict[str, Any]) -> web.Response:
        match method, *unquote(what).split("/"):
            case "POST", "sendMail":
                self.sent.append(body["message"])
                return web.Response(status=202, headers={"request-id": f"request-{len(self.asked)}"})
            case "POST", "messages":
                id = f"draft-{len(self.drafts) + 1}"
                self.drafts[id] = {**body, "attachments": []}
                return web.json_response({"id": id, "internetMessageId": f"<{id}@example>"}, status=201)
            case "DELETE", "messages", id:
                del self.drafts[id]
                return web.Response(status=204)
            case "POST", "messages", id, "send":
                self.sent.append(self.drafts.pop(id))
                return web.Response(status=202)
            case "POST", "messages", id, "attachments":
                self.drafts[id]["attachments"].append(body)
                return web.json_response({"id": "a"}, status=201)
            case "POST", "messages", id, "attachments", "createUploadSession":
                session = f"s{len(self.uploads)}"
                self.uploads[session] = (id, body["AttachmentItem"]["name"], bytearray())
                return web.json_response({"uploadUrl": f"{self.url}/upload/{session}?pass=secret"}, status=201)
            case "POST", "events":
                return self._event(body)
            case "PATCH", "events", id if id in self.events:
                self.events[id] |= body
                return web.json_response({"id": id})
            case "POST", "events", id, "cancel" if id in self.events:
                self.cancelled.append(id)
                del self.events[id]
                return web.Response(status=202)
        return web.json_response({"error": {"code": "ErrorItemNotFound"}}, status=404)

    def _event(self, body: dict[str, Any]) -> web.Response:
        for id, event in self.events.items():
            if event["transactionId"] == body["transactionId"]:
                error = {"code": "ErrorDuplicateTransactionId", "@event.existingEventId": id if self.names_it else None}
                return web.json_response({"error": error}, status=409)
        id = f"event-{len(self.events) + 1}"
        self.events[id] = body
        return web.json_response({"id": id}, status=201)

    async def _piece(self, request: web.Request) -> web.Response:
        draft, name, so_far = self.uploads[request.match_info["session"]]
        self.asked.append(f"PUT {request.headers['Content-Range']}")
        self.authorised.append(request.headers.get("Authorization", ""))
        if self.pieces:
            return self._scripted(request, self.pieces.popleft())
        begin, end, total = map(int, re.findall(r"\d+", request.headers["Content-Range"]))
        assert begin == len(so_far)
        so_far += await request.read()
        assert end == len(so_far) - 1
        if len(so_far) < total:
            return web.json_response({"nextExpectedRanges": [str(len(so_far))]})
        self.drafts[draft]["attachments"].append({"name": name, "content": bytes(so_far)})
        return web.Response(status=201)


@asynccontextmanager
async def graph_on_loopback() -> AsyncIterator[GraphServer]:
    graph = GraphServer()
    server = TestServer(graph.app())
    await server.start_server(ssl=certificates()[0], shutdown_timeout=0.1)
    graph.url = f"https://127.0.0.1:{server.port}"
    try:
        yield graph
    finally:
        await server.close()
