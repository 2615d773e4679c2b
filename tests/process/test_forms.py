"""Reading answers, and what holds of every form: nothing typed is lost, and nothing typed breaks it."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapid_review.declaration.confidentiality import CONFIDENTIALITY, DECLINE
from rapid_review.declaration.undertakings import CONFLICT, RULING
from rapid_review.notification import facts, notification_form
from rapid_review.outcome.ballot import ballot_form
from rapid_review.outcome.criteria import criteria_form
from rapid_review.outcome.decision_record import decision_form
from rapid_review.policy import ENGLAND_2026
from rapid_review.questions.forms import Choice, Form, Kind, Question, Section, check, tidy
from rapid_review.questions.shared_questions import at_risk_now
from rapid_review.summary import ACKNOWLEDGE, NIL_RETURN, SUMMARY

TODAY = date(2026, 11, 26)
NOTIFICATION = notification_form((Choice("police", "Police"),), (Choice("cumberland", "Cumberland"),))
BALLOT = ballot_form(ENGLAND_2026)
DECISION = decision_form(ENGLAND_2026)
CRITERIA_SHEET = criteria_form()
FORMS = (
    NOTIFICATION,
    ACKNOWLEDGE,
    SUMMARY,
    NIL_RETURN,
    CONFIDENTIALITY,
    DECLINE,
    CONFLICT,
    RULING,
    BALLOT,
    CRITERIA_SHEET,
    DECISION,
)
SECTIONS = [pytest.param(section, id=f"{form.id}-{section.id}") for form in FORMS for section in form.sections]
QUESTIONS = [question for form in FORMS for section in form.sections for question in section.questions]

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=8,
)


def named(form: Form) -> dict[str, Question]:
    return {question.id: question for section in form.sections for question in section.questions}


def words_of(form: Form) -> str:
    """All that a person could read on a form."""
    read = [form.title]
    for section in form.sections:
        read += [section.title, section.intro]
        for question in section.questions:
            read += [question.label, question.help, *(choice.text for choice in question.choices)]
    return "\n".join(read)


# -- Whatever is typed -------------------------------------------------------------------------------------


@UNHURRIED
@given(data=st.data(), question=st.sampled_from(QUESTIONS))
def test_anything_posted_is_read_without_falling_over(data: st.DataObject, question: Question) -> None:
    typed = {question.id: data.draw(ANY_JSON)}
    context = data.draw(st.dictionaries(st.sampled_from([q.id for q in QUESTIONS]), ANY_JSON, max_size=4))
    read = check((question,), typed, context, TODAY)
    for kept in read.answers.values():
        assert isinstance(question.text_of(kept), str)
        assert all(part == tidy(part) for part in (kept if isinstance(kept, list) else [kept]))


@UNHURRIED
@given(data=st.data(), question=st.sampled_from(QUESTIONS))
def test_reading_what_was_kept_changes_nothing(data: st.DataObject, question: Question) -> None:
    once = check((question,), {question.id: data.draw(ANY_JSON)}, {}, TODAY)
    assert check((question,), once.answers, {}, TODAY) == once


def any_answers(*sections: str) -> st.SearchStrategy[dict[str, Any]]:
    """Anything at all under the ids of these sections of the notification."""
    ids = [question.id for section in sections for question in NOTIFICATION.section(section).questions]
    return st.dictionaries(st.sampled_from(ids), ANY_JSON)


@UNHURRIED
@given(
    any_answers("safety", "referrer", "what", "when", "aware", "definition", "homes", "sin", "parallel"),
    ANY_JSON | st.lists(any_answers("children")),
    ANY_JSON | st.lists(any_answers("agencies")),
)
def test_facts_are_read_from_anything(answers: dict[str, Any], children: Any, agencies: Any) -> None:
    answers = {**answers, "children": children, "agencies": agencies}
    assert facts(answers).children >= 0
    assert all(section.applies(answers) in (True, False) for section in NOTIFICATION.sections)


def letters(text: str) -> str:
    """The text without spaces and control characters, however its accents are written."""
    kept = (c for c in text if not c.isspace() and unicodedata.category(c) != "Cc")
    return unicodedata.normalize("NFD", "".join(kept))


@UNHURRIED
@given(st.text(), st.sampled_from([Kind.LINE, Kind.LONG, Kind.DATE, Kind.CHOICE, Kind.AGREE]))
def test_nothing_typed_is_lost_right_or_wrong(text: str, kind: Kind) -> None:
    question = Question("q", "Question", kind, choices=(Choice("a", "A"),))
    assert letters(check((question,), {"q": text}, {}, TODAY).answers["q"]) == letters(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoë 👩‍👧‍👦", "Zoë 👩‍👧‍👦"),
        ("שלום \u200fabc", "שלום \u200fabc"),
        ("ا\u0651", "ا\u0651"),
        ("e\u0301", "é"),
        ("one\x00two\x1b[0m", "onetwo[0m"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("half a pair: \ud83d", "half a pair: ?"),
        ("  round the edges \n", "round the edges"),
        ("Robert'); DROP TABLE cases;--", "Robert'); DROP TABLE cases;--"),
        (0, "0"),
        (True, "yes"),
        (False, ""),
        (None, ""),
    ],
)
def test_text_is_kept_as_people_wrote_it(typed: Any, kept: str) -> None:
    question = Question("q", "Question", Kind.LONG)
    assert check((question,), {"q": typed}, {}, TODAY).answers == {"q": kept}


def test_twenty_thousand_characters_are_kept_and_said_to_be_too_many() -> None:
    question = Question("q", "Question", Kind.LONG)
    read = check((question,), {"q": "x" * 20_000}, {}, TODAY)
    assert len(read.answers["q"]) == 20_000
    assert read.wrong["q"].startswith("Shorten this to 8,000 characters or fewer. You have written 20,000")


@pytest.mark.parametrize("typed", ["police,court", ["police", "court"], ["police", "", " ", "\x00", "court", None]])
def test_several_choices_are_a_list(typed: Any) -> None:
    question = Question("q", "Which?", Kind.MULTI, choices=(Choice("police", "Police"), Choice("court", "Court")))
    read = check((question,), {"q": typed}, {}, TODAY)
    assert read.answers == {"q": ["police", "court"]}
    assert read.good
    assert question.text_of(read.answers["q"]) == "Police, Court"


ODD_DAYS = (
    *("banana", "2026-02-30", "2026-02-29", "26/11/2026", "٢٠٢٦-٠١-٠١", "２０２６-０１-０１"),
    *("20260101", "2026-W01-1", "2026-W01", "2026W011", "2026-001", "2026-1-1", "26-01-01", "2026-01-01T00:00"),
    *("0000-01-01", "0001-01-01", "1899-12-31", "9999-12-31", "10000-01-01", "-2026-01-01", "2026-13-01"),
    *("2026-01-01\n2026", 20260101, True, 1e300, ["2026-01-01"], {"day": "2026-01-01"}),
)


@pytest.mark.parametrize("typed", ODD_DAYS)
def test_a_date_that_is_none_is_kept_and_can_be_read_back(typed: Any) -> None:
    question = Question("q", "When?", Kind.DATE)
    read = check((question,), {"q": typed}, {}, TODAY)
    assert read.answers == {"q": "yes" if typed is True else str(typed)}
    assert not read.good
    assert question.text_of(read.answers["q"])


def test_a_date_reads_as_people_say_it() -> None:
    assert Question("q", "When?", Kind.DATE).text_of("2026-01-14") == "Wednesday 14 January 2026"


# -- All forms ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_fits_a_card(section: Section) -> None:
    one_card = 10 if section in NIL_RETURN.sections else 6  # A nil return is one card, mostly filled in beforehand.
    assert 1 <= len(section.questions) <= (12 if section.repeats else one_card)
    choices = [choice for question in section.questions for choice in question.choices]
    assert sum(len(choice.id + choice.text) for choice in choices) < 6_000


@pytest.mark.parametrize("section", SECTIONS)
def test_whoever_must_choose_has_something_to_choose(section: Section) -> None:
    for question in section.questions:
        assert bool(question.choices) is (question.kind in (Kind.CHOICE, Kind.MULTI))
        ids = [choice.id for choice in question.choices]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_no_id_is_used_twice(form: Form) -> None:
    ids = [question.id for section in form.sections for question in section.questions]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@pytest.mark.parametrize("word", ["fault", "guilty", "failed", "failure", "perpetrator", "offender", "mistake"])
def test_no_form_speaks_of_blame(form: Form, word: str) -> None:  # R010
    assert word not in words_of(form).casefold()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_no_form_speaks_of_a_serious_case_review(form: Form) -> None:  # R006
    said = words_of(form)
    assert "serious case review" not in said.casefold() and "SCR" not in said


@pytest.mark.parametrize("form", [SUMMARY, NIL_RETURN, BALLOT, DECISION], ids=lambda form: form.id)
def test_the_last_question_is_whether_a_child_is_at_risk_now(form: Form) -> None:  # R066
    assert form.sections[-1].questions[-1].id == "immediate_safety_now"
    assert at_risk_now({"immediate_safety_now": "yes"})
    assert not at_risk_now({"immediate_safety_now": "no"})
