"""A partnership in the middle of its work, the bot on it as it runs, and one way to send it anything at all."""

import asyncio
import base64
import logging
import math
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import papers
import whereabouts
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from cast import PARTNERSHIP, TENANT
from conftest import PARTNERSHIP as FILE
from conftest import StillClock
from sharepoint import SharePoint, sharepoint_on_loopback
from standins import APP_ID, teams_on_loopback
from standins import Teams as Connector
from story import RR, amina_asks, dev_notifies, goes_through, papers_go_out, returns_nil, summarises, votes
from transcript import KEY, Teams, open_store

from bot.app import PARTS, Outside, Parts, make_app
from bot.credentials import NoTokens
from bot.front_door import on_this_machine
from bot.logging import Discreet
from bot.pacing import Pace
from bot.settings import Settings
from dialogs.turn import Answer, Card
from rapid_review.people import Partnership
from rapid_review.policy import ENGLAND_2026, Policy

T = TypeVar("T")
NO_MORE: dict[str, str] = {}

CANARY = "Qanary7731"
"""In everything that is sent."""
IN_THE_CASES = ("Ivy Rook", "Rook", "found lifeless", "Brothers are with", "Lena Ford")
"""What the cases hold."""


class Played(Teams):
    """A transcript that remembers every card each person was ever given."""

    def __init__(self, *known: Any) -> None:
        super().__init__(*known)
        self.given: list[tuple[str, Card]] = []

    def _take(self, person: str, given: Answer, *, in_place: bool, at: int = -1) -> str:
        self.given.append((person, given.card))
        return super()._take(person, given, in_place=in_place, at=at)

    def __repr__(self) -> str:
        return "what was played"

    def everything(self) -> list[tuple[str, Card]]:
        return self.given + [(person, card) for person, cards in self.chats.items() for card in cards]


def play(path: Path) -> Played:
    """Two reviews: one is decided, and in the other the agencies are asked."""
    teams = Played(open_store(path), PARTNERSHIP)
    with closing(teams.store):
        dev_notifies(teams)
        amina_asks(teams, RR)
        returns_nil(teams, "ben", RR)
        summarises(teams, "carys", RR)
        papers_go_out(teams, RR)
        for member in ("efua", "farid", "gwen"):
            votes(teams, member, RR, "no_further")
        for form, send in (("criteria", "Record the answers"), ("decision", "Record the decision")):
            teams.opens("efua", form, RR)
            goes_through(teams, "efua", {"decision": "learning_acted_on"}, send)
        teams.deliver()
        amina_asks(teams, dev_notifies(teams))
    return teams


@dataclass
class Watching:
    """Stands where the partnership's file is watched."""

    path: Path

    def current(self, now: float) -> tuple[Partnership, Policy]:
        return replace(PARTNERSHIP, tenants=frozenset({TENANT})), ENGLAND_2026

    def trouble(self) -> str:
        return ""


class Ear(logging.Handler):
    """Every line as it would be written, and where the bot says that it fell over."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.fallen: list[str] = []
        self._layout = Discreet("json")

    def emit(self, record: logging.LogRecord) -> None:
        line = self._layout.format(record)
        self.lines.append(line)
        if record.exc_info or record.levelno >= logging.ERROR:
            self.fallen.append(line)


@dataclass(frozen=True)
class Told:
    """An answer of the bot."""

    status: int
    text: str
    retry_after: str


@dataclass
class World:
    """The bot on a loop of its own, in a thread of its own."""

    connector: Connector
    place: SharePoint
    url: str
    session: ClientSession
    loop: asyncio.AbstractEventLoop
    parts: Parts
    ear: Ear = field(default_factory=Ear)

    def send(self, body: bytes, headers: dict[str, str] = NO_MORE) -> Told:
        """One request with a true token."""
        return self.run(self._send(body, headers))

    async def at_once(self, bodies: list[bytes]) -> list[Told]:
        """Many requests at the same time."""
        return await asyncio.gather(*(self._send(body, NO_MORE) for body in bodies))

    async def owed(self) -> int:
        """How many messages were ever owed."""
        counts = await self.parts.store.run(lambda work: work.outbox_counts())
        return sum(counts.values())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    async def _send(self, body: bytes, headers: dict[str, str]) -> Told:
        usual = {"Authorization": f"Bearer {self.connector.token()}", "Content-Type": "application/json"}
        async with self.session.post(f"{self.url}/api/messages", data=body, headers=usual | headers) as response:
            return Told(response.status, await response.text(), response.headers.get("Retry-After", ""))


@contextmanager
def running_on(played: Teams, database: Path, *, background: bool = False) -> Iterator[World]:
    """The bot in production's settings on what was played, with nobody slowed for pressing fast."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    stack = AsyncExitStack()
    with patch("bot.app.Watched", Watching):
        world = asyncio.run_coroutine_threadsafe(_open(stack, played, database, background), loop).result(60)
        logging.getLogger().addHandler(world.ear)
        try:
            yield world
        finally:
            logging.getLogger().removeHandler(world.ear)
            asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(60)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


async def _open(stack: AsyncExitStack, played: Teams, database: Path, background: bool) -> World:
    connector = await stack.enter_async_context(teams_on_loopback())
    place = await stack.enter_async_context(sharepoint_on_loopback())
    place.files["letter.pdf"] = papers.pdf()
    clock = StillClock()
    clock.time = played.now
    outside = Outside(
        keys_url=connector.keys_url,
        origins=frozenset({connector.url}),
        tokens=lambda settings: NoTokens(),
        clock=clock,
        file_hosts=on_this_machine,
        pace=Pace.unhurried(),
        at_once=math.inf,
        background=background,
    )
    server = TestServer(make_app(_settings(database), outside=outside))
    await server.start_server()
    stack.push_async_callback(server.close)
    session = await stack.enter_async_context(ClientSession())
    url = f"http://127.0.0.1:{server.port}"
    return World(connector, place, url, session, asyncio.get_running_loop(), server.app[PARTS])


def _settings(database: Path) -> Settings:
    return Settings(
        app_id=APP_ID,
        app_password="the client secret",
        app_tenant_id=TENANT,
        partnership=FILE,
        database_url=whereabouts.url_of(database),
        files=database.with_suffix(".files"),
        master_key=base64.b64encode(KEY).decode(),
    )
