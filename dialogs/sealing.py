"""Sealing the record: each hour where all chains end, and each day a seal that is kept outside the database (T12)."""

from collections.abc import Iterator
from datetime import date, time

from cards import sealing as cards
from cards.reach.reaching import Letter
from dialogs.desk import Desk
from dialogs.turn import Answer
from documents.redacted import Sealed
from rapid_review.people import Role
from rapid_review.timing.london import local
from storage.anchors import Anchor
from storage.messages import Message, Route

VIEW = "seal"
FROM = time(8)
"""In London. It covers everything before this day, and people are there to see that it comes."""


def seal(desk: Desk, *, by_mail: bool) -> Anchor | None:
    """Anchor the record if it is time, and owe the day's seal. The day's anchor, if it was made now.

    Two processes at once make one: the later finds the anchor there, and what is owed has a key.
    """
    made = desk.work.anchor_of_day(desk.now, desk.today) if local(desk.now).time() >= FROM else None
    if made:
        for message in _owed(desk, made, by_mail=by_mail):
            desk.work.owe(message)
    desk.work.anchor_hourly(desk.now)
    return made


def _owed(desk: Desk, made: Anchor, *, by_mail: bool) -> Iterator[Message]:
    if desk.partnership.channels.get("team"):
        yield _message(desk, made, "team", "channel")
    for person in desk.partnership.holders(Role.SCRUTINEER):
        known = desk.partnership.person(person)
        yield _message(desk, made, person, "mail" if by_mail and known and known.email else "person")


def _message(desk: Desk, made: Anchor, to: str, route: Route) -> Message:
    return Message(
        key=f"seal:{made.day}:{route}:{to}",
        to=to,
        route=route,
        view=VIEW,
        due=desk.now,
        args={"day": made.day},
        alert=False,
    )


def draw(message: Message, desk: Desk) -> Answer | None:
    """The card, for the channel or for the Scrutineer."""
    day = date.fromisoformat(message.args["day"])
    made = desk.work.seal_of(day)
    if made is None:
        return None
    card = (cards.in_channel if message.route == "channel" else cards.personal)(day, made.cases, made.hash)
    return Answer.of(card)


def letter(message: Message, desk: Desk) -> Letter | None:
    """The e-mail."""
    day = date.fromisoformat(message.args["day"])
    made = desk.work.seal_of(day)
    words = Sealed(day, cards.shown(made.hash)) if made else None
    return Letter(words.subject, words.body) if words else None
