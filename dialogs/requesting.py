"""What people hear about a request to an agency that asks nothing more of them, drawn when it is sent."""

from cards import requests as cards
from dialogs.desk import Desk
from dialogs.turn import Answer, Card
from rapid_review.case import Case
from rapid_review.permissions import roles_of
from rapid_review.summary import ACKNOWLEDGE, EXTENSION_ANSWER
from storage.messages import Message


def handed_over(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The SPOC learns that a colleague has the request."""
    return _answer(cards.handed_over(case, message.args["agency"], desk.partnership))


def came_back(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The colleague who covered learns that it is over."""
    return _answer(cards.came_back(case))


def mend_file(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The Partnership Team learns whom the agency named, as long as nobody has the request."""
    agency = message.args["agency"]
    form = desk.work.form(case.reference, ACKNOWLEDGE.id, agency)
    if not case.requests[agency].wrong_person or form is None:
        return None
    return _answer(cards.mend_file(case, agency, form.answers, desk.partnership))


def extension_answered(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The agency learns what was said to the later day it asked for."""
    agency = message.args["agency"]
    if agency not in case.answered_by(desk.standing(message.to)):
        return None
    form = desk.work.form(case.reference, EXTENSION_ANSWER.id, agency)
    return _answer(cards.extension_answered(case, agency, form.answers if form else {}))


def silent(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The strategic lead learns of a silence that still lasts."""
    if not roles_of(case, desk.standing(message.to)):
        return None
    return _answer(cards.silent(case, message.args["agency"], desk.partnership))


def _answer(card: Card | None) -> Answer | None:
    return Answer(card, card["fallbackText"]) if card else None
