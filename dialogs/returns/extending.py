"""A later day for one agency: asked for by the agency, agreed to or refused by the Partnership Team (F17)."""

from collections.abc import Sequence
from typing import Any

from cards import receipts
from cards.elements import Element
from cards.returns import requests as cards
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.returns.agency import request_of, settled, terms
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.openly import of_case
from rapid_review.people import Standing
from rapid_review.questions.forms import Form, in_words, read_day
from rapid_review.summary import EXTENSION, EXTENSION_ANSWER


def _asking_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, agency = request_of(desk, who, subject)
    if case.requests[agency].asked_for_time:
        raise Refusal("You have asked for a later day already. The Partnership Team will answer by tomorrow.")
    return EXTENSION


def _last_day(case: Case) -> dict[str, Any]:
    last = case.last_day_for_answers()
    return {"last_day": last.isoformat()} if last else {}


def _asking_prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    case, _ = request_of(desk, who, subject)
    last = _last_day(case)
    return {**last, "ext_date": last.get("last_day", "")}


def _ask(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = request_of(desk, who, subject)
    wanted = read_day(answers["ext_date"])
    if wanted is None:
        raise Refusal("Enter the day by which your answer will come.")
    revision = desk.work.put_form(case.reference, EXTENSION.id, agency, who.id, desk.now, answers)
    case.ask_for_time(agency, wanted, by=who, revision=revision, now=desk.now)
    due = case.due_from(agency)
    stands = f" Until they answer, {in_words(due.day)} stands." if due else ""
    return tasking.next_on(desk, case, who, said=f"The Partnership Team is asked about {in_words(wanted)}.{stands}")


def _asked_above(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    case, agency = request_of(desk, who, subject)
    return [*terms(desk, who, subject), *cards.possible_days(case, agency)]


EXTENDING = Filling(
    form=_asking_form,
    submit=_ask,
    settled=settled,
    send="Ask for this day",
    sent=last_sent(EXTENSION.id),
    prefill=_asking_prefill,
    intro=_asked_above,
)


# -- The Partnership Team's answer ---------------------------------------------------------------------------------


def _asked(desk: Desk, who: Standing, subject: str) -> tuple[Case, str]:
    reference, _, agency = subject.partition("/")
    case = desk.case(reference, who)
    if agency not in case.requests:
        raise NotYours()
    return case, agency


def _answer_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, agency = _asked(desk, who, subject)
    case.require_extension(agency, who)
    return EXTENSION_ANSWER


def _answer_prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    case, agency = _asked(desk, who, subject)
    asked = case.require_extension(agency, who)
    return {**_last_day(case), "ext_answer": "agree", "ext_agreed": asked.wanted.isoformat()}


def _answer(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = _asked(desk, who, subject)
    day = read_day(answers["ext_agreed"]) if answers["ext_answer"] == "agree" else None
    revision = desk.work.put_form(case.reference, EXTENSION_ANSWER.id, agency, who.id, desk.now, answers)
    case.answer_extension(agency, day, by=who, revision=revision, now=desk.now)
    title = of_case(case.reference, "answered")
    line = f"The new date is {in_words(day)}. The first date stays on record." if day else "The first date stands."
    return Answer(receipts.done(title, line, "The agency is told now."), title)


def _answered(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case, _ = _asked(desk, who, subject)
    return tasking.next_on(desk, case, who)


def _what_was_asked(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    """Who asks for which day, and why, above the answer."""
    case, agency = _asked(desk, who, subject)
    asked = case.require_extension(agency, who)
    form = desk.work.form(case.reference, EXTENSION.id, agency, asked.revision)
    return cards.asked_for_time(case, agency, asked, form.answers if form else {}, desk.partnership)


ANSWERING = Filling(
    form=_answer_form,
    submit=_answer,
    settled=_answered,
    send="Send this answer",
    sent=last_sent(EXTENSION_ANSWER.id),
    prefill=_answer_prefill,
    intro=_what_was_asked,
)
