"""An agency's answer: the nil return or the summary (form 3b)."""

from typing import Any

from cards.elements import words
from dialogs import safety
from dialogs.desk import Desk
from dialogs.returns.agencies import colleagues
from dialogs.returns.agency import receipt, request_of, search_list, settled, terms
from dialogs.returns.sharing import start_record
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Partner, Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Answers, Form, read_day
from rapid_review.questions.shared_questions import SAFETY
from rapid_review.returns.requests import Answer as Kind
from rapid_review.summary import NIL_RETURN, SUMMARY
from rapid_review.summary.nil_return import CONFIRMED
from rapid_review.summary.sharing import signed_elsewhere
from storage.work import StoredForm


def cleared_form(form: Form) -> Any:
    def opened(desk: Desk, who: Standing, subject: str) -> Form:
        case, agency = request_of(desk, who, subject)
        if sees(case, who, Surface.RETURNS) < Access.OWN:
            raise Refusal(f"Please make your declarations for {case.reference} first. It takes about two minutes.")
        return form if colleagues(case, agency, who.id, desk.partnership) else signed_elsewhere(form)

    return opened


def _prefill_nil(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    """All that is known already, so that a nil return is two presses."""
    case, agency = request_of(desk, who, subject)
    known = desk.partnership.agencies.get(agency)
    due = case.due_from(agency)
    searched = f"{who.person.name}, {who.person.job}" if who.person.job else who.person.name
    names = "\n".join(value for _, value in search_list(desk, case))
    start = desk.today.replace(year=desk.today.year - 2, day=1)
    return {
        "agency_kind": _kind(desk, subject),
        "nil_searched_by": searched,
        "nil_search_names": names,
        "nil_search_from": start.isoformat(),
        "nil_search_to": desk.today.isoformat(),
        "search_systems": "\n".join(known.systems) if known else "",
        "providers": "\n".join(known.providers) if known else "",
        "nil_should_have_been": "no",
        "immediate_safety_now": "no",
        "late": "yes" if due and desk.now > due.at else "",
    }


def prefill_summary(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    """The last summary sent, if there is one, and what the case says by itself."""
    case, agency = request_of(desk, who, subject)
    due, sent = case.due_from(agency), desk.work.form(case.reference, SUMMARY.id, agency)
    before = {**(sent.answers if sent else {}), **_taken_over(desk, case, agency, sent)}
    return {
        **{id: given for id, given in before.items() if id not in ONCE_ONLY},
        "agency_kind": _kind(desk, subject),
        "child_death_forms": "yes" if case.facts.any_died and case.policy.accept_child_death_forms else "",
        "late": "yes" if due and desk.now > due.at else "",
    }


def _taken_over(desk: Desk, case: Case, agency: str, sent: StoredForm | None) -> Answers:
    """What whoever covered or wrote before had begun, and cannot go on with."""
    before = case.requests[agency].wrote_before
    if not before or before in case.recused:
        return {}
    begun = desk.work.draft(before, SUMMARY.id, f"{case.reference}/{agency}")
    answers: Answers = begun.answers["answers"] if begun and (sent is None or begun.saved_at > sent.at) else {}
    return answers


ONCE_ONLY = SAFETY | {
    *("amend_why", "more", "more_by", "late", "late_reason"),
    *("qa_pending", "qa_name", "qa_sign", "qa_reason", "author_sign"),
}
"""Said of one version of an answer and of no other: the next one is asked afresh."""


def _kind(desk: Desk, subject: str) -> str:
    agency = desk.partnership.agencies.get(subject.partition("/")[2])
    return "health" if agency and agency.partner is Partner.HEALTH else "other"


def _nil(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    return _return(turn, desk, subject, answers, Kind.NIL)


def _summary(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    return _return(turn, desk, subject, answers, Kind.SUMMARY)


def _return(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any], kind: Kind) -> Answer:
    who = desk.who(turn)
    case, agency = request_of(desk, who, subject)
    form = NIL_RETURN if kind is Kind.NIL else SUMMARY
    revision = desk.work.put_form(case.reference, form.id, agency, who.id, desk.now, answers)
    if kind is Kind.NIL:
        case.return_nil(agency, by=who, revision=revision, now=desk.now)
    else:
        more = read_day(answers.get("more_by")) if answers.get("more") == "yes" else None
        sign = answers.get("qa_pending") == "teams"
        case.return_summary(agency, by=who, revision=revision, now=desk.now, more_by=more, sign_wanted=sign)
    start_record(desk, case, agency, who, answers)
    also = safety.raised(case, who, answers, desk.now)
    return receipt(case, agency, also)


NIL = Filling(
    form=cleared_form(NIL_RETURN),
    submit=_nil,
    settled=settled,
    send="We hold nothing: send the nil return",
    sent=last_sent(NIL_RETURN.id),
    on_save=safety.at_once,
    prefill=_prefill_nil,
    intro=terms,
    closing=lambda desk, who, subject, answers: [words(CONFIRMED, bold=True)],
)
SUMMARISING = Filling(
    form=cleared_form(SUMMARY),
    submit=_summary,
    settled=settled,
    send="Send the summary",
    sent=last_sent(SUMMARY.id),
    on_save=safety.at_once,
    prefill=prefill_summary,
    intro=terms,
)
