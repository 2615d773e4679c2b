"""What holds for a time is confirmed anew: the addresses outside (C12), and each guest (Part 6, rule 10).

An administrator is reminded before it lapses, and told once it has. So is the guest.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from cards.outward import reconfirming as cards
from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.people import Partnership, Person, PersonId, Role
from rapid_review.timing.hours import next_allowed
from storage.messages import Message

ADDRESSES, GUESTS, YOURSELF = "addresses", "guests", "guest_yourself"
VIEWS = frozenset({ADDRESSES, GUESTS, YOURSELF})
_DAYS_BEFORE = {ADDRESSES: (30, 7, 0), GUESTS: (14, 7, 0), YOURSELF: (7, 1, 0)}


def remind(desk: Desk) -> None:
    """Owe what is due of it by now. Doing it again changes nothing."""
    for view, until in _lapsing(desk.partnership):
        due = [days for days in _DAYS_BEFORE[view] if until - timedelta(days=days) <= desk.today]
        for person in _keepers(desk.partnership) if due else ():
            _tell(desk, view, until, min(due), person)
    for guest in _guests(desk.partnership):
        _warn(desk, guest)


def _warn(desk: Desk, guest: Person) -> None:
    """The guest too, who may be in the middle of a form that evening; not whoever lapsed long ago."""
    left = (guest.until - desk.today).days if guest.until else None
    due = [days for days in _DAYS_BEFORE[YOURSELF] if left is not None and -_DAYS_BEFORE[YOURSELF][0] <= left <= days]
    if guest.until and due:
        _tell(desk, YOURSELF, guest.until, min(due), guest.id)


def _tell(desk: Desk, view: str, until: date, days: int, person: PersonId) -> None:
    desk.work.owe(
        Message(
            key=f"{view}:{until}:{days}:{person}",
            to=person,
            route="person",
            view=view,
            due=next_allowed(desk.now, None, desk.policy),
            args={"until": until.isoformat()},
        )
    )


def _lapsing(partnership: Partnership) -> Iterator[tuple[str, date]]:
    """What is confirmed, with the day from which it holds no more; of the guests, every such day."""
    addresses = partnership.addresses
    if addresses.known and addresses.confirmed:
        yield ADDRESSES, addresses.until
    for until in sorted({guest.until for guest in _guests(partnership) if guest.until}):
        yield GUESTS, until


def _guests(partnership: Partnership) -> list[Person]:
    """Every guest, by their names, but for those who leave before they lapse."""
    everybody = (*partnership.people.values(), *partnership.former.values())
    return sorted((one for one in everybody if one.guest and one.until != one.left), key=lambda one: one.name)


def _keepers(partnership: Partnership) -> tuple[PersonId, ...]:
    """Who keeps the partnership's file, as far as it says so; somebody hears of it while anybody is left."""
    roles = (Role.IT_ADMIN, Role.PARTNERSHIP_TEAM, Role.CHAIR)
    return next((holders for role in roles if (holders := partnership.holders(role))), ())


def draw(message: Message, desk: Desk) -> Answer | None:
    """The card; none once they have been confirmed again."""
    until, addresses = message.args["until"], desk.partnership.addresses
    if message.view == ADDRESSES:
        return Answer.of(cards.lapsing(addresses, desk.today)) if until == addresses.until.isoformat() else None
    if message.view == YOURSELF:
        guest = desk.partnership.known(message.to)
        same = guest is not None and guest.guest and guest.until == date.fromisoformat(until)
        return Answer.of(cards.yourself(guest, desk.partnership, desk.today)) if guest and same else None
    guests = [guest for guest in _guests(desk.partnership) if guest.until == date.fromisoformat(until)]
    return Answer.of(cards.guests(guests, desk.partnership, desk.today)) if guests else None
