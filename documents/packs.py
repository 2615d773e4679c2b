"""Several documents in one archive: the pack for the national Panel, and what any other holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

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
    """What goes into one archive."""

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

Named = Sequence[tuple[str, Document]]


def contents(pack: Pack, file: CaseFile, edition: Edition) -> list[tuple[str, Document]]:
    """The pack's documents by name."""
    return [(kind, make(kind, file, edition)) for kind in pack.kinds]


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
    earlier: Named = (),
    more: Mapping[str, Any] | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> bytes:
    """The zip: each document as Word and as a web page, fields as data too, with a manifest that says `more` too.

    `beside` are files that are no documents. The same documents give the same bytes. What is `earlier` keeps its own
    version and moment.
    """
    now = [(name, replace(document, version=version, made_at=made_at)) for name, document in named]
    files: dict[str, bytes] = {**(beside or {})}
    for number, (name, document) in enumerate([*now, *earlier], 1):
        stem = f"{number:02} {name.replace('_', ' ')}"
        files[f"{stem}.docx"], files[f"{stem}.html"] = word(document, template), web(document).encode()
        if document.fields:
            files[f"{stem}.json"] = data(document).encode()
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
        **(more or {}),
    }
    return packed(files, about)
