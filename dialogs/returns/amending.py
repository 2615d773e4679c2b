"""An agency's answer after it is in: corrected, added to, signed, questioned, judged (E9, E11, E12, R075)."""

from datetime import date
from typing import Any

from cards import receipts
from cards.elements import button, words
from cards.returns import answers as cards
from dialogs import safety, tasking
from dialogs.desk import Desk
from dialogs.returns.agency import request_of
from dialogs.returns.answering import cleared_form, prefill_summary
from dialogs.returns.escalating import about
from dialogs.returns.sharing import start_record
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.errors import NotYours, Refusal
from rapid_review.openly import of_case, openly
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Answers, Form, read_day
from rapid_review.questions.shared_questions import SAFETY
from rapid_review.returns.requests import Answer as Kind
from rapid_review.returns.requests import Quality
from rapid_review.returns.sufficiency import SUFFICIENCY
from rapid_review.summary import SUMMARY
from rapid_review.summary.amendment import AMENDMENT
from rapid_review.summary.child_death import CHILD_DEATH_FORM
from rapid_review.timing.london import clock_words
from storage.work import Draft

# -- Correcting and adding -----------------------------------------------------------------------------------------


def _amendment_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, agency = request_of(desk, who, subject)
    if case.requests[agency].returned is None:
        raise Refusal("There is no answer to correct yet. Send your summary or a nil return first.")
    opened: Form = cleared_form(AMENDMENT)(desk, who, subject)
    return opened


def _as_it_was(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    """The last summary, or none after a nil return; over it, what this person had begun to write of one."""
    begun = _begun_since(desk, who, subject)
    typed = begun.answers["answers"] if begun else {}
    return {**prefill_summary(desk, who, subject), "more": "no", **typed, "late": ""}


def _begun_since(desk: Desk, who: Standing, subject: str) -> Draft | None:
    """This person's unsent summary, if it is newer than what the agency sent last; an older one is no part of it."""
    case, agency = request_of(desk, who, subject)
    sent = desk.work.form(case.reference, SUMMARY.id, agency)
    begun = desk.work.draft(who.id, SUMMARY.id, subject)
    return begun if begun and (sent is None or begun.saved_at > sent.at) else None


def _amend(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = request_of(desk, who, subject)
    if _begun_since(desk, who, subject):
        desk.work.drop_draft(who.id, SUMMARY.id, subject)  # Its words go out with this one.
    revision = desk.work.put_form(case.reference, SUMMARY.id, agency, who.id, desk.now, answers)
    sign = answers.get("qa_pending") == "teams"
    case.amend(agency, by=who, revision=revision, now=desk.now, more_by=more_by(answers), sign_wanted=sign)
    start_record(desk, case, agency, who, answers)
    also = safety.raised(case, who, answers, desk.now)
    title = of_case(case.reference, "your changed answer is in")
    line = f"The Partnership Team has had it since {clock_words(desk.now)}. Whoever may have read the old one is told."
    return Answer(receipts.done(title, line, also=also), title)


def _amended(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case, _ = request_of(desk, who, subject)
    return tasking.next_on(desk, case, who)


def more_by(answers: Answers) -> date | None:
    """By when the rest will come, where there is more to come."""
    return read_day(answers.get("more_by")) if answers.get("more") == "yes" else None


AMENDING = Filling(
    form=_amendment_form,
    submit=_amend,
    settled=_amended,
    send="Send the changed answer",
    sent=last_sent(SUMMARY.id),
    on_save=safety.at_once,
    prefill=_as_it_was,
)


# -- Signing -------------------------------------------------------------------------------------------------------


def sign(turn: Turn, desk: Desk) -> Answer:
    """A colleague of the sender signs the agency's answer."""
    who = desk.who(turn)
    case, agency = about(desk, who, f"{turn.data.get('case', '')}/{turn.data.get('agency', '')}")
    case.sign_return(agency, by=who, now=desk.now)
    return tasking.next_on(desk, case, who, said="Thank you. The answer is signed, with your name and the time.")


# -- Judging and asking back -----------------------------------------------------------------------------------------


def _sufficiency_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, agency = about(desk, who, subject)
    case.require_may_judge(agency, who)
    return SUFFICIENCY


def _judge(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = about(desk, who, subject)
    case.require_may_judge(agency, who)
    revision = desk.work.put_form(case.reference, SUFFICIENCY.id, agency, who.id, desk.now, answers)
    case.judge(agency, Quality(answers["quality"]), by=who, revision=revision, now=desk.now)
    return _judged(turn, desk, subject)


def _judged(turn: Turn, desk: Desk, subject: str) -> Answer:
    case, agency = about(desk, desk.who(turn), subject)
    return Answer.of(cards.judged(case, agency, desk.partnership))


JUDGING = Filling(
    form=_sufficiency_form,
    submit=_judge,
    settled=_judged,
    send="Record it",
    sent=last_sent(SUFFICIENCY.id),
)


def query(turn: Turn, desk: Desk) -> Answer:
    """The Partnership Team's question, for the agency."""
    who = desk.who(turn)
    case, agency = about(desk, who, f"{turn.data.get('case', '')}/{turn.data.get('agency', '')}")
    case.own_request(agency, who)
    if sees(case, who, Surface.RETURNS) < Access.OWN:
        raise Refusal(f"Please make your declarations for {case.reference} first. It takes about two minutes.")
    form = desk.work.form(case.reference, SUFFICIENCY.id, agency)
    if form is None or form.answers.get("quality") != Quality.QUERY:
        raise Refusal("There is no question about your agency’s answer.")
    desk.work.log_read(case.reference, who.id, "query", desk.now)
    return Answer.of(cards.question(case, agency, form.answers))


# -- Child death forms (R074-R077) -----------------------------------------------------------------------------------


def accept_form(turn: Turn, desk: Desk) -> Answer:
    """The Partnership Team takes child death forms instead of summaries: one agency's, or in the whole case."""
    who = desk.who(turn)
    if agency := str(turn.data.get("agency", "")):
        case, agency = about(desk, who, f"{turn.data.get('case', '')}/{agency}")
        agencies = [agency]
    else:
        case = desk.case(str(turn.data.get("case", "")), who)
        agencies = [request.agency for request in case.outstanding()]
    for one in agencies:
        case.accept_child_death_form(one, by=who, now=desk.now)
    title = of_case(
        case.reference, "{} will be taken", openly("its child death form") if agency else openly("child death forms")
    )
    line = "Whoever is asked sees now that they can use it. You then say whether it is enough."
    return Answer(receipts.done(title, line, actions=[button("Chase board", "chase", {"case": case.reference})]), title)


def _child_death_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, agency = request_of(desk, who, subject)
    if not (case.child_death_route and case.requests[agency].child_death_form):
        raise Refusal("For this case your agency’s summary is needed. Ask the Partnership Team if that is wrong.")
    opened: Form = cleared_form(CHILD_DEATH_FORM)(desk, who, subject)
    return opened


def _send_form(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = request_of(desk, who, subject)
    revision = desk.work.put_form(case.reference, CHILD_DEATH_FORM.id, agency, who.id, desk.now, answers)
    case.return_child_death_form(agency, by=who, revision=revision, now=desk.now)
    start_record(desk, case, agency, who, answers)
    also = safety.raised(case, who, answers, desk.now)
    title = of_case(case.reference, "your child death form is noted")
    lines = [words("The Partnership Team looks whether it says enough, and asks you if it does not.")]
    return Answer(receipts.done(title, also=[*also, *lines]), title)


def _form_as_it_was(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    """What was said of the forms before, to be agreed to anew."""
    case, agency = request_of(desk, who, subject)
    sent = desk.work.form(case.reference, CHILD_DEATH_FORM.id, agency)
    return {id: given for id, given in sent.answers.items() if id not in SAFETY | {"cdf_sign"}} if sent else {}


CHILD_DEATH = Filling(
    form=_child_death_form,
    submit=_send_form,
    settled=_amended,
    send="Send it",
    sent=last_sent(CHILD_DEATH_FORM.id),
    on_save=safety.at_once,
    prefill=_form_as_it_was,
)


def may_read(desk: Desk, who: Standing, case: Any, agency: str) -> None:
    """Refuse whoever may read neither all answers nor this agency's own."""
    access = sees(case, who, Surface.RETURNS)
    own = agency in case.answered_by(who) | who.leads
    if access is not Access.READ and not (access is Access.OWN and own):
        raise NotYours()


FORM_OF = {Kind.SUMMARY: AMENDMENT, Kind.CHILD_DEATH: CHILD_DEATH_FORM}
