"""A case that is held still until what is wrong in it is put right (E43)."""

from typing import Any

from cards.trust import freezing as cards
from dialogs.desk import Desk
from dialogs.emptying import see_who_reads
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.people import Standing
from rapid_review.questions.forms import Form
from rapid_review.trust.trust_forms import FREEZE
from storage.messages import Message


def _form(desk: Desk, who: Standing, subject: str) -> Form:
    desk.case(subject, who).require_may_freeze(who)
    return FREEZE


def _submit(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, FREEZE.id, "", who.id, desk.now, answers)
    case.freeze(by=who, revision=revision, now=desk.now)
    see_who_reads(case, desk)  # At once: it may be the wrong child who is named on their cards (E43).
    return _as_it_stands(desk, case, who)


def _settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    return _as_it_stands(desk, desk.case(subject, who), who)


def _as_it_stands(desk: Desk, case: Case, who: Standing) -> Answer:
    """Frozen or not; why, for those who may let it go on."""
    lifts = case.may_freeze(who)
    kept = desk.work.form(case.reference, FREEZE.id, "", case.frozen.revision) if case.frozen and lifts else None
    why = str(kept.answers.get("freeze_why", "")) if kept else ""
    return Answer.of(cards.state(case, who, desk.now, why))


FREEZING = Filling(form=_form, submit=_submit, settled=_settled, send="Freeze it now", sent=last_sent(FREEZE.id))


def thaw(turn: Turn, desk: Desk) -> Answer:
    """Let it go on."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    case.thaw(by=who, now=desk.now)
    return Answer.of(cards.thawed(case, who))


def told(message: Message, case: Case, desk: Desk) -> Answer | None:
    """To those who work on it, as it stands when it is said."""
    return _as_it_stands(desk, case, desk.standing(message.to))
