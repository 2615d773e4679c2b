"""A document before it is drawn: blocks of words in order, and where each came from."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from rapid_review.questions.forms import read_day

Reword = Callable[[str], str]
"""What is done to every piece of text: nothing, or names replaced by roles."""
LINE = 85
"""Letters that have room beside each other on a page."""
WIDE = 40
"""Letters: what is longer is broken into lines, so it asks for no more room in a table."""


class Own(str):
    """A date of the house's own among what people wrote, such as a deadline: left even if somebody was born then."""

    __slots__ = ()


def _said(text: str, reword: Reword, relabel: Reword) -> str:
    return Own(relabel(text)) if isinstance(text, Own) else reword(text)


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
class Field:
    """One field of a form that somebody else reads by machine: its id there, and what it says."""

    part: str
    id: str
    label: str
    value: str
    answer: str = ""
    """The id of the choice, or the ISO date, where the value is one."""

    def reworded(self, reword: Reword, relabel: Reword) -> "Field":
        """A date leaves both or stands in both; the id of a choice names nobody, whatever word it is."""
        value = _said(self.value, reword, relabel)
        hidden = value != self.value and read_day(self.answer) is not None
        return replace(self, label=relabel(self.label), value=value, answer="" if hidden else self.answer)


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
        return replace(self, text=_said(self.text, reword, relabel), label=relabel(self.label))


@dataclass(frozen=True)
class Facts:
    """Short answers, each with its label."""

    rows: tuple[tuple[str, str], ...]
    source: int = 0
    kind: ClassVar[str] = "facts"

    def reworded(self, reword: Reword, relabel: Reword) -> "Facts":
        rows = tuple((relabel(label), _said(value, reword, relabel)) for label, value in self.rows)
        return replace(self, rows=rows)


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    kind: ClassVar[str] = "bullets"

    def reworded(self, reword: Reword, relabel: Reword) -> "Bullets":
        return replace(self, items=tuple(map(reword, self.items)))


@dataclass(frozen=True)
class Table:
    """Rows under named columns. Every row has as many cells as the header, and each column is named otherwise."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: ClassVar[str] = "table"

    def widths(self) -> list[float]:
        """The share of each column: what its longest word needs, and of the rest by what stands in it."""
        columns = list(zip(self.header, *self.rows, strict=True))
        least = [1.25 * _longest_word(column) + 3 for column in columns]
        more = [max(min(max(map(len, column)), WIDE) + 3 - least[n], 1) for n, column in enumerate(columns)]
        rest = max(LINE - sum(least), 0) / sum(more)
        wide = [needs + rest * wants for needs, wants in zip(least, more, strict=True)]
        return [width / sum(wide) for width in wide]

    def reworded(self, reword: Reword, relabel: Reword) -> "Table":
        rows = tuple(tuple(_said(cell, reword, relabel) for cell in row) for row in self.rows)
        return replace(self, caption=relabel(self.caption), rows=rows)


@dataclass(frozen=True)
class Bar:
    """One bar: whose it is, how long, and what else is to be said of it in words, since colour says nothing here."""

    name: str
    value: float
    note: str = ""


@dataclass(frozen=True)
class Plot:
    """Bars side by side, each with its name and its value written out: a table for those who cannot see it."""

    caption: str
    bars: tuple[Bar, ...]
    words: str
    """What is written of a value, such as “day {:g}”."""
    whole: float = 0
    """The value of a full bar; 0 for that of the longest."""
    kind: ClassVar[str] = "plot"

    def reworded(self, reword: Reword, relabel: Reword) -> "Plot":
        bars = tuple(replace(bar, name=relabel(bar.name)) for bar in self.bars)
        return replace(self, caption=relabel(self.caption), bars=bars)

    def lengths(self) -> list[tuple[str, str, int]]:
        """Each bar with its name, its value in words and its length in percent of a full one."""
        whole = self.whole or max((bar.value for bar in self.bars), default=0) or 1
        return [(b.name, self.words.format(b.value) + b.note, round(100 * b.value / whole)) for b in self.bars]


@dataclass(frozen=True)
class Today:
    """The date of a letter: that of the version, so that a letter does not change because a day has passed."""

    kind: ClassVar[str] = "today"

    def reworded(self, reword: Reword, relabel: Reword) -> "Today":
        return self


def _longest_word(texts: tuple[str, ...]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def led(label: str) -> str:
    """A label as it stands before its value: a question or a sentence needs no colon."""
    return label if label.endswith(("?", ":", ".")) else f"{label}:"


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
    fields: tuple[Field, ...] = ()
    """What it says, field by field, where it is given as data too."""

    @property
    def heading(self) -> str:
        """What stands at the head of every page: whose letter it is, or what the document is marked with."""
        return f"{self.partnership}. {self.marking.split('.')[0]}." if self.letter else self.marking

    def credited(self, source: int) -> int:
        """The number to be set behind words of this source; 0 for none, as where all words are of one source."""
        return source if len(self.sources) > 1 and not self.letter else 0

    def reworded(self, reword: Reword, relabel: Reword | None = None) -> "Document":
        """The same document with every piece of its text reworded; the house's own words by `relabel`, if given."""
        relabel = relabel or reword
        return replace(
            self,
            title=relabel(self.title),
            blocks=tuple(block.reworded(reword, relabel) for block in self.blocks),
            sources=tuple(replace(s, given_by=relabel(s.given_by), what=relabel(s.what)) for s in self.sources),
            missing=tuple(map(relabel, self.missing)),
            facts={name: _said(value, reword, relabel) for name, value in self.facts.items()},
            fields=tuple(one.reworded(reword, relabel) for one in self.fields),
        )
