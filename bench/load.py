"""Turns sent to a server as Teams would send them, so many at a time, and how it took them."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from aiohttp import ClientSession, TCPConnector

from bench.servers import Server

AT_ONCE = 16


@dataclass
class Round:
    """One round of one server: half its turns one after the other, half with sixteen under way."""

    cpu_ms: float
    p50_ms: float
    p95_ms: float
    per_second: float


@dataclass
class Measured:
    """All rounds of one server."""

    name: str
    server: Server
    bodies: Iterator[dict[str, Any]]
    good: bytes = b""
    """What every answer must contain."""
    status: int = 200
    rounds: list[Round] = field(default_factory=list)
    turns: int = 0
    rss_mb: float = 0.0

    def middle(self, figure: str) -> float:
        return median(getattr(one, figure) for one in self.rounds)

    async def warm_up(self, session: ClientSession, turns: int) -> None:
        await self._send(session, turns, 1)
        await self._send(session, turns, AT_ONCE)

    async def round(self, session: ClientSession, turns: int) -> None:
        before = self.server.cpu_seconds
        alone, _ = await self._send(session, turns, 1)
        _, seconds = await self._send(session, turns, AT_ONCE)
        cpu = self.server.cpu_seconds - before
        cuts = quantiles(alone, n=20)
        self.rounds.append(Round(cpu / (2 * turns) * 1e3, median(alone) * 1e3, cuts[18] * 1e3, turns / seconds))
        self.rss_mb = self.server.rss_mb

    async def _send(self, session: ClientSession, turns: int, at_once: int) -> tuple[list[float], float]:
        """How long each took, and all of them together."""
        bodies = iter([json.dumps(body).encode() for body in islice(self.bodies, turns)])
        took: list[float] = []
        began = perf_counter()
        await asyncio.gather(*(self._one_by_one(session, bodies, took) for _ in range(at_once)))
        self.turns += turns
        return took, perf_counter() - began

    async def _one_by_one(self, session: ClientSession, bodies: Iterable[bytes], took: list[float]) -> None:
        for body in bodies:
            began = perf_counter()
            async with session.post(self.server.url, data=body) as response:
                answer = await response.read()
            took.append(perf_counter() - began)
            assert response.status == self.status, f"{self.name}: {response.status}\n{self.server.words()}"
            assert self.good in answer, f"{self.name}: {answer[:1000]!r}"


async def measure(all: list[Measured], token: str, rounds: int, turns: int) -> None:
    """Warm all up, then let them take rounds in turn, and stop them."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        async with ClientSession(headers=headers, connector=TCPConnector(limit=AT_ONCE)) as session:
            for one in all:
                await one.server.listens()
                await one.warm_up(session, turns // 3)
            for _ in range(rounds):
                for one in all:
                    await one.round(session, turns)
    finally:
        for one in all:
            one.server.stop()
