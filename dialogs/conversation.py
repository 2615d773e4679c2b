"""One turn: find the dialog, let it act, and always answer with something useful."""

from dataclasses import replace

from pydantic import ValidationError

from cards import channel, receipts
from dialogs import filling, home, own_view, tasking
from dialogs.desk import Desk
from dialogs.paperwork import documents
from dialogs.refused import refused
from dialogs.turn import Answer, Turn
from dialogs.verbs import DIALOGS, TYPED, Dialog
from rapid_review.case import REFERENCE
from rapid_review.errors import Recused, Refusal
from storage.messages import Message


def answer(turn: Turn, desk: Desk) -> Answer:
    """Answer one turn. A refusal changes nothing and says what to do; it never escapes as an error."""
    if turn.where.kind != "personal":
        return _in_public(turn, desk)
    try:
        return _dialog(turn)(turn, desk)
    except Recused as recused:
        desk.work.discard()
        return tasking.recused_from(desk, recused.reference, told=filling.heard(turn, desk))
    except Refusal as refusal:
        desk.work.discard()
        told = filling.heard(turn, desk)
        return refused(str(refusal), turn, *([told] if told else []))
    except ValidationError:
        desk.work.discard()  # A card's data that does not fit is forged or broken: the same to us.
        return refused("That button does not work any more, so nothing was changed.", turn)


def _in_public(turn: Turn, desk: Desk) -> Answer:
    """In a channel or group everybody reads along: what was asked for goes to the person's own chat (F69)."""
    if turn.verb == "hello":
        return Answer(channel.introduction(desk.partnership), "Rapid Review is here")
    if turn.verb == own_view.VERB:
        return own_view.mine(turn, desk)
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
    if turn.verb and reference and (left := own_view.pressed(turn, desk, reference.group())):
        return left
    return Answer(receipts.notice(PRIVATE), PRIVATE)


PRIVATE = "I have answered in our private chat, where nobody else can read along."


def _dialog(turn: Turn) -> Dialog:
    if turn.files:
        return documents.received
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
