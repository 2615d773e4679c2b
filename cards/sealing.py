"""The seal of the record for a day: date, count and seal for the channel; for the Scrutineer also what it is for."""

from datetime import date

from cards.elements import Card, pairs
from cards.open_card import OpenCard, open_card
from cards.receipts import notice
from rapid_review.openly import Open, openly, ours
from rapid_review.questions.forms import in_words

SEAL_CHARACTERS = 32
"""Of the sixty-four: enough that nobody can make another record to the same seal, and short enough to be copied."""


def shown(seal: str) -> str:
    """A seal in groups of four, for people to compare and to copy."""
    return " ".join(seal[n : n + 4] for n in range(0, SEAL_CHARACTERS, 4))


def in_channel(day: date, cases: int, seal: str) -> OpenCard:
    """What the channel keeps: nothing else stands there."""
    title = _title(day)
    rows = [(openly("Cases"), openly("{}", cases)), (openly("Seal"), ours(shown(seal)))]
    return open_card(title=title, rows=rows, summary=title)


def personal(day: date, cases: int, seal: str) -> Card:
    """For whoever is to keep it."""
    title = _title(day)
    return open_card(
        openly("This is the seal of the record for {0:%A} {0.day} {0:%B %Y}.", day),
        openly("Keep it: with it anybody can show that nothing was altered before this day."),
        title=title,
        rows=[(openly("Cases"), openly("{}", cases)), (openly("Seal"), ours(shown(seal)))],
        quiet=[openly("Put it somewhere outside Teams. To check: rapid-review verify-chain --anchor, and the seal.")],
        summary=title,
    )


def lost(day: date, seal: str, to: str, why: str) -> Card:
    """To the Partnership Team: it can be kept outside by hand. `to` is who did not get it; nobody means the channel."""
    title = openly("The seal of {0:%A} {0.day} {0:%B %Y} did not arrive", day)
    where = to or "The team’s channel"
    return notice(
        title,
        f"{where} did not get the seal of the record for {in_words(day)}: {why}",
        "Until it is kept outside, nobody can show that nothing in the record was altered since the seal before.",
        "Please give it to the Independent Scrutineer now, in another way. Whoever runs the bot sees to the cause.",
        also=pairs([("Seal", shown(seal))]),
    )


def _title(day: date) -> Open:
    return openly("Seal of the record, {0:%A} {0.day} {0:%B %Y}", day)
