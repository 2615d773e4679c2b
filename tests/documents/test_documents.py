"""Every document, word for word, in both editions; and what no document may do, whatever people typed."""

import io
import re
import zipfile
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich_case import GOLDEN, NAMES

from documents.casefile import CaseFile
from documents.kinds import KINDS, make
from documents.model import Document, Edition
from documents.plain import plain
from documents.pseudonyms import Pseudonyms, names_left
from documents.web import web
from documents.word import word

EVERY = [(kind, edition) for kind in KINDS for edition in Edition]
NASTY = (
    "<script>x()</script> {{ 7 * 7 }} {% endfor %} =HYPERLINK(1) {PAGE} ]]> & ../../x \u202etxt.exe " + "long " * 4_000
)


def about(kind: str) -> str:
    return "health" if KINDS[kind].of_each_agency else ""


@pytest.mark.parametrize(("kind", "edition"), EVERY)
def test_it_says_what_it_said(kind: str, edition: Edition, file: CaseFile, request: pytest.FixtureRequest) -> None:
    said, golden = plain(make(kind, file, edition, about(kind))), GOLDEN / f"{kind}.{edition}.txt"
    if request.config.getoption("--redraw"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_named_in_the_second_edition(kind: str, file: CaseFile) -> None:
    """E28. Neither the family, nor who looked after them, nor whoever answered."""
    document = make(kind, file, Edition.PSEUDONYMISED, about(kind))
    everybody = [*NAMES, *(person.name for person in file.partnership.people.values())]
    assert names_left(document, everybody) == []
    drawn = unescape(plain(document) + web(document) + xml_of(document))
    assert not [name for name in everybody if re.search(rf"\b{re.escape(name)}\b", drawn, re.IGNORECASE)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_edition_names_them(kind: str, file: CaseFile) -> None:
    """Or else the test above would pass for an empty page."""
    if kind in ("notification", "agency_return", "collated"):
        assert "Ivy" in plain(make(kind, file, Edition.IDENTIFIED, about(kind)))


@pytest.mark.parametrize(("kind", "edition"), EVERY)
def test_the_same_case_gives_the_same_bytes(kind: str, edition: Edition, file: CaseFile) -> None:
    first, again = (make(kind, file, edition, about(kind)) for _ in range(2))
    assert word(first) == word(again)
    assert web(first) == web(again)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_is_only_ever_text(kind: str, file: CaseFile) -> None:
    """HTML, Jinja, field codes, formulas, paths, turned writing, twenty thousand letters."""
    document = make(kind, hostile(file), Edition.IDENTIFIED, about(kind))
    page, inside = web(document), xml_of(document)
    assert "<script" not in page and "<script" not in inside
    assert "49" not in page.replace("&", "") or "{{ 7 * 7 }}" in page
    assert "\u202e" not in page + inside + plain(document)
    assert "<w:instrText>PAGE</w:instrText>" not in inside.split("<w:body>")[1]


def hostile(file: CaseFile) -> CaseFile:
    return replace(file, forms={key: replace(w, answers=spoiled(w.answers)) for key, w in file.forms.items()})


def spoiled(answers: Any) -> dict[str, Any]:
    """Every free text made as nasty as can be; choices and dates are left, since they are checked elsewhere."""
    return {
        id: [spoiled(row) if isinstance(row, dict) else row for row in value]
        if isinstance(value, list)
        else (NASTY if " " in str(value) or str(value).istitle() else value)
        for id, value in answers.items()
    }


def xml_of(document: Document) -> str:
    with zipfile.ZipFile(io.BytesIO(word(document))) as archive:
        return archive.read("word/document.xml").decode()


NAME = st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F), min_size=3, max_size=12)
AROUND = st.text(st.characters(exclude_categories=("Cs", "Cc", "L", "N", "M")), max_size=6)


@settings(max_examples=150)
@given(name=NAME, other=NAME, before=AROUND, after=AROUND)
def test_a_known_name_is_found_whatever_stands_around_it(name: str, other: str, before: str, after: str) -> None:
    names = Pseudonyms(((f"{name} {other}", "Child A"), (name, "Child A")))
    for written in (name, name.upper(), name.lower(), f"{name}\n{other}"):
        said = names.of(f"{before} {written} {after}")
        assert names.of(said) == said
        assert "Child A" in said
