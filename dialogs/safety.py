"""The question that ends every form: is any child at risk now? A yes is passed on at once (R066, E17)."""

from collections.abc import Sequence
from datetime import datetime

from cards import receipts
from cards.elements import Element
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.people import Standing
from rapid_review.questions.forms import Answers
from rapid_review.questions.shared_questions import at_risk_now


def raised(case: Case, who: Standing, answers: Answers, now: datetime) -> Sequence[Element]:
    """Raise the alert if these answers call for it, and say so on the card."""
    if not at_risk_now(answers):
        return ()
    case.raise_alert(by=who, now=now)
    return receipts.stop(TOLD)


TOLD = "The Partnership Team, the chair and the Group’s members are being told now."


def at_once(turn: Turn, desk: Desk, subject: str, answers: Answers) -> str:
    """Raise the alert when the question is answered, however far the rest of the form is (E17)."""
    if "immediate_safety_now" not in turn.data or not at_risk_now(answers):
        return ""
    who = desk.who(turn)
    desk.case_recused_or_not(subject.partition("/")[0], who).raise_alert(by=who, now=desk.now)
    return f"{receipts.STOP} {TOLD}"


def mine(turn: Turn, desk: Desk) -> Answer:
    """Somebody says that they are dealing with the alert."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    case.acknowledge_alert(by=who, now=desk.now)
    name = desk.partnership.name_of(case.alert_acknowledged_by)
    said = "You have it in hand." if case.alert_acknowledged_by == who.id else f"{name} has it in hand."
    return tasking.next_on(desk, case, who, said=said)
