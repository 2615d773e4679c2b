"""Going through the bot's forms in a window, with the same answers that the transcripts give."""

from collections.abc import Mapping
from typing import Any

from playground import Answer, Window
from story import plain
from transcript import buttons, inputs

ONWARD = ("Save and continue", "Next page", "Add an agency", "Continue")
MOST_CARDS = 60


def goes_through(window: Window, answers: Mapping[str, Any], send: str) -> None:
    """From the first card of a form to the last, filling in every field by its label; then send it."""
    for _ in range(MOST_CARDS):
        fills_in(window, answers)
        offered = buttons(window.card)
        if send in offered:
            window.presses(send)
            return
        window.presses(next(title for title in ONWARD if title in offered))
    raise AssertionError(f"The form does not end:\n{window.last_card_text()}")


def fills_in(window: Window, answers: Mapping[str, Any]) -> None:
    """Fill in every field of the card that the last press brought, as given or as plainly as it goes."""
    window.fills({_label(field): _as_seen(field, plain(field, dict(answers))) for field in inputs(window.card)})


def _label(field: dict[str, Any]) -> str:
    return str(field["title"] if field["type"] == "Input.Toggle" else field["label"])


def _as_seen(field: dict[str, Any], value: str) -> Answer:
    """The answer as the person sees it: a choice by its words, a tick by whether it is there."""
    if field["type"] == "Input.Toggle":
        return value == field["valueOn"]
    if field["type"] != "Input.ChoiceSet":
        return value
    titles = {choice["value"]: choice["title"] for choice in field["choices"]}
    return [titles[one] for one in value.split(",")] if field.get("isMultiSelect") else titles[value]
