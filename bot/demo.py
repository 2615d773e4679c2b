"""The demonstration: the bot for an invented partnership, and a window for each person who can be played."""

import argparse
import asyncio
import json
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, redirect_stderr
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot import logging
from bot.app import make_app
from bot.clock import DemoClock
from bot.demo_people import channels_of, chat_of, first_people, keeper_of_channels, part_played, people_called, world_of
from bot.demo_playground import PROGRAM, CannotGoOn, Playground, start
from bot.partnership import load
from bot.settings import Settings
from bot.settings_checks import require_sound
from rapid_review.people import Partnership, Person
from rapid_review.timing.london import clock_words
from storage.errors import InUse

STOP_SECONDS = 3.0


def run(asked: argparse.Namespace) -> int:
    """Run until Ctrl-C, which is a good end. 1 if it could not start or go on."""
    try:
        _require_playground()
        asyncio.run(_demonstrate(asked))
    except (KeyboardInterrupt, asyncio.CancelledError):
        _say("\nEverything is stopped.")
        return 0
    except (InUse, CannotGoOn) as trouble:
        _say(f"\n{trouble}")
    return 1


def _require_playground() -> None:
    if not shutil.which("node"):
        raise CannotGoOn("Node.js 20 or newer is needed for the windows. Install it, then run `make demo` again.")
    if not PROGRAM.exists():
        raise CannotGoOn("The Playground is not installed. `make demo` installs it and starts again.")


async def _demonstrate(asked: argparse.Namespace) -> None:
    """Raises `CannotGoOn` when a window closes by itself; otherwise it runs until it is cancelled."""
    _stop_on_signals()
    settings = _settings(asked)
    partnership, _ = load(settings.partnership)
    people = _played(partnership, asked)
    _say(f"Starting the bot for {partnership.name}")
    async with _bot(settings, asked.folder), _windows(people, partnership, asked) as windows:
        _say("Adding the bot to each chat")
        await _add_bot(windows, partnership, _endpoint(asked))
        _say(_welcome(windows, partnership, settings))
        await _watch(windows)


def _played(partnership: Partnership, asked: argparse.Namespace) -> list[Person]:
    """Who gets a window. Raises `CannotGoOn` for a name that nobody has."""
    if not asked.who:
        return first_people(partnership, asked.people)
    try:
        return people_called(partnership, asked.who.lower().split(","))
    except KeyError as missing:
        raise CannotGoOn(f"Nobody in {asked.partnership.name} is called {missing.args[0]}.") from None


def _stop_on_signals() -> None:
    """Ctrl-C and an orderly kill cancel the task. A second press does not disturb the first one's tidying up."""
    task = asyncio.current_task()
    assert task
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, lambda: task.cancelling() or task.cancel())


def _settings(asked: argparse.Namespace) -> Settings:
    """Its own, whatever the environment says of a real bot. Raises `SettingsWrong`."""
    asked.folder = asked.folder.absolute()
    asked.folder.mkdir(exist_ok=True)
    database = asked.folder / "rapid-review.db"
    if asked.fresh:
        for old in asked.folder.glob("rapid-review.*"):
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink()
    if asked.begin:
        # The clock only ever moves forward; where it begins is ours to say.
        ahead = (asked.begin.astimezone(UTC) - datetime.now(UTC)).total_seconds()
        database.with_suffix(".clock").write_text(json.dumps({"seconds_ahead": ahead}), encoding="ascii")
    values: dict[str, Any] = {
        "RR_ENV": "demo",
        "MicrosoftAppId": "",
        "MicrosoftAppPassword": "",
        "RR_BIND": "127.0.0.1",
        "RR_PORT": asked.port,
        "RR_PARTNERSHIP": asked.partnership,
        "DATABASE_URL": f"sqlite:///{database}",
    }
    settings = Settings(**values)
    require_sound(settings)
    return settings


@asynccontextmanager
async def _bot(settings: Settings, folder: Path) -> AsyncIterator[None]:
    runner = web.AppRunner(make_app(settings), access_log=None, shutdown_timeout=STOP_SECONDS)
    with (folder / "bot.log").open("a", encoding="utf-8") as log, redirect_stderr(log):
        logging.set_up("plain")
        try:
            await runner.setup()
            await _listen(runner, settings)
            yield
        finally:
            await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.bind, settings.port).start()
    except OSError:
        taken = f"Something else listens on port {settings.port}. Is another demonstration running?"
        raise CannotGoOn(f"{taken} Stop it, or choose another port with --port.") from None


@asynccontextmanager
async def _windows(
    people: list[Person], partnership: Partnership, asked: argparse.Namespace
) -> AsyncIterator[list[Playground]]:
    keeper, windows = keeper_of_channels(partnership, people), list[Playground]()
    try:
        for number, person in enumerate(people):
            world = world_of(person, partnership, keeps_channels=person == keeper)
            port = asked.windows_from and asked.windows_from + number
            windows.append(await start(person, world, bot=_endpoint(asked), port=port, folder=asked.folder))
        for number, window in enumerate(windows, 1):
            await window.listens()
            _say(f"Opening the windows: {number} of {len(windows)}")
        yield windows
    finally:
        await asyncio.gather(*(window.stop() for window in windows))


async def _add_bot(windows: list[Playground], partnership: Partnership, bot: str) -> None:
    keeper = keeper_of_channels(partnership, [window.person for window in windows])
    async with ClientSession() as session:
        for window in windows:
            channels = channels_of(partnership) if window.person == keeper else []
            await window.add_bot(session, bot, [chat_of(window.person), *channels])


async def _watch(windows: list[Playground]) -> None:
    ends = {asyncio.create_task(window.ends()): window for window in windows}
    try:
        done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for end in ends:
            end.cancel()
    window = ends[done.pop()]
    raise CannotGoOn(f"The window of {window.person.name} closed, so everything is stopped. See {window.log}.")


def _welcome(windows: list[Playground], partnership: Partnership, settings: Settings) -> str:
    assert settings.sqlite_path
    now = DemoClock(settings.sqlite_path.with_suffix(".clock")).now()
    keeper = keeper_of_channels(partnership, [window.person for window in windows])
    rows = (f"  {w.address}  {w.person.name:<14}  {part_played(partnership, w.person)}" for w in windows)
    return "\n".join(
        [
            "\nReady. Open an address in a browser to be that person; each can have a tab of its own.\n",
            *rows,
            f"\nThe partnership’s channels are in the window of {keeper.name}, under “Teams Channel”.",
            "Leave windows open: one that is loaded again begins empty. Type “my tasks” there to go on.",
            f"\nFor the bot it is {clock_words(now)}. To move on, type “next working day” in any chat,",
            "or run `.venv/bin/rapid-review clock next` in another terminal.",
            f"\nWhat you do is kept in {settings.sqlite_path.parent}; add --fresh to begin again from nothing.",
            "Press Ctrl-C to stop everything.\n",
        ]
    )


def _endpoint(asked: argparse.Namespace) -> str:
    return f"http://127.0.0.1:{asked.port}/api/messages"


def _say(words: str) -> None:
    print(words, flush=True)
