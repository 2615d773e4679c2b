"""The edge as it runs: a real server, a real database, and stand-ins for Teams, all on loopback."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import confirming
import pytest
import whereabouts
from aiohttp import ClientResponse, ClientSession
from aiohttp.test_utils import TestServer
from mailserver import Mailbox, certificates, mail_on_loopback
from sharepoint import SharePoint, sharepoint_on_loopback
from standins import APP_ID, TENANT, Authority, Teams, activity, pressed, teams_on_loopback
from transcript import Teams as Office

from bot.app import PARTS, Outside, Parts, Saying, make_app
from bot.credentials import AppTokens
from bot.database import connect
from bot.front_door import on_this_machine
from bot.outward import ByPost
from bot.pacing import Pace
from bot.post import Post
from bot.settings import Settings
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.openly import openly
from storage.messages import Message

PARTNERSHIP = Path(__file__).parents[2] / "demo" / "partnership.toml"


class StillClock:
    """Time stands until a test moves it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


class Waits:
    """Time for the sender: sleeping moves it, and takes none."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


def card(words: str) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": words}]}


SAID, NEWS = openly("A card"), openly("News of a case")


@dataclass
class Dialogs:
    """Dialogs that remember what they were asked, and answer as the test wants."""

    turns: list[Turn] = field(default_factory=list)
    drawn: list[Message] = field(default_factory=list)
    answer: Callable[[Turn, Desk], Answer | None] = lambda turn, desk: Answer(card(turn.verb or turn.said), SAID)
    draw: Callable[[Message, Desk], Answer | None] = lambda message, desk: Answer(card(message.view), NEWS)

    def saying(self) -> Saying:
        def answering(turn: Turn, desk: Desk) -> Answer | None:
            self.turns.append(turn)
            return self.answer(turn, desk)

        def drawing(message: Message, desk: Desk) -> Answer | None:
            self.drawn.append(message)
            if message.card is not None:
                return Answer(dict(message.card), message.summary, message.args.get("shows", ""))
            return self.draw(message, desk)

        return Saying(answering, drawing)


@dataclass
class Running:
    """The bot on loopback, with everything a test may want to look at."""

    teams: Teams
    authority: Authority
    dialogs: Dialogs
    clock: StillClock
    waits: Waits
    parts: Parts
    url: str
    session: ClientSession

    async def post(self, body: object, *, token: str | None = None, **options: Any) -> ClientResponse:
        """Send an activity (or whatever else) as Teams would."""
        headers = {"Authorization": f"Bearer {token or self.teams.token()}", **options.pop("headers", {})}
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        return await self.session.post(f"{self.url}/api/messages", headers=headers, **sent, **options)

    async def says(self, words: str, **fields: Any) -> int:
        return (await self.post(activity(self.teams, text=words, **fields))).status

    async def presses(self, verb: str, **data: Any) -> dict[str, Any]:
        response = await self.post(pressed(self.teams, verb, **data))
        assert response.status == 200
        answer: dict[str, Any] = await response.json()
        return answer

    async def owes(self, **fields: Any) -> None:
        """Put a message in the outbox."""
        message = Message(**{"view": "task", "due": self.clock.now(), "route": "person", **fields})
        await self.parts.store.run(lambda work: work.owe(message))

    async def outbox(self) -> dict[str, int]:
        return await self.parts.store.run(lambda work: work.outbox_counts())

    async def settle(self) -> None:
        """Until nothing more can be sent now."""
        await self.parts.dispatcher.settle()


@pytest.fixture
async def teams() -> AsyncIterator[Teams]:
    async with teams_on_loopback() as teams:
        yield teams


@pytest.fixture
async def sharepoint() -> AsyncIterator[SharePoint]:
    async with sharepoint_on_loopback() as place:
        yield place


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    database = whereabouts.url_of(tmp_path / "rapid-review.db")
    return Settings(
        app_id=APP_ID,
        app_password="the client secret",
        app_tenant_id=TENANT,
        partnership=PARTNERSHIP,
        database_url=database,
        files=None if database.startswith("sqlite") else tmp_path / "rapid-review.files",
        master_key=base64.b64encode(bytes(range(32))).decode(),
    )


@pytest.fixture
async def bot(teams: Teams, settings: Settings) -> AsyncIterator[Running]:
    """The bot in production's settings. Its own sending waits until a test says `settle`."""
    async with running(teams, settings) as bot:
        yield bot


@asynccontextmanager
async def running(teams: Teams, settings: Settings) -> AsyncIterator[Running]:
    authority, dialogs, clock, waits = Authority(), Dialogs(), StillClock(), Waits()
    outside = Outside(
        keys_url=teams.keys_url,
        origins=frozenset({teams.url}),
        tokens=lambda settings: AppTokens(
            APP_ID, "secret", "https://login.microsoftonline.com/tenant", http_client=authority
        ),
        clock=clock,
        file_hosts=on_this_machine,
        pace=Pace(waits.now, waits.sleep),
        background=False,
    )
    store = connect(settings)
    store.migrate()
    store.close()
    app = make_app(settings, outside=outside, saying=dialogs.saying())
    server = TestServer(app)
    await server.start_server()
    async with ClientSession() as session:
        url = f"http://127.0.0.1:{server.port}"
        yield Running(teams, authority, dialogs, clock, waits, app[PARTS], url, session)
    await server.close()


# -- Letters that go out by themselves -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def letters_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Decided and signed. Played once."""
    office = confirming.decided(tmp_path_factory.mktemp("letters") / "once.db")
    with closing(office.store):
        yield office


@pytest.fixture
def office(letters_once: Office, tmp_path: Path) -> Iterator[Office]:
    """The same with a database of its own, and with mail."""
    office = letters_once.twin(tmp_path / "letters.db")
    office.sends_mail = True
    with closing(office.store):
        yield office


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with mail_on_loopback() as mailbox:
        yield mailbox


@pytest.fixture
def by_post(mailbox: Mailbox, office: Office) -> ByPost:
    """The way by mail, on the transcript's clock."""
    settings = Settings(mail_host="127.0.0.1", mail_port=mailbox.port, mail_from="rapid.review@fellshire.example")
    return ByPost(Post(settings, certificates()[1]).patient(), confirming.Day(office))
