"""Commands about the record: write it to a file, check the file, and check the database's own against its anchors."""

import argparse
import sys
from collections.abc import Callable

from bot import verify_record
from bot.case_commands import put, to_file
from bot.settings import Settings
from rapid_review.case import Case
from rapid_review.errors import NotYours
from storage.work import Work

Command = Callable[[argparse.Namespace], int]
Add = Callable[[str, Command, str], argparse.ArgumentParser]
Read = Callable[[], Settings]
EMPTY = "There is no entry in the record, so there is nothing to be whole. Is it the right database?"
WHOLE = "The record of every case is whole."
SEALED = "What was there when that seal was made is as it was then; what came later, only a later seal proves."
NO_FILE = "Name the file to write: -o record.jsonl."
SEAL = "a seal that was kept elsewhere: it shows that nothing was made anew before it"


def add_to(add: Add, settings: Read) -> None:
    """Add these commands to the program's."""
    record = add("record", lambda asked: write(settings(), asked), "Write the record of who did and read what.")
    which = record.add_mutually_exclusive_group()
    which.add_argument("--case", default="", help="one case, such as RR-2026-001; without it, all and every list")
    which.add_argument("--person", default="", metavar="ID", help="only which cases one person saw, and how often")
    to_file(record, help="the file to write; with --person, without it, the terminal")
    check = add("verify-record", _check, "Check a record that was written to a file.")
    check.add_argument("record", help="the file that `record` wrote")
    check.add_argument("--anchor", default="", metavar="SEAL", help=SEAL)
    chain = add("verify-chain", lambda asked: verify(settings(), asked), "Check that nobody has altered the record.")
    chain.add_argument("--anchor", default="", metavar="SEAL", help=SEAL)


def write(settings: Settings, asked: argparse.Namespace) -> int:
    """That it was read by command is in the record from then on."""
    from bot import record, record_of_person
    from bot.clock import SystemClock
    from bot.database import opened

    only, now, person = asked.case.upper(), SystemClock().now(), asked.person.strip().lower()
    if asked.out is None and not person:
        print(NO_FILE, file=sys.stderr)
        return 2

    def lines(work: Work[Case]) -> str:
        return record_of_person.counted(work, person, now) if person else record.written(work, only, now)

    try:
        with opened(settings) as store:
            put(asked, lambda: store.run_now(lines), "utf-8")
    except NotYours:
        print("There is no such case, and never was.", file=sys.stderr)
        return 1
    return 0


def verify(settings: Settings, asked: argparse.Namespace) -> int:
    """Changes nothing, and may run beside the bot."""
    from bot.clock import DemoClock, SystemClock
    from bot.database import opened

    moved = settings.sqlite_path.with_suffix(".clock") if settings.demo and settings.sqlite_path else None
    now = (DemoClock(moved) if moved else SystemClock()).now()
    with opened(settings) as store:
        found = [*store.faults_of_the_record(asked.anchor, now), *store.faults_of_the_rows()]
        empty = not store.run_now(lambda work: work.recorded())
    found += [EMPTY] if empty else []
    print(*(found or [WHOLE, SEALED if asked.anchor else verify_record.NO_SEAL]), sep="\n")
    return 1 if found else 0


def _check(asked: argparse.Namespace) -> int:
    return verify_record.main([asked.record, *(["--anchor", asked.anchor] if asked.anchor else [])])
