"""Names typed in small letters, numbers, online names, who has left, and marks that nobody sees (E28)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from cast import PEOPLE
from planting import answered, notified, pseudonymised
from rich_case import CHILDREN

from documents.casefile import CaseFile
from documents.passages import Person, passages, without_others
from documents.plain import plain
from documents.pseudonyms import pseudonyms_of
from documents.released import Mark, Reply, released
from documents.unknown_names import possible_names
from rapid_review.in_force import as_of


def called(file: CaseFile, *nicknames: str) -> CaseFile:
    return notified(file, children=[{**CHILDREN[0], "child_aka": ", ".join(nicknames)}, CHILDREN[1]])


def pointed_at(file: CaseFile, words: str) -> list[str]:
    """What somebody is asked to check in these words about other proceedings."""
    without = possible_names([pseudonymised("notification", file)[0]], file)
    told = notified(file, parallel=["coroner"], parallel_details=words)
    return [word for word in possible_names([pseudonymised("notification", told)[0]], told) if word not in without]


# -- A nickname --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nickname", "written"),
    [
        ("evie", "Her brother called for evie."),
        ("evie", "Her brother called for Evie."),
        ("evie mae", "Her brother called for evie mae."),
        ("evie mae", "Her brother called for mae."),
        ("known to her family as evie", "Her brother called for evie."),
        ("dolly (evie)", "Her brother called for evie."),
        ("o’dell", "Her brother called for O'Dell."),
        ("薇薇", "Her brother called for 薇薇."),
    ],
)
def test_a_nickname_typed_in_small_letters_is_hidden(nickname: str, written: str, file: CaseFile) -> None:
    family = called(file, nickname)
    assert pseudonyms_of(family).of(written) == "Her brother called for Child A."
    assert pointed_at(family, written) == []


@pytest.mark.parametrize("nickname", ["rose", "will", "bean", "em", "t"])
def test_one_that_may_be_any_word_is_pointed_at_and_hidden_only_with_a_capital(nickname: str, file: CaseFile) -> None:
    family = called(file, nickname)
    written = f"Her brother saw how {nickname} was. They don’t know."
    assert pseudonyms_of(family).of(written) == written
    assert pointed_at(family, written) == [nickname]
    if len(nickname) > 1:
        assert pseudonyms_of(family).of(f"We saw {nickname.title()}.") == "We saw Child A."


def test_what_is_said_beside_a_nickname_is_no_name(file: CaseFile) -> None:
    """It is looked for all the same: which word of a sentence is the name, only a person sees."""
    family = called(file, "evie when she feels poorly", "not known", "n/a", "none recorded")
    written = "She was poorly, and nobody recorded what evie said. It was not known to her family."
    assert pseudonyms_of(family).of(written) == written
    assert pointed_at(family, written) == ["evie", "poorly"]


# -- A colleague -------------------------------------------------------------------------------------------------------


def test_a_colleague_typed_in_small_letters_is_hidden_as_a_whole_and_pointed_at_in_part(file: CaseFile) -> None:
    answer = answered(file, "summary", "health", author_name="jo greyling, named nurse", qa_name="duty manager")
    said = pseudonyms_of(answer).of
    assert said("Seen by jo greyling; by Jo Greyling; by Greyling.") == (
        "Seen by a professional; by a professional; by a professional."
    )
    assert said("Then greyling left, and the duty manager came.") == "Then greyling left, and the duty manager came."
    assert pointed_at(answer, "Then greyling left, and the duty manager came.") == ["greyling"]


def test_a_job_in_small_letters_behind_a_name_is_no_name(file: CaseFile) -> None:
    """“Petra Quill, minute taker” is there, at the meeting."""
    assert pseudonyms_of(file).of("Minutes were taken; a minute later") == "Minutes were taken; a minute later"


def test_whoever_has_left_the_directory_is_known_by_their_signature(file: CaseFile) -> None:
    """Each who reads a case has signed with their full name, which stays in the case."""
    signed = answered(file, "confidentiality", "carys", sign_name="Carys Morgan")
    people = {id: person for id, person in signed.partnership.people.items() if id != "carys"}
    left = replace(signed, partnership=replace(signed.partnership, people=people))
    said = pseudonyms_of(left).of("Carys Morgan called twice. Then Morgan left; MORGAN’s notes.")
    assert said == "A professional called twice. Then a professional left; a professional’s notes."


def test_whoever_has_left_by_the_file_is_known_by_it(file: CaseFile) -> None:
    """Kofi has signed nothing here: the file keeps his name, and it goes out as before."""
    left = replace(PEOPLE["kofi"], left=file.now.date())
    gone = as_of(replace(file.partnership, people={**PEOPLE, "kofi": left}), file.now.date())
    said = pseudonyms_of(replace(file, partnership=gone)).of("Kofi Boateng called twice.")
    assert said == "A professional called twice."


# -- Numbers and online names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        *("01229.823.456", "07700.900123", "(01229) 823.456", "07700/900123", "+44.1229.823456", "943.476.5919"),
        *("01229 823 456", "07700900123", "(01229) 823-456", "943 476 5919", "9434765919"),
    ],
)
def test_a_number_is_out_however_its_groups_are_parted(number: str, file: CaseFile) -> None:
    assert pseudonyms_of(file).of(f"Ring {number}, or {number}.") == "Ring [number], or [number]."


@pytest.mark.parametrize("number", ["1.250.000", "v1.2.3", "12.05.2026", "RR-2026-001", "#1", "3.1415926535"])
def test_other_figures_stay(number: str, file: CaseFile) -> None:
    assert pseudonyms_of(file).of(f"It is {number}.") == f"It is {number}."


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("She is @ivyrook12.", "She is [online name]."),
        ("They post #JusticeForIvy now.", "They post [online name] now."),
        ("It is on x.example/ivyrook12, by IvyRook_2010.", "It is on x.example/Child A, by Child A_2010."),
        ("Ivy 12 weeks; meet @ 5.", "Child A 12 weeks; meet @ 5."),
    ],
)
def test_an_online_name_is_out(written: str, reads: str, file: CaseFile) -> None:
    assert pseudonyms_of(file).of(written) == reads


def test_the_partnerships_own_number_stays_in_its_letters(file: CaseFile) -> None:
    contact = "The Partnership Team, 01229 823 456, team@fellshire.example"
    ours = replace(file, partnership=replace(file.partnership, team_contact=contact))
    assert contact in pseudonymised("covering_letter", ours)[1]
    assert pseudonyms_of(ours).of("Ring 01229 823 457.") == "Ring [number]."


# -- Marks that nobody sees --------------------------------------------------------------------------------------------


def test_a_mark_inside_a_name_hides_it_from_nobody(file: CaseFile) -> None:
    """Not from whoever asks for their own data, and not from the part that others play in it."""
    marked = notified(file, inc_facts="Sian O\u2060’Leary found I\ufeffvy and T\u202eom.")
    mother = Person(("Sian O’Leary",))
    [found] = [one for one in passages(marked, mother) if "found" in one.text and one.question == "What happened?"]
    reply = Reply("RR-2026-001", 1, date(2026, 11, 2), datetime(2026, 11, 30, tzinfo=UTC))
    document = released([found], {found.id: Mark(True)}, without_others(marked, mother), reply, marked.partnership)
    assert "Sian O’Leary found Child A and Child B." in plain(document)
    assert pseudonyms_of(marked).of("I\u202evy") == "Child A"
