"""The few building blocks every card is made of.

Words we wrote go in `TextBlock`. Words people typed go in `RichTextBlock`, which has no Markdown, so that nothing
typed can become a link, a mention or a heading.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any, Literal

from rapid_review.openly import Open

Element = dict[str, Any]
Action = dict[str, Any]
Card = dict[str, Any]
Tone = Literal["default", "attention", "good", "warning", "accent"]


def card(body: Sequence[Element], actions: Sequence[Action] = (), *, summary: Open) -> Card:
    """A card. `summary` is the one redacted sentence that stands for it in lists, toasts and old clients."""
    drawn: Card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en",
        "fallbackText": summary,
        "speak": summary,
        "body": list(body),
    }
    if actions:
        drawn["actions"] = _one_stands_out(actions)
    return drawn


def _one_stands_out(actions: Sequence[Action]) -> list[Action]:
    """The first main button is the main one; a second beside it would make neither."""
    first = next((n for n, action in enumerate(actions) if "style" in action), None)
    plain = ({key: value for key, value in action.items() if key != "style"} for action in actions)
    return [action if n == first else other for n, (action, other) in enumerate(zip(actions, plain, strict=True))]


def kept_fresh(drawn: Card, verb: str, data: Mapping[str, Any]) -> Card:
    """The card, asking for itself again whenever its chat is opened, so that nobody acts on an old one.

    Not for a card with fields: a fresh one would wipe what is being typed.
    """
    if any(str(element.get("type", "")).startswith("Input.") for element in drawn["body"]):
        return drawn
    action = {"type": "Action.Execute", "verb": verb, "data": {**data, "verb": verb}}
    fresh = copy(drawn)  # Of its own kind: a card for a channel stays one.
    fresh["refresh"] = {"action": action}
    return fresh


def words(text: str, *, tone: Tone = "default", bold: bool = False, quiet: bool = False) -> Element:
    """A paragraph of our own words."""
    block: Element = {"type": "TextBlock", "text": text, "wrap": True}
    if tone != "default":
        block["color"] = tone
    if bold:
        block["weight"] = "bolder"
    if quiet:
        block |= {"isSubtle": True, "size": "small"}
    return block


def heading(text: str) -> Element:
    """The card's title, which is read first and alone."""
    return {
        "type": "TextBlock",
        "text": text,
        "wrap": True,
        "style": "heading",
        "size": "large",
        "weight": "bolder",
    }


def subheading(text: str) -> Element:
    return {"type": "TextBlock", "text": text, "wrap": True, "weight": "bolder", "spacing": "large"}


def typed(text: str) -> Element:
    """Words somebody typed, shown exactly, one run to a line."""
    lines = text.split("\n")
    runs = [{"type": "TextRun", "text": line if n == len(lines) - 1 else line + "\n"} for n, line in enumerate(lines)]
    return {"type": "RichTextBlock", "inlines": runs}


def beginning(text: str, most: int) -> str:
    """As much from the start of this text as takes at most so many bytes of a card."""
    if len(text) <= most and weight(text) <= most:
        return text
    too_long = bisect_right(range(min(len(text), most)), most, key=lambda length: weight(text[:length]))
    return text[: max(0, too_long - 1)]


def excerpt(text: str, most: int) -> str:
    """As much of it as takes at most so many bytes, saying how much is left out."""
    shown = beginning(text, most)
    if shown == text:
        return text
    return f"{shown.rstrip()} … and {len(text) - len(shown):,} more characters"


def fitting(texts: Mapping[str, str], room: int) -> dict[str, str]:
    """The start of each text, so that all fit in so many bytes; what short ones do not need, long ones get."""
    fits: dict[str, str] = {}
    for n, id in enumerate(sorted(texts, key=lambda id: weight(texts[id]))):
        fits[id] = beginning(texts[id], room // (len(texts) - n))
        room -= weight(fits[id])
    return fits


def weight(text: str) -> int:
    """The bytes that a typed text takes in a card: a letter may be four, and each of its lines is a run."""
    return _FRAME + _bytes(text) + _LINE * text.count("\n")


def _bytes(part: Any) -> int:
    return len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())


_FRAME = _bytes(typed("")) - _bytes("")
_LINE = _bytes(typed("\n")) - _FRAME - _bytes("\n")
"""What a text takes beside its letters, and each further line of it: known, they make a long text quick to weigh."""


def pair(label: str, value: str) -> Element:
    """A label of ours over a value that may be somebody's words."""
    return {
        "type": "Container",
        "spacing": "small",
        "items": [words(label, quiet=True), {**typed(value or "—"), "spacing": "none"}],
    }


def pairs(rows: Iterable[tuple[str, str]]) -> list[Element]:
    return [pair(label, value) for label, value in rows]


def facts(rows: Iterable[tuple[str, str]]) -> Element:
    """Short facts of our own making: dates, counts, references. Never anything typed."""
    return {"type": "FactSet", "facts": [{"title": title, "value": value} for title, value in rows]}


def box(items: Sequence[Element], tone: Tone | Literal["emphasis"] = "emphasis") -> Element:
    """A box that stands out."""
    return {"type": "Container", "style": tone, "bleed": False, "spacing": "medium", "items": list(items)}


def problem(text: str) -> Element:
    """What is wrong with the answer below, said just above its field. May repeat nothing that was typed."""
    return {**words(f"Error: {text}", tone="attention", bold=True), "spacing": "medium"}


def line_input(id: str, label: str, value: str, *, longest: int, error: str) -> Element:
    return {
        "type": "Input.Text",
        "id": id,
        "label": label,
        "value": value,
        "maxLength": longest,
        "errorMessage": error,
    }


def long_input(id: str, label: str, value: str, *, longest: int, error: str) -> Element:
    return {**line_input(id, label, value, longest=longest, error=error), "isMultiline": True}


def date_input(id: str, label: str, value: str, *, error: str) -> Element:
    return {"type": "Input.Date", "id": id, "label": label, "value": value, "errorMessage": error}


def choice_input(
    id: str, label: str, value: str, choices: Sequence[tuple[str, str]], *, many: bool = False, error: str
) -> Element:
    """One answer or several out of a list; `value` is an id, or ids joined by commas."""
    return {
        "type": "Input.ChoiceSet",
        "id": id,
        "label": label,
        "value": value,
        "isMultiSelect": many,
        "style": "expanded" if many or len(choices) <= 4 else "compact",
        "wrap": True,
        "placeholder": "Choose an answer",
        "errorMessage": error,
        "choices": [{"title": title, "value": id} for id, title in choices],
    }


def agree_input(id: str, title: str, value: str, *, error: str) -> Element:
    """A statement to agree to. Its answer is "yes" or nothing."""
    return {
        "type": "Input.Toggle",
        "id": id,
        "label": "Your agreement",
        "title": title,
        "value": "yes" if value == "yes" else "",
        "valueOn": "yes",
        "valueOff": "",
        "wrap": True,
        "errorMessage": error,
    }


def button(title: str, verb: str, data: Mapping[str, Any] | None = None, *, main: bool = False) -> Action:
    """A button that runs a verb in place, and still works in a client too old for that."""
    carried = {**(data or {}), "verb": verb}
    action: Action = {
        "type": "Action.Execute",
        "title": title,
        "verb": verb,
        "data": carried,
        "fallback": {"type": "Action.Submit", "title": title, "data": carried},
    }
    if main:
        action["style"] = "positive"
    return action


def folded(id: str, title: str, items: Sequence[Element]) -> list[Element]:
    """Something to look up, out of the way until it is wanted: one press opens it where it stands."""
    fold = {"type": "Action.ToggleVisibility", "title": title, "targetElements": [id]}
    return [buttons([fold]), {**box(items), "id": id, "isVisible": False}]


def buttons(actions: Sequence[Action]) -> Element:
    """Buttons in the middle of a card."""
    return {"type": "ActionSet", "actions": list(actions)}
