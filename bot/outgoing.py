"""The activity that carries a card to Teams."""

from typing import Any

import orjson

from dialogs.turn import Answer, Card

ADAPTIVE = "application/vnd.microsoft.card.adaptive"

LARGEST_CARD = 40 * 1024
"""Bytes of UTF-8; Teams counts UTF-16 and documents about 100 KB, older texts less."""


class CardTooLarge(Exception):
    """Evidence is never cut short, so the card is not sent."""


def activity_of(answer: Answer, *, alert: bool) -> dict[str, Any]:
    """A card and no text: Teams would split the two and give no id. Raises `CardTooLarge`."""
    if len(orjson.dumps(answer.card)) > LARGEST_CARD:
        raise CardTooLarge
    activity: dict[str, Any] = {
        "type": "message",
        "summary": answer.summary,
        "attachments": [_attachment(answer.card)],
    }
    if alert:
        activity["channelData"] = {"notification": {"alert": True}}
    return activity


def _attachment(card: Card) -> dict[str, Any]:
    return card if "contentType" in card else {"contentType": ADAPTIVE, "content": card}
