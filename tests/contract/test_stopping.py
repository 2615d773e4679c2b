"""The bot told to stop, as a real process: what was begun is finished, nothing is lost or doubled, and it ends."""

import asyncio
import signal
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from crash_databases import postgresql
from crashing import opened
from served import Served, hold, served
from standins import AMINA, BEN, Teams, activity, pressed

pytestmark = pytest.mark.simulation


@pytest.fixture(scope="module")
def databases() -> Iterator[Callable[[object], str]]:
    """Makes empty PostgreSQL databases."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder, postgresql(Path(folder)) as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of today's revision."""
    on_postgresql = request.param == "postgresql"
    made: str = request.getfixturevalue("databases")(0) if on_postgresql else f"sqlite:///{tmp_path / 'stop.db'}"
    store = opened(made)
    store.migrate()
    store.close()
    return made


async def _says(bot: Served, teams: Teams, words: str, who: dict[str, str] = BEN) -> int:
    headers, body = {"Authorization": f"Bearer {teams.token()}"}, activity(teams, who, text=words, id=words)
    async with ClientSession(headers=headers) as session, session.post(f"{bot.url}/api/messages", json=body) as answer:
        return answer.status


async def _readiness(bot: Served) -> tuple[int, dict[str, Any]]:
    async with ClientSession() as session, session.get(f"{bot.url}/readyz") as response:
        return response.status, await response.json()


def _outbox(database: str) -> dict[str, int]:
    store = opened(database)
    try:
        assert store.broken_chains() == {}
        return store.run_now(lambda work: work.outbox_counts())
    finally:
        store.close()


async def _sent(teams: Teams, count: int) -> None:
    while len(teams.sent()) < count:
        teams.called.clear()
        await teams.called.wait()


async def test_a_request_and_a_send_under_way_are_finished(database: str, teams: Teams) -> None:
    async with hold() as holding:
        order = {"database": database, "teams": teams.url, "hold": holding.url, "hold_at": "wait for me"}
        bot = await served(order)
        await bot.says("listening")
        teams.gate.clear()
        assert await _says(bot, teams, "help") == 200
        await _sent(teams, 1)
        waiting = asyncio.create_task(_says(bot, teams, "wait for me", AMINA))
        await holding.asked.wait()
        bot.told()
        await bot.says("stopping")
        for _ in range(20):  # It goes on listening: whoever watches sees red, and not a machine that is gone.
            assert await _readiness(bot) == (503, {"process": "stopping", "state": "red"})
        holding.go_on.set()
        assert await waiting == 200
        teams.gate.set()
        assert await bot.ends() == 0
    assert bot.log[-1]["what"] == "stopped"
    assert _outbox(database) == {"sent": 1, "ready": 1}, "what was owed while it stopped is kept, and was not begun"
    again = await served(order)
    await _sent(teams, 2)
    again.told()
    assert await again.ends() == 0
    assert _outbox(database) == {"sent": 2}
    assert len(teams.sent()) == 2


async def test_a_second_signal_ends_it_at_once_and_harms_nothing(database: str, teams: Teams) -> None:
    bot = await served({"database": database, "teams": teams.url})
    await bot.says("listening")
    teams.gate.clear()
    assert await _says(bot, teams, "help") == 200
    await _sent(teams, 1)
    bot.told()
    await bot.says("stopping")
    bot.told()
    assert await bot.ends() == 128 + signal.SIGTERM
    assert _outbox(database) == {"sending": 1}
    store = opened(database)
    later = datetime.now(UTC) + timedelta(minutes=2)
    taken_over = store.run_now(lambda work: work.claim(later, 9, "another", 58))
    assert len(taken_over) == 1, "its lease runs out like any other"
    store.close()


async def test_told_to_stop_while_it_starts_it_stops(database: str, teams: Teams) -> None:
    async with hold() as holding:
        order = {"database": database, "teams": teams.url, "hold": holding.url, "hold_at": "the start"}
        bot = await served(order)
        await holding.asked.wait()
        bot.told()
        holding.go_on.set()
        assert await bot.ends() == 0
    assert [line["what"] for line in bot.log][-1] == "stopped"
    assert _outbox(database) == {}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_five_hundred_presses_at_once_in_256_mebibytes(database: str, teams: Teams) -> None:
    bot = await served({"database": database, "teams": teams.url, "data_bytes": 256 * 2**20})
    await bot.says("listening")

    async def press(session: ClientSession, number: int) -> int:
        person = {"id": f"29:{number}", "name": "x", "aadObjectId": f"00000000-0000-4000-8000-{number:012d}"}
        body = pressed(teams, "help", person, str(number))
        async with session.post(f"{bot.url}/api/messages", json=body) as response:
            await response.read()
            return response.status

    async with ClientSession(headers={"Authorization": f"Bearer {teams.token()}"}) as session:
        statuses = await asyncio.gather(*(press(session, number) for number in range(500)))
        assert await press(session, 500) == 200, "it is still there, and serves"
    assert set(statuses) <= {200, 429, 503}
    bot.told()
    assert await bot.ends() == 0
