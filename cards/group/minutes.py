"""The minutes of the meeting: asked for, read page by page, and approved (R096)."""

from collections.abc import Sequence
from datetime import datetime

from cards.asking import ask, opens
from cards.casework import on
from cards.elements import Action, Card, button, words
from cards.reading import page, pages_of
from cards.receipts import notice
from rapid_review.case import Case
from rapid_review.group.minutes import Part
from rapid_review.openly import Open, of_case, openly
from rapid_review.people import Partnership, Standing
from rapid_review.task import Task


def note(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the Partnership Team, after the meeting."""
    body = [
        words("The minutes are drafted from what was recorded. Add what was discussed, in points."),
        words("The chair is then asked to approve them."),
    ]
    actions = [
        opens(case, "Add the points", "points", f"{case.reference}/{task.about}"),
        _reads(case, task, "Read the draft"),
    ]
    return ask(case, f"{case.reference}: the minutes", task, body, actions, now=now)


def approve(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the chair."""
    sent = len(case.held[int(task.about)].minutes.corrections)
    corrected = f"{sent} corrections have come in." if sent > 1 else "One correction has come in." if sent else ""
    body = [words(f"The draft is there for you to approve. {corrected}".strip())]
    actions = [
        _reads(case, task, "Read the minutes"),
        button("Approve them", "minutes.approve", on(case, task, meeting=task.about), main=True),
        opens(case, "Put something right", "correction", f"{case.reference}/{task.about}"),
    ]
    return ask(case, f"{case.reference}: approve the minutes", task, body, actions, now=now)


def _reads(case: Case, task: Task, said: str) -> Action:
    return button(said, "minutes.read", on(case, meeting=task.about))


def minutes(case: Case, meeting: int, parts: Sequence[Part], number: int, actions: Sequence[Action]) -> Card:
    """The minutes of one meeting, a page at a time."""
    pages = pages_of((part.title, part.lines) for part in parts)
    data = on(case, meeting=str(meeting))
    drawn = page(title(case, meeting), pages, number, "minutes.read", data, case.reference)
    return {**drawn, "actions": [*drawn["actions"], *actions]}


def there(case: Case, meeting: int) -> Card:
    """To those who read them: the draft can be put right until it is approved."""
    approved = case.held[meeting].minutes.approved_at is not None
    state = openly("the minutes are approved") if approved else openly("the draft minutes are there")
    line = (
        "You can read them." if approved else "Read them, and put right what is wrong before the chair approves them."
    )
    read = button("Read the minutes", "minutes.read", on(case, meeting=str(meeting)))
    wrong = {"form": "correction", "subject": f"{case.reference}/{meeting}"}
    correct = [] if approved else [button("Put something right", "form.open", wrong)]
    return notice(
        of_case(case.reference, "{}", state), "You can read them." if approved else line, actions=[read, *correct]
    )


def title(case: Case, meeting: int) -> Open:
    """Which minutes these are: with a number where the Group has met more than once."""
    state = openly("minutes") if case.held[meeting].minutes.approved_at else openly("draft minutes")
    return (
        of_case(case.reference, "{}, meeting {}", state, meeting)
        if len(case.held) > 1
        else of_case(case.reference, "{}", state)
    )
