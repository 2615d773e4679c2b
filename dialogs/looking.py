"""What the record says of an answer: by which way it was asked for, and what its reader was shown (T2, G17)."""

from collections.abc import Callable

import orjson

from dialogs.desk import Desk
from dialogs.turn import Answer, Card, Turn
from storage.audit import Via
from storage.looking import Kind
from storage.messages import Message

OTHER = "other"
"""What was typed or forged never stands in the record."""


def via(turn: Turn) -> Via:
    """By which way somebody came."""
    if turn.files:
        return Via.FILE
    if turn.verb:
        return Via.REFRESH if turn.automatic else Via.CARD
    return Via.TYPED


def answered(turn: Turn, desk: Desk, given: Answer, what: str) -> Answer:
    """The answer, and in the record that its reader was shown it. `what` is a word of ours for what was asked."""
    kind = Kind.OWN if turn.verb.startswith("form.") and turn.verb != "form.open" else Kind.READ
    desk.work.showed(turn.who.person, what, desk.now, names(given.card), kind)
    return given


def sent(message: Message, desk: Desk, given: Answer) -> Answer:
    """The same for a card that the bot sends by itself."""
    desk.work.via = Via.MESSAGE
    if message.route == "person":
        desk.work.showed(message.to, message.view, desk.now, names(given.card), Kind.SHOWN)
    return given


def names(card: Card) -> Callable[[str], bool]:
    """Whether a case is on the card. It is read only for lists: they look at more cases than they show."""
    written = ""

    def named(reference: str) -> bool:
        nonlocal written
        written = written or orjson.dumps(card).decode()
        return reference in written

    return named
