"""An answer that came by phone or e-mail: written down for the agency, which says whether it is right (E33)."""

from collections.abc import Sequence
from datetime import datetime

from cards import reading
from cards.asking import ask
from cards.casework import agency_name, on
from cards.elements import Card, Element, button, card, heading, words
from rapid_review.case import Case
from rapid_review.openly import of_case
from rapid_review.people import Partnership, Standing
from rapid_review.questions.forms import Answers
from rapid_review.returns.told import TOLD
from rapid_review.tasks import Task


def above_told(case: Case, agency: str, partnership: Partnership) -> list[Element]:
    """Above the form for an answer that came another way."""
    return [words(f"For {agency_name(partnership, agency)}, in {case.reference}.", bold=True)]


def recorded(case: Case, agency: str, partnership: Partnership, also: Sequence[Element], *, asked: bool) -> Card:
    """The receipt for it; `asked` says whether there is anybody to ask."""
    name = agency_name(partnership, agency)
    title = of_case(case.reference, "{}’s answer is recorded", name)
    follows = f"{name} is asked now whether it is right." if asked else "Nobody there can be asked whether it is right."
    body = [heading(title), *also, words(f"{follows} Nobody there is chased any more.")]
    return card(body, [button("Chase board", "chase", on(case))], summary=title)


def confirm(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """To the agency: what was written down for it."""
    name = agency_name(partnership, task.about)
    body = [words(f"The Partnership Team has written down an answer for {name}. Please check that it is right.")]
    actions = [button("Read it", "told.read", on(case, agency=task.about), main=True)]
    return ask(case, f"{case.reference}: your agency’s answer was recorded", task, body, actions, now=now)


def to_check(case: Case, agency: str, answers: Answers, number: int) -> Card:
    """What was recorded, page by page, with the way to confirm it."""
    title = of_case(case.reference, "the answer recorded for your agency")
    data = on(case, agency=agency)
    drawn = reading.page(title, reading.pages(TOLD, answers), number, "told.read", data, case.reference)
    wrong = words("If it is not right, do not confirm it: tell the Partnership Team what to change.")
    confirming = button("Yes, this is right", "told.confirm", data, main=True)
    return {**drawn, "body": [*drawn["body"], wrong], "actions": [confirming, *drawn["actions"]]}
