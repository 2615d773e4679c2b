"""The bot as a process of its own, served as in production, with Teams as a stand-in: `python served.py` and its order.

An order is JSON: the settings' `database` and `port`, Teams' address, and where to ask before going on ("hold"), so
that a test can have a turn or a start under way for exactly as long as it wants.
"""

import asyncio
import base64
import json
import os
import resource
import signal
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

HERE = Path(__file__).parent
PARTNERSHIP = HERE.parents[1] / "demo" / "partnership.toml"


@dataclass
class Served:
    """That process, from the outside."""

    order: dict[str, Any]
    process: asyncio.subprocess.Process
    log: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.order['port']}"

    async def says(self, words: str) -> None:
        """Until it has logged this."""
        assert self.process.stderr
        while line := await self.process.stderr.readline():
            if line.startswith(b"{"):
                self.log.append(json.loads(line))
            if words in line.decode():
                return
        raise AssertionError(f"it ended with {await self.process.wait()} and never said {words!r}: {self.log}")

    def told(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    async def ends(self) -> int:
        """Its exit code, when it has come to its end."""
        assert self.process.stderr
        async for line in self.process.stderr:
            self.log += [json.loads(line)] if line.startswith(b"{") else []
        return await self.process.wait()


async def served(order: dict[str, Any]) -> Served:
    """Started; it may not listen yet."""
    order = {"port": free_port(), **order}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parent)))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(HERE / "served.py"), json.dumps(order)),
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    return Served(order, process)


@dataclass
class Hold:
    """Where the process asks whether it may go on."""

    url: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.set()
        await self.go_on.wait()
        return web.Response()


@asynccontextmanager
async def hold() -> AsyncIterator[Hold]:
    holding, app = Hold(), web.Application()
    app.router.add_get("/", holding.answer)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=0.1)
    holding.url = f"http://127.0.0.1:{server.port}/"
    try:
        yield holding
    finally:
        holding.go_on.set()
        await server.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# -- In the process


def main(order: dict[str, Any]) -> None:
    if limit := order.get("data_bytes"):
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    from standins import APP_ID, TENANT

    from bot import logging, serving
    from bot.app import Outside, Saying, make_app
    from bot.credentials import NoTokens
    from bot.settings import Settings
    from dialogs.conversation import answer
    from dialogs.desk import Desk
    from dialogs.turn import Answer, Turn

    def waits(words: str) -> None:
        if words == order.get("hold_at"):
            urllib.request.urlopen(order["hold"]).read()

    def answering(turn: Turn, desk: Desk) -> Answer | None:
        waits(turn.said)
        return answer(turn, desk)

    def tokens(settings: Settings) -> NoTokens:
        waits("the start")
        return NoTokens()

    settings = Settings(
        app_id=APP_ID,
        app_tenant_id=TENANT,
        partnership=PARTNERSHIP,
        database_url=order["database"],
        master_key=base64.b64encode(bytes(range(32))).decode(),
        metrics_port=order.get("metrics_port"),
    )
    teams = order["teams"]
    outside = Outside(f"{teams}/.well-known/openidconfiguration", frozenset({teams}), tokens)
    logging.set_up("json")
    serving.run(make_app(settings, outside=outside, saying=Saying(answering)), "127.0.0.1", order["port"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
