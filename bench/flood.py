"""One person sends a thousand requests a second; ten others press as people do. How the others fare (T20, G12).

Run as `python -m bench.flood`. The bot is a process of its own, with its real limits.
"""

import argparse
import asyncio
import itertools
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from aiohttp import ClientSession, TCPConnector
from standins import Teams, person, pressed, teams_on_loopback

from bench.report import machine, verdict
from bench.servers import OURS, Server
from bench.world import PARTNERSHIP, meet, seed
from bot.partnership import load

FLOODER = person(4, "Dev")
PEOPLE = [person(number, f"Person{number}") for number in range(1, 12) if number != 4]
PAUSE = 0.6
"""Seconds between two presses of one person: as fast as anybody clicks, and within what is allowed."""
MEMBERS, CARDS = 60, 20
LINES = 64
"""Connections of the one who floods."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.flood", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=1_000.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        asyncio.run(_run(asked, Path(folder)))


async def _run(asked: argparse.Namespace, folder: Path) -> None:
    database = folder / "flood.db"
    references = seed(database, 40)
    async with teams_on_loopback() as teams:
        meet(database, teams)
        server = Server(OURS, (teams.url, str(database), "sheds"))
        try:
            await server.listens()
            token = teams.token()
            body = _bytes(pressed(teams, "case", FLOODER, "flood", case=references[0]))
            async with ClientSession(headers=_headers(token), connector=TCPConnector(limit=0)) as session:
                calm, _ = await _others(session, server, teams, references, 5.0)
                rss, cpu = server.rss_mb, server.cpu_seconds
                flooder = ProcessPoolExecutor(1, get_context("spawn"))
                what = (server.url, token, body, asked.rate, asked.seconds)
                flood = asyncio.get_running_loop().run_in_executor(flooder, _flood, *what)
                await asyncio.sleep(3)
                stormy, failed = await _others(session, server, teams, references, asked.seconds - 4)
                sent, told = await flood
                cpu = (server.cpu_seconds - cpu) / (sent + len(stormy)) * 1e3
                await asyncio.sleep(2)
                before = server.cpu_seconds
                storm = await _refreshes(session, server, teams, references)
                a_refresh = (server.cpu_seconds - before) / len(storm) * 1e3
            _say(calm, stormy, failed, sent / asked.seconds, told, rss, server.rss_mb)
            print(f"CPU of the bot: {cpu:.2f} ms a request in the flood, {a_refresh:.2f} ms a refresh")
            print(
                verdict(f"I13 {len(storm)} cards refreshed at once by {MEMBERS}, p99 in ms", _p99(storm) * 1e3, 3_000)
            )
        finally:
            server.stop()


async def _others(
    session: ClientSession, server: Server, teams: Teams, references: list[str], seconds: float
) -> tuple[list[float], int]:
    """How long each press of the others took, and how many were not answered with a card."""
    took: list[float] = []
    failed = 0
    until = perf_counter() + seconds

    async def one(number: int) -> None:
        nonlocal failed
        presses = _presses(teams, references, PEOPLE[number])
        await asyncio.sleep(PAUSE * number / len(PEOPLE))
        while perf_counter() < until:
            began = perf_counter()
            async with session.post(server.url, data=next(presses)) as response:
                failed += b"card.adaptive" not in await response.read()
            took.append(perf_counter() - began)
            await asyncio.sleep(PAUSE)

    await asyncio.gather(*(one(number) for number in range(len(PEOPLE))))
    return took, failed


async def _refreshes(session: ClientSession, server: Server, teams: Teams, references: list[str]) -> list[float]:
    """Every client of a large group opens a long chat in the same second (I13).

    Everybody in the directory is among them; the others have no part in the cases, and are told so.
    """
    took: list[float] = []
    known = [id for id in load(PARTNERSHIP)[0].people if id != FLOODER["aadObjectId"]]
    group = [{"id": f"29:{id}", "aadObjectId": id, "name": "x"} for id in known]
    group += [person(100 + number, f"Member{number}") for number in range(MEMBERS - len(group))]

    async def card(number: int, member: dict[str, str]) -> None:
        whole = pressed(teams, "case", member, f"r{number}", case=references[number])
        whole["value"]["trigger"] = "automatic"
        await asyncio.sleep(number / CARDS)
        began = perf_counter()
        async with session.post(server.url, data=_bytes(whole)) as response:
            assert b"card.adaptive" in await response.read(), response.status
        took.append(perf_counter() - began)

    await asyncio.gather(*(card(number, member) for number in range(CARDS) for member in group))
    return took


def _presses(teams: Teams, references: list[str], who: dict[str, str]) -> Iterator[bytes]:
    """One case after the other, which whoever has a part in it sees and the others do not."""
    for number in itertools.count():
        yield _bytes(pressed(teams, "case", who, f"o{number}", case=references[number % len(references)]))


def _flood(url: str, token: str, body: bytes, rate: float, seconds: float) -> tuple[int, Counter[str]]:
    """In a process of its own, so that the others do not wait for the one who sends but only for the bot."""
    return asyncio.run(_flooding(url, token, body, rate, seconds))


async def _flooding(url: str, token: str, body: bytes, rate: float, seconds: float) -> tuple[int, Counter[str]]:
    """Each line sends its next when its turn comes, or as soon as the last is answered if that is later."""
    told: Counter[str] = Counter()
    began = perf_counter()

    async def line(session: ClientSession, number: int) -> None:
        for turn in itertools.count():
            due = began + (turn * LINES + number) / rate
            if max(due, perf_counter()) - began > seconds:
                return
            await asyncio.sleep(max(0.0, due - perf_counter()))
            async with session.post(url, data=body) as response:
                answer = await response.read()
            told["slowed" if b"faster than" in answer else "answered" if response.status == 200 else "refused"] += 1

    async with ClientSession(headers=_headers(token), connector=TCPConnector(limit=0)) as session:
        await asyncio.gather(*(line(session, number) for number in range(LINES)))
    return told.total(), told


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def _bytes(activity: dict[str, Any]) -> bytes:
    return json.dumps(activity).encode()


def _say(
    calm: list[float], stormy: list[float], failed: int, rate: float, told: Counter[str], before: float, after: float
) -> None:
    print(machine(), f"load {os.getloadavg()[0]:.1f}", sep="\n")
    print(f"One person sent {rate:.0f} a second: {dict(told)}")
    print(f"Others, calm: median {median(calm) * 1e3:.0f} ms, p99 {_p99(calm) * 1e3:.0f} ms of {len(calm)}")
    print(f"Others, meanwhile: median {median(stormy) * 1e3:.0f} ms of {len(stormy)}, {failed} without a card")
    print(verdict("T20 the others' p99 in ms", _p99(stormy) * 1e3, 1_000))
    print(verdict("T20 the others' slowest in ms", max(stormy) * 1e3, 3_000))
    print(verdict(f"T20 RSS in MB, {before:.0f} before", after, 300))


def _p99(took: list[float]) -> float:
    return quantiles(took, n=100)[98]


if __name__ == "__main__":
    main()
