"""The record of a case, newest first: who did or read what, when and by which way, in words and not in codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cards.elements import Action, Card, button, card, heading, pairs, words
from rapid_review.case import Case
from rapid_review.openly import of_case, openly
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.timing.london import clock_words

PAGE = 20
MOST_BUTTONS = 6
NONE = "There is no case whose record you may read. The chair, the Partnership Team and the Scrutineer may."


@dataclass(frozen=True)
class Noted:
    """One entry: the codes that the record holds."""

    at: datetime
    who: str
    """By name; empty for the clock."""
    kind: str
    what: str
    via: str
    listed: bool = False
    """Whether it was one of several cases in a list."""


def shown(case: Case, noted: Sequence[Noted], page: int, *, more: bool) -> Card:
    """One page of it."""
    title = of_case(case.reference, "who looked, and what was done")
    rows = [(clock_words(one.at), _said(one)) for one in noted]
    body = [heading(title), words("Newest first. Nothing in it can be changed or taken out.", quiet=True)]
    body += pairs(rows) if rows else [words("There is nothing further back.")]
    on = {"case": case.reference}
    actions: list[Action] = []
    if more:
        actions.append(button("Further back", "record.read", {**on, "page": str(page + 1)}))
    if page:
        actions.append(button("Newer", "record.read", {**on, "page": str(page - 1)}))
    return card(body, [*actions, button("See the case", "case", on)], summary=title)


def with_way_in(drawn: Card, case: Case, who: Standing) -> Card:
    """The case's card, where it has room, with the way to its record. Where it has none, "record" can be typed."""
    actions = drawn.get("actions", [])
    if len(actions) >= MOST_BUTTONS or sees(case, who, Surface.AUDIT) is not Access.READ:
        return drawn
    return {**drawn, "actions": [*actions, button("Who looked", "record.read", {"case": case.reference})]}


def which(cases: Sequence[Case]) -> Card:
    """Of which case, where it can be of several."""
    title = openly("The record of a case")
    if not cases:
        return card([heading(title), words(NONE)], [button("My cases", "cases")], summary=title)
    actions = [button(case.reference, "record.read", {"case": case.reference}) for case in cases[:6]]
    return card([heading(title), words("Of which case?")], actions, summary=title)


def _said(one: Noted) -> str:
    who, way = one.who or "The clock", WAYS.get(one.via, "")
    if one.kind == "shown":
        return f"{who} was sent by the bot: {_parts(one.what)}."
    if one.kind == "read":
        return f"{who} {'saw it in a list' if one.listed else 'looked at'}: {_parts(one.what)}{way}."
    return f"{who}: {_spaced(HAPPENED.get(one.kind, one.kind))}{way}."


def _parts(what: str) -> str:
    return ", ".join(SHOWN.get(part) or _form(part) or _spaced(part) for part in what.split(", "))


def _form(part: str) -> str:
    step, _, form = part.partition(" ")
    return f"the form “{_spaced(form)}”" if step.startswith("form.") and form else ""


def _spaced(code: str) -> str:
    """Most of our codes are words already."""
    return code.replace("_", " ").replace(".", " ").replace("/", " ")


WAYS: Mapping[str, str] = {
    "card": ", on a card",
    "refresh": ", on a card that showed itself anew",
    "typed": ", by typing",
    "file": ", by sending a file",
    "document": ", as a document",
    "outward": ", by mail or calendar",
    "command": ", by command on the server",
}
HAPPENED: Mapping[str, str] = {
    "vote_cast": "view given",
    "hears_less": "chose to hear less",
    "look_again_asked": "asked to look again at declarations",
    "looked_again": "looked again at declarations",
    "people_gone": "people left the partnership’s file",
    "nil_returned": "nil return sent",
    "summary_returned": "summary sent",
    "sent_to_panel": "outcome sent to the Panel",
    "handed_off": "handed off to the next review",
    "date_varied": "date changed",
}
SHOWN: Mapping[str, str] = {
    "case": "the case",
    "overview": "the case",
    "case.mine": "their own part, in the channel",
    "task": "something asked of them",
    "tasks": "their tasks",
    "my tasks": "their tasks",
    "what next": "their tasks",
    "cases": "their cases",
    "my cases": "their cases",
    "dates": "the dates",
    "returns": "the agencies’ answers",
    "own_return": "their own agency’s answer",
    "views": "the members’ views",
    "record": "this record",
    "chase": "the chase board",
    "chase_board": "the chase board",
    "people": "the people of the case",
    "duties": "who has been told",
    "digest": "the daily summary",
    "settled": "a card that is done",
    "document": "a document",
    "other": "something else",
}
