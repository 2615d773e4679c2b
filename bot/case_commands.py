"""Commands about cases: registers, the ballot's record, documents, the whole of a case, and figures for the Scrutineer.

Whoever may run commands on the machine may run these; that something was read by command is in the case's record.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import verify_ballot
from bot.new_file import new_file, read
from bot.settings import Settings
from rapid_review.errors import NotYours, Refusal

if TYPE_CHECKING:
    from bot.in_their_name import Leave
    from rapid_review.case import Case
    from rapid_review.people import Partnership
    from rapid_review.policy import Policy
    from storage.store import Store

Command = Callable[[argparse.Namespace], int]
Add = Callable[[str, Command, str], argparse.ArgumentParser]
Read = Callable[[], Settings]
File = tuple["Partnership", "Policy"]
REFERENCE = "the case's reference, such as RR-2026-001"
WHO = "the id or short name, as in the partnership's file, of {}: the chair, or of the Partnership Team"


def add_to(add: Add, settings: Read) -> None:
    """Add these commands to the program's."""
    _registers(add, settings)
    _documents(add, settings)
    verify = add("verify-ballot", lambda asked: verify_ballot.main([asked.record]), "Check the record of a ballot.")
    verify.add_argument("record", help="the file that `ballot` wrote")
    pack = add("verify-pack", _verify_pack, "Check a pack against its manifest, and name whatever was changed.")
    pack.add_argument("pack", type=Path, help="the zip file")


def _registers(add: Add, settings: Read) -> None:
    for name, help in (
        ("sharing-register", "Write the record of decisions on sharing in a case, as CSV."),
        ("declarations-register", "Write everybody’s declarations in a case, as CSV."),
        ("ballot", "Write the record of a ballot that has closed, which anybody can check."),
    ):
        command = add(name, _writing(settings, name), help)
        command.add_argument("case", help=REFERENCE)
        in_whose_name(command, required=True)
        to_file(command, required=True)


def in_whose_name(command: argparse.ArgumentParser, *, required: bool) -> None:
    """Who takes something out of a case, who agreed to it, and why (Part 6, rule 8)."""
    always: dict[str, Any] = {"required": True} if required else {"default": ""}
    with_names = "" if required else "; asked for where it has names"
    command.add_argument("--by", **always, help=f"{WHO.format('whoever takes it out')}{with_names}")
    command.add_argument("--reason", **always, help=f"why; it is kept with the case{with_names}")
    command.add_argument("--second", **always, help=f"{WHO.format('the second person who agreed')}{with_names}")


def to_file(command: argparse.ArgumentParser, **more: Any) -> None:
    """The file that a command writes, and that it may take the place of another."""
    command.add_argument("-o", "--out", type=Path, **{"help": "the file to write", **more})
    command.add_argument("--overwrite", action="store_true", help="even if the file is there already")


def _documents(add: Add, settings: Read) -> None:
    document = add("document", _document(settings), "Make a document from a case, in its next version.")
    document.add_argument("kind", help="such as collated, template, minutes, covering_letter or panel_pack")
    document.add_argument("case", help=REFERENCE)
    document.add_argument("--about", default="", help="the agency, for a document about one")
    document.add_argument("--identified", action="store_true", help="with names; without it, people by their part")
    in_whose_name(document, required=False)
    document.add_argument("--as", dest="ending", default="docx", choices=("docx", "pdf", "html", "txt", "json"))
    to_file(document, required=True)
    export = add("export", _export(settings), "Write the whole of a case: for a court, a subject or a handover.")
    export.add_argument("case", help=REFERENCE)
    in_whose_name(export, required=True)
    export.add_argument(
        "--withhold", action="append", default=[], metavar="KIND=WHY", help="leave one out, and say why"
    )
    export.add_argument("--pseudonymised", action="store_true", help="people by their part; without it, with names")
    to_file(export, required=True, help="the zip file to write")
    figures = add("scrutiny", _scrutiny(settings), "Write the figures of half a year for the Independent Scrutineer.")
    figures.add_argument("first", type=date.fromisoformat, help="the first day, such as 2026-07-01")
    figures.add_argument("last", type=date.fromisoformat, help="the last day")
    figures.add_argument("--by-case", action="store_true", help="how long each case took, by its reference")
    figures.add_argument("--as", dest="ending", default="html", choices=("docx", "pdf", "html", "txt"))
    to_file(figures, required=True)
    template = add("template", _template, "Write the Word template of documents, to be made your own.")
    to_file(template, default=Path("document.docx"))


def _writing(settings: Read, name: str) -> Command:
    def run(asked: argparse.Namespace) -> int:
        from bot import registers

        writes: dict[str, Callable[..., str]] = {
            "sharing-register": registers.sharing_register,
            "declarations-register": registers.declarations_register,
            "ballot": registers.ballot,
        }
        encoding = "utf-8" if name == "ballot" else "utf-8-sig"  # A spreadsheet wants its mark.

        def write(store: "Store[Case]", file: File) -> None:
            put(asked, lambda: writes[name](store, file[0], asked.case, _leave(asked)), encoding)

        return on_the_store(settings, asked, write)

    return run


def _leave(asked: argparse.Namespace) -> "Leave":
    from bot.in_their_name import Leave

    return Leave(asked.by, asked.reason, asked.second)


def put(asked: argparse.Namespace, make: Callable[[], str], encoding: str) -> None:
    """A text: in the file, or on the screen, which is no place for names, where a command need not name one."""
    if asked.out is None:
        print(make(), end="")
    else:
        keep(asked, lambda: make().encode(encoding))


def _document(settings: Read) -> Command:
    def run(asked: argparse.Namespace) -> int:
        from bot import exports

        path = settings().document_template
        own = read(path) if path else None

        def make(store: "Store[Case]", file: File) -> None:
            about = (asked.kind, asked.case, asked.about, asked.identified, asked.ending)
            wanted = exports.Asked(*about, _leave(asked))
            keep(asked, lambda: exports.document(store, *file, wanted, own, _please_check))

        return on_the_store(settings, asked, make)

    return run


def _please_check(found: Sequence[str]) -> None:
    """To whoever typed the command, on their screen and in no file."""
    if found:
        print("Please check these words: they may be names.", *found, sep="\n  ", file=sys.stderr)


def _export(settings: Read) -> Command:
    def run(asked: argparse.Namespace) -> int:
        from bot import exports

        def make(store: "Store[Case]", file: File) -> None:
            why = exports.Why(_leave(asked), asked.withhold, pseudonymised=asked.pseudonymised)
            keep(asked, lambda: exports.whole(store, *file, asked.case, why, _please_check))

        return on_the_store(settings, asked, make)

    return run


def _scrutiny(settings: Read) -> Command:
    def run(asked: argparse.Namespace) -> int:
        from bot import exports

        when = (asked.first, asked.last, asked.ending)
        return on_the_store(
            settings,
            asked,
            lambda store, file: keep(asked, lambda: exports.scrutiny(store, *file, *when, each=asked.by_case)),
        )

    return run


def keep(asked: argparse.Namespace, make: Callable[[], bytes]) -> None:
    """In the file that was named. It is refused before anything is made if it is there already."""
    with new_file(asked.out, overwrite=asked.overwrite) as write:
        write(make())
    print(f"Written: {asked.out}")


def on_the_store(settings: Read, asked: argparse.Namespace, act: Callable[["Store[Case]", File], None]) -> int:
    """Act with the store, and the partnership with its policy; a refusal is said, and is no success."""
    from bot import partnership, short_names
    from bot.clock import SystemClock
    from bot.database import opened

    read = settings()
    try:
        with opened(read) as store:
            file = partnership.load_on(read.partnership, SystemClock().now())
            short_names.put_ids(asked, read.partnership, file[0])
            act(store, file)
    except NotYours:
        print("There is no such case.", file=sys.stderr)
        return 1
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def _verify_pack(asked: argparse.Namespace) -> int:
    from documents.pack import faults

    found = faults(read(asked.pack))
    print(*(found or ["Every file is as it was packed."]), sep="\n")
    return 1 if found else 0


def _template(asked: argparse.Namespace) -> int:
    from documents.shell import house_template

    keep(asked, house_template)
    return 0
