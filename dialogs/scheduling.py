"""What people do about dates: move one, say why one was missed, record a notice, and hear less about a case."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cards import receipts
from cards import scheduling as cards
from cards.elements import Element, button, words
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.openly import of_case, ours
from rapid_review.outward.notices import SIN, Notice, both_dates
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section, in_words, read_day
from rapid_review.timing.timetable import Milestone
from rapid_review.timing.variations import LATE, VARIATION, late_form
from storage.messages import Message
from storage.work import StoredForm

MUTED_DAYS = 7
"""For how long somebody hears less about a case, unless they choose another day."""


def _case(desk: Desk, who: Standing, subject: str) -> Case:
    return desk.case(subject.partition("/")[0], who)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    return tasking.next_on(desk, _case(desk, who, subject), who)


# -- Moving a date -------------------------------------------------------------------------------------------------


def _variation_form(desk: Desk, who: Standing, subject: str) -> Form:
    _case(desk, who, subject).require_may_vary(who)
    return VARIATION


def _vary(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, day = _case(desk, who, subject), read_day(answers.get("new_date"))
    if day is None:
        raise Refusal("Say to which day the date moves.")
    milestone = Milestone(answers["milestone"])
    revision = desk.work.put_form(case.reference, VARIATION.id, "", who.id, desk.now, answers)
    told = read_day(answers.get("panel_told_on"))
    case.vary(milestone, day, by=who, revision=revision, now=desk.now, panel_told=told)
    return Answer.of(cards.moved_to(case, milestone))


VARYING = Filling(
    form=_variation_form, submit=_vary, settled=_settled, send="Move the date", sent=last_sent(VARIATION.id)
)


# -- Why a date was missed -----------------------------------------------------------------------------------------


def _milestone(subject: str) -> Milestone:
    try:
        return Milestone(subject.partition("/")[2])
    except ValueError:
        raise NotYours() from None


def _late_form(desk: Desk, who: Standing, subject: str) -> Form:
    milestone = _milestone(subject)
    _case(desk, who, subject).require_missed(milestone, who, desk.now)
    return late_form(milestone)


def _explain(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, milestone = _case(desk, who, subject), _milestone(subject)
    revision = desk.work.put_form(case.reference, LATE.id, milestone, who.id, desk.now, answers)
    told = read_day(answers.get("panel_told_on"))
    case.explain_lateness(milestone, by=who, revision=revision, now=desk.now, panel_told=told)
    return tasking.next_on(desk, case, who, said="The reason is recorded.")


EXPLAINING = Filling(form=_late_form, submit=_explain, settled=_settled, send="Record it", sent=last_sent(LATE.id))


# -- The local authority's notices ---------------------------------------------------------------------------------


def _notice(subject: str) -> Notice:
    try:
        return Notice(subject.partition("/")[2])
    except ValueError:
        raise NotYours() from None


def _sin_form(desk: Desk, who: Standing, subject: str) -> Form:
    _case(desk, who, subject).require_may_record_notice(_notice(subject), who)
    return SIN


def _sin_dates(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    case, notice = _case(desk, who, subject), _notice(subject)
    return [words(cards.NOTICE_WORDS[notice]), *map(words, both_dates(notice, case.facts, case.policy))]


def _record(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, notice = _case(desk, who, subject), _notice(subject)
    sent_on = read_day(answers.get("sin_sent_on")) if answers["sin_done"] == "sent" else None
    before = case.timetable()
    revision = desk.work.put_form(case.reference, SIN.id, notice, who.id, desk.now, answers)
    case.record_notice(notice, sent_on, by=who, revision=revision, now=desk.now)
    said = "It is recorded." if sent_on else "It is recorded, and the chair has been told."
    if case.timetable() != before:
        said += " The national Panel’s limit has moved the dates of this case."
    return tasking.next_on(desk, case, who, said=said)


NOTIFYING = Filling(
    form=_sin_form, submit=_record, settled=_settled, send="Record it", sent=last_sent(SIN.id), intro=_sin_dates
)


# -- Hearing less --------------------------------------------------------------------------------------------------

MUTE = Form(
    "mute",
    "Less about this case",
    "1",
    (
        Section(
            "mute",
            "Hear less about this case",
            (Question("until", "Until which day?", Kind.DATE, "Today means that you hear as before."),),
            intro="Until then we do not remind you of this case. What is due, overdue or new is said all the same, "
            "and so is a safety alert.",
        ),
    ),
)


def _mute_form(desk: Desk, who: Standing, subject: str) -> Form:
    _case(desk, who, subject)
    return MUTE


def _next_week(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    return {"until": f"{desk.today + timedelta(days=MUTED_DAYS)}"}


def _mute(turn: Turn, desk: Desk, subject: str, answers: Answers) -> Answer:
    who = desk.who(turn)
    case, until = _case(desk, who, subject), read_day(answers.get("until"))
    if until is None:
        raise Refusal("Say until which day.")
    desk.work.put_form(case.reference, MUTE.id, who.id, who.id, desk.now, answers)
    case.hear_less(by=who, until=until, now=desk.now)
    title = of_case(case.reference, "you hear less until {}", ours(in_words(until)))
    if until == desk.today:
        title = of_case(case.reference, "you hear as before")
    line = "What is due, overdue or new still reaches you."
    return Answer.of(receipts.done(title, line, actions=[button("See the case", "case", {"case": case.reference})]))


def _last_muted(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    return desk.work.form(subject, MUTE.id, who.id)


MUTING = Filling(
    form=_mute_form, submit=_mute, settled=_settled, send="Hear less", sent=_last_muted, prefill=_next_week
)


# -- What others are told ------------------------------------------------------------------------------------------


def dates_moved(message: Message, case: Case, desk: Desk) -> Answer | None:
    """The dates as they stand, for those whom they concern."""
    return Answer.of(cards.dates_moved(case)) if case.timetable() else None


def not_notifying(message: Message, case: Case, desk: Desk) -> Answer | None:
    """A notice will not be sent: its reason only to those who may read the notification."""
    who, notice = desk.standing(message.to), Notice(message.args["notice"])
    told = case.notices.get(notice)
    form = desk.work.form(case.reference, SIN.id, notice, told.revision) if told else None
    may = sees(case, who, Surface.NOTIFICATION) is Access.READ
    return Answer.of(cards.not_notifying(case, notice, str(form.answers.get("why_not") or "") if form and may else ""))
