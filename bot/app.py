"""The whole bot put together, as one aiohttp application."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import closing
from dataclasses import dataclass, field

from aiohttp import ClientSession, TCPConnector, web
from botframework.connector.auth import AuthenticationConstants

from bot.clock import Clock, DemoClock, SystemClock
from bot.clock_endpoint import ClockEndpoint
from bot.connector import Connector
from bot.conversations import Conversations
from bot.courier import Courier
from bot.credentials import ClientSecretTokens, NoTokens, Tokens
from bot.database import connect
from bot.dispatcher import Dispatcher
from bot.endpoint import LARGEST_BODY, Endpoint
from bot.front_door import TEAMS_ORIGINS, FrontDoor, on_this_machine, trusted_origins
from bot.health import Health
from bot.ledger import Drawing, Ledger
from bot.pacing import Pace
from bot.partnership import Watched
from bot.scheduler import Scheduler, Ticking
from bot.settings import Settings
from bot.signing_keys import SigningKeys
from bot.surroundings import Surroundings
from bot.turns import Answering, Turns
from dialogs.conversation import answer
from dialogs.reminders import tick
from dialogs.views import draw
from rapid_review.case import Case
from storage.store import Store

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 32
AUTHORITY = "https://login.microsoftonline.com"


@dataclass(frozen=True)
class Outside:
    """What lies beyond this process. Tests and benchmarks put stand-ins here; there is no setting for it."""

    keys_url: str = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
    origins: frozenset[str] = TEAMS_ORIGINS
    """Where a service URL may point, besides the settings' extra hosts."""
    tokens: Callable[[Settings], Tokens] | None = None
    clock: Clock | None = None
    pace: Pace = field(default_factory=Pace)
    background: bool = True
    """Whether sending and ticking go on by themselves; a test may rather do each when it is its turn."""


@dataclass(frozen=True)
class Saying:
    """What the bot says. Tests of the edge put their own in its place."""

    answering: Answering = answer
    drawing: Drawing = draw
    ticking: Ticking = tick


@dataclass(frozen=True)
class Parts:
    """What a running bot is made of."""

    store: Store[Case]
    around: Surroundings
    turns: Turns
    dispatcher: Dispatcher
    scheduler: Scheduler
    endpoint: Endpoint
    health: Health

    @property
    def background(self) -> list[Callable[[], Coroutine[None, None, None]]]:
        return [self.dispatcher.run, self.scheduler.run]


PARTS = web.AppKey("parts", Parts)


def make_app(settings: Settings, *, outside: Outside | None = None, saying: Saying | None = None) -> web.Application:
    """The application. It opens the database and begins to work when it is started, and ends cleanly."""
    app = web.Application(client_max_size=LARGEST_BODY)
    around = Surroundings(settings, Watched(settings.partnership), _clock(settings, outside))
    app.router.add_post("/api/messages", _messages)
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", _ready)
    if isinstance(around.clock, DemoClock):
        policy = around.watched.current(0.0)[1]
        app.router.add_post("/demo/clock", ClockEndpoint(around.clock, policy).move)
    app.cleanup_ctx.append(lambda app: _life(app, around, outside or Outside(), saying or Saying()))
    return app


# Routes are fixed before the start and the parts are made in it, so each handler looks its part up.


async def _messages(request: web.Request) -> web.Response:
    return await request.app[PARTS].endpoint.messages(request)


async def _alive(request: web.Request) -> web.Response:
    return await request.app[PARTS].health.alive(request)


async def _ready(request: web.Request) -> web.Response:
    return await request.app[PARTS].health.ready(request)


async def _life(app: web.Application, around: Surroundings, outside: Outside, saying: Saying) -> AsyncIterator[None]:
    with closing(open_store(around)) as store:
        async with ClientSession(connector=TCPConnector(limit=MOST_CONNECTIONS)) as session:
            parts = app[PARTS] = _assemble(store, around, session, outside, saying)
            _wire(parts)
            tasks = [asyncio.create_task(work()) for work in parts.background] if outside.background else []
            log.info("started env=%s", around.settings.env)
            yield
            await parts.dispatcher.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    log.info("stopped")


def open_store(around: Surroundings) -> Store[Case]:
    """The database, of the right revision. The demonstration brings its own up to date."""
    store = connect(around.settings, around.partnership)
    try:
        if around.settings.demo:
            store.migrate()
        store.check()
    except BaseException:
        store.close()
        raise
    return store


def _assemble(
    store: Store[Case], around: Surroundings, session: ClientSession, outside: Outside, saying: Saying
) -> Parts:
    settings, conversations = around.settings, Conversations()
    turns = Turns(store, around, conversations, saying.answering)
    connector = Connector(session, (outside.tokens or _tokens)(settings), bot_id=f"28:{settings.app_id}")
    dispatcher = Dispatcher(store, Ledger(around, conversations, saying.drawing), Courier(connector, outside.pace))
    scheduler = Scheduler(store, around, saying.ticking)
    door = FrontDoor(
        settings.app_id,
        SigningKeys(session, outside.keys_url),
        around.tenants,
        on_this_machine if settings.demo else trusted_origins(origins(settings, outside.origins)),
        SystemClock().now,
    )
    health = Health(store, around, scheduler, dispatcher)
    return Parts(store, around, turns, dispatcher, scheduler, Endpoint(door, turns, around.clock), health)


def _wire(parts: Parts) -> None:
    """Wake who waits, from whichever thread something happened in."""
    loop = asyncio.get_running_loop()

    def send() -> None:
        loop.call_soon_threadsafe(parts.dispatcher.wake)

    def look_again() -> None:
        loop.call_soon_threadsafe(parts.scheduler.wake)

    parts.store.after_commit.append(send)
    if isinstance(parts.around.clock, DemoClock):
        parts.around.clock.on_move = look_again


def origins(settings: Settings, usual: frozenset[str]) -> frozenset[str]:
    """Where replies, and with them our token, may go."""
    return usual | {f"https://{host}" for host in settings.extra_hosts}


def _clock(settings: Settings, outside: Outside | None) -> Clock:
    if outside and outside.clock:
        return outside.clock
    if settings.demo and settings.sqlite_path:
        return DemoClock(settings.sqlite_path.with_suffix(".clock"))
    return SystemClock()


def _tokens(settings: Settings) -> Tokens:
    if settings.demo:
        return NoTokens()
    tenant = settings.app_tenant_id if settings.app_type == "SingleTenant" else "botframework.com"
    return ClientSecretTokens(settings.app_id, settings.app_password.get_secret_value(), f"{AUTHORITY}/{tenant}")
