"""A document before it is drawn: blocks of words in order, and where each came from."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

Reword = Callable[[str], str]
"""What is done to every piece of text: nothing, or names replaced by roles."""


class Edition(StrEnum):
    """The two editions of every document (domain 5, E28)."""

    IDENTIFIED = "identified"
    PSEUDONYMISED = "pseudonymised"
    """Children, family and professionals by their part in it: what leaves the house unless a person decides."""


@dataclass(frozen=True)
class Source:
    """Where words came from: who gave them, in what, which version of it, and when."""

    given_by: str
    what: str
    version: int
    at: str


@dataclass(frozen=True)
class Heading:
    """`level` 1 stands under the document's title, 2 under a heading of level 1."""

    text: str
    level: int = 1
    kind: ClassVar[str] = "heading"

    def reworded(self, reword: Reword, relabel: Reword) -> "Heading":
        return replace(self, text=relabel(self.text))


@dataclass(frozen=True)
class Paragraph:
    """Words of the house, or what somebody wrote, its line breaks kept."""

    text: str
    label: str = ""
    """The question that it answers, set above it."""
    source: int = 0
    """The number of its source; 0 for none."""
    kind: ClassVar[str] = "paragraph"

    def reworded(self, reword: Reword, relabel: Reword) -> "Paragraph":
        return replace(self, text=reword(self.text), label=relabel(self.label))


@dataclass(frozen=True)
class Facts:
    """Short answers, each with its label."""

    rows: tuple[tuple[str, str], ...]
    source: int = 0
    kind: ClassVar[str] = "facts"

    def reworded(self, reword: Reword, relabel: Reword) -> "Facts":
        return replace(self, rows=tuple((relabel(label), reword(value)) for label, value in self.rows))


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    kind: ClassVar[str] = "bullets"

    def reworded(self, reword: Reword, relabel: Reword) -> "Bullets":
        return replace(self, items=tuple(map(reword, self.items)))


@dataclass(frozen=True)
class Table:
    """Rows under named columns. Every row has as many cells as the header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: ClassVar[str] = "table"

    def reworded(self, reword: Reword, relabel: Reword) -> "Table":
        rows = tuple(tuple(map(reword, row)) for row in self.rows)
        return replace(self, caption=relabel(self.caption), rows=rows)


@dataclass(frozen=True)
class Plot:
    """Bars side by side, each with its name and its value written out: a table for those who cannot see it."""

    caption: str
    bars: tuple[tuple[str, float], ...]
    unit: str
    kind: ClassVar[str] = "plot"

    def reworded(self, reword: Reword, relabel: Reword) -> "Plot":
        bars = tuple((relabel(name), value) for name, value in self.bars)
        return replace(self, caption=relabel(self.caption), bars=bars)

    def lengths(self) -> list[tuple[str, str, int]]:
        """Each bar with its name, its value in words and its length in percent of the longest."""
        longest = max((value for _, value in self.bars), default=0) or 1
        return [(name, f"{self.unit} {value:g}", round(100 * value / longest)) for name, value in self.bars]


@dataclass(frozen=True)
class Today:
    """The date of a letter: that of the version, so that a letter does not change because a day has passed."""

    kind: ClassVar[str] = "today"

    def reworded(self, reword: Reword, relabel: Reword) -> "Today":
        return self


def led(label: str) -> str:
    """A label as it stands before its value: a question needs no colon."""
    return label if label.endswith(("?", ":")) else f"{label}:"


Block = Heading | Paragraph | Facts | Bullets | Table | Plot | Today


@dataclass(frozen=True)
class Document:
    """One document in one edition. `missing` is what it should say and cannot yet; it is printed, not hidden."""

    id: str
    title: str
    reference: str
    partnership: str
    made_at: datetime
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()
    edition: Edition = Edition.IDENTIFIED
    version: int = 1
    marking: str = "OFFICIAL-SENSITIVE. Only for those with a part in this case."
    letter: bool = False
    """A letter has no list of sources and no account of itself."""
    facts: dict[str, str] = field(default_factory=dict)
    """The same facts by name, for a partnership that words its own template."""

    def reworded(self, reword: Reword, relabel: Reword | None = None) -> "Document":
        """The same document with every piece of its text reworded; the house's own words by `relabel`, if given."""
        relabel = relabel or reword
        return replace(
            self,
            title=relabel(self.title),
            blocks=tuple(block.reworded(reword, relabel) for block in self.blocks),
            sources=tuple(replace(s, given_by=relabel(s.given_by), what=relabel(s.what)) for s in self.sources),
            missing=tuple(map(relabel, self.missing)),
            facts={name: reword(value) for name, value in self.facts.items()},
        )
