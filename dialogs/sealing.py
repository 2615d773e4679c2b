"""Sealing the record: each hour where all chains end, and each day a seal that is kept outside the database (T12)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from cards import sealing as cards
from cards.reach.reaching import Letter
from dialogs.desk import Desk
from dialogs.turn import Answer
from documents.redacted import Sealed
from rapid_review.people import PersonId, Role
from rapid_review.reaching import cause
from rapid_review.timing.london import local
from storage.anchors import Anchor
from storage.messages import Message, Route

VIEW, LOST = "seal", "seal_lost"
FROM = time(8)
"""In London. It covers everything before this day, and people are there to see that it comes."""
A_DAY = timedelta(hours=26)
"""How long a seal that did not arrive is worth an alarm: the next day's holds all that it held."""


def seal(desk: Desk, *, by_mail: bool) -> Anchor | None:
    """Anchor the record if it is time, and owe the day's seal. The day's anchor, if it was made now.

    Two processes at once make one: the later finds the anchor there, and what is owed has a key. It is owed of whatever
    anchor bears the day, so that one put there by somebody else keeps no seal at home (T12).
    """
    made = None
    if local(desk.now).time() >= FROM:
        made = desk.work.anchor_of_day(desk.now, desk.today)
        _owe(desk, made or desk.work.seal_of(desk.today), by_mail=by_mail)
    desk.work.anchor_hourly(desk.now)
    return made


def _owe(desk: Desk, of_day: Anchor | None, *, by_mail: bool) -> None:
    messages = [*_owed(desk, of_day, by_mail=by_mail)] if of_day else []
    there = desk.work.ever_owed([message.key for message in messages])
    for message in messages:
        if message.key not in there:
            desk.work.owe(message)


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


def lost(desk: Desk) -> list[int]:
    """Which seals of the last day were given up on, by number: what is kept outside lacks them (T12)."""
    return desk.work.lost_since(VIEW, desk.now - A_DAY)


def say_lost(id: int, person: PersonId, at: datetime) -> Message:
    """To somebody who can keep it outside by hand, and find out why. Once for each."""
    key, args = f"{LOST}:{id}:{person}", {"message": str(id)}
    return Message(key=key, to=person, route="person", view=LOST, due=at, args=args, urgent=True)


def draw_lost(message: Message, desk: Desk) -> Answer | None:
    """Which it was, where it did not arrive and why, and the seal itself."""
    failed = desk.work.contact(int(message.args["message"]))
    day = date.fromisoformat(failed.args["day"]) if failed else desk.today
    made = desk.work.seal_of(day)
    if failed is None or made is None:
        return None
    to = "" if failed.route == "channel" else desk.partnership.name_of(failed.person)
    return Answer.of(cards.lost(day, made.hash, to, cause(failed.code).words))


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
