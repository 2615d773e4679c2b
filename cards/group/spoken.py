"""A view said aloud at the meeting, for whoever said it to confirm (F48)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cards.asking import ask
from cards.casework import on
from cards.elements import Card, button, card, excerpt, heading, pair, words
from cards.outcome.deciding import STANCE_WORDS
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.group.spoken import Spoken
from rapid_review.openly import of_case
from rapid_review.outcome.decision import Stance
from rapid_review.people import Partnership, Seat, Standing
from rapid_review.stages import Stage
from rapid_review.task import Task
from rapid_review.timing.london import clock_words

REASON = 12_000
"""Bytes of the reason that its card takes."""


def confirm(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """That something was written down; what, a glance at the screen does not tell."""
    body = [
        words("The view you gave at the meeting was written down for you. Please check that it is what you said."),
        words("It counts as it was written down, and is shown as not confirmed until you have looked at it."),
    ]
    see = button("See it", "spoken.read", on(case), main=True)
    return ask(case, f"{case.reference}: is this what you said?", task, body, [see], now=now)


def spoken(case: Case, view: Spoken, answers: Mapping[str, Any], partnership: Partnership, now: datetime) -> Card:
    """What was written down, for its speaker alone, with the two answers."""
    title = of_case(case.reference, "is this what you said?")
    stance = STANCE_WORDS[Stance(answers["option"])] if answers.get("option") else ""
    body = [
        heading(title),
        pair("Your view", stance),
        pair("Your reason", excerpt(str(answers.get("reason", "")), REASON)),
        pair("Written down by", f"{partnership.name_of(view.by)}, {clock_words(view.at)}"),
    ]
    no = "No, change it" if case.poll and not case.poll.closed(now) else "No, this is not what I said"
    this = {**on(case), "revision": str(view.revision)}  # Nobody answers for words they have not seen.
    actions = [
        button("Yes, that is what I said", "spoken.confirm", this, main=True),
        button(no, "spoken.deny", this),
    ]
    return card(body, actions, summary=title)


def denied_words(case: Case) -> str:
    """To whoever has just said that it is not what they said."""
    said = "The record now says that this is not what you said."
    if case.stage is Stage.DELIBERATING:
        return f"{said} It no longer counts. The chair and the Partnership Team are told, and can open the poll again."
    return f"{said} The Group has gone on from it: the chair and the Partnership Team are told, to talk to you."


def denied(case: Case, seat: Seat) -> Card:
    """To the chair and the Partnership Team. Whose view it was is for them to look up."""
    title = of_case(case.reference, "a view that was not what was said")
    line = f"The view written down at the meeting for the {seat.title.lower()} is not what was said, says its speaker."
    follows = "It no longer counts. Where that leaves no quorum, the chair opens the poll again for that seat."
    if case.stage is not Stage.DELIBERATING:
        follows = "It was counted in what the Group has decided since, which stands. Please talk to them."
    return notice(title, line, follows, actions=[button("See the case", "case", on(case))])


def given_by(view: Spoken | None, name: str, partnership: Partnership) -> str:
    """Whose view it is; of one said aloud, who wrote it down and whether its speaker has confirmed it."""
    if view is None:
        return name
    state = "not confirmed"
    if view.confirmed_at:
        state = "confirmed"
    elif view.denied_at:
        state = "who says that this is not what they said"
    return f"{name}, at the meeting; written down by {partnership.name_of(view.by)}, {state}"
