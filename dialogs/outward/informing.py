"""Others are told: what is owed to whom, the two people of every send, its proof or its excuse, and the end (E29)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from cards.elements import Element
from cards.outward import duties as cards
from cards.paperwork.producing import lacks
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.outcome.decisions import case_of
from dialogs.outward import confirming
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.group.papers import NOTIFICATION
from rapid_review.notification.incident import OUTCOME_CONTACT
from rapid_review.outward.duties import BY_THE_CHAIR, SETTLED, Duty, DutyKind, Mark
from rapid_review.outward.duty_forms import (
    ACCEPTANCE,
    DISPATCH,
    EXCUSE,
    FAMILY,
    INSPECTORATE,
    LOST,
    PREPARATION,
    PUBLICATION,
    SENT_BACK,
    UNSURE,
    as_confirmed,
    preparation_of,
)
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, require_may_read, sees
from rapid_review.questions.forms import Form, read_day
from rapid_review.stages import Stage
from rapid_review.trust.trust_forms import sent_while_frozen
from storage.messages import Message
from storage.work import StoredForm

# -- Reading -------------------------------------------------------------------------------------------------------


def listed(turn: Turn, desk: Desk) -> Answer:
    """All that is owed to others because of the decision."""
    case, who = case_of(turn, desk)
    _require_reader(case, who)
    desk.work.log_read(case.reference, who.id, "duties", desk.now)
    page = str(turn.data.get("page", 0))
    number = int(page) if page.isdecimal() and len(page) < 3 else 0
    duties = sorted(case.duties(), key=lambda duty: case.state_of(duty) in SETTLED)
    return Answer.of(cards.listed(case, duties, number, desk.partnership, desk.now))


def read(turn: Turn, desk: Desk) -> Answer:
    """One thing that is owed, with what was written about it."""
    case, who = case_of(turn, desk)
    _require_reader(case, who)
    duty = case.duty(str(turn.data.get("duty", "")))
    if duty is None:
        raise NotYours()
    desk.work.log_read(case.reference, who.id, "duty", desk.now)
    return _shown(desk, case, duty, who)


def _require_reader(case: Case, who: Standing) -> None:
    require_may_read(case, who)
    if sees(case, who, Surface.PANEL) is not Access.READ:
        raise Refusal("What others are told is for the Partnership Team and the Group, once they have declared.")


def _shown(desk: Desk, case: Case, duty: Duty, who: Standing) -> Answer:
    written = [*_named_by_the_referrer(desk, case, duty, who), *_written(desk, case, duty)]
    edition = confirming.edition(desk, case, duty)
    way, known = confirming.shown(desk, case, duty, who)
    return Answer.of(cards.one(case, duty, written, edition, who, desk.partnership, desk.now, way, known))


def _named_by_the_referrer(desk: Desk, case: Case, duty: Duty, who: Standing) -> list[tuple[str, str]]:
    """Who else is to hear the outcome in the referrer's organisation, for those who read the notification (R105)."""
    if duty.kind is not DutyKind.REFERRER or not case.facts.outcome_elsewhere:
        return []
    kept = desk.work.form(case.reference, NOTIFICATION, "", case.notification_revision)
    if kept is None or sees(case, who, Surface.PEOPLE) is not Access.READ:
        return []
    asked = OUTCOME_CONTACT.questions[1:]
    return [(q.label, str(kept.answers[q.id])) for q in asked if kept.answers.get(q.id)]


def _written(desk: Desk, case: Case, duty: Duty) -> list[tuple[str, str]]:
    """What people wrote about it, question by question."""
    telling = case.telling_of(duty)
    if telling is None:
        return []
    recorded = {DutyKind.FAMILY: FAMILY, DutyKind.INSPECTORATE: INSPECTORATE}.get(duty.kind, DISPATCH)
    parts = (
        (PREPARATION, telling.prepared),
        (ACCEPTANCE, telling.confirmed),
        (SENT_BACK, telling.sent_back),
        (UNSURE, telling.unknown),
        (LOST, telling.lost),
        (recorded, telling.done),
        (EXCUSE, telling.excused),
    )
    return [line for form, mark in parts for line in _lines(desk, case, form, duty, mark)]


def _lines(desk: Desk, case: Case, form: Form, duty: Duty, mark: Mark | None) -> list[tuple[str, str]]:
    kept = desk.work.form(case.reference, form.id, _about(form, duty), mark.revision) if mark else None
    asks = sent_while_frozen(form) if form in (DISPATCH, UNSURE) else _form_of(form, duty)
    asked = [question for section in asks.sections for question in section.questions]
    return [(q.label, q.text_of(kept.answers[q.id])) for q in asked if kept and kept.answers.get(q.id)]


def _about(form: Form, duty: Duty) -> str:
    """What a form is kept under: an agency's own answer under the agency, all else under the duty."""
    return duty.about if form is INSPECTORATE else duty.id


# -- Pressing ------------------------------------------------------------------------------------------------------


def close(turn: Turn, desk: Desk) -> Answer:
    case, who = case_of(turn, desk)
    case.close(by=who, now=desk.now)
    return Answer.of(cards.closed(case))


# -- Forms ---------------------------------------------------------------------------------------------------------

Record = Callable[[Case, str, Standing, int, Desk, dict[str, Any]], str]
"""Records what a form says of a duty; the answer is what to say of it."""


def _filling(form: Form, may: Callable[[Case, str, Standing], object], record: Record, send: str) -> Filling:
    """A form about one duty: subject is the case and the duty."""

    def opened(desk: Desk, who: Standing, subject: str) -> Form:
        reference, _, about = subject.partition("/")
        case = desk.case(reference, who)
        may(case, about, who)
        duty = case.duty(about)
        asked = _form_of(form, duty)
        asked = as_confirmed(asked, case.telling_of(duty)) if duty and form in (DISPATCH, UNSURE) else asked
        return sent_while_frozen(asked) if case.frozen and form in (DISPATCH, UNSURE) else asked

    def submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
        who, (reference, _, about) = desk.who(turn), subject.partition("/")
        case = desk.case(reference, who)
        revision = desk.work.put_form(case.reference, form.id, about or _only(form), who.id, desk.now, answers)
        said = record(case, about, who, revision, desk, answers)
        return tasking.next_on(desk, case, who, said=said)

    def last(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
        reference, _, about = subject.partition("/")
        return desk.work.form(reference, form.id, about or _only(form))

    def settled(turn: Turn, desk: Desk, subject: str) -> Answer:
        who = desk.who(turn)
        return tasking.next_on(desk, desk.case(subject.partition("/")[0], who), who)

    return Filling(form=opened, submit=submit, settled=settled, send=send, sent=last)


def _form_of(form: Form, duty: Duty | None) -> Form:
    """The form as it asks about this duty."""
    return preparation_of(duty.kind) if form is PREPARATION and duty else form


def _only(form: Form) -> str:
    """A form about the whole case is kept under the one duty that it is about."""
    return {FAMILY.id: str(DutyKind.FAMILY), PUBLICATION.id: str(DutyKind.PUBLICATION)}.get(form.id, "")


def _prepare(case: Case, duty: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    case.prepare(duty, by=who, revision=revision, now=desk.now)
    owed = case.duty(duty)
    looks = "The chair" if owed and owed.kind in BY_THE_CHAIR else "A colleague of the team, or the chair,"
    return f"It is prepared. {looks} looks at it before it leaves."


def _what_it_lacks(desk: Desk, who: Standing, subject: str) -> list[Element]:
    """To whoever prepares a letter: what is better put right first, since a second person has to answer for it."""
    reference, _, about = subject.partition("/")
    case = desk.case(reference, who)
    duty = case.duty(about)
    return lacks(confirming.missing(desk, case, duty)) if duty else []


def _send_back(case: Case, duty: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    case.send_back(duty, by=who, revision=revision, now=desk.now)
    return "It is sent back, with your reason."


def _sent(case: Case, duty: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    case.mark_sent(duty, _day(answers, "sent_on"), by=who, revision=revision, now=desk.now)
    return "It is recorded as sent, with its proof."


def _unsure(case: Case, duty: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    case.mark_unknown(duty, _day(answers, "sent_on"), by=who, revision=revision, now=desk.now)
    return "It is recorded. Please find out whether it arrived: nothing is sent again by itself."


def _lost(case: Case, duty: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    case.mark_lost(duty, by=who, revision=revision, now=desk.now)
    again = "It is recorded. Please prepare it again."
    return f"{again} The case stays closed." if case.stage is Stage.CLOSED else again


def _excuse(case: Case, duty: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    case.excuse(duty, by=who, revision=revision, now=desk.now)
    return "It is excused, with your reason."


def _family(case: Case, about: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    case.record_family(read_day(answers.get("family_on")), by=who, revision=revision, now=desk.now)
    return "It is recorded."


def _publish(case: Case, about: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    case.record_publication(_day(answers, "pub_on"), by=who, revision=revision, now=desk.now)
    return "It is recorded. The Panel, the Department for Education and Ofsted are to be told."


def _inspectorate(case: Case, agency: str, who: Standing, revision: int, desk: Desk, answers: dict[str, Any]) -> str:
    if answers["insp_told"] == "not_yet":
        return "Thank you. We ask again until you say that it was told, or that it is not required."
    case.answer_inspectorate(agency, read_day(answers.get("insp_on")), by=who, revision=revision, now=desk.now)
    return "Thank you. Your answer is recorded."


def _day(answers: dict[str, Any], id: str) -> date:
    day = read_day(answers.get(id))
    if day is None:
        raise Refusal("Say on which day.")
    return day


INFORMING: dict[str, Filling] = {
    form.id: _filling(form, may, record, send)
    for form, may, record, send in (
        (PREPARATION, Case.require_may_prepare, _prepare, "Ask a second person"),
        (SENT_BACK, Case.require_may_check, _send_back, "Send it back"),
        (DISPATCH, Case.require_may_mark, _sent, "Record it"),
        (UNSURE, Case.require_may_mark, _unsure, "Record it"),
        (LOST, Case.require_may_say_lost, _lost, "Record it"),
        (EXCUSE, Case.require_may_excuse, _excuse, "Record the reason"),
        (FAMILY, lambda case, about, who: case.require_open_duty(DutyKind.FAMILY, who), _family, "Record it"),
        (INSPECTORATE, Case.require_inspectorate_asked, _inspectorate, "Send the answer"),
        (PUBLICATION, lambda case, about, who: case.require_may_publish(who), _publish, "Record it"),
    )
}
"""Every form about telling others, by its id."""
INFORMING[PREPARATION.id] = replace(INFORMING[PREPARATION.id], intro=_what_it_lacks)


# -- What others are told ------------------------------------------------------------------------------------------


def checked(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Whoever prepared something learns what the second person said, if they may still read it."""
    duty = case.duty(message.args["duty"])
    if duty is None or sees(case, desk.standing(message.to), Surface.PANEL) is not Access.READ:
        return None
    telling = case.telling_of(duty)
    back = telling.sent_back if telling else None
    form = desk.work.form(case.reference, SENT_BACK.id, duty.id, back.revision) if back else None
    reason = str(form.answers["back_reason"]) if form else ""
    return Answer.of(cards.checked(case, duty, reason, desk.partnership))


def closed(message: Message, case: Case, desk: Desk) -> Answer | None:
    return Answer.of(cards.closed(case))
