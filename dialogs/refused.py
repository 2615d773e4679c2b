"""The card for what the process does not allow: why, and where to go from there."""

from cards import receipts
from cards.elements import button
from dialogs.turn import Answer, Turn
from rapid_review.case import REFERENCE


def refused(why: str, turn: Turn, *also: str) -> Answer:
    """Nothing was changed, and why."""
    reference = str(turn.data.get("case") or turn.data.get("subject") or "").partition("/")[0]
    actions = [button("My tasks", "tasks"), button("Help", "help")]
    if REFERENCE.fullmatch(reference):
        actions.insert(0, button("See the case", "case", {"case": reference}))
    title = "That could not be done"
    return Answer(receipts.notice(title, why, *also, actions=actions), title)
