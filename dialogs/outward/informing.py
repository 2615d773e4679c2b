"""Others are told: what is owed to whom, the two people of every send, its proof or its excuse, and the end (E29)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cards.outward import duties as cards
from cards.outward.leaving import Way
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.outcome.decisions import case_of
from dialogs.outward import leaving
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.outward.duties import SETTLED, Duty, DutyKind, Mark
from rapid_review.outward.duty_forms import (
    DISPATCH,
    EXCUSE,
    FAMILY,
    INSPECTORATE,
    LOST,
    PREPARATION,
    PUBLICATION,
    SENT_BACK,
    UNSURE,
    preparation_of,
)
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, require_not_shut_out, sees
from rapid_review.questions.forms import Form, read_day
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
    require_not_shut_out(case, who)
    if sees(case, who, Surface.PANEL) is not Access.READ:
        raise Refusal("What others are told is for the Partnership Team and the Group, once they have declared.")


def _shown(desk: Desk, case: Case, duty: Duty, who: Standing) -> Answer:
    written, edition = _written(desk, case, duty), _edition(desk, case, duty)
    way = leaving.way_out(desk, case, duty, who.id) if duty in case.to_check(who) else ""
    return Answer.of(cards.one(case, duty, written, edition, who, desk.partnership, desk.now, way))


def _edition(desk: Desk, case: Case, duty: Duty) -> str:
    """The edition that was prepared; names leave only where somebody has said why."""
    telling = case.telling_of(duty)
    prepared = telling.prepared if telling else None
    kept = desk.work.form(case.reference, PREPARATION.id, duty.id, prepared.revision) if prepared else None
    return str(kept.answers["edition"]) if kept else "pseudonymised"


def _written(desk: Desk, case: Case, duty: Duty) -> list[tuple[str, str]]:
    """What people wrote about it, question by question."""
    telling = case.telling_of(duty)
    if telling is None:
        return []
    recorded = {DutyKind.FAMILY: FAMILY, DutyKind.INSPECTORATE: INSPECTORATE}.get(duty.kind, DISPATCH)
    parts = (
        (PREPARATION, telling.prepared),
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


def confirm(turn: Turn, desk: Desk) -> Answer:
    """The second person confirms what the card showed, and nothing that was prepared since."""
    case, who = case_of(turn, desk)
    id, at = str(turn.data.get("duty", "")), _moment(turn)
    case.require_may_check(id, who)
    duty = case.duty(id)
    way = leaving.way_out(desk, case, duty, who.id) if duty else ""
    if isinstance(way, Way):
        leaving.require_as_seen(turn, way)
        case.confirm_to_leave(id, way.address, way.version, by=who, prepared_at=at, now=desk.now)
        return tasking.next_on(desk, case, who, said="It is confirmed, and the bot sends it now.")
    case.confirm_send(id, by=who, prepared_at=at, now=desk.now)
    return tasking.next_on(desk, case, who, said="It is confirmed. Whoever prepared it can send it now.")


def _moment(turn: Turn) -> datetime:
    try:
        return datetime.fromisoformat(str(turn.data.get("prepared", "")))
    except ValueError:
        raise NotYours() from None


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
        asked = _form_of(form, case.duty(about))
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
    return "It is prepared. A colleague of the team, or the chair, looks at it before it leaves."


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
    return "It is recorded. Please prepare it again."


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
        (LOST, Case.require_may_mark, _lost, "Record it"),
        (EXCUSE, Case.require_may_excuse, _excuse, "Record the reason"),
        (FAMILY, lambda case, about, who: case.require_open_duty(DutyKind.FAMILY, who), _family, "Record it"),
        (INSPECTORATE, Case.require_inspectorate_asked, _inspectorate, "Send the answer"),
        (PUBLICATION, lambda case, about, who: case.require_may_publish(who), _publish, "Record it"),
    )
}
"""Every form about telling others, by its id."""


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
