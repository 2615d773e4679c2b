"""What the process does not allow: the card that says why and where to go from there, and the line in the log."""

import logging

from cards import receipts
from cards.elements import button
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.case import REFERENCE
from rapid_review.openly import openly

log = logging.getLogger(__name__)


def refused(why: str, turn: Turn, *also: str) -> Answer:
    """Nothing was changed, and why."""
    reference = str(turn.data.get("case") or turn.data.get("subject") or "").partition("/")[0]
    actions = [button("My tasks", "tasks"), button("Help", "help")]
    if REFERENCE.fullmatch(reference):
        actions.insert(0, button("See the case", "case", {"case": reference}))
    title = openly("That could not be done")
    return Answer(receipts.notice(title, why, *also, actions=actions), title)


def recorded(turn: Turn, desk: Desk, what: str) -> None:
    """In the record of each case that was named, if there is one: who was refused what, and no word of it.

    Also where a card drew itself anew, which its entry says: whether nobody pressed, only the client knows (T2).
    """
    for reference in named(turn):
        desk.work.was_refused(reference, turn.who.person, what, desk.now)


def named(turn: Turn) -> list[str]:
    """The cases that a press or a message is about. Dialogs look in one field or another: a false one hides none."""
    said = (turn.data.get("case", ""), turn.data.get("subject", ""), turn.said)
    found = filter(None, (REFERENCE.search(str(words)) for words in said))
    return list(dict.fromkeys(reference.group().upper() for reference in found))


def noted(verb: str, kind: type[Exception]) -> None:
    """Say in the log that something was not allowed, and of which kind: never to whom, of which case or in what words.

    `verb` is a word of ours: whoever calls has looked it up.
    """
    log.info("turn not allowed verb=%s code=%s", verb.replace(" ", "."), kind)
