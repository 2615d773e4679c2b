"""A stand-in for SharePoint on loopback: files to fetch, and room to put some. It remembers every request."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from standins import BEN, Teams, activity

from bot.file_offers import DOWNLOAD


@dataclass
class SharePoint:
    """Files by their names; `status` is what it answers to everything while it is set."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    """Where a file is said to be instead."""
    endless: bool = False
    status: int = 0
    put: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/files/{name}", self._get)
        app.router.add_put("/room/{name}", self._put)
        return app

    def offer(self, name: str, content: bytes) -> dict[str, Any]:
        """A file in somebody's OneDrive, attached to a message."""
        self.files[name] = content
        url = f"{self.url}/files/{name}?tempauth=secret"
        return {
            "contentType": DOWNLOAD,
            "name": name,
            "content": {"downloadUrl": url, "uniqueId": "u", "fileType": "x"},
        }

    def room(self, name: str) -> dict[str, Any]:
        """What Teams says when somebody allows a file."""
        return {
            "contentUrl": f"{self.url}/personal/ben/{name}",
            "name": name,
            "uploadUrl": f"{self.url}/room/{name}?tempauth=secret",
            "uniqueId": "unique-1",
            "fileType": "pdf",
        }

    def asked(self, method: str) -> list[str]:
        return [path for known, path, _ in self.requests if known == method]

    async def _get(self, request: web.Request) -> web.StreamResponse:
        self._remember(request)
        name = request.match_info["name"]
        if self.status:
            return web.Response(status=self.status)
        if name in self.moved:
            return web.Response(status=302, headers={"Location": self.moved[name]})
        if not self.endless:
            return web.Response(body=self.files[name]) if name in self.files else web.Response(status=404)
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(40):  # Without saying beforehand how long it will be.
            await response.write(bytes(1024 * 1024))
        return response

    async def _put(self, request: web.Request) -> web.StreamResponse:
        self._remember(request)
        content = await request.read()
        if not self.status:
            self.put[request.match_info["name"]] = content
        return web.json_response({}, status=self.status or 201)

    def _remember(self, request: web.Request) -> None:
        self.requests.append((request.method, request.path, dict(request.headers)))


@asynccontextmanager
async def sharepoint_on_loopback() -> AsyncIterator[SharePoint]:
    place = SharePoint()
    server = TestServer(place.app())
    await server.start_server(shutdown_timeout=0.1)
    place.url = f"http://127.0.0.1:{server.port}"
    try:
        yield place
    finally:
        await server.close()


def allowed(
    teams: Teams, data: dict[str, Any], room: dict[str, Any] | None, sender: dict[str, str] = BEN, id: str = "yes"
) -> dict[str, Any]:
    """What Teams sends when somebody presses Allow (or, without room, Decline) on the card that asks."""
    value = {"type": "fileUpload", "action": "accept" if room else "decline", "context": data}
    if room:
        value["uploadInfo"] = room
    return activity(teams, sender, type="invoke", id=id, name="fileConsent/invoke", value=value, replyToId="asked")
