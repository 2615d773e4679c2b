"""A press on a card that has gone stale: nothing is saved from it, it is told so, and what was typed is shown again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cards import form as sheets
from cards.elements import Element, box, pairs, words
from dialogs.session import Session, untruncated
from dialogs.turn import Answer
from rapid_review.questions.forms import Question, cleaned

MOVED_ON = "This has changed since that card was drawn, so nothing was saved from it. Here it is as it stands now."


def differs(session: Session) -> dict[Question, Any]:
    """What was answered on this card in other words than are saved or were sent since."""
    section = next((s for s in session.form.sections if s.id == session.pressed.section), None)
    if section is None:
        return {}
    sent = session.sent.answers if session.sent and not session.started else {}
    saved = sent or session.answers_at(section)
    typed = session.turn.data
    asked = [q for q in section.questions if q.id in typed and (q.id in sent or not sent)]
    shown = sheets.shown(section, saved)
    answered = {q: cleaned(untruncated(typed[q.id], saved.get(q.id), shown.get(q.id)), q) for q in asked}
    return {q: value for q, value in answered.items() if value != cleaned(saved.get(q.id), q)}


def kept(differs: Mapping[Question, Any]) -> dict[str, str]:
    """The typed ones, to be shown again so that they are not lost."""
    return {question.id: value[:2_000] for question, value in differs.items() if value and not question.choices}


def told_on(settled: Answer, differs: Mapping[Question, Any]) -> Answer:
    """What stands, saying that this card came too late to change it."""
    labels = {question.id: f"What you had typed: {question.label}" for question in differs}
    shown = pairs((labels[id], text) for id, text in kept(differs).items())
    return under_heading(settled, box([words(MOVED_ON)]), *shown)


def under_heading(answer: Answer, *shown: Element) -> Answer:
    first, *rest = answer.card["body"]
    return replace(answer, card={**answer.card, "body": [first, *shown, *rest]})
