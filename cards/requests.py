"""What an agency is asked, on the card of its SPOC or deputy."""

from datetime import datetime

from cards.asking import ask, opens
from cards.casework import agency_name, on
from cards.elements import (
    Card,
    box,
    button,
    words,
)
from cards.wording import say
from rapid_review.case import Case
from rapid_review.people import Partnership, Standing
from rapid_review.tasks import Task, TaskKind


def request(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """The request to an agency, as its SPOC or deputy finds it."""
    name = agency_name(partnership, task.about)
    subject = f"{case.reference}/{task.about}"
    due = case.due_from(task.about)
    declared = case.declarations.get(who.id)
    asked_of = case.requests[task.about]
    body = say("request", agency=name, reference=case.reference)
    answering = [
        button("Nothing found: nil return", "form.open", {"form": "nil_return", "subject": subject}),
        button("Write the summary", "form.open", {"form": "summary", "subject": subject}),
    ]
    if not (declared and declared.cleared):
        body.append(box([words(_sign_first(declared is not None and declared.awaits_ruling))]))
        answering = [opens(case, "Sign first", "declare")]
    else:
        answering.append(button("Who to search for", "people.read", on(case, task)))
    got_it = button("I have got this", "form.open", {"form": "acknowledge", "subject": subject})
    actions = answering if asked_of.acknowledged_at else [got_it, *answering]
    title = f"{case.reference}: your agency’s answer"
    asked = Task(TaskKind.RETURN, task.about, due.at if due else None)
    return ask(case, title, asked, body, actions)


def _sign_first(waiting: bool) -> str:
    if waiting:
        return "The chair has yet to rule on the conflict you declared. Until then, your deputy can answer."
    return "Before you can see who to search for, please make your declarations. It takes about two minutes."
