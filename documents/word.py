"""A document as Word (.docx), drawn with the house's template or a partnership's own. The same case, the same bytes."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from documents.model import Bar, Block, Bullets, Document, Facts, Heading, Paragraph, Plot, Source, Table, Today, led
from rapid_review.errors import Refusal
from rapid_review.questions.forms import in_words
from rapid_review.timing.london import clock_words, local_day

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every part inside the file, so that it does not depend on when it was made."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def word(document: Document, template: bytes | None = None) -> bytes:
    """The file's bytes. Raises Refusal where the partnership's own template cannot be used."""
    from documents.shell import house_template  # Here and below, not at the start: what draws Word takes 8 MB.

    try:
        return same_bytes(_drawn(document, template or house_template()))
    except Exception as why:  # A file of somebody else's can be wrong in any way: as a zip, as XML, as Jinja.
        if template is None:
            raise
        raise Refusal(f"The Word template cannot be used: {why}. Mend it, or take it away.") from why


def require_usable(template: bytes) -> None:
    """Refuse a template that cannot draw one of everything, so that a mistake is found before there is a case."""
    heading, source = ("One", "Two"), Source("Agency", "summary", 1, "today")
    blocks = (
        *(Today(), Heading("Heading"), Paragraph("Words.", "Label", 1), Facts((heading,), 1), Bullets(heading)),
        *(Table("Table", heading, (heading,)), Plot("Plot", (Bar("Bar", 1),), "One bar.")),
    )
    for letter in (True, False):
        trial = Document("trial", "Trial", "RR", "Partnership", datetime(2020, 1, 1, tzinfo=UTC), blocks, (source,))
        word(replace(trial, letter=letter, missing=("something",)), template)


def _drawn(document: Document, template: bytes) -> bytes:
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    drawing = DocxTemplate(io.BytesIO(template))
    drawing.map_tree = partial(_moved, drawing.map_tree)
    context = {
        "document": document,
        "made": clock_words(document.made_at),
        "today": in_words(local_day(document.made_at)),
        "credit": _crediting(document),
        "led": led,
    }
    # Values are only ever text: they are escaped, never read as Jinja, and a template reaches no Python.
    drawing.render(context, jinja_env=SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    _widen(drawing.docx, document)
    about = drawing.docx.core_properties
    about.title, about.subject, about.language = document.title, document.reference, "en-GB"
    about.author = about.last_modified_by = document.partnership
    about.created = about.modified = document.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.comments, about.keywords, about.revision = "", "", 1
    out = io.BytesIO()
    drawing.save(out)
    return out.getvalue()


def _moved(move: Callable[[Any], None], tree: Any) -> None:
    """What was drawn, into the document, without the `xml:space` that each line somebody wrote has: lxml looks through
    all that it has moved for each, with nobody answered meanwhile (G13). They are put back where they are then."""
    spaced = [(text, text.attrib.pop(SPACE)) for text in tree.xpath("//*[@xml:space]")]
    move(tree)
    for text, kept in spaced:
        text.set(SPACE, kept)


def _crediting(document: Document) -> object:
    def credit(block: Block) -> str:
        source = document.credited(getattr(block, "source", 0))
        return f" [{source}]" if source else ""

    return credit


def _widen(drawn: "WordDocument", document: Document) -> None:
    """Give each table's columns the room that they need; the table as a whole stays as wide as in the template."""
    from docx.oxml.ns import qn

    widths = {block.header: block.widths() for block in document.blocks if isinstance(block, Table)}
    for table in drawn.element.body.iter(qn("w:tbl")):
        rows = [row.findall(qn("w:tc")) for row in table.iter(qn("w:tr"))]
        columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        whole = sum(int(column.get(qn("w:w"), "0")) for column in columns)
        header = tuple("".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in rows[0])
        room = [str(int(whole * share)) for share in widths.get(header, ())] if whole else []
        for cells in rows:
            for column, cell, width in zip(columns, cells, room, strict=False):
                column.set(qn("w:w"), width)
                cell.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), width)


def same_bytes(archive: bytes) -> bytes:
    """The same archive with its parts in order and without the time of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            again.writestr(part, made.read(name))
    return out.getvalue()
