"""The sender of mail and meetings through Graph, with real MSAL over HTTPS, and all that it speaks to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from aiohttp import ClientSession, TCPConnector
from conftest import StillClock, Waits
from graphserver import MAILBOX, GraphServer, graph_on_loopback
from mailserver import certificate_pem, certificates

from bot.certificate import certificate_in
from bot.credentials import GRAPH, AppTokens
from bot.graph import Graph
from bot.graph_calendar import GraphCalendar
from bot.graph_mail import GraphMail


@dataclass
class Office:
    """What a test may want to look at. Waiting takes no time."""

    server: GraphServer
    tokens: AppTokens
    web: ClientSession
    waits: Waits
    msal_remembers: dict[str, Any]

    def graph(self, url: str = "") -> Graph:
        return Graph(self.web, self.tokens, MAILBOX, url or f"{self.server.url}/v1.0", self.waits.now, self.waits.sleep)

    def mailer(self, graph: Graph | None = None) -> GraphMail:
        return GraphMail(graph or self.graph(), StillClock(), lambda url: url.startswith(self.server.url))

    def calendar(self) -> GraphCalendar:
        return GraphCalendar(self.graph(), StillClock())


@asynccontextmanager
async def office_on_loopback(folder: Path) -> AsyncIterator[Office]:
    """It proves itself by a certificate. The authority's is one that only these tests trust."""
    (trusted := folder / "trusted.pem").write_bytes(certificate_pem()[1])
    (own := folder / "own.pem").write_bytes(b"".join(certificate_pem()))
    carrying = TCPConnector(ssl=certificates()[1])
    async with graph_on_loopback() as server, ClientSession(connector=carrying) as web:
        with requests.Session() as browser:
            browser.verify, browser.trust_env = str(trusted), False
            remembers: dict[str, Any] = {}
            tokens = AppTokens(
                "the-app",
                certificate_in(own) or "",
                f"{server.url}/tenant",
                GRAPH,
                http_client=browser,
                http_cache=remembers,
                instance_discovery=False,
            )
            yield Office(server, tokens, web, Waits(), remembers)
