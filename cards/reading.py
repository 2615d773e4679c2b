"""What was written, for those who may read it: the notification and the agencies' answers, a page at a time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cards.elements import (
    Action,
    Card,
    Element,
    beginning,
    button,
    buttons,
    card,
    heading,
    pair,
    subheading,
    words,
)
from cards.form import MARKING
from rapid_review.case import Case
from rapid_review.openly import Open
from rapid_review.questions.forms import Answers, Form, Section

PAGE = 15_000
"""Bytes of one page. Long forms are read page by page, so that every card stays small."""

WARNING = "What follows may be distressing to read. Take the time you need."


def pages(form: Form, answers: Answers) -> list[list[Element]]:
    """The whole form as it was answered, in full, cut into pages between answers."""
    return pages_of((section.title, _rows(section, answers)) for section in form.asked(answers))


def pages_of(headed: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> list[list[Element]]:
    """What stands under each heading, in full, cut into pages between its rows."""
    parts: list[list[Element]] = []
    for title, rows in headed:
        parts.append([subheading(title)])
        parts += [[part] for label, text in rows for part in pieces(label, text)]
    return paged(parts)


def _rows(section: Section, answers: Answers) -> list[tuple[str, str]]:
    if not section.repeats:
        return [(q.label, q.text_of(answers.get(q.id))) for q in section.questions if answers.get(q.id)]
    listed = []
    for n, row in enumerate(answers.get(section.id) or [], 1):
        name = f"{section.row_name.capitalize()} {n}"
        listed += [(f"{name}: {q.label}", q.text_of(row[q.id])) for q in section.questions if row.get(q.id)]
    return listed


def pieces(label: str, text: str) -> list[Element]:
    """The answer in pieces of half a page at most, none of it left out."""
    cut: list[str] = []
    while text or not cut:
        cut.append(beginning(text, PAGE // 2))
        text = text[len(cut[-1]) :]
    return [pair(label if n == 0 else f"{label} (continued)", piece) for n, piece in enumerate(cut)]


def paged(parts: Sequence[list[Element]]) -> list[list[Element]]:
    """Cut into pages, between these parts."""
    paged: list[list[Element]] = [[]]
    size = 0
    for part in parts:
        needed = len(json.dumps(part, ensure_ascii=False).encode())
        if size and size + needed > PAGE:
            paged.append([])
            size = 0
        paged[-1] += part
        size += needed
    return paged


def page(
    title: Open, all_pages: Sequence[list[Element]], number: int, verb: str, data: Mapping[str, Any], case: str
) -> Card:
    """One page of something to read, with the way on and back."""
    number = min(max(number, 0), len(all_pages) - 1)
    body = [heading(title), words(f"Page {number + 1} of {len(all_pages)}. {WARNING}", quiet=True)]
    actions = []
    if number + 1 < len(all_pages):
        actions.append(button("Next page", verb, {**data, "page": number + 1}))
    if number:
        actions.append(button("Page before", verb, {**data, "page": number - 1}))
    actions.append(button("Back to the case", "case", {"case": case}))
    return card([*body, *all_pages[number], words(MARKING, quiet=True)], actions, summary=title)


def index(title: Open, rows: Sequence[tuple[Open, str]], openers: Mapping[Open, Mapping[str, Any]], case: Case) -> Card:
    """The agencies and where each answer stands, with a button beside each that can be read."""
    on = {"case": case.reference}
    body = [heading(title)]
    for name, state in rows:
        body.append(pair(name, state))
        body += [buttons([_reads(name, openers[name])])] if name in openers else []
    actions = [button("The record of sharing", "sharing.register", on)]
    actions += [button("Documents", "documents.read", on)] if case.documents else []
    return card(body, [*actions, button("Back to the case", "case", on)], summary=title)


def _reads(name: str, data: Mapping[str, Any]) -> Action:
    return {**button("Read it", "return.read", data), "tooltip": f"Read the answer of {name}"}
