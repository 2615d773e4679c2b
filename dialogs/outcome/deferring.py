"""A decision that waits for named information, and the case's way back to the Group (E16)."""

from typing import Any

from cards import receipts
from cards.outcome import deferring as cards
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.outcome.decisions import case_of, form_of
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.openly import of_case
from rapid_review.outcome.decision_record import DEFERRAL
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import read_day
from rapid_review.stages import Stage
from rapid_review.timing.london import clock_words, moment_of
from rapid_review.timing.timetable import add_days
from storage.messages import Message


def _defer(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, until = desk.case(subject, who), read_day(answers.get("deferred_until"))
    if until is None:
        raise Refusal("Say by which day the information is wanted.")
    revision = desk.work.put_form(case.reference, DEFERRAL.id, "", who.id, desk.now, answers)
    case.defer(until, by=who, revision=revision, now=desk.now)
    return Answer.of(cards.deferred(case))


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    return Answer.of(cards.deferred(case)) if case.stage is Stage.DEFERRED else tasking.next_on(desk, case, who)


def awaited(turn: Turn, desk: Desk) -> Answer:
    """What the decision waits for, for those who may read the decision."""
    case, who = case_of(turn, desk)
    form = desk.work.form(case.reference, DEFERRAL.id, "") if case.deferrals else None
    if sees(case, who, Surface.DECISION) is not Access.READ or form is None:
        raise Refusal("There is nothing here that the decision waits for.")
    desk.work.log_read(case.reference, who.id, "deferral", desk.now)
    return Answer.of(cards.waiting(case, form.answers))


def take_back(turn: Turn, desk: Desk) -> Answer:
    """Back to the Group: the poll opens for one working day, and each member is asked anew."""
    case, who = case_of(turn, desk)
    until = moment_of(add_days(desk.today, 1, case.policy), case.policy.deadline_time)
    case.take_back(until, by=who, now=desk.now)
    title = of_case(case.reference, "the poll is open again")
    return Answer.of(receipts.done(title, f"Each member is asked anew. It closes on {clock_words(until)}."))


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The Group and the Partnership Team learn that it waits, and until when."""
    title = of_case(case.reference, "the decision waits for information")
    return Answer.of(cards.told(case, title)) if case.stage is Stage.DEFERRED else None


DEFERRING = Filling(
    form=form_of(lambda desk, case: DEFERRAL, lambda case, who, desk: case.require_may_defer(who, desk.now)),
    submit=_defer,
    settled=_settled,
    send="Let it wait",
    sent=last_sent(DEFERRAL.id),
)
