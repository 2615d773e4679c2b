"""The addresses outside are confirmed anew every six months: an administrator is reminded before they lapse (C12)."""

from datetime import timedelta

from cards.outward import reconfirming as cards
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.timing.hours import next_allowed
from storage.messages import Message

VIEW = "addresses"
DAYS_BEFORE = (30, 7, 0)


def remind(desk: Desk) -> None:
    """Owe what is due of it by now. Doing it again changes nothing."""
    addresses = desk.partnership.addresses
    if not (addresses.known and addresses.confirmed):
        return
    due = [days for days in DAYS_BEFORE if addresses.until - timedelta(days=days) <= desk.today]
    for person in _keepers(desk.partnership) if due else ():
        desk.work.owe(
            Message(
                key=f"{VIEW}:{addresses.until}:{min(due)}:{person}",
                to=person,
                route="person",
                view=VIEW,
                due=next_allowed(desk.now, None, desk.policy),
                args={"until": addresses.until.isoformat()},
            )
        )


def _keepers(partnership: Partnership) -> tuple[PersonId, ...]:
    """Who keeps the partnership's file, as far as it says so."""
    return partnership.holders(Role.IT_ADMIN) or partnership.holders(Role.PARTNERSHIP_TEAM)


def draw(message: Message, desk: Desk) -> Answer | None:
    """The card; none once they have been confirmed again."""
    addresses = desk.partnership.addresses
    if message.args["until"] != addresses.until.isoformat():
        return None
    return Answer.of(cards.lapsing(addresses, desk.today))
