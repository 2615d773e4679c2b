"""The Rapid Review Template: asked for, read, and agreed by each member (R085)."""

from collections.abc import Mapping
from datetime import datetime

from cards.asking import ask, opens
from cards.casework import on
from cards.elements import Card, Element, button, excerpt, facts, pair, subheading, words
from rapid_review.case import Case
from rapid_review.people import Partnership, Standing
from rapid_review.task import Task
from rapid_review.timing.london import clock_words

WORDS = 1_000
"""Bytes of a differing view that are shown over the template."""


def complete(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team, at the meeting."""
    body = [
        words("The Group’s template is completed and agreed at the meeting. Fill it in as the Group goes along."),
        words("Each member is then asked to agree it."),
    ]
    actions = [
        opens(case, "Fill in the template", "template"),
        button("Actions", "actions.read", on(case)),
        button("The meeting", "meeting.read", on(case)),
    ]
    return ask(case, f"{case.reference}: the Rapid Review Template", task, body, actions, now=now)


def agree(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To each member."""
    again = "It has changed since it was last agreed." if int(task.about or 1) > 1 else ""
    at = clock_words(case.template.at) if case.template else ""
    body = [
        words(f"The template was completed on {at}. {again}".strip()),
        words("Read it, then say whether you agree. If you see something differently, your words are kept with it."),
    ]
    actions = [
        button("Read the template", "template.read", on(case)),
        button("I agree", "template.agree", on(case, task), main=True),
        button("I see it differently", "form.open", {"form": "differs", "subject": case.reference}),
    ]
    return ask(case, f"{case.reference}: agree the template", task, body, actions, now=now)


def agreed_by(case: Case, differing: Mapping[str, str], partnership: Partnership) -> list[Element]:
    """What each seat says of it; a different view in its words."""
    template = case.template
    if template is None:
        return []
    rows = [(seat.title, _said(case, seat.id, partnership)) for seat in case.seats]
    body: list[Element] = [
        words(f"Completed by {partnership.name_of(template.by)} on {clock_words(template.at)}.", quiet=True),
        facts(rows),
    ]
    for seat in case.seats:
        if text := differing.get(seat.id):
            body.append(pair(f"{seat.title} sees it differently", excerpt(text, WORDS)))
    return [subheading("Agreed"), *body]


def _said(case: Case, seat: str, partnership: Partnership) -> str:
    said = case.template.said.get(seat) if case.template else None
    if said is None:
        return "not yet"
    name = partnership.name_of(said.person)
    return f"{name} agrees" if said.agrees else f"{name} sees it differently"
