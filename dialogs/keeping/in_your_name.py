"""Something was done to a case by command, in somebody's name: they are told at once, and so is the chair (T17)."""

from datetime import datetime
from enum import StrEnum

from cards.keeping import in_your_name as cards
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.people import PersonId
from storage.messages import Message

VIEW = "in_your_name"


class Deed(StrEnum):
    """What can be done to a case by command with somebody's id."""

    HELD = "held"
    LIFTED = "lifted"
    DISPOSED = "disposed"
    EXPORTED = "exported"
    PACKED = "packed"


def notice(reference: str, deed: Deed, person: PersonId, named: tuple[PersonId, ...], now: datetime) -> Message:
    """Of no case: there may be none any more, and it holds nothing of one but its reference."""
    return Message(
        key=f"{VIEW}:{reference}:{deed}:{now.isoformat()}:{person}",
        to=person,
        route="person",
        view=VIEW,
        due=now,
        args={"case": reference, "deed": deed, "named": " ".join(named), "at": now.isoformat()},
        urgent=True,
    )


def told(message: Message, desk: Desk) -> Answer:
    """Whoever is named, by name; what was done and when, and what to do if it was not so."""
    given, named = message.args, message.args["named"].split()
    names = [desk.partnership.name_of(person) for person in named]
    at = datetime.fromisoformat(given["at"])
    return Answer.of(cards.told(given["case"], given["deed"], names, at, mine=message.to in named))
