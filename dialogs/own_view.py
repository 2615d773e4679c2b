"""One card in a channel or a group, and in its place their own view for each who looks (user-specific refresh).

The card that is posted holds what everybody there may know. Teams asks it again for each person, and what it then
gets goes to that person alone: what they owe, that they are recused, or, to somebody without a part, nothing more.
"""

from collections.abc import Callable

from cards import casework, channel, receipts
from cards.elements import kept_fresh
from dialogs.desk import Desk
from dialogs.refused import recorded
from dialogs.turn import Answer, Card, Turn
from rapid_review.case import REFERENCE, Case
from rapid_review.errors import NotYours, Recused
from rapid_review.openly import openly
from rapid_review.people import Standing
from rapid_review.tasks import owed

VERB = "case.mine"
NOTHING = openly("There is nothing here for you.")


def posted(desk: Desk, case: Case) -> Answer:
    """The card as everybody in the channel reads it."""
    return _fresh(desk, case, channel.status(case, desk.now))


def mine(turn: Turn, desk: Desk) -> Answer:
    """The card for the person who looks; nobody else is shown it."""
    said = REFERENCE.search(str(turn.data.get("case", "")))
    shown = _shown(turn, desk, said.group() if said else "", _own)
    if shown is None:
        recorded(turn, desk, VERB)
    return shown or Answer(receipts.notice(NOTHING), NOTHING)


def pressed(turn: Turn, desk: Desk, reference: str) -> Answer | None:
    """What a press leaves in the card's place: the card as it is, for whoever may know of the case."""
    return _shown(turn, desk, reference, lambda desk, case, who: channel.status(case, desk.now))


def _own(desk: Desk, case: Case, who: Standing) -> Card:
    desk.work.log_read(case.reference, who.id, VERB, desk.now)
    return channel.mine(case, owed(case, who, desk.now), desk.now)


def _shown(turn: Turn, desk: Desk, reference: str, drawn: Callable[[Desk, Case, Standing], Card]) -> Answer | None:
    who = desk.who(turn)
    try:
        case = desk.case(reference, who)
    except Recused as recused:
        card = casework.recused(desk.work.case(recused.reference))
        return Answer.of(card)
    except NotYours:
        return _of_everybody(turn, desk, reference.upper())
    return _fresh(desk, case, drawn(desk, case, who))


def _of_everybody(turn: Turn, desk: Desk, reference: str) -> Answer | None:
    """In the partnership's own channel, what is posted there anyway; elsewhere not even whether there is a case."""
    if turn.where.channel not in desk.partnership.channels.values():
        return None
    try:
        return posted(desk, desk.work.case(reference))
    except NotYours:
        return None


def _fresh(desk: Desk, case: Case, card: Card) -> Answer:
    if not desk.demo:  # The demonstration's client knows no refreshing, and says so under every card.
        card = kept_fresh(card, VERB, casework.on(case))
    return Answer.of(card)
