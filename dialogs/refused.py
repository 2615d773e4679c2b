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
    """In the record of the case that was named, if there is one: who was refused what, and no word of it."""
    named = REFERENCE.search(str(turn.data.get("case") or turn.data.get("subject") or turn.said))
    if named and not turn.automatic:  # A card that draws itself anew is nobody's attempt.
        desk.work.was_refused(named.group().upper(), turn.who.person, what, desk.now)


def noted(verb: str, kind: type[Exception]) -> None:
    """Say in the log that something was not allowed, and of which kind: never to whom, of which case or in what words.

    `verb` is a word of ours: whoever calls has looked it up.
    """
    log.info("turn not allowed verb=%s code=%s", verb.replace(" ", "."), kind)
