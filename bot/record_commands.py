"""Commands about the record: write it to a file, check the file, and check the database's own against its anchors."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bot import verify_record
from bot.settings import Settings
from rapid_review.errors import NotYours

Command = Callable[[argparse.Namespace], int]
Add = Callable[[str, Command, str], argparse.ArgumentParser]
Read = Callable[[], Settings]
SEAL = "a seal that was kept elsewhere: it shows that nothing was made anew before it"


def add_to(add: Add, settings: Read) -> None:
    """Add these commands to the program's."""
    record = add("record", lambda asked: write(settings(), asked), "Write the record of who did and read what.")
    record.add_argument("--case", default="", help="one case, such as RR-2026-001; without it, all and every list")
    record.add_argument("-o", "--out", type=Path, required=True, help="the file to write")
    check = add("verify-record", _check, "Check a record that was written to a file.")
    check.add_argument("record", help="the file that `record` wrote")
    check.add_argument("--anchor", default="", metavar="SEAL", help=SEAL)
    chain = add("verify-chain", lambda asked: verify(settings(), asked), "Check that nobody has altered the record.")
    chain.add_argument("--anchor", default="", metavar="SEAL", help=SEAL)


def write(settings: Settings, asked: argparse.Namespace) -> int:
    """That it was read by command is in the record from then on."""
    from bot import record
    from bot.clock import SystemClock
    from bot.database import connect

    store, now = connect(settings, exclusive=False), SystemClock().now()
    try:
        written = store.run_now(lambda work: record.written(work, asked.case.upper(), now))
    except NotYours:
        print("There is no such case.", file=sys.stderr)
        return 1
    finally:
        store.close()
    asked.out.write_text(written, encoding="utf-8", newline="")
    print(f"Written: {asked.out}")
    return 0


def verify(settings: Settings, asked: argparse.Namespace) -> int:
    """Changes nothing, and may run beside the bot."""
    from bot.database import connect

    store = connect(settings, exclusive=False)
    try:
        found = store.faults_of_the_record(asked.anchor)
    finally:
        store.close()
    print(*(found or ["The record of every case is whole."]), sep="\n")
    return 1 if found else 0


def _check(asked: argparse.Namespace) -> int:
    return verify_record.main([asked.record, *(["--anchor", asked.anchor] if asked.anchor else [])])
