"""Every form drawn in every state, without a story: each section and row with all of its questions on it at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hostile import CANARY, every_form, in_every_box, limit, tricks

from cards import form as sheets
from cards.elements import Card
from cards.form import Sheet
from rapid_review.questions.forms import LONGEST_TEXT, Checked, Form, Kind, Question, Section, check

TODAY = date(2026, 11, 23)
LONGEST_SUBJECT = "RR-2026-001/childrens-services"


def every_sheet() -> dict[str, Card]:
    """Each section in each state, each list of rows, each page of check-your-answers, and each form put aside."""
    drawn: dict[str, Card] = {}
    for form in map(_all_asked, every_form().values()):
        for state, answered in STATES.items():
            sheet = _sheet(form, {}, answered)
            for section in form.sections:
                read = check(section.questions, answered(section), {}, TODAY)
                drawn |= _drawn(f"{form.id}/{section.id}/{state}", sheet, section, read)
            drawn |= _pages(f"{form.id}/check/{state}", sheet)
        drawn[f"{form.id}/put aside"] = sheets.put_aside(_sheet(form, {}, STATES["empty"]))
    return drawn


def _all_asked(form: Form) -> Form:
    """The form with every section and question asked: more than anybody will ever see on one card."""
    sections = [
        replace(s, when=None, questions=tuple(replace(q, when=None) for q in s.questions)) for s in form.sections
    ]
    return replace(form, sections=tuple(sections))


def _empty(section: Section) -> Mapping[str, Any]:
    return {}


def _full(section: Section) -> Mapping[str, Any]:
    """Every box as full as it may be, every choice made, every date given."""
    return {**{q.id: _picked(q) for q in section.questions}, **in_every_box(section, tricks(LONGEST_TEXT))}


def _picked(question: Question) -> Any:
    match question.kind:
        case Kind.MULTI:
            return [choice.id for choice in question.choices]
        case Kind.CHOICE:
            return question.choices[0].id
        case Kind.DATE:
            return TODAY.isoformat()
    return "yes" if question.kind is Kind.AGREE else tricks(limit(question))


def _too_long(section: Section) -> Mapping[str, Any]:
    return {**_forged(section), **in_every_box(section, tricks(LONGEST_TEXT + 1_000), cut=False)}


def _wide(section: Section) -> Mapping[str, Any]:
    """As many characters as are allowed, each of four bytes."""
    return in_every_box(section, CANARY + "\U0001f469" * LONGEST_TEXT)


def _broken_lines(section: Section) -> Mapping[str, Any]:
    return in_every_box(section, f"{CANARY}\n" + '"\n' * (LONGEST_TEXT // 2 - 10) + CANARY)


def _forged(section: Section) -> Mapping[str, Any]:
    """What no client would send for a choice or a date."""
    return {q.id: [CANARY] if q.kind is Kind.MULTI else CANARY for q in section.questions}


STATES: dict[str, Callable[[Section], Mapping[str, Any]]] = {
    "empty": _empty,
    "full": _full,
    "too long": _too_long,
    "wide": _wide,
    "broken lines": _broken_lines,
    "forged": _forged,
}


def _sheet(form: Form, wrong: Mapping[str, str], answered: Callable[[Section], Mapping[str, Any]]) -> Sheet:
    data = {"form": form.id, "subject": LONGEST_SUBJECT, "rev": "12.345", "send": "Send the notification"}
    answers: dict[str, Any] = {}
    for section in form.sections:
        read = check(section.questions, answered(section), {}, TODAY).answers
        answers |= {section.id: [read] * section.at_most} if section.repeats and read else read
    return Sheet(form, answers, data, wrong=wrong)


def _drawn(name: str, sheet: Sheet, section: Section, read: Checked) -> dict[str, Card]:
    row = section.at_most - 1 if section.repeats else None
    kept = {id: text[:2_000] for id, text in read.answers.items() if isinstance(text, str) and CANARY in text}
    stale = replace(sheet, notice="This has changed since that card was drawn.", kept=kept)
    drawn = {
        name: sheets.section(sheet, section, row=row),
        f"{name}/wrong": sheets.section(replace(sheet, wrong=read.wrong), section, row=row),
        f"{name}/stale": sheets.section(stale, section, row=row),
    }
    if section.repeats:
        drawn[f"{name}/rows"] = sheets.rows(sheet, section)
    return drawn


def _pages(name: str, sheet: Sheet) -> dict[str, Card]:
    count = -(-len(sheet.form.sections) // sheets.SECTIONS_A_PAGE)
    return {f"{name}/{page}": sheets.check(sheet, page, send="Send the notification") for page in range(count)}
