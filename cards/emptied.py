"""What stands in the place of a card when somebody's access to the case has ended (Part 6, rule 4)."""

from cards.elements import Card, button
from cards.receipts import MY_TASKS, notice
from rapid_review.case import Case
from rapid_review.openly import of_case
from rapid_review.people import Partnership
from rapid_review.permissions import ShutOut

_WHY = {
    ShutOut.LEFT: "You are not in the partnership’s file any more, so nothing of this case is shown to you.",
    "former": "The partnership’s file says that you have left, so nothing of this case is shown to you.",
    "guest": "You are a guest, and nobody has confirmed you again, so nothing of this case is shown to you for now.",
    ShutOut.ENDED: "Your part in this case has ended, so nothing of it is shown to you any more.",
    ShutOut.FROZEN: "This case is held still for now. Nothing of yours is lost, and you hear when it goes on.",
    ShutOut.CLOSED: "This case is closed, and the time in which those who took part could read it is over.",
    "narrowed": "You may read less of this case than before. What you may read still, you can open again.",
    "again": "Your access to this case was closed for a while. What you may read of it, you can open again.",
}


def refused(why: str, partnership: Partnership) -> str:
    """The same for somebody who presses: they are in the partnership’s file, and have no part any more."""
    kept = "What you had saved is kept. "
    ask = f"If that is not right, tell {partnership.team_contact}."
    return f"{_WHY[why]} {kept if why == 'guest' else ''}{ask}"


def emptied(case: Case, why: str, partnership: Partnership) -> Card:
    """That it is emptied, why, and whom to ask."""
    lines = ("This card is emptied.", _WHY[why], f"If that is not right, tell {partnership.team_contact}.")
    return notice(of_case(case.reference, "nothing more on this card"), *lines, actions=[button(*MY_TASKS)])
