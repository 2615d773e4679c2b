"""The record of decisions to share or not (form 3j): begun by each answer, open to correction, kept as a register."""

from typing import Any

from cards import receipts
from cards.casework import agency_name
from cards.elements import button
from cards.returns import answers as cards
from dialogs.desk import Desk
from dialogs.returns.agency import request_of
from dialogs.returns.escalating import about, page_of
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.openly import of_case
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, require_may_read, sees
from rapid_review.questions.forms import Answers, Form
from rapid_review.returns.judging import Sharing
from rapid_review.returns.sharing_record import SHARING_RECORD, from_answer
from rapid_review.timing.london import clock_words, local_day
from storage.work import StoredForm


def start_record(desk: Desk, case: Case, agency: str, who: Standing, answers: Answers) -> None:
    """An answer was sent: what its form says of sharing is a record of its own (R122, R128)."""
    formal = any(step.formal for step in case.escalations_of(agency))
    asked_on = local_day(case.requests[agency].asked_at)
    said = from_answer(answers, asked_on=asked_on, formal=formal, by=who.person.name)
    _keep(desk, case, agency, who, said)


def _keep(desk: Desk, case: Case, agency: str, who: Standing, answers: dict[str, Any]) -> None:
    revision = desk.work.put_form(case.reference, SHARING_RECORD.id, agency, who.id, desk.now, answers)
    decision = Sharing(answers["shr_decision"])
    case.decide_sharing(agency, decision, by=who, revision=revision, now=desk.now)


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    case, _ = request_of(desk, who, subject)
    if sees(case, who, Surface.RETURNS) < Access.OWN:  # It opens with what a colleague recorded before.
        raise Refusal(f"Please make your declarations for {case.reference} first. It takes about two minutes.")
    return SHARING_RECORD


def _prefill(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    case, agency = request_of(desk, who, subject)
    kept = desk.work.form(case.reference, SHARING_RECORD.id, agency)
    if kept:
        return dict(kept.answers)
    formal = any(step.formal for step in case.escalations_of(agency))
    asked_on = local_day(case.requests[agency].asked_at)
    said = from_answer({}, asked_on=asked_on, formal=formal, by=f"{who.person.name}, {who.person.job}")
    wanted = ("shr_requester", "shr_asked_on", "shr_formal", "shr_purpose", "shr_recipient", "shr_by")
    return {id: said[id] for id in wanted}


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = request_of(desk, who, subject)
    _keep(desk, case, agency, who, answers)
    return _settled(turn, desk, subject)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    case, agency = request_of(desk, desk.who(turn), subject)
    title = of_case(case.reference, "your decision on sharing is recorded")
    lines = ["The Partnership Team can read it, and the reasons you gave."]
    if case.requests[agency].refused_at:
        lines.append("It will get in touch. Until then your agency’s answer is still wanted.")
    data = {"case": case.reference, "agency": agency}
    return Answer(receipts.done(title, *lines, actions=[button("Read it", "sharing.read", data)]), title)


RECORDING = Filling(
    form=_form,
    submit=_submit,
    settled=_settled,
    send="Record the decision",
    sent=last_sent(SHARING_RECORD.id),
    prefill=_prefill,
)


def register(turn: Turn, desk: Desk) -> Answer:
    """Every decision in a case: all for those who run it, their own for an agency."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    require_may_read(case, who)
    access = sees(case, who, Surface.RETURNS)
    if access < Access.OWN:
        raise Refusal("To read the record of sharing, first make your declarations for this case.")
    agencies = case.requests if access is Access.READ else case.answered_by(who)
    desk.work.log_read(case.reference, who.id, "sharing_register", desk.now)
    kept = []
    for agency in sorted(agencies):
        for number in range(1, case.requests[agency].sharing_records + 1):
            form = desk.work.form(case.reference, SHARING_RECORD.id, agency, number)
            if form:
                kept.append((agency, number, form))
    newest = sorted(kept, key=lambda record: record[2].at, reverse=True)[:20]
    rows = [(agency, agency_name(desk.partnership, agency), n, _line(desk, form)) for agency, n, form in newest]
    card = cards.register(case, rows, desk.partnership, of_all=access is Access.READ)
    return Answer.of(card)


def read(turn: Turn, desk: Desk) -> Answer:
    """One agency's newest decision, as it was recorded."""
    who = desk.who(turn)
    case, agency = about(desk, who, f"{turn.data.get('case', '')}/{turn.data.get('agency', '')}")
    access = sees(case, who, Surface.RETURNS)
    if access is not Access.READ and not (access is Access.OWN and agency in case.answered_by(who)):
        raise NotYours()
    form = desk.work.form(case.reference, SHARING_RECORD.id, agency)
    if form is None:
        raise Refusal("Nothing is recorded yet. A record begins with the agency’s answer.")
    desk.work.log_read(case.reference, who.id, "sharing_record", desk.now)
    return Answer.of(cards.sharing(case, agency, form.answers, _line(desk, form), desk.partnership, page_of(turn)))


def _line(desk: Desk, form: StoredForm) -> str:
    asked = next(q for s in SHARING_RECORD.sections for q in s.questions if q.id == "shr_decision")
    what = asked.text_of(form.answers.get("shr_decision"))
    return f"{what}. Recorded by {desk.partnership.name_of(form.by)}, {clock_words(form.at)}."
