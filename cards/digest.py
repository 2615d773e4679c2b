"""Reminders: several things on one card, and what a reminder says beside the thing it reminds of."""

from collections.abc import Sequence
from datetime import date

from cards.casework import on, task_words
from cards.elements import Action, Card, Element, button, card, heading, words
from cards.task_titles import listed_title
from rapid_review.case import Case
from rapid_review.gates import listed
from rapid_review.openly import openly
from rapid_review.questions.forms import in_words
from rapid_review.task import Task
from rapid_review.timing.london import clock_words

MOST_LISTED = 5
MOST_BUTTONS = 6

Thing = tuple[Case, Task, list[date]]


def digest(things: Sequence[Thing]) -> Card:
    """Everything that is due for one person, soonest first, each with its own button (F56)."""
    ordered = sorted(things, key=lambda thing: (thing[1].due is None, thing[1].due or thing[0].received_at))
    title = openly("{} things are due", len(ordered))
    body: list[Element] = [heading(title), words("This is your one reminder today, soonest first.")]
    for case, task, earlier in ordered[:MOST_LISTED]:
        body.append(_line(case, task, earlier))
    actions = [button(listed_title(case, task), "task", on(case, task)) for case, task, _ in ordered[:MOST_LISTED]]
    if len(ordered) > MOST_LISTED:
        body.append(words(f"And {len(ordered) - MOST_LISTED} more: press “My tasks”."))
    return card(body, [*actions, button("My tasks", "tasks")], summary=title)


def _line(case: Case, task: Task, earlier: Sequence[date]) -> Element:
    due = f"By {clock_words(task.due)}." if task.due else "When you can."
    items = [words(f"{case.reference}: {task_words(task)}", bold=True), {**words(due, quiet=True), "spacing": "none"}]
    return {"type": "Container", "spacing": "medium", "items": [*items, *_standing_for(earlier)]}


def reminding(drawn: Card, case: Case, earlier: Sequence[date]) -> Card:
    """A task's card as the one reminder of the day, from which the person can ask to hear less."""
    actions = list(drawn.get("actions", []))
    if len(actions) < MOST_BUTTONS:
        actions.append(less_about(case))
    return {**_noted(drawn, _standing_for(earlier)), "actions": actions}


def less_about(case: Case) -> Action:
    """The button by which a person asks to hear less about a case."""
    return button("Less about this case", "form.open", {"form": "mute", "subject": case.reference})


def notice(drawn: Card, earlier: Sequence[date], muted_until: date | None) -> Card:
    """A task's card as a notice of what is due, overdue or new."""
    notes = _standing_for(earlier)
    if muted_until:
        notes.append(
            words(
                f"You asked to hear less about this case until {in_words(muted_until)}. "
                "What is due, overdue or new is said all the same.",
                quiet=True,
            )
        )
    return _noted(drawn, notes)


def _standing_for(earlier: Sequence[date]) -> list[Element]:
    """The reminders that this one stands for, by their days (F55)."""
    if not earlier:
        return []
    days = listed([_day(day) for day in earlier])
    word = "reminder" if len(earlier) == 1 else "reminders"
    return [words(f"This also stands for the {word} of {days}.", quiet=True)]


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _noted(drawn: Card, notes: Sequence[Element]) -> Card:
    first, *rest = drawn["body"]
    return {**drawn, "body": [first, *notes, *rest]}
