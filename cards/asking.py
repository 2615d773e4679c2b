"""What every card that asks for something is made of."""

from collections.abc import Sequence
from datetime import datetime

from cards.casework import TASK_WORDS
from cards.elements import (
    Action,
    Card,
    Element,
    button,
    card,
    heading,
    words,
)
from rapid_review.case import Case
from rapid_review.openly import of_case, ours
from rapid_review.tasks import Task
from rapid_review.timing.london import clock_words


def ask(
    case: Case, title: str, task: Task, body: Sequence[Element], actions: Sequence[Action], *, now: datetime
) -> Card:
    """A card that asks for one thing, by when, with the buttons that do it."""
    due = [_due(case, task.due, now)] if task.due else []
    return card(
        [heading(title), *due, *body], actions, summary=of_case(case.reference, "{}", ours(TASK_WORDS[task.kind]))
    )


def _due(case: Case, due: datetime, now: datetime) -> Element:
    if now > due and case.fell_while_frozen(due):  # The freeze kept them, so nobody is blamed (E43).
        return words(f"This fell due on {clock_words(due)}, while the case was frozen. Please do it now.", bold=True)
    if now > due:
        return words(f"This was due by {clock_words(due)}. Please do it now.", tone="attention", bold=True)
    return words(f"Please do this by {clock_words(due)}.", bold=True)


def opens(case: Case, title: str, form: str, subject: str = "", *, main: bool = True) -> Action:
    """The button that opens a form."""
    return button(title, "form.open", {"form": form, "subject": subject or case.reference}, main=main)
