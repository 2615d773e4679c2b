"""Commands about keeping cases: legal holds, disposal with its certificate, and what somebody's own data is."""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bot.case_commands import (
    REFERENCE,
    WHO,
    Add,
    Command,
    Read,
    in_whose_name,
    keep,
    on_the_store,
    put,
    to_file,
)
from bot.new_file import new_file, read
from bot.settings import Settings

TOLD = "Whoever was named, and the chair, are told in Teams."


def add_to(add: Add, settings: Read) -> None:
    """Add these commands to the program's."""
    _holds(add, settings)
    _disposal(add, settings)
    _subject_access(add, settings)


def _holds(add: Add, settings: Read) -> None:
    hold = add("legal-hold", _acting(settings, _hold), "Put a case on legal hold, or lift the hold.")
    hold.add_argument("case", help=REFERENCE)
    hold.add_argument("--by", required=True, help=WHO.format("whoever decides it"))
    hold.add_argument("--reason", required=True, help="why; it is kept with the case")
    hold.add_argument("--agreed", required=True, help="who asked for it or agrees with it: name and job")
    hold.add_argument("--lift", action="store_true", help="lift the hold")
    hold.add_argument("--number", type=int, default=0, help="which hold is lifted, where there is more than one")


def _disposal(add: Add, settings: Read) -> None:
    dispose = add("dispose", _acting(settings, _dispose), "Show what would go with a closed case; or destroy it.")
    dispose.add_argument("case", help=REFERENCE)
    dispose.add_argument("--really", action="store_true", help="destroy it; without this, nothing is changed")
    dispose.add_argument("--by", default="", help=WHO.format("whoever disposes of it"))
    dispose.add_argument("--second", default="", help=WHO.format("the second person who agreed"))
    dispose.add_argument("--reason", default="", help="why; it stands on the certificate")
    to_file(dispose, help="the file for the certificate")
    certificate = add("certificate", _acting(settings, _certificate), "Write the certificate of a disposal again.")
    certificate.add_argument("case", help=REFERENCE)
    to_file(certificate, required=True)
    for command in (dispose, certificate):
        command.add_argument("--as", dest="ending", default="pdf", choices=("pdf", "docx", "html", "txt"))


def _subject_access(add: Add, settings: Read) -> None:
    table = add("subject-access", _acting(settings, _passages), "List every passage of a case that names somebody.")
    pack = add("subject-access-pack", _acting(settings, _pack), "Make the pack of the passages marked for release.")
    for command in (table, pack):
        command.add_argument("person", help="their name as it stands in the case, or their id in the directory")
        command.add_argument("--case", required=True, help=REFERENCE)
        command.add_argument("--also", action="append", default=[], metavar="NAME", help="another name of theirs")
        command.add_argument("--every-passage", action="store_true", help="also those that do not name them")
        in_whose_name(command, required=True)
    table.add_argument("--without", type=Path, action="append", default=[], help="leave out the lines of this table")
    to_file(table, required=True, help="the table to write")
    pack.add_argument("--marks", type=Path, action="append", required=True, help="a table, with each passage marked")
    pack.add_argument("--request", type=int, metavar="NUMBER", help="which request it answers, if several are open")
    pack.add_argument("--names-checked", action="store_true", help="you looked at each possible name in it")
    to_file(pack, required=True, help="the zip file to write")


Destroy = Callable[[], None]
Act = Callable[[Any, tuple[Any, Any], argparse.Namespace, Settings], None]


def _acting(settings: Read, act: Act) -> Command:
    def run(asked: argparse.Namespace) -> int:
        asked.case = asked.case.upper()
        return on_the_store(settings, asked, lambda store, file: act(store, file, asked, settings()))

    return run


def _hold(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import holding

    said = holding.Said(asked.by, asked.reason, asked.agreed, asked.number)
    holding.hold(store, file[0], asked.case, said, lift=asked.lift)
    print(f"{asked.case}: {'the hold was lifted' if asked.lift else 'it is on legal hold now'}. {TOLD}")


def _dispose(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import backups, disposing
    from storage.files import Folder

    if not asked.really:
        print(disposing.plan(store, file[0], asked.case))
        return
    files = Folder(settings.files_path) if settings.files_path else None
    order = disposing.Order(asked.case, asked.by, asked.second, asked.reason)

    def destroy() -> None:
        stone = disposing.dispose(store, file[0], files, order)
        backups.clear_left(settings)
        print(f"{stone.reference} has been disposed of. Its cards in Teams are emptied by the running bot. {TOLD}")

    if asked.out:
        _destroyed_with_certificate(store, file, asked, destroy)
    else:
        destroy()
        print(f"For its certificate: rapid-review certificate {asked.case} -o certificate.pdf")


def _destroyed_with_certificate(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, destroy: Destroy) -> None:
    """A name that is taken, or a folder that takes nothing, is refused before anything is destroyed."""
    from bot import disposing

    def make() -> bytes:
        destroy()
        return disposing.certified(store, file[0], asked.case, asked.ending)

    keep(asked, make)


def _certificate(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import disposing

    keep(asked, lambda: disposing.certified(store, file[0], asked.case, asked.ending))


def _passages(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import marked_table, subject_access

    without = [marked_table.as_saved(read(path)) for path in asked.without]
    why = subject_access.Why(asked.reason, asked.second)
    make = partial(subject_access.table, store, file, _sought(asked), why, *without, tell=_left_out)
    put(asked, make, "utf-8-sig")
    print(marked_table.HOW_TO_MARK)


def _left_out(words: str) -> None:
    print(words, file=sys.stderr)


def _pack(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import marked_table, subject_access

    marks = [marked_table.as_saved(read(path)) for path in asked.marks]
    why = subject_access.Why(asked.reason, asked.second, asked.request, asked.names_checked)
    with new_file(asked.out, overwrite=asked.overwrite) as write:
        subject_access.pack(store, file, _sought(asked), marks, why, write)
    print(f"Written: {asked.out}")


def _sought(asked: argparse.Namespace) -> Any:
    from bot import subject_access

    names = (asked.person, *asked.also)
    return subject_access.Sought(asked.case, names, asked.by, every=asked.every_passage)
