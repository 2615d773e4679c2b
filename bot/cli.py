"""The command line: serve, check the settings or the partnership's file, migrate, move the clock, verify the record."""

import argparse
import json
import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path

from bot import (
    backup_commands,
    case_commands,
    demo_command,
    keeping_commands,
    key_commands,
    key_files,
    logging,
    package_app,
    partnership,
    record_commands,
    unfit,
)
from bot.settings import Settings, SettingsWrong
from bot.settings_checks import sound_settings, warnings_in
from rapid_review.errors import Refusal
from rapid_review.timing.london import local_day
from storage.errors import ClockOff, Damaged, InUse, NoDatabase, NotWritable, WrongKey, WrongRevision

log = getLogger(__name__)
IN_A_FILE = (
    "Names, reasons and passwords do not belong on the command line: put any arguments in a file, each on a line of "
    "its own, and say @FILE where they would stand; @/dev/stdin to type them or pass them on."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well."""
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.run
    try:
        with _for_the_owner_alone():
            return command(asked)
    except SettingsWrong as wrong:
        print("The settings are not right:", *(f"  {words}" for words in wrong.mistakes), sep="\n", file=sys.stderr)
    except (ClockOff, Damaged, InUse, NoDatabase, NotWritable, WrongKey) as why:
        print(why, file=sys.stderr)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except WrongRevision as why:
        print(why, "If it is older, `rapid-review migrate` brings it up to date.", file=sys.stderr)
    except unfit.Unfit as why:
        print(unfit.words_for(why), file=sys.stderr)
    return 2


@contextmanager
def _for_the_owner_alone() -> Iterator[None]:
    """Whatever is written meanwhile (databases, backups, keys, documents) can be read by nobody else on the machine."""
    usual = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(usual)


class _Parser(argparse.ArgumentParser):
    def convert_arg_line_to_args(self, arg_line: str) -> list[str]:
        """One argument a line, blanks and all; a line in which nothing stands is none."""
        return [arg_line.strip()] if arg_line.strip() else []


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="rapid-review",
        description="The Rapid Review bot for Microsoft Teams.",
        epilog=IN_A_FILE,
        fromfile_prefix_chars="@",  # The list of processes and the shell's history hold what is typed.
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        return command

    serve_ = add("serve", serve, "Run the bot.")
    serve_.add_argument("--despite-faults", action="store_true", help="even if the database is damaged or was altered")
    add("check-config", check_config, "Say everything that is wrong with the settings, and start nothing.")
    check_ = add("check", check, "Say everything that is wrong with a partnership's file.")
    check_.add_argument("path", type=Path)
    add("migrate", migrate, "Bring the database up to this version.")
    clock_ = add("clock", clock, "Move the demonstration's clock.")
    clock_.add_argument("to", help='"next" (working day), "+1 day" or a moment such as 2026-12-01T09:00+00:00')
    running = "Run the demonstration: an invented partnership, and a window for each person."
    demo_command.options(add("demo", demo_command.run, running))
    package_ = add("package", package, "Make the Teams app package that an administrator uploads.")
    package_.add_argument("--app-id", required=True, help="the bot's Microsoft app id")
    package_.add_argument("--domain", required=True, help="where the bot is reached, such as bot.example.org")
    case_commands.to_file(package_, default=Path("rapid-review.zip"))
    case_commands.add_to(add, sound_settings)
    backup_commands.add_to(add, sound_settings)
    record_commands.add_to(add, sound_settings)
    keeping_commands.add_to(add, sound_settings)
    key_commands.add_to(add, sound_settings)
    return parser


def serve(asked: argparse.Namespace) -> int:
    """Run until told to stop."""
    with _leaving_when_told():
        settings = sound_settings()
        from bot import serving  # Seconds that whoever has a setting wrong, or gives another command, need not wait.
        from bot.app import make_app

        if not (settings.demo or asked.despite_faults):
            _require_whole(settings)
        logging.set_up(settings.log_format)
        for setting in key_files.readable_by_others(settings):
            log.warning("key file readable by others setting=%s", setting.lower())
        serving.run(make_app(settings), settings.bind, settings.port)
    return 0


def _require_whole(settings: Settings) -> None:
    from bot.database import connect

    store = connect(settings, exclusive=False)
    try:
        store.require_whole()
    finally:
        store.close()


@contextmanager
def _leaving_when_told() -> Iterator[None]:
    """Before anything is begun there is nothing to finish. Process 1 of a container would not even hear the signal."""
    usual = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, usual)


def check_config(asked: argparse.Namespace) -> int:
    settings = sound_settings()
    print(f"The settings are right. RR_ENV is {settings.env}.", _let_in(settings), sep="\n")
    for words in (*map(key_files.warning, key_files.readable_by_others(settings)), *warnings_in(settings)):
        print(words, file=sys.stderr)
    return 0


def _let_in(settings: Settings) -> str:
    """Whatever the application's type: the token says nothing of whose people they are."""
    said = "RR_TENANTS" if settings.tenants else f"{settings.partnership} (RR_TENANTS is not set)"
    tenants = settings.tenants or partnership.load(settings.partnership)[0].tenants
    return f"People of these tenants are let in, as {said} has it: {', '.join(sorted(tenants))}"


def check(asked: argparse.Namespace) -> int:
    from bot.clock import SystemClock

    usable, words = partnership.report(asked.path, local_day(SystemClock().now()))
    print(words)
    return 0 if usable else 1


def migrate(asked: argparse.Namespace) -> int:
    from bot.database import connect

    settings = sound_settings()
    store = connect(settings)
    try:
        if not backup_commands.before_migrating(settings):
            return 1
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
        print(f"Written: {package_app.build(asked.out, asked.app_id, asked.domain, overwrite=asked.overwrite)}")
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return 0
