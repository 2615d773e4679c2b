"""What people hear about a request to an agency that asks nothing more of them, drawn when it is sent."""

from cards.returns import answers
from cards.returns import requests as cards
from dialogs.desk import Desk
from dialogs.returns.agencies import in_line
from dialogs.turn import Answer, Card
from rapid_review.case import Case
from rapid_review.people import Role
from rapid_review.permissions import Access, Surface, roles_of, sees
from rapid_review.summary import ACKNOWLEDGE, EXTENSION_ANSWER, SUMMARY
from storage.messages import Message


def handed_over(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The SPOC learns that a colleague has the request."""
    return _answer(cards.handed_over(case, message.args["agency"], desk.partnership))


def came_back(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The colleague who covered learns that it is over."""
    subject = f"{case.reference}/{message.args['agency']}"
    return _answer(cards.came_back(case, begun=desk.work.draft(message.to, SUMMARY.id, subject) is not None))


def mend_file(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The Partnership Team learns whom the agency named, as long as nobody has the request."""
    agency, who = message.args["agency"], desk.standing(message.to)
    form = desk.work.form(case.reference, ACKNOWLEDGE.id, agency)
    if not case.requests[agency].wrong_person or form is None or not who.has(Role.PARTNERSHIP_TEAM):
        return None
    named = form.answers if sees(case, who, Surface.RETURNS) is Access.READ else None
    return _answer(cards.mend_file(case, agency, named, desk.partnership))


def nobody_left(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The Partnership Team learns that nobody is left to ask, as long as that is so."""
    agency = message.args["agency"]
    if not case.owes_answer(agency) or in_line(case, agency, desk.partnership):
        return None
    return _answer(cards.nobody_left(case, agency, desk.partnership))


def extension_answered(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The agency learns what was said to the later day it asked for; why, whoever asked or has declared."""
    agency, who = message.args["agency"], desk.standing(message.to)
    if agency not in case.answered_by(who):
        return None
    form = desk.work.form(case.reference, EXTENSION_ANSWER.id, agency)
    asked = any(extension.by == who.id for extension in case.requests[agency].extensions)
    reason = form.answers if form and (asked or sees(case, who, Surface.RETURNS) >= Access.OWN) else {}
    return _answer(cards.extension_answered(case, agency, reason))


def unsigned(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Whoever sent the answer learns that nobody is left to sign it, for as long as they answer for the agency."""
    agency = message.args["agency"]
    if agency not in case.answered_by(desk.standing(message.to)):
        return None
    return _answer(answers.unsigned(case, agency))


def silent(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The strategic lead learns of a silence that still lasts."""
    if not roles_of(case, desk.standing(message.to)):
        return None
    return _answer(cards.silent(case, message.args["agency"], desk.partnership))


def _answer(card: Card | None) -> Answer | None:
    return Answer.of(card) if card else None
