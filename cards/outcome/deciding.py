"""The poll's receipts and results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cards.casework import on
from cards.elements import Card, Element, button, card, fitting, folded, heading, pair, subheading, typed, words
from rapid_review.case import Case
from rapid_review.openly import case_reference, of_case
from rapid_review.outcome.criteria import APPLIES, CRITERIA, EXPLAINED
from rapid_review.outcome.decision import Stance, Vote
from rapid_review.people import Seat
from rapid_review.timing.london import clock_words

STANCE_WORDS = {
    Stance.REVIEW: "A review should be undertaken",
    Stance.ALTERNATIVE: "Another kind of learning review",
    Stance.NO_FURTHER: "No further review: the learning is acted on",
    Stance.MORE_INFORMATION: "More information is needed first",
}


ROOM_FOR_REASONS = 18_000
"""Bytes for all the reasons together: as much as a card takes."""


@dataclass(frozen=True)
class View:
    """One seat's view as it is revealed."""

    seat: Seat
    name: str
    vote: Vote
    answers: Mapping[str, Any]


def criteria_sheet(case: Case) -> list[Element]:
    """The eight criteria inside the ballot: what each means and, once they are answered, how (R018-R026, F44)."""
    said = {choice.id: choice.text for choice in APPLIES}
    items = [words(EXPLAINED, quiet=True)]
    for criterion in CRITERIA:
        answer = said.get(case.criteria.get(criterion.id, ""), "not answered yet")
        items += [words(f"{criterion.name}: {answer}", bold=True), {**words(criterion.meaning), "spacing": "none"}]
    return folded("the-eight-criteria", "Show or hide the eight criteria", items)


def receipt(vote: Vote) -> str:
    """Enough of the commitment to tell it from any other: the same on the giver's receipt and, later, by the view."""
    return " ".join(vote.commitment[at : at + 4] for at in range(0, 16, 4))


def voted(case: Case, now: datetime, also: Sequence[Element] = (), last: Vote | None = None) -> Card:
    """The receipt of a view. It says that one was given, not which: a glance at the screen gives nothing away."""
    poll = case.poll
    if poll is None:
        return card([heading(case.reference)], summary=case_reference(case.reference))
    able, awaited = poll.able(case.aside), poll.awaited(case.aside)
    title = of_case(case.reference, "your view is in")
    if poll.closed(now):
        lines = ["The poll is closed. The views are now open to the members of the Group."]
        actions = [button("See the views", "poll.results", on(case))]
    else:
        lines = [
            f"Nobody sees it before the poll closes. You can change it until {clock_words(poll.closes_at)}.",
            f"{len(able) - len(awaited)} of {len(able)} seats have given a view.",
        ]
        actions = [button("Change my view", "form.open", {"form": "ballot", "subject": case.reference})]
    if last and last.commitment:
        lines.append(
            f"Your receipt is {receipt(last)}. Once the poll has closed, the same number beside your view shows that "
            "nobody changed it."
        )
    return card([heading(title), *also, *map(words, lines)], [*actions, button("My tasks", "tasks")], summary=title)


def results(case: Case, views: Sequence[View], advice: Sequence[Element] = ()) -> Card:
    """Every view with its name and reason, what they add up to, and the advice that is not counted."""
    title = of_case(case.reference, "the views of the Group")
    body: list[Element] = [heading(title), words(_adds_up(case))]
    reasons = fitting({view.seat.id: str(view.answers.get("reason", "")) for view in views}, ROOM_FOR_REASONS)
    for view in views:
        body.append(subheading(f"{view.seat.title}: {STANCE_WORDS[view.vote.stance]}"))
        body += [pair("Given by", view.name), typed(reasons[view.seat.id]), *_left_out(view, reasons[view.seat.id])]
        body += [words(f"Receipt {receipt(view.vote)}", quiet=True)] if view.vote.commitment else []
    for seat in case.poll.as_closed().awaited(case.not_counted) if case.poll else ():
        body.append(words(f"{seat.title}: no view was given."))
    body += advice
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
