"""How long the event loop stands still while something outside is slow, gone or hostile (G13, N9, N10).

Run as `python -m bench.stalls`. The stand-ins share the loop, so what they cost is counted with it.
"""

import asyncio
import base64
import gc
import json
import logging
import math
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, thread_time

from conftest import PARTNERSHIP, Running, running
from forging import PACKED
from standins import APP_ID, BOT, TENANT, Scripted, activity, teams_on_loopback

from bench.report import machine, verdict
from bot.settings import Settings
from documents.model import Document, Paragraph, Source
from documents.pseudonyms import Pseudonyms
from documents.unknown_names import BEGINS
from documents.word import word

GOAL_MS = 100
JSON = {"Content-Type": "application/json"}

TOOK: list[float] = []
"""How long each turn took, in seconds."""

Fault = Callable[[Running], Awaitable[None]]


async def nothing(bot: Running) -> None:
    """The measure itself, and thirty turns."""
    await _turns(bot, "n")


async def slow_keys(bot: Running) -> None:
    """The list of keys takes five seconds; tokens of the known key come meanwhile."""
    bot.parts.endpoint.door.keys._asked_at = -1e9
    bot.teams.keys_gate.clear()
    await _turns(bot, "k")
    await asyncio.sleep(5)
    bot.teams.keys_gate.set()


async def no_keys(bot: Running) -> None:
    """The list of keys is junk."""
    bot.teams.keys_answer = Scripted(200, body=b"[" * 100_000)
    bot.parts.endpoint.door.keys._asked_at = -1e9
    await _turns(bot, "j")
    bot.teams.keys_answer = None


async def forgers(bot: Running) -> None:
    """A hundred tokens signed by somebody else, each to be verified."""
    for n in range(100):
        await bot.post(activity(bot.teams, text="x"), token=bot.teams.token("forger", kid="first", n=n))


async def slow_authority(bot: Running) -> None:
    """The authority takes five seconds for the bot's own token, and messages wait to be sent."""
    bot.authority.seconds = 5.0
    bot.parts.dispatcher.courier.connector._tokens.reject()
    sending = asyncio.create_task(bot.settle())
    await _turns(bot, "a")
    await sending
    bot.authority.seconds = 0.0


async def hanging_connector(bot: Running) -> None:
    """The Connector takes messages in and does not answer for five seconds."""
    await _turns(bot, "h")
    bot.teams.gate.clear()
    sending = asyncio.create_task(bot.settle())
    await asyncio.sleep(5)
    bot.teams.gate.set()
    await sending


async def large_bodies(bot: Running) -> None:
    """The costliest bodies there are within a quarter of a megabyte."""
    whole = json.dumps(activity(bot.teams, text="x")).encode()[:-1]
    for filling in (b"{}," * 80_000, b"{}," * 4_900, b"1," * 120_000, b'"\\u00e9",' * 25_000, b"[" * 200_000):
        await bot.post(whole + b', "value": [' + filling + b"1]}", headers=JSON)
    await bot.post(whole + b', "value": {"a": "' + b"e\\u0301" * 30_000 + b'"}}', headers=JSON)
    mention = {"type": "mention", "mentioned": BOT, "text": "a" * 10 + "b" + "a" * 9}
    await bot.post(activity(bot.teams, text="a" * 150_000, entities=[mention] * 820))


async def packed_bodies(bot: Running) -> None:
    """Two hundred megabytes in a few bytes, with no token and with a true one."""
    for how, pack in PACKED.items():
        body = await asyncio.to_thread(pack, bytes(200_000_000))
        gc.collect()
        headers = JSON | {"Content-Encoding": how}
        async with bot.session.post(f"{bot.url}/api/messages", data=body, headers=headers) as refused:
            assert refused.status == 401
        assert (await bot.post(body, headers=headers)).status == 415


async def costly_answers(bot: Running) -> None:
    """The costliest answers of eight thousand characters, made into a document in a thread, as a turn does it."""
    for unit in ("\n", " ", "A ", "A.", "‘", "a\n", "a@", "1 "):
        await asyncio.to_thread(_made, (unit * 8_000)[:8_000])


def _made(text: str) -> None:
    said = Pseudonyms({}).of(text)
    BEGINS.findall(said)
    blocks, sources = (Paragraph(said, source=1),) * 7, (Source("Agency", "summary", 1, "today"),)
    word(Document("trial", "Trial", "RR", "Partnership", datetime(2026, 11, 23, tzinfo=UTC), blocks, sources))


FAULTS: list[Fault] = [
    nothing,
    slow_keys,
    no_keys,
    forgers,
    slow_authority,
    hanging_connector,
    large_bodies,
    packed_bodies,
    costly_answers,
]


async def _turns(bot: Running, name: str) -> None:
    for n in range(30):
        began = monotonic()
        response = await bot.post(
            activity(bot.teams, text="help", id=f"{name}{n}"), token=bot.teams.token(n=f"{name}{n}")
        )
        assert response.status == 200
        TOOK.append(monotonic() - began)


@asynccontextmanager
async def ticking() -> AsyncIterator[list[float]]:
    """The longest that the loop did not come round, in milliseconds: by the clock, and at work.

    On a busy machine the clock counts what others did in between; work does not count what blocks without working.
    """
    longest = [0.0, 0.0]

    async def tick() -> None:
        last = monotonic(), thread_time()
        while True:
            await asyncio.sleep(0.001)
            now = monotonic(), thread_time()
            longest[:] = [max(most, (one - before) * 1e3) for most, one, before in zip(longest, now, last, strict=True)]
            last = now

    ticker = asyncio.create_task(tick())
    yield longest
    ticker.cancel()


async def main() -> None:
    logging.disable(logging.ERROR)
    print(machine(), f"load {os.getloadavg()[0]:.1f}", sep="\n")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(
            app_id=APP_ID,
            app_password="the client secret",
            app_tenant_id=TENANT,
            partnership=PARTNERSHIP,
            database_url=f"sqlite:///{Path(folder) / 'stalls.db'}",
            master_key=base64.b64encode(bytes(32)).decode(),
        )
        async with teams_on_loopback() as teams, running(teams, settings) as bot:
            bot.parts.endpoint.shedding._at_once = math.inf  # Nobody is too fast here.
            await nothing(bot)
            gc.collect()
            gc.freeze()  # As the bot itself does when it is served.
            for fault in FAULTS:
                async with ticking() as longest:
                    await fault(bot)
                told = f"G13 {fault.__name__}: longest stall in ms, {longest[1]:.0f} of it at work"
                print(verdict(told, longest[0], GOAL_MS), flush=True)
    told = f"G12 answers meanwhile, p99 in ms (median {median(TOOK) * 1e3:.0f}, slowest {max(TOOK) * 1e3:.0f})"
    print(verdict(told, quantiles(TOOK, n=100)[98] * 1e3, 1_000))


if __name__ == "__main__":
    asyncio.run(main())
