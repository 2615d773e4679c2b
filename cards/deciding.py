"""The poll's receipts and results, and the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cards.casework import on
from cards.elements import Card, Element, button, card, fitting, heading, pair, pairs, subheading, typed, words
from cards.form import read_back
from rapid_review.case import Case
from rapid_review.decision import Choice, Stance, Vote
from rapid_review.forms import Form
from rapid_review.london import clock_words
from rapid_review.people import Partnership, Seat

STANCE_WORDS = {
    Stance.REVIEW: "A review should be undertaken",
    Stance.ALTERNATIVE: "Another kind of learning review",
    Stance.NO_FURTHER: "No further review: the learning is acted on",
    Stance.MORE_INFORMATION: "More information is needed first",
}


ROOM_FOR_REASONS = 18_000
"""Bytes for all the reasons together: as much as a card takes."""


def choice_words(case: Case) -> str:
    """The decision in one line."""
    review = case.policy.review_name
    lines = {
        Choice.LCSPR: f"A {review} will be undertaken.",
        Choice.ALTERNATIVE: f"No {review}. There will be another kind of learning review.",
        Choice.LEARNING_ACTED_ON: f"No {review}. The learning is known and acted on.",
        Choice.NO_FURTHER_ACTION: f"No {review} and no further action.",
        Choice.NOT_SERIOUS_NO_REVIEW: "Not a serious case. No review.",
        Choice.NOT_SERIOUS_LEARNING: "Not a serious case. There will be a learning review.",
        Choice.DEFERRED: "The decision is deferred for named information.",
    }
    return lines[case.decided.choice] if case.decided else "No decision yet."


@dataclass(frozen=True)
class View:
    """One seat's view as it is revealed."""

    seat: Seat
    name: str
    vote: Vote
    answers: Mapping[str, Any]


def voted(case: Case, now: datetime, also: Sequence[Element] = ()) -> Card:
    """The receipt of a view. It says that one was given, not which: a glance at the screen gives nothing away."""
    poll = case.poll
    if poll is None:
        return card([heading(case.reference)], summary=case.reference)
    able, awaited = poll.able(case.recused), poll.awaited(case.recused)
    title = f"{case.reference}: your view is in"
    if poll.closed(now):
        lines = ["The poll is closed. The views are now open to the members of the Group."]
        actions = [button("See the views", "poll.results", on(case))]
    else:
        lines = [
            f"Sealed. You can change it until {clock_words(poll.closes_at)}.",
            f"{len(able) - len(awaited)} of {len(able)} seats have given a view.",
        ]
        actions = [button("Change my view", "form.open", {"form": "ballot", "subject": case.reference})]
    return card([heading(title), *also, *map(words, lines)], [*actions, button("My tasks", "tasks")], summary=title)


def results(case: Case, views: Sequence[View]) -> Card:
    """Every view with its name and reason, and what they add up to."""
    title = f"{case.reference}: the views of the Group"
    body: list[Element] = [heading(title), words(_adds_up(case))]
    reasons = fitting({view.seat.id: str(view.answers.get("reason", "")) for view in views}, ROOM_FOR_REASONS)
    for view in views:
        body.append(subheading(f"{view.seat.title}: {STANCE_WORDS[view.vote.stance]}"))
        body += [pair("Given by", view.name), typed(reasons[view.seat.id]), *_left_out(view, reasons[view.seat.id])]
    for seat in case.poll.awaited(case.recused) if case.poll else ():
        body.append(words(f"{seat.title}: no view was given."))
    return card(body, [button("Back to the case", "case", on(case))], summary=title)


def _left_out(view: View, shown: str) -> list[Element]:
    left = len(str(view.answers.get("reason", ""))) - len(shown)
    return [words(f"{left:,} more characters do not fit on this card.", quiet=True)] if left else []


def _adds_up(case: Case) -> str:
    outcome = case.outcome()
    if not outcome.quorate:
        return "There is no quorum yet, so nothing can be decided."
    if outcome.shared is None:
        return f"The statutory partners do not agree. The chair of the {case.policy.board_name} will settle it."
    return f"The statutory partners agree: {STANCE_WORDS[outcome.shared].lower()}."


def recorded(case: Case, also: Sequence[Element] = ()) -> Card:
    """The decision is recorded; what follows."""
    title = f"{case.reference}: the decision is recorded"
    lines = [choice_words(case)]
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
    """The decision with its reasons and signatures."""
    title = f"{case.reference}: the decision"
    body: list[Element] = [heading(title), words(choice_words(case), bold=True)]
    if case.decided:
        by = partnership.name_of(case.decided.by)
        body += pairs([("Recorded by", by), ("On", clock_words(case.decided.at))])
    body += read_back(form, answers)
    signed = [
        (f"Signed off for {partner.replace('_', ' ')}", partnership.name_of(by))
        for partner, by in case.signed_off.items()
    ]
    return card([*body, *pairs(signed)], [button("Back to the case", "case", on(case))], summary=title)
