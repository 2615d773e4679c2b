"""What somebody reads when something was done to a case by command, in their name or in another's (T17)."""

from collections.abc import Sequence
from datetime import datetime

from cards.elements import Card
from cards.receipts import notice
from rapid_review.openly import of_case
from rapid_review.timing.london import clock_words

DEEDS = {
    "held": "The case was put on legal hold.",
    "lifted": "A legal hold of the case was lifted.",
    "disposed": "The case was disposed of. Nothing in it can be read any more.",
    "exported": "The whole of the case was written to a file, to leave the bot.",
    "document": "A document with names was written to a file from the case, to leave the bot.",
    "register": "A register of the case, with names, was written to a file, to leave the bot.",
    "ballot": "The record of the ballot, with each reason as it was typed, was written to a file, to leave the bot.",
    "table": "A table of what was written in the case, with names, was written to a file, to leave the bot. It is for "
    "a request for somebody’s own data.",
    "packed": "A pack of somebody’s own data was made from the case, to leave the bot.",
}


def told(reference: str, deed: str, names: Sequence[str], at: datetime, *, mine: bool) -> Card:
    """What was done, when, and in whose name."""
    in_yours, in_another = of_case(reference, "done by command in your name"), of_case(reference, "done by command")
    title = in_yours if mine else in_another
    given = " and ".join(names)
    return notice(
        title,
        DEEDS[deed],
        f"It was done by command on the machine that the bot runs on, {clock_words(at)}, in the name of {given}.",
        "Whoever typed it gave those names; the bot cannot know who it was. You have nothing to do if it is right.",
        "If it is not, tell the chair, your data protection officer and whoever runs the machine, now.",
    )


def untold(reference: str, deed: str, names: Sequence[str], at: datetime, to: str, why: str) -> Card:
    """To somebody who can ring: who could not be told of it, and what it was."""
    return notice(
        of_case(reference, "somebody could not be told of a command"),
        DEEDS[deed],
        f"It was done by command on the machine that the bot runs on, {clock_words(at)}, in the name of "
        f"{' and '.join(names)}.",
        f"{to} could not be told in Teams: {why}",
        f"Please ring {to} now, and ask whether it was right. If it was not, tell your data protection officer and "
        "whoever runs the machine.",
    )
