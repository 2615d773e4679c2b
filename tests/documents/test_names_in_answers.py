"""The edition without names, whatever box a name stood in; and names that nobody knows, shown to whoever makes it."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rich_case import STORY

from documents.casefile import CaseFile, Written
from documents.data import data
from documents.kinds import KINDS, make
from documents.model import Document, Edition
from documents.named import SOMEBODY, TYPED
from documents.plain import plain
from documents.pseudonyms import IDENTIFYING, inert
from documents.sought import COMMON, FUNCTION, MONTHS, letters
from documents.unknown_names import possible_names
from rapid_review.questions.forms import Kind, Section, rows

sys.path.append(str(Path(__file__).parents[1] / "cards"))

from hostile import every_form

FORMS = every_form()
SPELLINGS = (
    *(
        "Ivy Rook",
        "IVY ROOK",
        "ivy rook",
        "Rook, Ivy",
        "Ivy’s",
        "Ivys",
        "I.R.",
        "Ivy-Rook",
        "IvyRook",
        "Iv\u00ady Rook",
    ),
    *(
        "Evie",
        "EVIE",
        "Tom Rook",
        "tom",
        "the Rooks",
        "Rook’s",
        "Sian O'Leary",
        "SIAN O’LEARY",
        "Siân OʼLeary",
        "O Leary",
    ),
    *(
        "oleary",
        "Jean-Paul",
        "JEAN PAUL",
        "JeanPaul",
        "jean-paul rook",
        "Bo Mann",
        "BO MANN",
        "Mr Mann",
        "mann’s",
        "Bo",
    ),
    *(
        "4 Quarry Lane",
        "quarry lane",
        "Jo Grey",
        "JO GREY",
        "Grey, Jo",
        "Petra Quill",
        "petra",
        "Carys Morgan",
        "morgan",
    ),
)
"""Names of the case and of the directory, as people write them."""
PEOPLE = (
    "ivyrook",
    "rookivy",
    "tomrook",
    "sianoleary",
    "jeanpaul",
    "bomann",
    "jogrey",
    "greyjo",
    "petraquill",
    "morgan",
)
"""Whole names by their letters: however they are written, they read like this."""
SOURCES = IDENTIFYING | set(TYPED) | {"child_school", "child_gp", "per_relation"}
"""Questions from whose answers the names are learned: they keep theirs."""


def planted(file: CaseFile, text: str) -> CaseFile:
    """This text in every box that takes free words, of every form of the case and in every line of the minutes."""
    forms = {key: replace(written, answers=_filled(written, text)) for key, written in file.forms.items()}
    minutes = tuple(
        replace(part, lines=tuple((label, f"{value} {text}") for label, value in part.lines)) for part in file.minutes
    )
    return replace(file, forms=forms, minutes=minutes)


def _filled(written: Written, text: str) -> dict[str, Any]:
    answers = dict(written.answers)
    for section in FORMS[written.form].sections if written.form in FORMS else ():
        free = _free(section, text)
        if section.repeats:
            answers[section.id] = [{**row, **free} for row in rows(answers, section.id) or ({},)]
        else:
            answers.update(free)
    return answers


def _free(section: Section, text: str) -> Mapping[str, str]:
    asked = (q.id for q in section.questions if q.kind in (Kind.LINE, Kind.LONG))
    return {id: text for id in asked if id not in SOURCES}


def pseudonymised(kind: str, file: CaseFile) -> tuple[Document, str]:
    """The document, and all that can be read of it."""
    document = make(kind, file, Edition.PSEUDONYMISED, "health" if KINDS[kind].of_each_agency else "")
    return document, plain(document) + (data(document) if document.fields else "")


@pytest.mark.parametrize("kind", KINDS)
def test_no_box_of_any_form_lets_a_known_name_through(kind: str, file: CaseFile) -> None:
    """E28. Answers about other proceedings among them: the forms are asked which boxes there are, not this test."""
    text = "We heard of " + "; of ".join(inert(spelling) for spelling in SPELLINGS) + ". That was all."
    _, said = pseudonymised(kind, planted(file, text))
    assert [name for name in PEOPLE if name in letters(said)] == []
    apart = f" {said.casefold()} ".replace("\n", " ")
    assert [name for name in SPELLINGS if f" {inert(name).casefold()};" in apart] == []


def test_the_boxes_are_really_filled(file: CaseFile) -> None:
    """Or else the test above would pass for empty pages."""
    filled = planted(file, "We heard of Ivy Rook.")
    boxes = sum(str(written.answers).count("We heard of") for written in filled.forms.values())
    known = {written.form for written in file.forms.values() if written.form in FORMS}
    assert boxes > 120 and len(known) > 10, (boxes, known)
    assert filled.every("notification")[-1].answers["parallel_details"] == "We heard of Ivy Rook."
    _, said = pseudonymised("notification", filled)
    assert said.count("We heard of Child A.") > 20


NAME = st.text(st.characters(categories=("Ll",), max_codepoint=0x24F), min_size=4, max_size=9).map(str.capitalize)
AS = st.sampled_from((str, str.upper, str.lower, lambda name: f"{name}’s", lambda name: f"({name})"))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=NAME, last=NAME, written=st.lists(AS, min_size=1, max_size=3))
def test_whatever_the_child_is_called(first: str, last: str, written: list[Any], file: CaseFile) -> None:
    assume(not {letters(first), letters(last)} & (FUNCTION | COMMON | MONTHS) and letters(first) != letters(last))
    text = "Qxw " + " qxw ".join(way(f"{first} {last}") for way in written) + " qxw"
    named = planted(file, text)
    key = ("notification", "", file.case.notification_revision)
    answers = {**named.forms[key].answers, "children": [{"child_name": f"{first} {last}", "child_role": "died"}]}
    named = replace(named, forms={**named.forms, key: replace(named.forms[key], answers=answers)})
    for kind in ("notification", "collated", "template"):
        _, said = pseudonymised(kind, named)
        assert letters(first + last) not in letters(said) and "qxw" in said, kind


# -- Names that nobody knows -------------------------------------------------------------------------------------------


def told(file: CaseFile, words: str) -> CaseFile:
    """The same case, with these words about other proceedings in its notification."""
    key = ("notification", "", file.case.notification_revision)
    said = {"parallel": ["coroner"], "parallel_details": words}
    return replace(file, forms={**file.forms, key: replace(file.forms[key], answers=file.forms[key].answers | said)})


def lint(file: CaseFile, words: str) -> list[str]:
    document, _ = pseudonymised("notification", told(file, words))
    return possible_names([document], file)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The coroner, with Kelly Marsh-Dean, opens it in May.", ["Kelly Marsh-Dean"]),
        ("Kelly Marsh leads. Reference 12/34.", ["Kelly Marsh"]),
        ("It was led by Kelly until she left.", ["Kelly"]),
        ("Seen in Appleby by J. Marsh and KELLY-ANNE.", ["Appleby", "J. Marsh", "KELLY"]),
        ("The Local Authority and Fellshire Police met on Monday. A Section 47 enquiry; the CPS knows.", []),
        ("Awaiting the Child Safeguarding Practice Review Panel. No reference yet.", []),
        ("Ivy Rook and Sian O'Leary were told by Jo Grey.", []),
    ],
)
def test_words_that_may_be_names_are_found_and_others_are_not(words: str, found: list[str], file: CaseFile) -> None:
    assert lint(file, words) == found


def test_what_is_known_not_to_be_found(file: CaseFile) -> None:
    """Said in the documentation too: a name alone at the beginning of a sentence, and one in small letters."""
    assert lint(file, "Kelly was there. We saw kelly marsh.") == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_case_raises_no_false_alarm(kind: str, file: CaseFile) -> None:
    document, _ = pseudonymised(kind, file)
    assert possible_names([document], file) == []


@pytest.mark.parametrize(
    ("words", "reads"),
    [
        ("Ms Hale leads. HALE has said so; Hale’s reference is 12.", f"Ms {SOMEBODY} leads. {SOMEBODY} has said so"),
        ("DC Ravi Nayar and Dr. Okoro.", f"DC {SOMEBODY} and Dr. {SOMEBODY}."),
        ("Her Uncle Declan came.", f"Her Uncle {SOMEBODY} came."),
        ("Miss school, and a Dr at the hospital.", "Miss school, and a Dr at the hospital."),
    ],
)
def test_whoever_is_named_with_a_title_is_hidden(words: str, reads: str, file: CaseFile) -> None:
    assert reads in pseudonymised("notification", told(file, words))[1]
    assert STORY.split()[0] not in pseudonymised("notification", told(file, words))[1]
