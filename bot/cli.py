"""The command line: serve, check the settings or the partnership's file, migrate, move the clock, verify the record."""

import argparse
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import case_commands, demo, logging, package_app, partnership
from bot.settings import Settings, SettingsWrong
from bot.settings_checks import require_sound
from storage.errors import InUse, WrongKey, WrongRevision

STOP_SECONDS = 8.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well."""
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.run
    try:
        return command(asked)
    except SettingsWrong as wrong:
        print("The settings are not right:", *(f"  {words}" for words in wrong.mistakes), sep="\n", file=sys.stderr)
    except (InUse, WrongKey) as unfit:
        print(unfit, file=sys.stderr)
    except WrongRevision as unfit:
        print(unfit, "If it is older, `rapid-review migrate` brings it up to date.", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rapid-review", description="The Rapid Review bot for Microsoft Teams.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        return command

    add("serve", serve, "Run the bot.")
    add("check-config", check_config, "Say everything that is wrong with the settings, and start nothing.")
    check_ = add("check", check, "Say everything that is wrong with a partnership's file.")
    check_.add_argument("path", type=Path)
    add("migrate", migrate, "Bring the database up to this version.")
    clock_ = add("clock", clock, "Move the demonstration's clock.")
    clock_.add_argument("to", help='"next" (working day), "+1 day" or a moment such as 2026-12-01T09:00+00:00')
    demo.options(add("demo", demo.run, "Run the demonstration: an invented partnership, and a window for each person."))
    package_ = add("package", package, "Make the Teams app package that an administrator uploads.")
    package_.add_argument("--app-id", required=True, help="the bot's Microsoft app id")
    package_.add_argument("--domain", required=True, help="where the bot is reached, such as bot.example.org")
    package_.add_argument("-o", "--out", type=Path, default=Path("rapid-review.zip"), help="the file to write")
    case_commands.add_to(add, _sound_settings)
    add("verify-chain", verify_chain, "Check that nobody has altered the record of any case.")
    return parser


def serve(asked: argparse.Namespace) -> int:
    """Run until told to stop."""
    from aiohttp import web  # Half a second that the other commands need not wait.

    from bot.app import make_app

    settings = _sound_settings()
    logging.set_up(settings.log_format)
    web.run_app(
        make_app(settings),
        host=settings.bind,
        port=settings.port,
        access_log=None,  # It would write addresses of people's machines.
        shutdown_timeout=STOP_SECONDS,
        print=None,
    )
    return 0


def check_config(asked: argparse.Namespace) -> int:
    settings = _sound_settings()
    print(f"The settings are right. RR_ENV is {settings.env}.")
    return 0


def check(asked: argparse.Namespace) -> int:
    usable, words = partnership.report(asked.path)
    print(words)
    return 0 if usable else 1


def migrate(asked: argparse.Namespace) -> int:
    from bot.database import connect

    store = connect(_sound_settings())
    try:
        store.migrate()
        store.check()
    finally:
        store.close()
    print("The database is up to date.")
    return 0


def clock(asked: argparse.Namespace) -> int:
    """Ask the running demonstration to move its clock."""
    settings = Settings.read()
    request = urllib.request.Request(  # Always this machine, always http.
        f"http://127.0.0.1:{settings.port}/demo/clock",
        data=json.dumps({"to": asked.to}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            print(f"It is now {json.load(response)['now']}.")
            return 0
    except urllib.error.HTTPError as refused:
        print(_refusal(refused), file=sys.stderr)
    except OSError:
        print(f"No demonstration answers on port {settings.port}. Start it first.", file=sys.stderr)
    return 1


def _refusal(refused: urllib.error.HTTPError) -> str:
    if refused.code != 400:
        return "The bot that runs there has no clock that can be moved: it is not a demonstration."
    return str(json.load(refused)["error"])


def package(asked: argparse.Namespace) -> int:
    try:
        print(f"Written: {package_app.build(asked.out, asked.app_id, asked.domain)}")
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return 0


def verify_chain(asked: argparse.Namespace) -> int:
    from bot.database import connect

    store = connect(_sound_settings(), exclusive=False)
    try:
        broken = store.broken_chains()
    finally:
        store.close()
    for case, number in broken.items():
        print(f"{case}: entry {number} of the record is wrong or missing.")
    if not broken:
        print("The record of every case is whole.")
    return 1 if broken else 0


def _sound_settings() -> Settings:
    settings = Settings.read()
    require_sound(settings)
    return settings
