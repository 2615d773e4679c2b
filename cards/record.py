"""The record of a case, newest first: who did or read what, when and by which way, in words and not in codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cards.elements import Action, Card, button, card, heading, pairs, words
from cards.record_words import happened
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
    """One entry."""

    at: datetime
    who: str
    """By name; empty for the clock."""
    kind: str
    what: str
    """What somebody was shown, in words; empty for what was done."""
    via: str
    listed: bool = False
    """Whether it was one of several cases in a list."""
    under_glass: bool = False
    """Whether they were shown it under break-glass only (Part 6, rule 11)."""


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
    under = ", under break-glass" if one.under_glass else ""
    if one.kind == "shown":
        return f"{who} was sent by the bot: {one.what}{under}."
    if one.kind == "read":
        return f"{who} {'saw it in a list' if one.listed else 'looked at'}: {one.what}{way}{under}."
    if one.kind == "refused":
        return f"{who[:1].upper()}{who[1:]} was told that it could not be done: {one.what}{way}."
    return f"{who}: {happened(one.kind)}{way}."


WAYS: Mapping[str, str] = {
    "card": ", on a card",
    "refresh": ", on a card that showed itself anew",
    "typed": ", by typing",
    "file": ", by sending a file",
    "document": ", as a document",
    "outward": ", by mail or calendar",
    "command": ", by command on the server",
}
