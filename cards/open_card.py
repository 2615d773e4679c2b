"""A card that everybody in a channel may read: each line is `Open`, so no name and nothing typed is on it."""

from collections.abc import Sequence

from cards.elements import Action, Card, card, facts, heading, words
from rapid_review.openly import Open


class OpenCard(Card):
    """The only kind of card that is sent to a channel. Made by `open_card`, and kept so while it is passed on."""


def open_card(
    *lines: Open,
    title: Open | None = None,
    rows: Sequence[tuple[Open, Open]] = (),
    quiet: Sequence[Open] = (),
    actions: Sequence[Action] = (),
    summary: Open,
) -> OpenCard:
    """A title, short facts, lines and quiet lines, in that order. Buttons hold references and verbs only."""
    body = [heading(title)] if title else []
    body += [facts(rows)] if rows else []
    body += [*map(words, lines), *(words(line, quiet=True) for line in quiet)]
    return OpenCard(card(body, actions, summary=summary))


def for_everybody(drawn: Card) -> OpenCard:
    """The card, if everybody in a channel may read it. TypeError for any other: it is then not sent."""
    if not isinstance(drawn, OpenCard):
        raise TypeError("A card for a channel is made with open_card.")
    return drawn
