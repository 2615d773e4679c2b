"""A document as plain text: for a screen reader, an old system, or a comparison of two versions."""

import textwrap
from collections.abc import Iterator

from documents.model import Block, Bullets, Document, Facts, Heading, Paragraph, Plot, Table, Today, led
from rapid_review.questions.forms import in_words
from rapid_review.timing.london import clock_words, local_day

WIDTH = 100


def plain(document: Document) -> str:
    """The whole document, at most a hundred letters to a line; ends with a line break."""
    parts = [_underlined(document.title, "="), *_about(document)]
    parts += [in_words(local_day(document.made_at))] if document.letter else []
    return "\n\n".join([*parts, body(document)]) + "\n"


def body(document: Document) -> str:
    """What it says, without the account of when and from what version it was made."""
    parts = ["\n".join(_block(block, document)) for block in document.blocks if not isinstance(block, Today)]
    if document.sources and not document.letter:
        listed = [
            f"[{n}] {s.given_by}: {s.what}, version {s.version}, {s.at}" for n, s in enumerate(document.sources, 1)
        ]
        parts += [_underlined("Sources", "-"), "\n".join(listed)]
    return "\n\n".join(parts)


def _about(document: Document) -> list[str]:
    if document.letter:
        return [document.heading]
    line = f"{document.reference}. {document.partnership}. Edition: {document.edition}. "
    return [document.marking, line + f"Version {document.version}, made {clock_words(document.made_at)}."]


def _underlined(text: str, line: str) -> str:
    return f"{text}\n{line * len(text)}"


def _block(block: Block, document: Document) -> Iterator[str]:
    credit = _credit(document.credited(getattr(block, "source", 0)))
    match block:
        case Heading(text, level):
            yield _underlined(text, "-") if level == 1 else text
        case Paragraph(text, label):
            if label:
                yield label
            yield _wrapped(text) + credit
        case Facts(rows):
            for label, value in rows:
                yield _wrapped(f"{led(label)} {value}{credit}", after="  ")
        case Bullets(items):
            for item in items:
                yield _wrapped(f"- {item}", after="  ")
        case Plot(caption):
            yield caption
            room = max((len(bar.name) for bar in block.bars), default=0)
            for name, value, length in block.lengths():
                yield f"{name:{room}} {'#' * (length // 3)} {value}"
        case Table(caption, header, rows):
            yield caption
            for row in rows:
                told = (f"{name}: {cell}" for name, cell in zip(header, row, strict=True) if cell)
                yield _wrapped("- " + "; ".join(told), "  ")


def _wrapped(text: str, after: str = "") -> str:
    lines = text.split("\n")
    return "\n".join(
        textwrap.fill(line, WIDTH, subsequent_indent=after, break_long_words=False, break_on_hyphens=False)
        for line in lines
    )


def _credit(source: int) -> str:
    return f" [{source}]" if source else ""
