"""One turn: find the dialog, let it act, and always answer with something useful."""

import re
from dataclasses import replace

from pydantic import ValidationError

from cards import channel, receipts
from cards.elements import button
from dialogs import home, tasking
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from dialogs.verbs import DIALOGS, TYPED, Dialog
from rapid_review.errors import NotYours, Refusal
from storage.messages import Message

REFERENCE = re.compile(r"\bRR-\d{4}-\d{3,6}\b", re.IGNORECASE)


def answer(turn: Turn, desk: Desk) -> Answer:
    """Answer one turn. A refusal changes nothing and says what to do; it never escapes as an error."""
    if turn.where.kind != "personal":
        return _in_public(turn, desk)
    try:
        return _dialog(turn)(turn, desk)
    except Refusal as refusal:
        desk.work.discard()
        return _refused(str(refusal), turn)
    except ValidationError:
        desk.work.discard()  # A card's data that does not fit is forged or broken: the same to us.
        return _refused("That button does not work any more, so nothing was changed.", turn)


def _in_public(turn: Turn, desk: Desk) -> Answer:
    """In a channel or group everybody reads along: what was asked for goes to the person's own chat (F69)."""
    if turn.verb == "hello":
        return Answer(channel.introduction(desk.partnership), "Rapid Review is here")
    reference = REFERENCE.search(str(turn.data.get("case") or turn.said))
    desk.work.owe(
        Message(
            key=f"private:{turn.id}",
            to=turn.who.person,
            route="person",
            view="private",
            due=desk.now,
            args={
                "case": reference.group().upper() if reference else "",
                "show": "cases" if _dialog(turn) is home.cases else "tasks",
            },
        )
    )
    if turn.verb and reference and (status := _status(reference.group().upper(), desk)):
        return status
    return Answer(receipts.notice(PRIVATE), PRIVATE)


PRIVATE = "I have answered in our private chat, where nobody else can read along."


def _status(reference: str, desk: Desk) -> Answer | None:
    """The channel's own card, as it is: a press leaves it in place for everybody."""
    try:
        card = channel.status(desk.work.case(reference), desk.now)
    except NotYours:
        return None
    return Answer(card, card["fallbackText"])


def _dialog(turn: Turn) -> Dialog:
    if turn.verb:
        return DIALOGS.get(turn.verb, home.not_understood)
    said = " ".join(turn.said.lower().split()).strip("?!. ")
    if not said:
        return home.help
    if said in TYPED:
        return TYPED[said]
    if found := REFERENCE.search(said):
        reference = found.group().upper()
        return lambda turn, desk: tasking.case(_about(turn, reference), desk)
    return home.not_understood


def _about(turn: Turn, reference: str) -> Turn:
    return replace(turn, data={"case": reference})


def _refused(why: str, turn: Turn) -> Answer:
    reference = str(turn.data.get("case") or turn.data.get("subject") or "").partition("/")[0]
    actions = [button("My tasks", "tasks"), button("Help", "help")]
    if REFERENCE.fullmatch(reference):
        actions.insert(0, button("See the case", "case", {"case": reference}))
    return Answer(receipts.notice("That could not be done", why, actions=actions), "That could not be done")
