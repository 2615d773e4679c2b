"""The decision as it is recorded, read and signed off, and the criteria that stand behind it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cards.asking import ask
from cards.casework import on
from cards.elements import Card, Element, button, card, heading, pairs, words
from cards.form import read_back
from rapid_review.case import Case
from rapid_review.gates import before_panel, listed, signed_for
from rapid_review.openly import of_case
from rapid_review.outcome.decided import decision_words
from rapid_review.outcome.decision import PARTNER_NAMES
from rapid_review.people import Partnership, Standing
from rapid_review.questions.forms import Form
from rapid_review.tasks import Task
from rapid_review.timing.london import clock_words


def choice_words(case: Case) -> str:
    """The decision in one line."""
    return decision_words(case.decided.choice, case.policy.review_name) if case.decided else "No decision yet."


def per_child(case: Case) -> list[str]:
    """What was decided for each child, where it is not the same for all (E1)."""
    each, review = case.decided.children if case.decided else {}, case.policy.review_name
    return [f"Child {child}: {decision_words(choice, review)}" for child, choice in sorted(each.items())]


def recorded(case: Case, also: Sequence[Element] = ()) -> Card:
    """The decision is recorded; what follows."""
    title = of_case(case.reference, "the decision is recorded")
    lines = [choice_words(case), *per_child(case)]
    if case.policy.require_partner_signoff:
        lines.append("Each statutory partner is asked to sign it off. Then the outcome goes to the national Panel.")
    else:
        lines.append("The Partnership Team sends the outcome to the national Panel.")
    return card(
        [heading(title), *also, *map(words, lines)],
        [button("Read the decision", "decision.read", on(case)), button("My tasks", "tasks")],
        summary=title,
    )


def decision(case: Case, form: Form, answers: Mapping[str, Any], partnership: Partnership) -> Card:
    """The decision with its reasons, what holds for each child, and who has signed it."""
    title = of_case(case.reference, "the decision")
    body: list[Element] = [heading(title), words(choice_words(case), bold=True), *map(words, per_child(case))]
    if case.decided:
        by = partnership.name_of(case.decided.by)
        settled = f"{by}, who settled a disagreement" if case.decided.settled else by
        body += pairs([("Recorded by", settled), ("On", clock_words(case.decided.at))])
    body += read_back(form, answers)
    signed = [
        (f"Signed off for {PARTNER_NAMES[partner]}", partnership.name_of(by))
        for partner, by in signed_for(case).items()
    ]
    actions = [button("Back to the case", "case", on(case)), button("See the criteria", "criteria.read", on(case))]
    return card([*body, *pairs(signed), *still_needed(case)], actions, summary=title)


def still_needed(case: Case) -> list[Element]:
    """What a recorded decision waits for before the outcome goes to the Panel."""
    missing = before_panel(case) if case.decided and case.sent_to_panel_at is None else []
    return [words(f"Before the outcome goes to the Panel, we need {listed(missing)}.")] if missing else []


def criteria(case: Case, form: Form, answers: Mapping[str, Any]) -> Card:
    """The eight criteria as they were answered, each with its reason (R018)."""
    title = of_case(case.reference, "the criteria")
    body = [heading(title), *(read_back(form, answers) or [words("The criteria have not been answered yet.")])]
    return card(body, [button("Back to the case", "case", on(case))], summary=title)


def sign_off(case: Case, task: Task, who: Standing, partnership: Partnership, now: datetime) -> Card:
    """Asks a partner to sign what was decided; the button carries which record of it was meant."""
    body = [
        words("The decision is recorded. Each statutory partner signs it off before it goes to the Panel."),
        words(choice_words(case), bold=True),
        *map(words, per_child(case)),
    ]
    revision = str(case.decided.revision) if case.decided else ""
    actions = [
        button("Sign it off", "decision.sign_off", on(case, task, revision=revision), main=True),
        button("Read the decision", "decision.read", on(case)),
    ]
    return ask(case, f"{case.reference}: your sign-off", task, body, actions, now=now)
