"""Taking an agency's silence further, and answering such a step (R129-R131)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cards.elements import Element
from cards.returns import escalating as cards
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.people import Partner, Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.questions.forms import Answers, Form, read_day
from rapid_review.returns.escalation import Escalation, Rung, Said
from rapid_review.returns.escalation_forms import ANSWER_FORMS, ESCALATION, partners_answer
from rapid_review.timing.london import moment_of
from rapid_review.timing.timetable import add_days


def about(desk: Desk, who: Standing, subject: str) -> tuple[Case, str]:
    """The case and the agency that a form's subject names."""
    reference, _, agency = subject.partition("/")
    case = desk.case(reference, who)
    if agency not in case.requests:
        raise NotYours()
    return case, agency


def _end_of(desk: Desk, answers: dict[str, Any], field: str) -> datetime | None:
    day = read_day(answers.get(field))
    return moment_of(day, desk.policy.deadline_time) if day else None


# -- Taking a step -------------------------------------------------------------------------------------------------


def _step_form(desk: Desk, who: Standing, subject: str) -> Form:
    case, agency = about(desk, who, subject)
    case.require_may_escalate(agency, who)
    return ESCALATION


def _proposal(desk: Desk, who: Standing, subject: str) -> dict[str, Any]:
    case, agency = about(desk, who, subject)
    rung = case.proposed(agency, desk.now, who.led) or Rung.GROUP
    return {"rung": rung, "wanted_by": add_days(desk.today, 1, desk.policy).isoformat()}


def _so_far(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    case, agency = about(desk, who, subject)
    return cards.so_far(case, agency, desk.partnership, desk.now)


def _take(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, agency = about(desk, who, subject)
    rung, wanted_by = Rung(answers["rung"]), _end_of(desk, answers, "wanted_by")
    if wanted_by is None:
        raise Refusal("Say by when you want an answer.")
    _require_somebody(desk, case, agency, rung)
    revision = desk.work.put_form(case.reference, ESCALATION.id, agency, who.id, desk.now, answers)
    case.escalate(agency, rung, by=who, revision=revision, wanted_by=wanted_by, now=desk.now)
    return _taken(turn, desk, subject)


def _require_somebody(desk: Desk, case: Case, agency: str, rung: Rung) -> None:
    known = desk.partnership.agencies.get(agency)
    if rung is Rung.LEAD and not (known and known.strategic_lead):
        raise Refusal(
            "This agency has no strategic safeguarding lead in the partnership’s file. Ask whoever keeps the file to "
            "add one, or choose somebody else to tell."
        )
    if rung is Rung.LEAD and known and known.strategic_lead in case.recused:
        raise Refusal("This agency’s strategic safeguarding lead cannot take this. Choose somebody else to tell.")


def _taken(turn: Turn, desk: Desk, subject: str) -> Answer:
    case, agency = about(desk, desk.who(turn), subject)
    card = cards.taken(case, agency, desk.partnership)
    return Answer.of(card)


STEPS = Filling(
    form=_step_form,
    submit=_take,
    settled=_taken,
    send="Take this step",
    sent=last_sent(ESCALATION.id),
    prefill=_proposal,
    intro=_so_far,
)


# -- Answering one -------------------------------------------------------------------------------------------------


def answering(rung: Rung) -> Filling:
    """The form in which those that a step was taken to answer it."""

    def form(desk: Desk, who: Standing, subject: str) -> Form:
        case, agency = about(desk, who, subject)
        case.require_may_answer(agency, rung, who)
        if rung is Rung.PARTNERS:
            return partners_answer(with_formal_request=bool(desk.partnership.formal_request))
        return ANSWER_FORMS[rung]

    def intro(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
        case, agency = about(desk, who, subject)
        step = case.open_escalation(agency, rung)
        written = _written(desk, case, step) if step and sees(case, who, Surface.ESCALATION) >= Access.OWN else None
        said = str((written or {}).get("why", ""))  # Before the declarations, only that an answer is wanted (R046).
        return cards.asked(case, agency, rung, said, desk.partnership, desk.now)

    def submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
        who = desk.who(turn)
        case, agency = about(desk, who, subject)
        said, until = Said(answers["said"]), _end_of(desk, answers, "until")
        case.require_may_answer(agency, rung, who)
        if said is Said.ASK_LEAD:
            _require_somebody(desk, case, agency, Rung.LEAD)
        revision = desk.work.put_form(case.reference, ANSWER_FORMS[rung].id, agency, who.id, desk.now, answers)
        case.answer_escalation(agency, rung, said, by=who, revision=revision, now=desk.now, until=until)
        return tasking.next_on(desk, case, who, said="Your answer is recorded, and the Partnership Team has been told.")

    def settled(turn: Turn, desk: Desk, subject: str) -> Answer:
        who = desk.who(turn)
        case, _ = about(desk, who, subject)
        return tasking.next_on(desk, case, who)

    return Filling(
        form=form, submit=submit, settled=settled, send="Record it", sent=last_sent(ANSWER_FORMS[rung].id), intro=intro
    )


# -- Reading -------------------------------------------------------------------------------------------------------


def record(turn: Turn, desk: Desk) -> Answer:
    """Every step about an agency and its answer, in order, for those who may know."""
    who = desk.who(turn)
    case, agency = about(desk, who, f"{turn.data.get('case', '')}/{turn.data.get('agency', '')}")
    access = sees(case, who, Surface.ESCALATION)
    if access < Access.OWN or (access is Access.OWN and agency not in case.answered_by(who) | who.leads):
        raise NotYours()
    desk.work.log_read(case.reference, who.id, "escalation", desk.now)
    card = cards.record(case, agency, desk.partnership, _words_of(desk, case, agency), page_of(turn))
    return Answer.of(card)


def _words_of(desk: Desk, case: Case, agency: str) -> list[tuple[Answers | None, Answers | None]]:
    """For each step, what was written when it was taken and when it was answered."""
    return [
        (
            None if step.follows else _written(desk, case, step),  # It is shown with the chair's answer.
            _form(desk, case, agency, ANSWER_FORMS[step.rung], step.reply.revision) if step.reply else None,
        )
        for step in case.escalations_of(agency)
    ]


def _written(desk: Desk, case: Case, step: Escalation) -> Answers | None:
    """What was written when the step was taken: by who took it, or by the chair, whose answer led to it."""
    form = ANSWER_FORMS[Rung.GROUP] if step.follows else ESCALATION
    return _form(desk, case, step.agency, form, step.revision)


def _form(desk: Desk, case: Case, agency: str, form: Form, revision: int) -> Answers | None:
    kept = desk.work.form(case.reference, form.id, agency, revision)
    return kept.answers if kept else None


def formal_request(turn: Turn, desk: Desk) -> Answer:
    """The formal request as it was made, for the agency it was made to (R116, R121)."""
    who = desk.who(turn)
    case, agency = about(desk, who, f"{turn.data.get('case', '')}/{turn.data.get('agency', '')}")
    access, own = sees(case, who, Surface.ESCALATION), agency in case.answered_by(who) | who.leads
    if access is not Access.READ and not own:
        raise NotYours()
    if access < Access.OWN:
        raise Refusal(f"To read it, please make your declarations for {case.reference} first. It takes two minutes.")
    step = next((s for s in reversed(case.escalations_of(agency)) if s.formal), None)
    if step is None or step.reply is None:
        raise Refusal("No formal request has been made to this agency.")
    form = desk.work.form(case.reference, ANSWER_FORMS[Rung.PARTNERS].id, agency, step.reply.revision)
    desk.work.log_read(case.reference, who.id, "formal_request", desk.now)
    partner = _partner_of(desk, step.reply.by)
    answers = form.answers if form else {}
    card = cards.formal_request(case, agency, step.reply, answers, partner, desk.partnership, page_of(turn))
    return Answer.of(card)


def page_of(turn: Turn) -> int:
    """Which page a button asks for; the first, whatever else it says."""
    page = str(turn.data.get("page", 0))
    return int(page) if page.isdecimal() and len(page) < 4 else 0


def _partner_of(desk: Desk, person: str) -> Partner | None:
    return next((seat.partner for seat in desk.partnership.seats if person in (seat.member, seat.deputy)), None)
