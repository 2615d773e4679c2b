"""Clicks at a steady pace on a real process of the bot, while something that it depends on is slow or silent."""

import asyncio
import json
import re
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from typing import Any

import psycopg
from aiohttp import ClientSession, TCPConnector
from standins import TENANT, Teams, pressed, teams_on_loopback

from bench.report import verdict
from bench.servers import ROOT, Server
from bench.world import PARTNERSHIP, meet, votes
from bot.partnership import load

A_SECOND, SECONDS = 12, 30
SHOWN = b"AdaptiveCard"
READERS = 30


class Bot(Server):
    """The process of bench/bots/service.py."""

    def __init__(self, teams: Teams, database: str, before: tuple[str, ...] = (), **order: Any) -> None:
        self.inner = _port()
        self.order = {"teams": teams.url, "database": database, "metrics_port": self.inner, **order}
        port = _port()
        command = (*before, sys.executable, "-m", "bench.bots.service")
        super().__init__((*command, json.dumps({**self.order, "port": port})), (), port)

    async def stall_ms(self) -> float:
        """The longest that the loop stood still in the last minute."""
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{self.inner}/metrics") as response:
            found = re.search(r"^rapid_review_loop_stall_seconds (\S+)", await response.text(), re.MULTILINE)
        assert found
        return float(found[1]) * 1e3


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def running(teams: Teams, database: str, **order: Any) -> AsyncIterator[Bot]:
    bot = Bot(teams, database, **order)
    try:
        await bot.listens()
        await asyncio.sleep(3)  # What it does at its start is no part of what is measured.
        yield bot
    finally:
        teams.gate.set()
        teams.keys_gate.set()
        bot.stop()


# -- Clicks


async def clicks(bot: Bot, teams: Teams, bodies: Iterator[dict[str, Any]]) -> list[float]:
    """Seconds for each of a steady stream of clicks, from when it was due: a slow answer must not slow the asking."""
    took: list[float] = []
    headers = {"Authorization": f"Bearer {teams.token()}", "Content-Type": "application/json"}
    async with ClientSession(headers=headers, connector=TCPConnector(limit=0)) as session:

        async def click(body: bytes, due: float) -> None:
            await asyncio.sleep(due - time.monotonic())
            async with session.post(bot.url, data=body) as response:
                answer = await response.read()
            took.append(time.monotonic() - due)
            assert response.status == 200, f"{response.status}: {bot.words()}"
            assert SHOWN in answer, answer[:500]

        began = time.monotonic()
        sent = [json.dumps(body).encode() for body in islice(bodies, A_SECOND * SECONDS)]
        await asyncio.gather(*(click(body, began + n / A_SECOND) for n, body in enumerate(sent)))
    return took


def mixed(teams: Teams, references: list[str]) -> Iterator[dict[str, Any]]:
    """One vote, and three times somebody who looks at their tasks: nobody presses faster than people may."""
    partnership, _ = load(PARTNERSHIP)
    readers = cycle([{"id": f"29:{id}", "aadObjectId": id, "name": "x"} for id in partnership.people][:READERS])
    for number, vote in enumerate(votes(teams, references)):
        yield vote
        for n in range(3):
            yield pressed(teams, "tasks", next(readers), f"t{number}-{n}")


@asynccontextmanager
async def ticking() -> AsyncIterator[asyncio.subprocess.Process]:
    """An idle loop, to be told apart from what the machine does."""
    command = (sys.executable, "-m", "bench.bots.ticker")
    ticker = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    yield ticker
    if ticker.returncode is None:
        ticker.kill()
        await ticker.wait()


Fault = Callable[[Bot, Teams], Awaitable[None]]


async def nothing(bot: Bot, teams: Teams) -> None:
    """All is well."""


async def locked_for_a_second(bot: Bot, teams: Teams) -> None:
    """Somebody holds the table that every vote writes to, for one second in ten."""
    async with await psycopg.AsyncConnection.connect(bot.order["database"]) as connection:
        while True:
            await asyncio.sleep(9)
            async with connection.transaction():
                await connection.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")
                await asyncio.sleep(1)


async def keys_do_not_answer(bot: Bot, teams: Teams) -> None:
    """The list of keys is accepted and never answered, while requests come that are signed with a key not seen yet."""
    await asyncio.sleep(1)  # The key that all clicks are signed with is known by now.
    teams.keys_gate.clear()
    async with ClientSession(headers={"Authorization": f"Bearer {teams.token(kid='unknown')}"}) as session:
        while True:
            async with session.post(bot.url, json=pressed(teams, "help")) as response:
                assert response.status in (401, 503)
            await asyncio.sleep(1)


async def teams_does_not_answer(bot: Bot, teams: Teams) -> None:
    """Every send is accepted and never answered: sixteen hang at a time, for ten seconds each."""
    teams.gate.clear()


async def under(name: str, fault: Fault, database: str, references: list[str], **order: Any) -> list[str]:
    async with teams_on_loopback() as teams:
        known(database, teams)
        async with running(teams, database, **order) as bot, ticking() as ticker:
            spoiling = asyncio.ensure_future(fault(bot, teams))
            took = await clicks(bot, teams, mixed(teams, references))
            stall = await bot.stall_ms()
            spoiling.cancel()
            await asyncio.gather(spoiling, return_exceptions=True)
            machine_ms = float((await ticker.communicate(b""))[0])
    return [
        verdict(f"G12 {name}: a click's p99 s (slowest {max(took):.2f})", quantiles(took, n=100)[98], 1.0),
        verdict(f"G13 {name}: longest stall of the loop, ms (an idle loop beside it {machine_ms:.0f})", stall, 100),
    ]


def known(database: str, teams: Teams) -> None:
    """Everybody has been met where this run's Teams is."""
    if "://" not in database:
        with sqlite3.connect(database) as file:
            file.execute("DELETE FROM conversation")
        file.close()
        meet(Path(database), teams)
        return
    partnership, _ = load(PARTNERSHIP)
    places = [(id, "personal", f"chat-{id}") for id in partnership.people]
    places += [(id, "channel", id) for id in partnership.channels.values()]
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM conversation")
        connection.cursor().executemany(
            "INSERT INTO conversation "
            "(key, kind, conversation, service_url, tenant, channel_user_id, dead_code, seen_at) "
            "VALUES (%s, %s, %s, %s, %s, '', '', now())",
            [(*place, teams.service_url, TENANT) for place in places],
        )
