"""Something was done to a case by command, in somebody's name: they are told at once, and so is the chair (T17)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from cards.keeping import in_your_name as cards
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.people import PersonId, Role
from rapid_review.reaching import cause
from storage.contacts import Contact
from storage.messages import Message

VIEW, UNTOLD = "in_your_name", "in_your_name_untold"
A_DAY = timedelta(hours=26)
"""How long a notice that did not arrive is looked for."""
WHO_HEARS = (Role.PARTNERSHIP_TEAM, Role.CHAIR, Role.DEPUTY_CHAIR, Role.DPO, Role.BOARD_CHAIR)
"""Who is told that somebody could not be: the first of these of whom anybody is left, who was not tried already."""


class Deed(StrEnum):
    """What can be done to a case by command with somebody's id."""

    HELD = "held"
    LIFTED = "lifted"
    DISPOSED = "disposed"
    EXPORTED = "exported"
    PACKED = "packed"
    DOCUMENT = "document"
    REGISTER = "register"
    BALLOT = "ballot"
    TABLE = "table"


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


# -- Where it does not arrive ---------------------------------------------------------------------------------------


def untold(desk: Desk) -> list[Contact]:
    """Those who could not be told, and of whom nobody else has been told either: the control would be silent (T17)."""
    lost = [desk.work.contact(id) for id in desk.work.lost_since(VIEW, desk.now - A_DAY)]
    return [one for one in lost if one and all(told.lost for told in desk.work.follow_ups(one.id))]


def tell_others(desk: Desk, lost: Sequence[Contact]) -> None:
    """Somebody who can reach them, and who can say whether it was so."""
    unreachable = {one.person for one in lost}
    for failed in lost:
        _tell_another(desk, failed, unreachable | {told.person for told in desk.work.follow_ups(failed.id)})


def _tell_another(desk: Desk, failed: Contact, unreachable: set[PersonId]) -> None:
    holders = ([p for p in desk.partnership.holders(role) if p not in unreachable] for role in WHO_HEARS)
    for person in next((left for left in holders if left), []):
        desk.work.owe(
            Message(
                key=f"{UNTOLD}:{failed.id}:{person}",
                to=person,
                route="person",
                view=UNTOLD,
                due=desk.now,
                args={"message": str(failed.id)},
                urgent=True,
                follows=failed.id,
            )
        )


def draw_untold(message: Message, desk: Desk) -> Answer | None:
    """What they were to read, who they are, and why they did not."""
    failed = desk.work.contact(int(message.args["message"]))
    if failed is None:
        return None
    name, why = desk.partnership.name_of(failed.person), cause(failed.code).words
    at = datetime.fromisoformat(failed.args["at"])
    names = [desk.partnership.name_of(person) for person in failed.args["named"].split()]
    return Answer.of(cards.untold(failed.args["case"], failed.args["deed"], names, at, name, why))
