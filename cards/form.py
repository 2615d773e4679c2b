"""A form on cards: one section at a time, rows of repeating sections, and check-your-answers. Saved at every step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cards.elements import (
    Action,
    Card,
    Element,
    agree_input,
    box,
    button,
    buttons,
    card,
    choice_input,
    date_input,
    excerpt,
    fitting,
    heading,
    line_input,
    long_input,
    pairs,
    problem,
    subheading,
    words,
)
from rapid_review.openly import Open, openly, ours
from rapid_review.questions.forms import LONGEST_LINE, LONGEST_TEXT, Answers, Form, Kind, Question, Section

MARKING = "OFFICIAL-SENSITIVE when complete"
SECTIONS_A_PAGE = 4
"""Sections on one page of check-your-answers: four "Change" buttons and two to go on make six."""
EXCERPT = 300
"""Bytes of a long answer shown when answers are checked; the whole answer is one press away."""
ROOM = 12_000
"""Bytes for all that was typed, put back into the boxes of one card: with it, a card stays one that Teams takes."""
ROW_TITLE = 160
"""Bytes of what tells one row from another: a page may list many rows."""
ROOM_FOR_KEPT = 2_500
"""Bytes for what was typed on a stale card, beside the fields themselves."""


@dataclass(frozen=True)
class Sheet:
    """A form as one person is filling it in: where they are, what they have answered, what is wrong."""

    form: Form
    answers: Answers
    data: Mapping[str, Any]
    """What every button carries: form, subject and revision. Never an answer, never authority."""
    intro: tuple[Element, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    closing: tuple[Element, ...] = ()
    """What is to be known before the form is sent: shown above the button that sends it."""
    others: tuple[Action, ...] = ()
    """Ways out besides sending it, such as saying that one cannot agree."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """What was typed on a card that had gone stale, by question id: shown again so that it is not lost."""

    @property
    def summary(self) -> Open:
        return openly("{}: saved, to be continued", ours(self.form.title))


def section(sheet: Sheet, section: Section, *, row: int | None = None) -> Card:
    """A section's questions, or those of one row of a repeating section."""
    rows = sheet.answers.get(section.id) or []
    answers = sheet.answers
    if section.repeats:
        answers = rows[row] if row is not None and row < len(rows) else {}
    context = {**sheet.answers, **answers}
    asked = [question for question in section.questions if question.applies(context)]
    fits = shown(section, answers)
    fields = [part for q in asked for part in _field(q, {**answers, **fits}, answers, sheet.wrong)]
    data = {**sheet.data, "section": section.id} | ({"row": row} if row is not None else {})
    closing = sheet.closing if len(sheet.form.sections) == 1 else ()  # Its button sends the form.
    return card(
        [*_top(sheet, section, row), *_wrong_summary(sheet.wrong), *fields, *_bottom(sheet), *closing],
        _section_actions(sheet, section, data),
        summary=sheet.summary,
    )


def shown(section: Section, answers: Answers) -> dict[str, str]:
    """As much of each typed answer as its box on the section's card holds; the rest is saved all the same."""
    typed = {q.id: answers.get(q.id) for q in section.questions if q.kind in (Kind.LINE, Kind.LONG)}
    return fitting({id: text for id, text in typed.items() if isinstance(text, str)}, ROOM)


def rows(sheet: Sheet, section: Section) -> Card:
    """The rows of a repeating section so far, each to be changed or removed, and one more to be added."""
    so_far = sheet.answers.get(section.id) or []
    data = {**sheet.data, "section": section.id}
    listed = pairs((f"{section.row_name.capitalize()} {n}", row_title(section, row)) for n, row in enumerate(so_far, 1))
    picker = [
        choice_input(
            "picked",
            f"Which {section.row_name}?",
            "0",
            [(str(n), f"{section.row_name.capitalize()} {n + 1}") for n in range(len(so_far))],
            error=f"Choose a {section.row_name}.",
        ),
        buttons([button("Change", "form.row", data), button("Remove", "form.remove", data)]),
    ]
    body = [*_top(sheet, section, None), *_wrong_summary(sheet.wrong), *listed, *(picker if so_far else [])]
    actions = [button("Continue", "form.done", data, main=True)]
    if len(so_far) < section.at_most:
        actions.append(
            button(f"Add another {section.row_name}" if so_far else f"Add a {section.row_name}", "form.add", data)
        )
    return card([*body, *_bottom(sheet)], [*actions, *_back(sheet, section, data)], summary=sheet.summary)


def check(sheet: Sheet, page: int, *, send: str) -> Card:
    """One page of check-your-answers; the last one sends the form."""
    asked = sheet.form.asked(sheet.answers)
    pages = max(1, -(-len(asked) // SECTIONS_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = asked[page * SECTIONS_A_PAGE : (page + 1) * SECTIONS_A_PAGE]
    body = [
        heading("Check your answers"),
        words(f"{sheet.form.title}. Page {page + 1} of {pages}. Nothing is sent until you press “{send}”."),
        *([box([words(sheet.notice)])] if sheet.notice else []),
    ]
    for part in shown:
        body += _checked(sheet, part)
    data = {**sheet.data, "page": page}
    last = page == pages - 1
    body += sheet.closing if last else ()
    onward = (
        button(send, "form.submit", data, main=True)
        if last
        else button("Next page", "form.check", {**data, "page": page + 1}, main=True)
    )
    actions = [onward]
    if page:
        actions.append(button("Page before", "form.check", {**data, "page": page - 1}))
    return card([*body, *_bottom(sheet)], actions, summary=sheet.summary)


def put_aside(sheet: Sheet) -> Card:
    """The form is saved and waits."""
    body = [
        heading("Saved for later"),
        words(f"{sheet.form.title}. Nothing has been sent. You can go on from any device."),
    ]
    return card(body, [button("Go on with it", "form.open", sheet.data, main=True)], summary=sheet.summary)


def read_back(form: Form, answers: Answers) -> list[Element]:
    """A whole form as it was answered, for those who may read it."""
    body: list[Element] = []
    for part in form.asked(answers):
        body.append(subheading(part.title))
        body += pairs(_answers_of(part, answers, EXCERPT))
    return body


def row_title(section: Section, row: Answers) -> str:
    """What tells one row from another: its first answers."""
    given = [" ".join(q.text_of(row[q.id]).split()) for q in section.questions[:3] if row.get(q.id)]
    return excerpt(", ".join(given), ROW_TITLE) or "Not filled in yet"


def _top(sheet: Sheet, section: Section, row: int | None) -> list[Element]:
    asked = sheet.form.asked(sheet.answers)
    step = next((n for n, part in enumerate(asked, 1) if part.id == section.id), 1)
    title = section.title if row is None else f"{section.title}: {section.row_name} {row + 1}"
    top: list[Element] = [heading(title)]
    if len(asked) > 1:
        top.append(words(f"{sheet.form.title}. Step {step} of {len(asked)}. Saved at every step.", quiet=True))
    if sheet.notice:
        top.append(box([words(sheet.notice)]))
    kept = fitting(sheet.kept, ROOM_FOR_KEPT)
    top += pairs((f"What you had typed: {_label(sheet.form, id)}", text) for id, text in kept.items())
    if row is None or row == 0:
        top += sheet.intro if step == 1 else ()
        top += [words(section.intro)] if section.intro else []
    return top


def _label(form: Form, id: str) -> str:
    """What was typed may have been typed on a card of another section."""
    return next((q.label for section in form.sections for q in section.questions if q.id == id), "")


def _wrong_summary(wrong: Mapping[str, str]) -> list[Element]:
    if not wrong:
        return []
    count = "One answer needs" if len(wrong) == 1 else f"{len(wrong)} answers need"
    return [words(f"There is a problem. {count} another look. Everything you typed is still here.", tone="attention")]


def _field(question: Question, fits: Answers, answers: Answers, wrong: Mapping[str, str]) -> list[Element]:
    value = fits.get(question.id, "")
    label = question.label if question.required else f"{question.label} (optional)"
    error = wrong.get(question.id) or f"Check your answer to “{question.label}”."
    parts: list[Element] = [problem(wrong[question.id])] if question.id in wrong else []
    parts.append(_input(question, label, value, error))
    if question.help:
        parts.append({**words(question.help, quiet=True), "spacing": "none"})
    if value != answers.get(question.id, ""):
        line = f"Only the first {len(value):,} characters are shown here. The rest is saved and stays as it is."
        parts.append(words(line, quiet=True))
    return parts


def _input(question: Question, label: str, value: Any, error: str) -> Element:
    longest = question.longest or (LONGEST_LINE if question.kind is Kind.LINE else LONGEST_TEXT)
    options = [(choice.id, choice.text) for choice in question.choices]
    match question.kind:
        case Kind.LINE:
            return line_input(question.id, label, value, longest=longest, error=error)
        case Kind.LONG:
            return long_input(question.id, label, value, longest=longest, error=error)
        case Kind.DATE:
            return date_input(question.id, label, value, error=error)
        case Kind.AGREE:
            return agree_input(question.id, label, value, error=error)
        case Kind.CHOICE:
            return choice_input(question.id, label, value, options, error=error)
        case Kind.MULTI:
            picked = ",".join(value) if isinstance(value, list) else value
            return choice_input(question.id, label, picked, options, many=True, error=error)


def _section_actions(sheet: Sheet, section: Section, data: Mapping[str, Any]) -> list[Action]:
    alone = len(sheet.form.sections) == 1 and not section.repeats
    onward = button(sheet.data.get("send", "Send") if alone else "Save and continue", "form.save", data, main=True)
    return [onward, *sheet.others, *_back(sheet, section, data)]


def _back(sheet: Sheet, section: Section, data: Mapping[str, Any]) -> list[Action]:
    asked = sheet.form.asked(sheet.answers)
    first = not asked or asked[0].id == section.id
    later = [] if first and len(sheet.form.sections) == 1 else [button("Save and finish later", "form.later", data)]
    return later if first else [button("Back", "form.back", data), *later]


def _checked(sheet: Sheet, section: Section) -> list[Element]:
    given = _answers_of(section, sheet.answers, EXCERPT)
    change = button(f"Change: {section.title}", "form.goto", {**sheet.data, "section": section.id})
    return [subheading(section.title), *pairs(given), buttons([change])]


def _answers_of(section: Section, answers: Answers, most: int) -> list[tuple[str, str]]:
    if section.repeats:
        so_far = answers.get(section.id) or []
        name = section.row_name.capitalize()
        return [(f"{name} {n}", row_title(section, row)) for n, row in enumerate(so_far, 1)] or [(name, "None")]
    given = []
    for q in section.questions:
        if q.applies(answers):
            text = q.text_of(answers.get(q.id))
            given.append((q.label, excerpt(text, most) if text else "Not answered"))
    return given


def _bottom(sheet: Sheet) -> Sequence[Element]:
    return [words(MARKING, quiet=True)]
