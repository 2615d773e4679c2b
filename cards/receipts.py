"""Quiet cards with nothing left to press: what was done, when, and what happens next by when."""

from collections.abc import Sequence

from cards.elements import Action, Card, Element, box, button, card, heading, words
from cards.wording import say
from rapid_review.case import Case
from rapid_review.openly import Open, case_reference, openly
from rapid_review.timing.london import clock_words
from rapid_review.timing.timetable import Milestone

MY_TASKS = ("My tasks", "tasks")

STOP = (
    "If a child is in danger now, call 999. If a child may be at risk, make a child protection referral now. "
    "This bot is not an emergency service and does not do either for you."
)


def done(title: Open, *lines: str, also: Sequence[Element] = (), actions: Sequence[Action] = ()) -> Card:
    """Something was done; here is what follows."""
    return card([heading(title), *also, *map(words, lines)], actions or [button(*MY_TASKS)], summary=title)


def notice(title: Open, *lines: str, also: Sequence[Element] = (), actions: Sequence[Action] = ()) -> Card:
    """Something to know, with nothing to do about it here."""
    return card([heading(title), *map(words, lines), *also], actions, summary=title)


def stop(told: str) -> list[Element]:
    """The stop screen: what to do at once, and who was told (R066)."""
    return [box([words("A child may be at risk", bold=True), words(STOP), words(told)], tone="attention")]


def filed(case: Case, *, alerted: bool) -> Card:
    """The notifier's receipt: the reference, and what happens next by when (F5)."""
    below, received = case.facts.below_threshold, clock_words(case.received_at)
    told = say("filed", reference=case.reference, received=received, below=below, dates=_dates(case))
    also = stop("The Partnership Team and the chair have been told to get in touch now.") if alerted else []
    return done(openly("Notification sent: {}", case_reference(case.reference)), also=[*also, *told])


def _dates(case: Case) -> dict[str, str]:
    names = {
        "asked": Milestone.REQUEST_OUT,
        "summaries": Milestone.SUMMARIES_DUE,
        "meeting": Milestone.MEETING,
        "panel": Milestone.TO_PANEL,
    }
    dates = case.timetable()
    return {name: clock_words(dates[milestone].at) for name, milestone in names.items() if milestone in dates}
