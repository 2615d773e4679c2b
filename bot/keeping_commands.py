"""Commands about keeping cases: legal holds, disposal with its certificate, and what somebody's own data is."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.case_commands import FILE_OR_SCREEN, REFERENCE, Add, Command, Read, on_the_store
from bot.settings import Settings

WHO = "the id of {}: the chair, or of the Partnership Team"


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


def _disposal(add: Add, settings: Read) -> None:
    dispose = add("dispose", _acting(settings, _dispose), "Show what would go with a closed case; or destroy it.")
    dispose.add_argument("case", help=REFERENCE)
    dispose.add_argument("--really", action="store_true", help="destroy it; without this, nothing is changed")
    dispose.add_argument("--by", default="", help=WHO.format("whoever disposes of it"))
    dispose.add_argument("--second", default="", help=WHO.format("the second person who agreed"))
    dispose.add_argument("--reason", default="", help="why; it stands on the certificate")
    dispose.add_argument("-o", "--out", type=Path, help="the file for the certificate")
    certificate = add("certificate", _acting(settings, _certificate), "Write the certificate of a disposal again.")
    certificate.add_argument("case", help=REFERENCE)
    certificate.add_argument("-o", "--out", type=Path, required=True, help="the file to write")
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
        command.add_argument("--by", required=True, help=WHO.format("whoever answers the request"))
    table.add_argument("-o", "--out", type=Path, help=FILE_OR_SCREEN)
    pack.add_argument("--marks", type=Path, required=True, help="the table, with each passage marked")
    pack.add_argument("--reason", required=True, help="why it leaves; it is kept with the case")
    pack.add_argument("--second", required=True, help=WHO.format("the second person who agreed"))
    pack.add_argument("-o", "--out", type=Path, required=True, help="the zip file to write")


Act = Callable[[Any, tuple[Any, Any], argparse.Namespace, Settings], None]


def _acting(settings: Read, act: Act) -> Command:
    def run(asked: argparse.Namespace) -> int:
        asked.case = asked.case.upper()
        return on_the_store(settings, lambda store, file: act(store, file, asked, settings()))

    return run


def _hold(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import holding

    said = holding.Said(asked.by, asked.reason, asked.agreed)
    holding.hold(store, file[0], asked.case, said, lift=asked.lift)
    print(f"{asked.case} is {'no longer' if asked.lift else 'now'} on legal hold.")


def _dispose(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import disposing
    from storage.files import Folder

    if not asked.really:
        print(disposing.plan(store, file[0], asked.case))
        return
    files = Folder(settings.files_path) if settings.files_path else None
    order = disposing.Order(asked.case, asked.by, asked.second, asked.reason)
    stone = disposing.dispose(store, file[0], files, order)
    print(f"{stone.reference} has been disposed of. Its cards in Teams are emptied by the running bot.")
    if asked.out:
        _certificate(store, file, asked, settings)
    else:
        print(f"For its certificate: rapid-review certificate {stone.reference} -o certificate.pdf")


def _certificate(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import disposing

    asked.out.write_bytes(disposing.certified(store, file[0], asked.case, asked.ending))
    print(f"Written: {asked.out}")


def _passages(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import subject_access

    written = subject_access.table(store, file, _sought(asked))
    if asked.out is None:
        print(written, end="")
        return
    asked.out.write_text(written, encoding="utf-8-sig", newline="")
    print(f"Written: {asked.out}", subject_access.HOW_TO_MARK, sep="\n")


def _pack(store: Any, file: tuple[Any, Any], asked: argparse.Namespace, settings: Settings) -> None:
    from bot import subject_access

    marks = subject_access.as_saved(asked.marks.read_bytes())
    why = subject_access.Why(asked.reason, asked.second)
    asked.out.write_bytes(subject_access.pack(store, file, _sought(asked), marks, why))
    print(f"Written: {asked.out}")


def _sought(asked: argparse.Namespace) -> Any:
    from bot import subject_access

    names = (asked.person, *asked.also)
    return subject_access.Sought(asked.case, names, asked.by, every=asked.every_passage)
