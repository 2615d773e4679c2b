"""One turn: find the dialog, let it act, and always answer with something useful."""

from dataclasses import replace

from pydantic import ValidationError

from cards import channel
from dialogs import emptying, filling, home, looking, own_view, tasking
from dialogs.desk import Desk
from dialogs.forms import FILLINGS
from dialogs.paperwork import documents
from dialogs.refused import named, noted, recorded, refused
from dialogs.trust import glass
from dialogs.turn import Answer, Turn
from dialogs.verbs import BESIDE, DIALOGS, TYPED, Dialog
from rapid_review.case import REFERENCE
from rapid_review.errors import Recused, Refusal
from storage.messages import Message


def answer(turn: Turn, desk: Desk) -> Answer:
    """Answer one turn. A refusal changes nothing and says what to do; it never escapes as an error."""
    desk.work.via = looking.via(turn)
    if turn.where.kind != "personal":
        return _in_public(turn, desk)
    dialog, what = _asked(turn)
    if turn.verb and what == looking.OTHER:
        noted(what, KeyError)  # A button of no version: forged, or very old.
    try:
        given = glass.contained(turn, desk, dialog(turn, desk))
        given = emptying.remember(turn, desk, given)
        return looking.answered(turn, desk, given, what)
    except Recused as recused:
        _let_go(turn, desk, what, recused)
        return tasking.recused_from(desk, recused.reference, told=filling.heard(turn, desk))
    except Refusal as refusal:
        _let_go(turn, desk, what, refusal)
        told = filling.heard(turn, desk)
        return refused(emptying.why_not(refusal, turn, desk), turn, *([told] if told else []))
    except ValidationError as forged:
        _let_go(turn, desk, what, forged)  # A card's data that does not fit is forged or broken: the same to us.
        return refused("That button does not work any more, so nothing was changed.", turn)


def _let_go(turn: Turn, desk: Desk, what: str, why: Exception) -> None:
    """Nothing of it is kept, but that somebody asked."""
    noted(what, type(why))
    desk.work.discard()
    recorded(turn, desk, what)


def _in_public(turn: Turn, desk: Desk) -> Answer:
    """In a channel or group everybody reads along: what was asked for goes to the person's own chat (F69)."""
    if turn.verb == "hello":
        return Answer.of(channel.introduction(desk.partnership))
    if turn.verb == own_view.VERB:
        return own_view.mine(turn, desk)
    _refused_aloud(turn, desk)
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
                "show": "cases" if _asked(turn)[0] is home.cases else "tasks",
            },
        )
    )
    if turn.verb and reference and (left := own_view.pressed(turn, desk, reference.group())):
        return left
    return Answer.of(channel.elsewhere())


def _refused_aloud(turn: Turn, desk: Desk) -> None:
    """Nobody is shown anything here; who asked for what is not theirs is in its record all the same (T2)."""
    try:
        for reference in named(turn):
            desk.case(reference, desk.who(turn))
    except Refusal:
        recorded(turn, desk, _asked(turn)[1])


def _asked(turn: Turn) -> tuple[Dialog, str]:
    """The dialog that answers, and the word under which record and log know it.

    The word is always one of ours, from a table or written here: nothing that was typed or forged gets there (G17).
    """
    if turn.files:
        return documents.received, "files"
    return _pressed(turn) if turn.verb else _typed(turn)


def _pressed(turn: Turn) -> tuple[Dialog, str]:
    if turn.verb not in DIALOGS:
        return home.not_understood, looking.OTHER
    form = str(turn.data.get("form", ""))
    about = f" {form}" if turn.verb.startswith("form.") and form in FILLINGS else ""
    return DIALOGS[turn.verb], f"{turn.verb}{about}"


def _typed(turn: Turn) -> tuple[Dialog, str]:
    said = " ".join(turn.said.lower().split()).strip("?!. ")
    if not said:
        return home.help, "help"
    if said in TYPED:
        return TYPED[said], said
    if found := REFERENCE.search(said):
        reference, beside = found.group().upper(), said.replace(found.group(), "").strip()
        what = beside if beside in BESIDE else "case"
        return lambda turn, desk: BESIDE.get(beside, tasking.case)(_about(turn, reference), desk), what
    return home.not_understood, looking.OTHER


def _about(turn: Turn, reference: str) -> Turn:
    return replace(turn, data={"case": reference})
