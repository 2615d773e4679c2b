"""The edition without names, whatever box a name stood in; and names that nobody knows, shown to whoever makes it."""

from dataclasses import replace

import pytest
from planting import FORMS, planted, pseudonymised
from rich_case import STORY

from documents.casefile import CaseFile
from documents.kinds import KINDS
from documents.named import SOMEBODY
from documents.pseudonyms import inert, pseudonyms_of
from documents.sought import letters
from documents.unknown_names import possible_names

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
    """Said in the documentation too: one in small letters, and one at the beginning that does nothing people do."""
    assert lint(file, "We saw kelly marsh. Kelly, at the door, was heard.") == []


# -- As families are called and as people write ------------------------------------------------------------------------


def called(file: CaseFile) -> CaseFile:
    """A family whose names are no plain letters, or plain words."""
    key = ("notification", "", file.case.notification_revision)
    homes = {"child_address": "14 St Mary's Rise, Fell", "child_school": "Oakfield", "child_gp": "Tarn Road Surgery"}
    children = [
        {"child_name": "Will Young", "child_dob": "2020-05-04", **homes},
        {"child_name": "Łucja Wójcik", "child_school": "Quarry Primary"},
        {"child_name": "Søren Ægir"},
        {"child_name": "Jo May"},
        {"child_name": "Lukas Strass"},
    ]
    answers = {**file.forms[key].answers, "children": children}
    return replace(file, forms={**file.forms, key: replace(file.forms[key], answers=answers)})


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("We saw Lucja, lucja wojcik and Lucjas mother.", "We saw Child B, Child B and Child B mother."),
        ("We saw Łucja’s bag.", "We saw Child B’s bag."),
        ("We saw Soren; Søren; AEGIR; ægir; Soren Aegir.", "We saw Child C; Child C; Child C; Child C; Child C."),
        ("We saw Lukaš Straß.", "We saw Child E."),
        ("She was at Oakfield, then at oakfield Primary.", "She was at [school], then at oakfield Primary."),
        ("She goes to Quarry. A quarry is near.", "She goes to [school]. A quarry is near."),
        ("At 14 Saint Mary's Rise; st marys rise.", "At [address]; [address]."),
        ("The GP is at Tarn Rd Surgery.", "The GP is at [GP practice]."),
        ("Then jo was seen.", "Then Child D was seen."),
        ("They will come, and may stay.", "They will come, and may stay."),
    ],
)
def test_letters_schools_and_streets_are_known_however_they_are_written(
    written: str, reads: str, file: CaseFile
) -> None:
    assert pseudonyms_of(called(file)).of(written) == reads


@pytest.mark.parametrize(
    "born",
    [
        *("May 4th 2020", "May 4, 2020", "4-May-2020", "4 May 2020", "04.05.20", "4/5/20", "2020-05-04", "4th of May"),
        *("Monday, 4 May 2020", "the 4th May ’20", "4.May.2020", "May the 4th"),
    ],
)
def test_a_birthday_is_known_however_it_is_written(born: str, file: CaseFile) -> None:
    said = pseudonyms_of(called(file)).of(f"She was born on {born}.")
    assert said in ("She was born on [date of birth].", "She was born on the [date of birth].")


def test_a_replaced_name_begins_a_sentence_with_a_capital_letter(file: CaseFile) -> None:
    """And no other: an abbreviation ends no sentence."""
    said = pseudonyms_of(told(file, "Led by DS Nayar.")).of
    assert said("Ben Hollis called. Carys Morgan and Ben Hollis came.") == (
        "The contact at Fellshire Police called. The contact at Fellshire NHS and the contact at Fellshire Police came."
    )
    assert said("Seen by Mr. Ben Hollis.") == "Seen by Mr. the contact at Fellshire Police."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("We met will at school.", ["will"]),
        ("Kelly was there. “Declan’s bag was found.", ["Declan", "Kelly"]),
        ("It was late. There is no doubt. Police had come. Nobody said so.", []),
    ],
)
def test_a_name_in_doubt_is_pointed_at(words: str, found: list[str], file: CaseFile) -> None:
    """A name of the family that is a word as well, and a name that begins a sentence."""
    before = lint(called(file), "We do not know.")
    assert [name for name in lint(called(file), words) if name not in before] == found


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
