"""What comes in after the decision: the Panel's response recorded, and the chair's word on it (R102, E9, E31)."""

from typing import Any

from cards.outcome import reconsidering as cards
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.outcome.decisions import case_of, form_of
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.outcome.decided import Said
from rapid_review.outward.panel_record import RECONSIDERATION, RESPONSE
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Form, read_day
from rapid_review.timing.london import moment_of
from rapid_review.timing.timetable import add_days
from storage.messages import Message


def _respond(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, on = desk.case(subject, who), read_day(answers.get("received_on"))
    if on is None:
        raise Refusal("Say on which day the response came.")
    revision = desk.work.put_form(case.reference, RESPONSE.id, "", who.id, desk.now, answers)
    reply_by = read_day(answers.get("reply_by"))
    case.record_response(Said(answers["response"]), on, by=who, revision=revision, now=desk.now, reply_by=reply_by)
    return tasking.next_on(desk, case, who, said="It is recorded, and the Group and the board are told.")


def response(turn: Turn, desk: Desk) -> Answer:
    """What the Panel said last, for those who may read what passes between it and the partnership."""
    case, who = case_of(turn, desk)
    form = desk.work.form(case.reference, RESPONSE.id, "") if case.responses else None
    if sees(case, who, Surface.PANEL) is not Access.READ or form is None:
        raise Refusal("There is no response of the Panel here that you can read.")
    desk.work.log_read(case.reference, who.id, RESPONSE.id, desk.now)
    return Answer.of(cards.response(case, form.answers))


def responded(message: Message, case: Case, desk: Desk) -> Answer | None:
    """That the Panel has responded; what it said, only to those who may read it (R100)."""
    may_read = sees(case, desk.standing(message.to), Surface.PANEL) is Access.READ
    return Answer.of(cards.responded(case, may_read=may_read)) if case.responses else None


# -- The chair's word ----------------------------------------------------------------------------------------------


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    reference, _, about = subject.partition("/")
    desk.case(reference, who).require_may_reconsider(about, who)
    return RECONSIDERATION


def _weigh(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who, (reference, _, about) = desk.who(turn), subject.partition("/")
    case, changes = desk.case(reference, who), answers["changes"] == "yes"
    until = moment_of(add_days(desk.today, 1, case.policy), case.policy.deadline_time)
    revision = desk.work.put_form(reference, RECONSIDERATION.id, about, who.id, desk.now, answers)
    case.reconsider(about, changes=changes, until=until, by=who, revision=revision, now=desk.now)
    return Answer.of(cards.weighed(case, changes=changes))


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    return tasking.next_on(desk, desk.case(subject.partition("/")[0], who), who)


RESPONDING = Filling(
    form=form_of(lambda desk, case: RESPONSE, lambda case, who, desk: case.require_may_record_response(who)),
    submit=_respond,
    settled=_settled,
    send="Record it",
    sent=last_sent(RESPONSE.id),
)
WEIGHING = Filling(form=_form, submit=_weigh, settled=_settled, send="Record it", sent=last_sent(RECONSIDERATION.id))
