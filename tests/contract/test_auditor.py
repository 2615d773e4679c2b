"""The auditor as it runs: what one bad case cannot hide, what it sees of other processes, and whom it tells outside."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from conftest import Running
from documented import RR, asked, told
from standins import AMINA, Teams, activity

from bot.monitor import Monitor
from bot.settings import Settings


@pytest.fixture
async def bot(teams: Teams, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """With a case in which Ben is asked, and whose clock sleeps; Amina has been met, and others can be."""
    monkeypatch.setattr("bot.reaching.TEAMS_SERVICE_URL", teams.service_url)
    async with asked(teams, settings) as bot:
        await bot.post(activity(teams, AMINA, id="amina", text="help"))
        await told(bot)
        await bot.parts.scheduler.tick_once()
        await told(bot)
        yield bot


def spoils(settings: Settings, statement: str) -> None:
    """Something is done to the database that no code of ours would do."""
    with closing(sqlite3.connect(str(settings.sqlite_path))) as file, file:
        assert file.execute(statement).rowcount >= 1


async def test_a_case_that_cannot_be_read_is_told_and_hides_no_other_finding(bot: Running, settings: Settings) -> None:
    bot.clock.time += timedelta(days=1)
    await bot.owes(key="waits", to=AMINA["aadObjectId"], route="channel", due=bot.clock.now() - timedelta(minutes=6))
    spoils(settings, "UPDATE case_ SET state = x'00'")
    found = await bot.parts.auditor.audit_once()
    assert found.unreadable == 1
    assert found.late > 0
    assert f"{RR}: the bot cannot open this case" in await told(bot)
    assert (await bot.parts.auditor.audit_once()).unreadable == 1
    assert "cannot open" not in await told(bot), "once a day is enough"


async def test_what_was_found_turns_readyz_amber_and_no_copy_is_taken_away(bot: Running, settings: Settings) -> None:
    spoils(settings, "UPDATE case_ SET wakes_at = NULL")
    assert (await bot.parts.auditor.audit_once()).counts == {"overslept": 1}
    response = await bot.session.get(f"{bot.url}/readyz")
    states = await response.json()
    assert (response.status, states["state"], states["delivery"]) == (200, "amber", "needs_somebody")
    await bot.parts.auditor.audit_once()
    assert (await (await bot.session.get(f"{bot.url}/readyz")).json())["state"] == "green"


async def test_a_closed_case_that_does_not_fit_its_record_is_in_doubt(bot: Running, settings: Settings) -> None:
    """Its row says that it is closed, so no other look comes by it."""
    spoils(settings, "UPDATE case_ SET stage = 'closed', wakes_at = NULL")
    assert (await bot.parts.auditor.audit_once()).astray == 1
    states = await (await bot.session.get(f"{bot.url}/readyz")).json()
    assert (states["state"], states["seals"]) == ("amber", "in_doubt")
    assert f"{RR}: what is kept of this case does not fit its record" in await told(bot)
    assert (await bot.parts.auditor.audit_once()).astray == 0, "the stage was put right"


async def test_after_hours_of_standing_still_what_waited_is_sealed_before_it_is_asked_for(bot: Running) -> None:
    """C6: the auditor's minute may come before the sealer's."""
    await bot.parts.auditor.audit_once()
    bot.clock.time += timedelta(hours=3)
    assert "unguarded" not in (await bot.parts.auditor.audit_once()).counts
    bot.clock.time += timedelta(minutes=1)
    assert (await bot.parts.auditor.audit_once()).counts["unguarded"] == 1


async def beats(bot: Running, process: str, work: str, seconds_ago: float) -> None:
    at = bot.clock.now() - timedelta(seconds=seconds_ago)
    await bot.parts.store.run(lambda at_work: at_work.beat(process, work, at))


@pytest.mark.parametrize(
    ("dispatcher", "scheduler", "state"),
    [(5, 100, "ok"), (5, 200, "behind"), (600, 600, "ok")],
    ids=["in time", "sends and does not tick", "gone: the others do its work"],
)
async def test_another_process_that_falls_behind_is_seen(
    bot: Running, dispatcher: float, scheduler: float, state: str
) -> None:
    await beats(bot, "another", "dispatcher", dispatcher)
    await beats(bot, "another", "scheduler", scheduler)
    await bot.parts.auditor.audit_once()
    response = await bot.session.get(f"{bot.url}/readyz")
    assert (response.status, (await response.json())["processes"]) == (200, state)


async def test_where_no_clock_ticks_at_all_it_is_seen(bot: Running) -> None:
    await bot.parts.auditor.audit_once()
    bot.clock.time += timedelta(minutes=3)
    assert (await bot.parts.auditor.audit_once()).behind == 1
    await bot.parts.scheduler.tick_once()
    await beats(bot, bot.parts.dispatcher.owner, "dispatcher", 0)
    assert (await bot.parts.auditor.audit_once()).behind == 0


async def test_a_process_that_ends_as_it_should_is_forgotten(bot: Running) -> None:
    await bot.parts.auditor.audit_once()
    mine = bot.parts.dispatcher.owner
    await bot.parts.store.run(lambda work: work.forget_process(mine))
    assert await bot.parts.store.run(lambda work: work.heartbeats()) == []


async def test_a_monitor_outside_is_asked_for_and_told_nothing(caplog: pytest.LogCaptureFixture) -> None:
    requests: list[tuple[str, bytes]] = []

    async def heard(request: web.Request) -> web.Response:
        requests.append((request.method, await request.read()))
        return web.Response(status=302 if len(requests) > 1 else 200, headers={"Location": "/elsewhere"})

    app, seconds = web.Application(), [0.0]
    app.router.add_get("/secret-path", heard)
    async with TestServer(app) as server, ClientSession() as session:
        monitor = Monitor(session, str(server.make_url("/secret-path")), lambda: seconds[-1])
        for now in (0.0, 60.0, 299.0, 301.0):
            seconds.append(now)
            await monitor.all_is_well()
    assert requests == [("GET", b"")] * 2
    assert "monitor not told code=302" in caplog.text
    assert "secret-path" not in caplog.text
