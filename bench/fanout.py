"""Sending at the pace that Teams allows: what it costs, beside the same posts made by aiohttp alone."""

import asyncio
import resource
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from aiohttp import ClientSession
from standins import Teams

from bench.servers import OURS, Server
from bench.world import PARTNERSHIP, seed, settings
from bot.database import connect
from bot.partnership import load
from storage.messages import Message

MESSAGES = 900
CHATS = 150
SECONDS = 25.0
CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "words " * 400}]}


async def sends(folder: Path, teams: Teams) -> tuple[float, float, float]:
    """Sends a second at the limit, CPU ms a send, and the share of one core in per cent."""
    database = folder / "fanout.db"
    seed(database, 1)
    _owe(database, teams)
    server = Server(OURS, (teams.url, str(database), "sends"))
    try:
        await server.listens()
        await asyncio.sleep(3)  # Past the start, whose cost is no send's.
        before, cpu, began = len(teams.calls), server.cpu_seconds, perf_counter()
        await asyncio.sleep(SECONDS)
        count, spent, seconds = len(teams.calls) - before, server.cpu_seconds - cpu, perf_counter() - began
    finally:
        server.stop()
    assert count > SECONDS * 10, f"only {count} sends: there was too little to send"
    return count / seconds, spent / count * 1e3, spent / seconds * 100


def _owe(database: Path, teams: Teams) -> None:
    """Cards for many chats, so that what is allowed in all is the limit and not what is allowed to each."""
    partnership, _ = load(PARTNERSHIP)
    store = connect(settings(database), lambda: partnership)
    for n in range(MESSAGES):
        message = Message(
            key=f"fanout:{n}",
            to=f"chat-{n % CHATS}",
            route="conversation",
            view="reply",
            due=datetime.now(UTC),
            args={"service_url": teams.service_url},
            card=CARD,
            summary="A card",
        )
        store.run_now(lambda work, message=message: work.owe(message))  # type: ignore[misc]
    store.close()


async def raw_ms(teams: Teams, posts: int = 1_000) -> float:
    """CPU ms of one post by aiohttp alone, of a card as large as ours, from this process."""
    activity = {"type": "message", "attachments": [{"content": CARD}], "from": {"id": "bot"}}
    async with ClientSession() as session:
        for _ in range(50):
            await _post(session, teams, activity)
        before = _cpu()
        for _ in range(posts):
            await _post(session, teams, activity)
        spent = _cpu() - before
    return spent / posts * 1e3 / 2  # The stand-in answers in this process too, at about the same cost.


async def _post(session: ClientSession, teams: Teams, activity: dict[str, object]) -> None:
    async with session.post(f"{teams.url}/v3/conversations/raw/activities", json=activity) as response:
        await response.read()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
