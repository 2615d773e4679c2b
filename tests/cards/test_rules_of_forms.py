"""The page on what has to agree in the forms is drawn from the forms, by an answer to each rule that breaks it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hostile import every_form

from rapid_review.outward.duties import Mark, Telling
from rapid_review.outward.duty_forms import DISPATCH, as_confirmed
from rapid_review.questions.forms import Form, Question, check

PAGE = Path(__file__).parents[2] / "docs" / "rules-of-the-forms.md"
TODAY = date(2026, 11, 23)
CONFIRMED = datetime(2026, 11, 20, 9, tzinfo=UTC)
FIRST, LATER, BEFORE, AFTER = "2026-11-10", "2026-11-20", "2026-11-01", "2026-11-21"
INCIDENT = {"inc_date_precision": "exact", "inc_date": LATER}

BREAKS: dict[str, tuple[Any, dict[str, Any]]] = {
    "inc_date_precision": ("exact", {"inc_date": ""}),
    "inc_date_to": (BEFORE, {"inc_date": FIRST}),
    "inc_discovered_date": (BEFORE, INCIDENT),
    "la_aware_date": (BEFORE, INCIDENT),
    "la_aware_date_precision": ("exact", {"la_aware_date": ""}),
    "child_dob": (AFTER, {**INCIDENT, "child_role": "died"}),
    "child_dob_precision": ("exact", {"child_dob": ""}),
    "child_dod": (BEFORE, {"child_dob": FIRST}),
    "child_disability": (["none_known", "not_known"], {}),
    "child_legal": (["none", "not_known"], {}),
    "abuse_type": (["physical", "not_known"], {}),
    "child_identifier": ("943 476 5918", {}),
    "parallel": (["none_known", "police"], {}),
    "paper_access": ("full", {"ruling": "recuse"}),
    "nil_search_to": (BEFORE, {"nil_search_from": FIRST}),
    "inv_period_to": (BEFORE, {"inv_period_from": FIRST}),
    "inv_last_seen_precision": ("exact", {"inv_last_seen": ""}),
    "inv_seen_alone_precision": ("exact", {"inv_seen_alone": ""}),
    "qa_name": ("Carys Evans", {"author_name": "Carys Evans"}),
    "glass_why": ("Urgent.", {}),
    "freeze_why": ("Wrong.", {}),
    "ms_found_on": (BEFORE, {"ms_sent_on": FIRST}),
    "ext_date": ("2026-12-09", {"last_day": "2026-12-07"}),
    "ext_agreed": ("2026-12-09", {"last_day": "2026-12-07"}),
    "meeting_at": ("25:00", {}),
    "end": ("12:00", {"start": "12:00"}),
    "sent_on": (FIRST, {}),
}
"""To each question that looks at more than its own answer's shape, an answer that it refuses, and what that breaks."""

HEAD = """# What has to agree in the forms

For people who do not read code: which answers a form refuses beyond one that is missing, too long or no date. What was
typed stays on the card, and the words of the last column stand beside the question. *Correct the notification* and
*Correct or add to your answer* ask the same questions under the same rules.

This page is drawn from the forms, by giving each an answer that it refuses:
`pytest tests/cards/test_rules_of_forms.py --redraw`.

Days lie between 1900 and ten years from now. Most questions about what has happened refuse a day that has not come yet.

| Form | Question | Such as | What the form says |
|---|---|---|---|
"""


def forms() -> list[Form]:
    """Each that can be filled in; the one on what was sent as it is once a second person has confirmed it."""
    sent = Telling("dfe", CONFIRMED, confirmed=Mark("efua", CONFIRMED))
    same = {"people_list", "amendment"}
    return [f for id, f in {**every_form(), "dispatch": as_confirmed(DISPATCH, sent)}.items() if id not in same]


def questions(form: Form) -> Iterator[Question]:
    return (question for section in form.sections for question in section.questions)


def drawn() -> str:
    together = [_rule(form, question) for form in forms() for question in questions(form) if question.wrong]
    return "\n".join([HEAD.rstrip(), *together, ""])


def _rule(form: Form, question: Question) -> str:
    value, others = BREAKS[question.id]
    assert question.wrong
    labels = {one.id: one for one in questions(form)}
    known = [(labels[id], said) for id, said in others.items() if id in labels]
    beside = [f"“{one.label}”: {one.text_of(said) or 'left empty'}" for one, said in known]
    such_as = "; ".join([question.text_of(value), *beside])
    title = form.title.partition(" (")[0]
    return f"| {title} | {question.label} | {such_as} | {question.wrong(value, others)} |"


def test_the_page_says_what_the_forms_say(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--redraw"):
        PAGE.write_text(drawn(), "utf-8")
    assert PAGE.read_text("utf-8") == drawn()


def test_each_rule_is_on_the_page_and_refuses_what_stands_there() -> None:
    ruled = {question.id: question for form in forms() for question in questions(form) if question.wrong}
    assert ruled.keys() == BREAKS.keys()
    for id, (value, others) in BREAKS.items():
        read = check((replace(ruled[id], when=None),), {id: value}, others, TODAY)
        assert read.wrong[id] and read.answers[id] == value, f"{id}: it is refused, and what was typed stays"
