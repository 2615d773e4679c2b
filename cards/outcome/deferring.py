"""A decision that waits for information: asked for by the chair, and taken back to the Group (E16)."""

from datetime import datetime

from cards.asking import ask, opens
from cards.casework import on
from cards.elements import Card, button, pairs, words
from cards.receipts import done, notice
from rapid_review.case import Case
from rapid_review.openly import Open, of_case
from rapid_review.people import Partnership, Standing
from rapid_review.questions.forms import Answers, in_words
from rapid_review.tasks import Task


def defer(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Asks the chair to name what the members want to know first."""
    body = [
        words("The poll is closed, and the members want more information before they decide."),
        words("Say what is awaited, who sees to it, and by which day. This can be done once."),
    ]
    actions = [opens(case, "Name the information", "deferral"), button("See the views", "poll.results", on(case))]
    return ask(case, f"{case.reference}: more information is wanted", task, body, actions, now=now)


def take_back(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Asks for the case to go back to the Group, on the day at the latest."""
    body = [
        words("The decision waits for information. When it is in, take the case back to the Group."),
        words("On the day itself, take it back even if the information has not come. Each member is asked anew."),
    ]
    back = button("Take it back to the Group", "poll.again", on(case, task), main=True)
    what = button("What is awaited", "deferral.read", on(case))
    return ask(case, f"{case.reference}: waiting for information", task, body, [back, what], now=now)


def waiting(case: Case, answers: Answers) -> Card:
    """What is awaited, who sees to it, and until when: for those who may read the decision."""
    title = of_case(case.reference, "what the decision waits for")
    asked = ("What, and from whom", "deferred_for"), ("Who sees to it", "deferred_owner"), ("Why", "deferred_reason")
    body = pairs((label, str(answers.get(id) or "")) for label, id in asked)
    return notice(title, _until(case), also=body, actions=[button("Back to the case", "case", on(case))])


def deferred(case: Case) -> Card:
    """The receipt: what happens next, by when, and what does not move."""
    title = of_case(case.reference, "the decision waits for information")
    lines = (
        _until(case),
        "The Partnership Team is asked to tell the Panel that the outcome is pending. No date of the case moves.",
    )
    return done(title, *lines, actions=[button("See the case", "case", on(case))])


def told(case: Case, title: Open) -> Card:
    """For the Group and the Partnership Team: the case waits, and comes back."""
    what = [button("What is awaited", "deferral.read", on(case)), button("See the case", "case", on(case))]
    return notice(title, _until(case), "No date of the case moves.", actions=what)


def _until(case: Case) -> str:
    return f"The case comes back to the Group by {in_words(case.deferrals[-1].until)}." if case.deferrals else ""
