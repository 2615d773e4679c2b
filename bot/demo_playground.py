"""One person's Playground: the Teams-like client in which a newcomer can be that person."""

import asyncio
import contextlib
import json
import os
import re
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.demo_command import HOME
from rapid_review.people import Person

PROGRAM = HOME / "node_modules/@microsoft/m365agentsplayground/cli.js"
KEEP_TO_THIS_MACHINE = HOME / "demo/playground.cjs"
NO_TELEMETRY = '{"disableAppInsights": true, "disableStatsbeat": true}'
"""The Playground's own switch, --disable-telemetry, leaves its reports of errors on."""

START_SECONDS = 60.0
STOP_SECONDS = 3.0


class CannotGoOn(Exception):
    """The demonstration has to end; the message says why and what to do or where to look."""


@dataclass
class Playground:
    """One process. It has a port once it listens."""

    person: Person
    log: Path
    process: Process
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    async def listens(self) -> None:
        """Wait until its window can be opened. Raises `CannotGoOn`."""
        try:
            async with asyncio.timeout(START_SECONDS):
                self.port = await _port_said_by(self.process)
        except (TimeoutError, EOFError):
            raise CannotGoOn(f"The Playground of {self.person.name} did not start. See {self.log}.") from None

    async def add_bot(self, session: ClientSession, bot: str, places: Iterable[str]) -> None:
        """Do as if the person added the bot here, so that it can write to them before anybody opens a window."""
        for place in places:
            query = {"conversationId": place, "type": "install"}
            async with session.get(f"{self.address}/_internal/v1/customActivities/template", params=query) as made:
                activity = await made.json()
            # Sent by ourselves: the Playground would not say whether the bot took it.
            async with session.post(bot, json=activity) as taken:
                taken.raise_for_status()

    async def ends(self) -> None:
        """Wait until it ends by itself, which it never should."""
        assert self.process.stdout
        async for _ in self.process.stdout:  # Read, so that the pipe never fills.
            pass
        await self.process.wait()

    async def stop(self) -> None:
        """End it and whatever it started."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
                return


async def start(person: Person, world: dict[str, Any], *, bot: str, port: int, folder: Path) -> Playground:
    """Start one that will listen at this port, or at a free one if it is taken."""
    config, log = folder / f"{person.id}.yml", folder / f"{person.id}.log"
    config.write_text(json.dumps(world, indent=2), encoding="utf-8")
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *("node", "--require", str(KEEP_TO_THIS_MACHINE), str(PROGRAM), "start"),
            *("--channel-id", "msteams", "--port", str(port), "--disable-telemetry"),
            stdin=PIPE,  # Its end tells the Playground that we are gone, however we went.
            stdout=PIPE,
            stderr=errors,
            cwd=folder,
            env=_environment(config, log, bot),
            start_new_session=True,  # Ctrl-C is for us; we stop it in order.
        )
    return Playground(person, log, process)


def _environment(config: Path, log: Path, bot: str) -> dict[str, str]:
    return os.environ | {
        "BOT_ENDPOINT": bot,
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(config),
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(log),
        "TEAMSAPPTESTER_BROWSER": "none",
        "APPLICATIONINSIGHTS_CONFIGURATION_CONTENT": NO_TELEMETRY,
    }


async def _port_said_by(process: Process) -> int:
    """Raises `EOFError` if it ends without saying."""
    assert process.stdout
    async for line in process.stdout:
        if found := re.match(rb"Listening on (\d+)", line):
            return int(found[1])
    raise EOFError
