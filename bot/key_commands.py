"""Commands about the master key: make one, tell one from another without showing it, and change it."""

import argparse
import base64
import os
import sys
from datetime import timedelta
from pathlib import Path

from bot.case_commands import Add, Command, Read
from bot.new_file import new_file
from bot.settings import MASTER_KEY_BYTES, key_in
from rapid_review.errors import Refusal
from storage.errors import StillRunning, WrongKey
from storage.vault import Vault

ALIVE = timedelta(minutes=2)
"""A process that was at work so lately may be at work still."""
NAMES = {
    "case_key": "keys of cases",
    "draft": "drafts",
    "preference": "people’s hours",
    "outbox": "answers on their way",
    "tombstone": "certificates of disposal",
    "keystone": "the known row, last",
}
ESCROW = (
    "Keep two more copies in different safe places, on paper or on a key that is not plugged in, and write this "
    "fingerprint beside each. `rapid-review key --file COPY` tells whether a copy is the same, without showing it."
)


def add_to(add: Add, settings: Read) -> None:
    """Add these commands to the program's."""
    key = add("key", _key(settings), "Say the fingerprint of the master key, or of a copy; or make a new key.")
    which = key.add_mutually_exclusive_group()
    which.add_argument("--file", type=Path, help="a copy of a key")
    which.add_argument("--new", type=Path, help="a file that is not there yet: a new key is put in it")
    rotate = add("rotate-key", _rotate(settings), "Put the database under a new master key. Stop the bot first.")
    rotate.add_argument("--old", type=Path, help="the file with the old key; without it, RR_OLD_MASTER_KEY_FILE")


def _key(settings: Read) -> Command:
    def run(asked: argparse.Namespace) -> int:
        if asked.new:
            return _new(asked.new)
        key = key_in(asked.file, "--file") if asked.file else settings().key()
        print(Vault(key).fingerprint)
        return 0

    return run


def _new(path: Path) -> int:
    key = os.urandom(MASTER_KEY_BYTES)
    try:
        with new_file(path) as write:
            write(base64.b64encode(key) + b"\n")
    except Refusal:
        print(f"{path} is there already, or cannot be written. No key was made.", file=sys.stderr)
        return 1
    print(f"Written: {path}", f"Its fingerprint: {Vault(key).fingerprint}", ESCROW, sep="\n")
    return 0


def _rotate(settings: Read) -> Command:
    def run(asked: argparse.Namespace) -> int:
        from bot.clock import SystemClock
        from bot.database import connect

        read = settings()
        old = key_in(asked.old, "--old") if asked.old else read.old_key()
        store = connect(read)
        try:
            changed = store.rotate(old, SystemClock().now() - ALIVE, _told)
            scrubbed = store.scrub()
        except WrongKey:
            words = "The old key does not open this database, and neither does the new. Nothing was changed."
            print(words, file=sys.stderr)
            return 1
        except StillRunning as running:
            print(running, "Nothing was changed.", file=sys.stderr)
            return 1
        finally:
            store.close()
        print("The database is under the new key." if changed else "It was under this key already.")
        print(f"Its fingerprint: {store.fingerprint}. Older backups open with the old key: keep that for 35 days.")
        return 0 if scrubbed else _not_scrubbed()

    return run


def _not_scrubbed() -> int:
    print(
        "What the old key sealed still stands in the database’s own files: somebody is reading them just now, or this "
        "role does not own the tables. Run rotate-key again as soon as nobody reads, as the role that owns them.",
        file=sys.stderr,
    )
    return 1


def _told(name: str, count: int) -> None:
    print(f"{count:6}  {NAMES[name]}")
