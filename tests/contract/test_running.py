"""The bot as a process: how it starts and stops, what it says of its health, and what it never writes to a log."""

import asyncio
import logging
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from conftest import Dialogs, Running, card
from standins import AMINA, BEN, Authority, Scripted, Teams, activity, pressed

from bot.app import Outside, make_app
from bot.cli import main
from bot.credentials import AppTokens
from bot.database import connect
from bot.logging import Discreet
from bot.mailroom import Mailroom
from bot.settings import Settings
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.openly import ours
from storage.errors import InUse, NoDatabase, WrongKey
from storage.work import Claimed

CANARY = "Canary-Jones"


async def _ready(bot: Running) -> tuple[int, dict[str, str]]:
    response = await bot.session.get(f"{bot.url}/readyz")
    return response.status, await response.json()


async def test_it_is_ready_once_it_has_ticked(bot: Running) -> None:
    assert await _ready(bot) == (
        503,
        {
            "process": "ok",
            "database": "ok",
            "scheduler": "late",
            "disk": "ok",
            "outbox": "ok",
            "mail": "ok",
            "clock": "ok",
            "key": "ok",
            "sending": "ok",
            "partnership_file": "ok",
            "processes": "ok",
            "delivery": "unchecked",
            "seals": "ok",
            "backups": "ok",
            "state": "red",
        },
    )
    await bot.parts.scheduler.tick_once()
    status, states = await _ready(bot)
    assert (status, states["state"]) == (200, "amber")  # Nobody has checked yet what was delivered.
    await bot.parts.auditor.audit_once()
    status, states = await _ready(bot)
    assert (status, states["state"]) == (200, "green")
    assert (await bot.session.get(f"{bot.url}/healthz")).status == 200


async def test_it_is_not_ready_without_its_database(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(work: object) -> None:
        raise OSError(f"disk of {CANARY} is full")

    await bot.parts.scheduler.tick_once()
    monkeypatch.setattr(bot.parts.store, "run", failing)
    status, states = await _ready(bot)
    assert (status, states["database"]) == (503, "failing")


async def test_a_tick_that_fails_is_tried_again(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    ticked = asyncio.Event()
    failures = [OSError(CANARY)]

    async def ticks() -> None:
        if failures:
            raise failures.pop()
        ticked.set()

    monkeypatch.setattr(bot.parts.scheduler, "tick_once", ticks)
    running = asyncio.create_task(bot.parts.scheduler.run())
    while failures:
        await bot.outbox()  # One thread serves the database: what came before has run.
    bot.parts.scheduler.wake()
    await ticked.wait()
    running.cancel()
    assert failures == []


async def _started(settings: Settings, teams: Teams, dialogs: Dialogs) -> TestServer:
    """The bot with everything running, as in production."""
    authority = Authority()
    outside = Outside(
        keys_url=teams.keys_url,
        origins=frozenset({teams.url}),
        tokens=lambda settings: AppTokens(
            "app", "secret", "https://login.microsoftonline.com/tenant", http_client=authority
        ),
    )
    server = TestServer(make_app(settings, outside=outside, saying=dialogs.saying()))
    await server.start_server()
    return server


@pytest.fixture
def migrated(settings: Settings) -> Settings:
    store = connect(settings)
    store.migrate()
    store.close()
    return settings


async def test_stopping_it_finishes_what_is_under_way(teams: Teams, migrated: Settings) -> None:
    server = await _started(migrated, teams, Dialogs())
    teams.gate.clear()
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {teams.token()}"}
        body = activity(teams, text="help")
        assert (await session.post(server.make_url("/api/messages"), json=body, headers=headers)).status == 200
    while not teams.sent():
        teams.called.clear()
        await teams.called.wait()
    stopping = asyncio.create_task(server.close())
    await asyncio.sleep(0)
    teams.gate.set()
    await stopping
    store = connect(migrated)
    assert store.run_now(lambda work: work.outbox_counts()) == {"sent": 1}
    store.close()


async def test_stopping_it_lets_a_letter_end_and_begins_no_other(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    began, go_on, ended = asyncio.Event(), asyncio.Event(), list[str]()

    async def sends(room: Mailroom, claimed: Claimed) -> None:
        began.set()
        await go_on.wait()
        ended.append(claimed.message.key)

    monkeypatch.setattr(Mailroom, "_send", sends)
    for key in ("1", "2"):
        await bot.owes(key=key, to=key, route="outward", view="letter")
    working = asyncio.create_task(bot.parts.mailroom.run())
    await began.wait()
    stopping = asyncio.create_task(bot.parts.finish())
    await bot.outbox()
    assert not stopping.done()
    go_on.set()
    await stopping
    await working
    assert ended == ["1"]


async def test_what_was_owed_before_a_restart_goes_out_after_it(teams: Teams, migrated: Settings) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {teams.token()}"}
        teams.script(Scripted(503))
        for words in ("help", None):
            server = await _started(migrated, teams, Dialogs())
            if words:
                body = activity(teams, text=words)
                await session.post(server.make_url("/api/messages"), json=body, headers=headers)
            wanted = 1 if words else 2
            while len(teams.sent()) < wanted:
                teams.called.clear()
                await teams.called.wait()
            await server.close()
    store = connect(migrated)
    assert store.run_now(lambda work: work.outbox_counts()) == {"sent": 1}
    store.close()


async def test_a_second_process_on_one_file_does_not_start(bot: Running, settings: Settings) -> None:
    if settings.sqlite_path is None:
        pytest.skip("a server has room for several")
    with pytest.raises(InUse):
        connect(settings)


def test_another_key_or_an_old_database_does_not_start(settings: Settings, migrated: Settings) -> None:
    other = connect(settings.model_copy(update={"master_key": Settings(master_key="/" * 43 + "=").master_key}))
    with pytest.raises(WrongKey):
        other.check()
    other.close()


async def test_an_empty_database_is_not_served_in_production(teams: Teams, settings: Settings) -> None:
    with pytest.raises(NoDatabase):
        await _started(settings, teams, Dialogs())


def test_the_commands_say_plainly_what_is_wrong(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _as_environment(settings, monkeypatch)
    assert main(["serve"]) == 2
    assert "rapid-review migrate" in capsys.readouterr().err
    assert main(["migrate"]) == 0
    assert main(["verify-chain"]) == 1
    assert "There is no entry in the record, so there is nothing to be whole." in capsys.readouterr().out
    held = connect(settings)
    assert main(["serve"]) == 2
    held.close()
    assert "Another process is using" in capsys.readouterr().err


def _as_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MicrosoftAppId", settings.app_id)
    monkeypatch.setenv("MicrosoftAppPassword", "secret")
    monkeypatch.setenv("MicrosoftAppTenantId", settings.app_tenant_id)
    monkeypatch.setenv("RR_PARTNERSHIP", str(settings.partnership))
    monkeypatch.setenv("DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setenv("RR_MASTER_KEY", settings.master_key.get_secret_value())


async def test_no_name_and_nothing_said_reaches_the_log(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(Discreet("json").format(record))

    def broken(turn: Turn, desk: Desk) -> Answer:
        raise ValueError(f"{turn.who.name} said {turn.said} {dict(turn.data)}")

    ear = Ear()
    logging.getLogger().addHandler(ear)
    caplog.set_level(logging.DEBUG)
    bot.dialogs.draw = lambda message, desk: Answer(card(CANARY * 5000), ours(CANARY))
    named = {**BEN, "name": CANARY}
    bot.dialogs.answer = broken
    await bot.post(activity(bot.teams, named, text=CANARY))
    await bot.post(pressed(bot.teams, CANARY, named, id="2", child=CANARY))
    await bot.post(activity(bot.teams, named, text=CANARY, serviceUrl=f"https://{CANARY}.example/"))
    await bot.post({CANARY: CANARY})
    await bot.owes(key="1", to=BEN["aadObjectId"])
    bot.teams.script(Scripted(400, CANARY, body=CANARY.encode()), Scripted(403, CANARY))
    await bot.settle()
    logging.getLogger().removeHandler(ear)
    assert len(heard) >= 5
    assert CANARY not in "".join(heard)
    for name in ("Amina", "Ben", "Carys", "Dev", "Efua", "Farid", "Gwen"):
        assert not any(name in line for line in heard)


async def test_an_outsider_with_an_account_is_answered_by_the_dialogs_not_by_the_door(bot: Running) -> None:
    stranger = {**AMINA, "aadObjectId": "00000000-0000-4000-8000-00000000dead"}
    assert (await bot.post(activity(bot.teams, stranger, text="help"))).status == 200
    assert bot.dialogs.turns[0].who.person == stranger["aadObjectId"]


async def test_a_tick_in_which_no_case_went_well_is_none(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(desk: Desk, references: object) -> None:
        raise OSError(CANARY)

    monkeypatch.setattr(bot.parts.scheduler, "ticking", failing)
    monkeypatch.setattr("storage.cases.Cases.woken", lambda work, now, most=0: ["RR-2026-001", "RR-2026-002"])
    await bot.parts.scheduler.tick_once()
    assert not bot.parts.scheduler.fresh


async def test_a_chat_that_could_not_be_opened_is_tried_again_however_often(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was written in it yet, so there is no doubt whether a card arrived."""
    await bot.says("help")
    await bot.settle()
    bot.teams.script(*[Scripted(504, "GatewayTimeout")] * 3)
    monkeypatch.setattr("bot.reaching.TEAMS_SERVICE_URL", bot.teams.service_url)
    await bot.owes(key="1", to=AMINA["aadObjectId"])
    for _ in range(4):
        await bot.settle()
        bot.clock.time += timedelta(minutes=3)
    await bot.settle()
    assert (await bot.outbox())["sent"] == 2
