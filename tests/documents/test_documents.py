"""Every document, word for word, in both editions; and what no document may do, whatever people typed."""

import io
import re
import zipfile
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rich_case import GOLDEN, NAMES

from documents.casefile import CaseFile
from documents.kinds import KINDS, make
from documents.model import Document, Edition
from documents.plain import plain
from documents.pseudonyms import Pseudonyms, inert, names_left, pseudonyms_of
from documents.sought import COMMON, FUNCTION, MONTHS, Sought, letters, parts
from documents.web import web
from documents.whole import earlier, whole
from documents.word import word

EVERY = [(kind, edition) for kind in KINDS for edition in Edition]
NASTY = (
    "<script>x()</script> {{ 7 * 7 }} {% endfor %} =HYPERLINK(1) {PAGE} ]]> & ../../x \u202etxt.exe " + "long " * 4_000
)


LATER = {"panel_pending": "waiting"} | dict.fromkeys(
    ("panel_reply", "panel_correction", "published_panel", "published_dfe", "published_ofsted"), "afterwards"
)
"""In which case a document has something to say, where that is not the decided one."""


@pytest.fixture
def its_file(kind: str, request: pytest.FixtureRequest) -> CaseFile:
    found: CaseFile = request.getfixturevalue(LATER.get(kind, "file"))
    return found


def about(kind: str) -> str:
    return "health" if KINDS[kind].of_each_agency else ""


@pytest.mark.parametrize(("kind", "edition"), EVERY)
def test_it_says_what_it_said(kind: str, edition: Edition, its_file: CaseFile, request: pytest.FixtureRequest) -> None:
    said, golden = plain(make(kind, its_file, edition, about(kind))), GOLDEN / f"{kind}.{edition}.txt"
    if request.config.getoption("--redraw"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_named_in_the_second_edition(kind: str, its_file: CaseFile) -> None:
    """E28. Neither the family, nor who looked after them, nor whoever answered."""
    document = make(kind, its_file, Edition.PSEUDONYMISED, about(kind))
    everybody = [*NAMES, *(person.name for person in its_file.partnership.people.values())]
    assert names_left(document, everybody) == []
    drawn = unescape(plain(document) + web(document) + xml_of(document))
    assert not [name for name in everybody if re.search(rf"\b{re.escape(name)}\b", drawn, re.IGNORECASE)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_edition_names_them(kind: str, file: CaseFile) -> None:
    """Or else the test above would pass for an empty page."""
    if kind in ("notification", "agency_return", "collated"):
        assert "Ivy" in plain(make(kind, file, Edition.IDENTIFIED, about(kind)))


@pytest.mark.parametrize(("kind", "edition"), EVERY)
def test_the_same_case_gives_the_same_bytes(kind: str, edition: Edition, its_file: CaseFile) -> None:
    first, again = (make(kind, its_file, edition, about(kind)) for _ in range(2))
    assert word(first) == word(again)
    assert web(first) == web(again)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_is_only_ever_text(kind: str, its_file: CaseFile) -> None:
    """HTML, Jinja, field codes, formulas, paths, turned writing, twenty thousand letters."""
    document = make(kind, hostile(its_file), Edition.IDENTIFIED, about(kind))
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


@settings(max_examples=100)
@given(name=NAME, other=NAME, before=AROUND, after=AROUND)
def test_a_known_name_is_found_whatever_stands_around_it(name: str, other: str, before: str, after: str) -> None:
    assume(letters(name) not in FUNCTION | COMMON | MONTHS and letters(name) != letters(other))
    names = Pseudonyms({key: Sought("Child A", single) for key, single in parts(f"{name} {other}")})
    for written in (name, name.upper(), name.title(), f"{name}\n{other}", f"{name}_{other}", f"{name}{other}"):
        said = names.of(f"{before} {written} {after}")
        assert "Child A" in said
        assert names.of(said) == said


FORMS_OF_A_NAME = (
    *("O'Leary", "O’Leary", "O´Leary", "OʼLeary", "O Leary", "OLEARY", "oleary", "Sian's", "Sians", "Siân", "SIAN"),
    *(
        "Ivys cot",
        "the Rooks",
        "Ivy_Rook.docx",
        "ivyrook@x.example",
        "Jean-Paul",
        "JeanPaul",
        "jean paul",
        "I.R.",
        "I.R",
    ),
    *("I\u200bvy", "Iv\u00ady", "Rook, Ivy", "4 Quarry Lane", "CA1 2AB", "943 476 5919", "9434765919"),
    *("2/6/26", "02.06.2026", "2nd June 2026", "2 June", "2026-06-02", "Nora Blick", "Karl Brandt"),
)
NO_NAMES = (
    *(
        "It happened on 12 May 2026.",
        "They may come.",
        "My opinion is clear.",
        "the Child Safeguarding Practice Review Panel",
    ),
    *("Fellshire Children’s Services", "Is abuse or neglect known or suspected?", "First language: Not known yet"),
)


@pytest.mark.parametrize("written", FORMS_OF_A_NAME)
def test_however_it_is_written(written: str, file: CaseFile) -> None:
    said = pseudonyms_of(awkward(file)).of(inert(f"We saw {written} there."))
    assert inert(written) not in said
    assert any(label in said for label in ("Child", "Mother", "Father", "[", "a professional"))


@pytest.mark.parametrize("written", NO_NAMES)
def test_words_that_are_no_names_stay(written: str, file: CaseFile) -> None:
    """A child called May, a nickname among other words, a job behind a name: the rest of the text keeps its sense."""
    assert pseudonyms_of(awkward(file)).of(written) == written


def awkward(file: CaseFile) -> CaseFile:
    """Names as they are really typed."""
    key = ("notification", "", file.case.notification_revision)
    children = [
        {"child_name": "Ivy Rook", "child_aka": "also called Evie or Vee and known as Bean", "child_dob": "2026-06-02"},
        {"child_name": "May Rook"},
        {"child_name": "Unborn baby Rook"},
    ]
    homes = {"child_address": "4 Quarry Lane, Fell, CA1 2AB", "parallel_police": "DS Karl Brandt, CR/12/44"}
    people = [
        {"per_name": "Sian O’Leary", "per_relation": "Mother"},
        {"per_name": "Jean-Paul Rook", "per_relation": "Father"},
        {"per_name": "My An Head", "per_relation": "carer"},
    ]
    agencies = [{"agency": "health", "agency_person": "Nora Blick, health visitor"}]
    answers = {**file.forms[key].answers, **homes, "children": children, "people": people, "agencies": agencies}
    answers["qa_name"] = "Jo Grey named nurse for safeguarding children"
    return replace(file, forms={**file.forms, key: replace(file.forms[key], answers=answers)})


def test_the_whole_of_a_case_has_every_letter_that_its_duties_call_for(
    file: CaseFile, waiting: CaseFile, afterwards: CaseFile
) -> None:
    def letters_in(of: CaseFile) -> set[str]:
        return {name for name, _ in whole(of, Edition.IDENTIFIED, {})}

    assert letters_in(waiting) >= {"panel_pending"} and "covering_letter" not in letters_in(waiting)
    assert letters_in(file) >= {"covering_letter", "notice_dfe", "outcome_nil police", "outcome_agency health"}
    later = {"panel_reply", "panel_correction", "published_panel", "published_dfe", "published_ofsted"}
    assert letters_in(afterwards) >= later and not letters_in(file) & later
    told = dict(earlier(afterwards, [], Edition.PSEUDONYMISED, {}))
    assert set(told) == {"notification version 1", "notification corrections", "agency_return health version 1"}
    assert "The hospital has the time." in plain(told["notification corrections"])
    assert names_left(told["agency_return health version 1"], NAMES) == []
