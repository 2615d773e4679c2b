"""Measures what docs/promises.md says of time: `python -m bench.promises`. SQLite on disk, Teams on loopback."""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from types import SimpleNamespace
from typing import Any

from aiohttp import ClientSession
from crashing import begun, letter, opened, send, settings
from standins import Teams, teams_on_loopback

from bench.report import machine, verdict
from bot.clock import SystemClock
from bot.connector import Connector
from bot.conversations import Conversations
from bot.courier import Courier
from bot.credentials import NoTokens
from bot.dispatcher import LEASE_SECONDS, Dispatcher
from bot.ledger import Ledger
from bot.pacing import Pace
from bot.post import Post
from bot.surroundings import Surroundings
from dialogs.turn import Answer
from rapid_review.case import Case
from storage.store import Store
from storage.work import Work

QUIET = 300
LOAD_PER_SECOND, LOAD_SECONDS = 15, 40
WHILE_DOWN = 600


@asynccontextmanager
async def sending(url: str) -> AsyncIterator[Store[Case]]:
    """A dispatcher at work, with the pace and the polling that it has in earnest."""
    chosen, clock = settings(url), SystemClock()
    watched: Any = SimpleNamespace(current=lambda moment: (None, None))
    around = Surroundings(chosen, watched, clock)
    with closing(opened(url)) as store:
        store.migrate()
        async with ClientSession() as session:
            ledger = Ledger(
                around, Conversations(), lambda message, desk: Answer({"type": "AdaptiveCard"}, message.key)
            )
            courier = Courier(Connector(session, NoTokens(), "28:bench", lambda url: True), Pace(), Post(chosen))
            dispatcher = Dispatcher(store, ledger, courier)
            loop = asyncio.get_running_loop()
            store.after_commit.append(lambda: loop.call_soon_threadsafe(dispatcher.wake))
            running = asyncio.create_task(dispatcher.run())
            yield store
            await dispatcher.stop()
            await running


async def owed(store: Store[Case], teams: Teams, key: str, to: str, at: dict[str, float]) -> None:
    await store.run(lambda work: work.owe(letter(teams.service_url, key, to)))
    at[key] = time.monotonic()  # Just after the commit.


async def arrived(teams: Teams, count: int) -> dict[str, float]:
    """When each of so many messages arrived."""
    while len(teams.calls) < count:
        teams.called.clear()
        await teams.called.wait()
    return {call.body["summary"]: call.at for call in teams.calls}


async def quiet(url: str) -> str:
    waits = []
    async with teams_on_loopback() as teams, sending(url) as store:
        at: dict[str, float] = {}
        for n in range(QUIET):
            await owed(store, teams, f"q{n}", f"chat {n}", at)
            waits.append(((await arrived(teams, n + 1))[f"q{n}"] - at[f"q{n}"]) * 1e3)
            await asyncio.sleep(0.07)  # Below the pace of 20 a second.
    return verdict(
        f"G7 commit to first send, quiet, p99 ms (median {median(waits):.1f})", quantiles(waits, n=100)[98], 50
    )


async def loaded(url: str) -> str:
    async with teams_on_loopback() as teams, sending(url) as store:
        at: dict[str, float] = {}
        for n in range(LOAD_PER_SECOND * LOAD_SECONDS):
            await owed(store, teams, f"l{n}", f"chat {n % 100}", at)
            await asyncio.sleep(1 / LOAD_PER_SECOND)
        there = await arrived(teams, len(at))
    return verdict(
        f"G8 commit to accepted, s, {len(at)} at {LOAD_PER_SECOND}/s, slowest", max(there[k] - at[k] for k in at), 10
    )


async def after_downtime(url: str) -> str:
    async with teams_on_loopback() as teams:

        def tick(work: Work[Case]) -> None:
            for n in range(WHILE_DOWN):
                work.owe(letter(teams.service_url, f"d{n}", f"chat {n}"))

        began = time.monotonic()
        async with sending(url) as store:
            await asyncio.gather(store.run(tick), store.run(tick))
            last = max((await arrived(teams, WHILE_DOWN)).values()) - began
        assert len(teams.calls) == WHILE_DOWN, "some were sent twice"
    return verdict(f"G10 {WHILE_DOWN} reminders due while down, s until the last is sent", last, 60)


async def taken_over(url: str) -> str:
    async with sending(url):
        pass
    async with teams_on_loopback() as teams:
        with closing(opened(url)) as store:
            store.run_now(lambda work: work.owe(letter(teams.service_url, "o1")))
            doomed = begun(send, url, teams.service_url, float(LEASE_SECONDS), "after the claim")
            await asyncio.to_thread(doomed.join)
            died = time.monotonic()
        async with sending(url):
            await arrived(teams, 1)
        took = time.monotonic() - died
    return verdict("G11 a dead process’s message taken over, s", took, 60)


async def main() -> None:
    print(machine(), f"load {os.getloadavg()[0]:.1f}, {datetime.now(UTC):%Y-%m-%d}", sep="\n")
    for number, measure in enumerate((quiet, loaded, after_downtime, taken_over)):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            print(await measure(f"sqlite:///{Path(folder) / f'{number}.db'}"), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
