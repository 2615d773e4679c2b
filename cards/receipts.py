"""Quiet cards with nothing left to press: what was done, when, and what happens next by when."""

from collections.abc import Sequence

from cards.elements import Action, Card, Element, box, button, card, heading, words
from rapid_review.case import Case
from rapid_review.london import clock_words
from rapid_review.timetable import Milestone

MY_TASKS = ("My tasks", "tasks")

STOP = (
    "If a child is in danger now, call 999. If a child may be at risk, make a child protection referral now. "
    "This bot is not an emergency service and does not do either for you."
)


def done(title: str, *lines: str, also: Sequence[Element] = (), actions: Sequence[Action] = ()) -> Card:
    """Something was done; here is what follows."""
    return card([heading(title), *also, *map(words, lines)], actions or [button(*MY_TASKS)], summary=title)


def notice(title: str, *lines: str, actions: Sequence[Action] = ()) -> Card:
    """Something to know, with nothing to do about it here."""
    return card([heading(title), *map(words, lines)], actions, summary=title)


def stop(told: str) -> list[Element]:
    """The stop screen: what to do at once, and who was told (R066)."""
    return [box([words("A child may be at risk", bold=True), words(STOP), words(told)], tone="attention")]


def filed(case: Case, *, alerted: bool) -> Card:
    """The notifier's receipt: the reference, and what happens next by when (F5)."""
    lines = [
        f"Your notification is {case.reference}. It reached the Partnership Team on {clock_words(case.received_at)}.",
        *_next_steps(case),
        "You can help no further for now. Keep the reference. If anything changes, tell the Partnership Team.",
    ]
    also = stop("The Partnership Team and the chair have been told to get in touch now.") if alerted else []
    return done(f"Notification sent: {case.reference}", *lines, also=also)


def _next_steps(case: Case) -> list[str]:
    day_one, summaries = case.due(Milestone.REQUEST_OUT), case.due(Milestone.SUMMARIES_DUE)
    meeting, panel = case.due(Milestone.MEETING), case.due(Milestone.TO_PANEL)
    if not (day_one and summaries and meeting and panel):
        return ["The Rapid Review Group will consider it. No timetable runs for a case below the definition."]
    below = (
        ["It does not seem to meet the definition of a serious case. The Group will look at it all the same."]
        if case.facts.below_threshold  # R064
        else []
    )
    return [
        *below,
        f"Next: agencies are asked for summaries by {clock_words(day_one.at)}.",
        f"Their summaries are due back by {clock_words(summaries.at)}.",
        f"The Rapid Review Group decides by {clock_words(meeting.at)}.",
        f"The outcome goes to the national Panel by {clock_words(panel.at)}.",
    ]
