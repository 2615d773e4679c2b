"""Several documents in one archive: the pack for the national Panel, and the whole of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from documents.casefile import CaseFile
from documents.data import data
from documents.kinds import KINDS, make
from documents.model import Document, Edition
from documents.pack import packed
from documents.web import web
from documents.word import word
from rapid_review.permissions import Surface


@dataclass(frozen=True)
class Pack:
    """What goes into one archive. A document of each agency is there once for each."""

    id: str
    title: str
    kinds: tuple[str, ...]
    surface: Surface

    @property
    def surfaces(self) -> frozenset[Surface]:
        """All that is read in it: its own surface, and those of everything it holds."""
        return frozenset({self.surface, *(KINDS[kind].surface for kind in self.kinds)})


PANEL_PACK = Pack(
    "panel_pack",
    "The Panel pack",
    ("covering_letter", "template", "collated", "minutes", "panel_fields"),
    Surface.PANEL,
)
"""R098, R099: the outcome with a covering letter and supporting documents, and its fields as data (F95)."""

WHOLE_CASE = Pack(
    "whole_case",
    "The whole case",
    (
        *("notification", "agency_return", "collated", "template", "minutes", "chronology", "declarations", "sharing"),
        *("covering_letter", "board_briefing"),
    ),
    Surface.AUDIT,
)
"""For a court, a request for one's own data, or the handover to another partnership."""

Named = Sequence[tuple[str, Document]]


def contents(
    pack: Pack, file: CaseFile, edition: Edition, without: Mapping[str, str] | None = None
) -> list[tuple[str, Document]]:
    """The pack's documents by name, except those that a person withholds for a reason."""
    named: list[tuple[str, Document]] = []
    for kind in pack.kinds:
        if kind in (without or {}):
            continue
        if KINDS[kind].of_each_agency:
            answered = [r.agency for r in file.case.requests.values() if r.returned]
            named += [(f"{kind} {agency}", make(kind, file, edition, agency)) for agency in answered]
        else:
            named.append((kind, make(kind, file, edition)))
    return named


def lacking(named: Named) -> list[str]:
    """Everything that any of them says it lacks, once."""
    return list(dict.fromkeys(what for _, document in named for what in document.missing))


def archive(
    pack: Pack,
    named: Named,
    version: int,
    made_at: datetime,
    without: Mapping[str, str] | None = None,
    template: bytes | None = None,
) -> bytes:
    """The zip: each document as Word and as a web page, fields as data too, with a manifest.

    The same documents give the same bytes.
    """
    files: dict[str, bytes] = {}
    for number, (name, document) in enumerate(named, 1):
        dated = replace(document, version=version, made_at=made_at)
        stem = f"{number:02} {name.replace('_', ' ')}"
        files[f"{stem}.docx"], files[f"{stem}.html"] = word(dated, template), web(dated).encode()
        if dated.fields:
            files[f"{stem}.json"] = data(dated).encode()
    first = named[0][1]
    about = {
        "pack": pack.title,
        "case": first.reference,
        "partnership": first.partnership,
        "edition": str(first.edition),
        "version": version,
        "made_at": made_at.isoformat(),
        "missing": lacking(named),
        "withheld": dict(without or {}),
    }
    return packed(files, about)
