"""A partnership’s own Word template: what is wrong with it is said in a sentence, when the bot starts and not later."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from documents.shell import house_template
from documents.word import require_usable
from rapid_review.errors import Refusal


def with_words(words: str) -> bytes:
    return edited(lambda template: template.add_paragraph(words))


def edited(edit: Callable[[Document], object]) -> bytes:
    template, out = docx.Document(io.BytesIO(house_template())), io.BytesIO()
    edit(template)
    template.save(out)
    return out.getvalue()


def without_widths(template: Document) -> None:
    """As LibreOffice and others save a table."""
    for cell in template.element.body.iter(qn("w:tc")):
        for width in cell.iter(qn("w:tcPr")):
            cell.remove(width)


def cut_short() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(house_template())) as whole, zipfile.ZipFile(out, "w") as part:
        for name in whole.namelist():
            part.writestr(name, whole.read(name)[: -30 if name == "word/document.xml" else None])
    return out.getvalue()


@pytest.mark.parametrize(
    "template",
    [house_template(), with_words("{{ document.title }}"), edited(without_widths)],
    ids=["house", "words", "widths"],
)
def test_a_template_that_draws_everything_is_usable(template: bytes) -> None:
    require_usable(template)


WRONG = {
    "no zip": b"hello",
    "XML that is cut short": cut_short(),
    "a tag left open": with_words("{% if document.letter %}"),
    "a name there is not": with_words("{{ document.nothing }}"),
    "a macro without end": with_words("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"),
    "Python underneath": with_words("{{ document.title.__class__.__mro__ }}"),
    "a loop of a billion": with_words("{% for one in range(1000000000) %}{% endfor %}"),
}


@pytest.mark.parametrize("what", WRONG)
def test_one_that_does_not_is_refused_in_a_sentence(what: str) -> None:
    with pytest.raises(Refusal, match=r"^The Word template cannot be used: .+\. Mend it, or take it away\.$"):
        require_usable(WRONG[what])
