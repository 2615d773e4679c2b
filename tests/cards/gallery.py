"""Every card that can be drawn, each once: from every story, told plainly and with tricks, and from every form."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drawn_forms import every_sheet
from hostile import CANARY
from lives import PLAIN, STORIES, TRICKY
from watching import Watched, live_through

from dialogs.turn import Card

WORDING = {"text", "title", "value", "label", "placeholder", "errorMessage", "fallbackText", "speak", "id", "verb"}
ROWS = ("body", "actions")


@dataclass
class Gallery:
    """All that was drawn: each card once, under the first name it had."""

    cards: dict[str, Card] = field(default_factory=dict)
    named: dict[str, Card] = field(default_factory=dict)
    """Cards of the plain stories that are worth a name: the golden ones."""
    public: list[Card] = field(default_factory=list)
    """What was posted in a channel."""
    summaries: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def hang(self, name: str, card: Card) -> None:
        if (drawn := json.dumps(card)) not in self.seen:
            self.seen.add(drawn)
            self.cards[name] = card

    def one_of_each(self) -> dict[str, Card]:
        """A card of each shape, with typed words and without: what only differs in its words is drawn alike."""
        kinds = {(json.dumps(_shape(card)), CANARY in json.dumps(card)): name for name, card in self.cards.items()}
        return {name: self.cards[name] for name in kinds.values()}

    def one_of_each_part(self) -> dict[str, Card]:
        """The same, each card without the parts that another has: for what looks at every part of a card by itself."""
        seen: set[str] = set()
        cards = self.one_of_each().items()
        return {name: {**card, **{row: _new(card[row], seen) for row in ROWS if row in card}} for name, card in cards}


def _new(parts: list[Any], seen: set[str]) -> list[Any]:
    """Those whose shape was not seen before."""
    there = {json.dumps(_shape(part)): part for part in parts}
    new = [part for shape, part in there.items() if shape not in seen]
    seen.update(there)
    return new


def _shape(part: Any, key: str = "") -> Any:
    """The card with its words taken out, and alike neighbours said once."""
    if isinstance(part, dict):
        return {name: _shape(child, name) for name, child in part.items() if name != "data"}
    if isinstance(part, list):
        return list(dict.fromkeys(json.dumps(_shape(child)) for child in part))
    return "words" if key in WORDING and isinstance(part, str) else part


def everything(folder: Path) -> Gallery:
    gallery = Gallery()
    for name, card in every_sheet().items():
        gallery.hang(name, card)
    for manner, answers in (("plain", PLAIN), ("tricky", TRICKY)):
        for story in STORIES:
            place = folder / f"{manner}-{story.__name__}"
            place.mkdir()
            _live(gallery, f"{manner}/{story.__name__}", live_through(story, place, dict(answers)))
    return gallery


def _live(gallery: Gallery, name: str, teams: Watched) -> None:
    ours = (card for card in teams.every_card if "contentType" not in card)  # The others Teams draws itself.
    for n, card in enumerate(ours):
        gallery.hang(f"{name}/{n:03}", card)
    gallery.public += teams.chats["team"]
    gallery.summaries.update(teams.all_summaries)
    if name.startswith("plain/"):
        gallery.named |= teams.named
