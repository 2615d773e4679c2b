"""The whole bot put together, as one aiohttp application."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import closing, suppress
from dataclasses import dataclass

from aiohttp import ClientSession, web
from botframework.connector.auth import AuthenticationConstants

from bot.auditor import Auditor
from bot.backups import Backups
from bot.bare_application import bare_application
from bot.clock import Clock, DemoClock, SystemClock
from bot.clock_endpoint import ClockEndpoint
from bot.connector import Connector
from bot.conversations import Conversations
from bot.courier import Courier
from bot.credentials import AppTokens, NoTokens, Tokens
from bot.database import connect
from bot.disk import disk_of
from bot.dispatcher import Dispatcher
from bot.endpoint import Endpoint
from bot.file_transfer import Transfer, Trusted, on_microsofts_hosts
from bot.files import Files
from bot.front_door import TEAMS_ORIGINS, FrontDoor, on_this_machine, trusted_origins
from bot.health import Health, clock_state
from bot.identity import bot_tokens
from bot.ledger import Drawing, Ledger
from bot.lines import Lines, opened_lines
from bot.mailroom import Mailroom
from bot.metrics import Metrics
from bot.metrics_endpoint import MetricsEndpoint, offered
from bot.monitor import Monitor
from bot.pacing import Pace
from bot.partnership import Watched
from bot.post import Post
from bot.pulse import Pulse
from bot.rooms import Rooms
from bot.scheduler import Scheduler, Ticking
from bot.sealer import Sealer
from bot.selftest import SelfTest
from bot.sending import Sending, sending
from bot.settings import Settings
from bot.shedding import AT_ONCE, Shedding
from bot.signing_keys import SigningKeys
from bot.surroundings import Surroundings
from bot.sweeping import Sweeper
from bot.tidying import Tidier
from bot.turns import Answering, Turns
from dialogs.conversation import answer
from dialogs.reminders import tick
from dialogs.views import draw
from rapid_review.case import Case
from storage.errors import ClockOff, Trouble
from storage.store import Store

log = logging.getLogger(__name__)

FINISH_SECONDS = 8.0
"""For what was begun when the bot is told to stop."""


@dataclass(frozen=True)
class Outside:
    """What lies beyond this process. Tests and benchmarks put stand-ins here; there is no setting for it."""

    keys_url: str = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
    origins: frozenset[str] = TEAMS_ORIGINS
    """Where a service URL may point, besides the settings' extra hosts."""
    tokens: Callable[[Settings], Tokens] | None = None
    clock: Clock | None = None
    file_hosts: Trusted | None = None
    """Where files may come from and go to."""
    pace: Pace | None = None
    at_once: float = AT_ONCE
    """How much one person may do at once."""
    post: Callable[[Settings], Post] = Post
    sending: Callable[[Settings, ClientSession, Clock, Post], Sending] = sending
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
    files: Files
    sending: Sending
    mailroom: Mailroom
    endpoint: Endpoint
    health: Health
    auditor: Auditor
    self_test: SelfTest | None
    metrics: MetricsEndpoint

    async def finish(self) -> None:
        """Begin nothing more, and wait for what was begun: turns, messages, letters and files."""
        if self.health.stopping:
            return
        self.health.stopping = True
        log.info("stopping turns=%d", self.turns.under_way)
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                await asyncio.gather(
                    self.dispatcher.stop(), self.mailroom.stop(), self.files.stop(), self.turns.settle()
                )
        except TimeoutError:
            log.warning("stopping with work under way turns=%d", self.turns.under_way)

    @property
    def background(self) -> list[Callable[[], Coroutine[None, None, None]]]:
        always = [self.dispatcher.run, self.scheduler.run, self.auditor.run, self.mailroom.run]
        always += [Sealer(self.store, self.around).run, Sweeper(self.store, self.around).run]
        always += [Backups(self.around.settings).run, Tidier(self.store, self.around).run]
        if self.around.settings.demo:
            always.remove(self.auditor.run)  # Its clock jumps by days, so that everything would look late.
        return [*always, self.self_test.run] if self.self_test else always


PARTS = web.AppKey("parts", Parts)


def make_app(settings: Settings, *, outside: Outside | None = None, saying: Saying | None = None) -> web.Application:
    """The application. It opens the database and begins to work when it is started, and ends cleanly."""
    app = bare_application()
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
        async with opened_lines(demo=around.settings.demo) as lines:
            parts = app[PARTS] = _assemble(store, around, lines, outside, saying)
            _wire(parts)
            tasks = [asyncio.create_task(work()) for work in parts.background] if outside.background else []
            log.info("started env=%s", around.settings.env)
            async with offered(around.settings, parts.metrics):
                yield
                await parts.finish()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(Trouble):  # Then the others find out by its silence.
                await store.run(lambda work: work.forget_process(parts.dispatcher.owner))
    log.info("stopped")


def open_store(around: Surroundings) -> Store[Case]:
    """The database, of the right revision. The demonstration brings its own up to date."""
    store = connect(around.settings, around.partnership)
    try:
        if around.settings.demo:
            store.migrate()
        store.check()
        _require_one_time(store, around.settings)
    except BaseException:
        store.close()
        raise
    return store


def _require_one_time(store: Store[Case], settings: Settings) -> None:
    """Raises `ClockOff`. A file of SQLite has this machine's clock."""
    if settings.sqlite_path is None:
        theirs = store.run_now(lambda work: work.database_clock())
        if clock_state(theirs, SystemClock().now(), settings.copies) == "off":
            raise ClockOff


def _assemble(store: Store[Case], around: Surroundings, lines: Lines, outside: Outside, saying: Saying) -> Parts:
    session = lines.named
    settings, conversations, metrics, disk = around.settings, Conversations(), Metrics(), disk_of(around.settings)
    turns = Turns(store, around, conversations, saying.answering, metrics, disk)
    tokens, keys = (outside.tokens or _tokens)(settings), SigningKeys(session, outside.keys_url)
    trusted = on_this_machine if settings.demo else trusted_origins(origins(settings, outside.origins))
    connector = Connector(session, tokens, f"28:{settings.app_id}", trusted)
    pace = outside.pace or (Pace.unhurried() if settings.demo else Pace(copies=settings.copies))
    post = outside.post(settings)
    # The Playground's channel has make-believe members; who reads along there is who sits at this machine.
    courier = Courier(connector, pace, post, None if settings.demo else Rooms(connector, around))
    dispatcher = Dispatcher(store, Ledger(around, conversations, saying.drawing), courier, metrics=metrics)
    scheduler = Scheduler(store, around, saying.ticking, dispatcher.owner, metrics)
    auditor = Auditor(store, around, dispatcher.owner)
    if url := settings.heartbeat_url.get_secret_value():
        auditor.all_is_well = Monitor(session, url).all_is_well
    door = FrontDoor(settings.app_id, keys, around.tenants, trusted, SystemClock().now)
    ways = outside.sending(settings, session, around.clock, post)
    room = Mailroom(store, around, ways, dispatcher.owner)
    health = Health(store, around, scheduler, dispatcher, room, auditor, disk)
    file_hosts = outside.file_hosts or (on_this_machine if settings.demo else on_microsofts_hosts)
    files = Files(store, around, turns, Transfer(lines.wary, file_hosts))
    shedding = Shedding(lambda: turns.under_way, math.inf if settings.demo else outside.at_once)
    endpoint = Endpoint(door, turns, files, around.clock, shedding)
    # Where Teams itself is not reached there is nothing to test: a demonstration, or a stand-in.
    reaches_teams = not settings.demo and outside.origins >= TEAMS_ORIGINS
    self_test = SelfTest(store, around, connector, pace) if reaches_teams else None
    return Parts(
        *(store, around, turns, dispatcher, scheduler, files, ways, room, endpoint, health, auditor, self_test),
        MetricsEndpoint(metrics, health, Pulse(), _ages(health, keys, tokens)),
    )


def _ages(health: Health, keys: SigningKeys, tokens: Tokens) -> dict[str, Callable[[], float]]:
    """What has to be done again and again, each with the seconds since it last was."""
    return {
        "tick": lambda: health.scheduler.age,
        "pass": lambda: health.dispatcher.pass_age,
        "audit": lambda: health.auditor.age,
        "backup": lambda: Backups(health.around.settings, health.machine).age,
        "signing_keys": lambda: keys.age,
        "token": lambda: tokens.age if isinstance(tokens, AppTokens) else math.inf,
    }


def _wire(parts: Parts) -> None:
    """Wake who waits, from whichever thread something happened in."""
    loop = asyncio.get_running_loop()

    def send() -> None:
        loop.call_soon_threadsafe(parts.dispatcher.wake)
        loop.call_soon_threadsafe(parts.mailroom.wake)

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
    return NoTokens() if settings.demo else bot_tokens(settings)
