"""What the national Panel is told: the outcome, or by Day 15 that it is pending (R055, R097-R101)."""

from typing import Any

from cards import receipts
from cards.elements import button
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.outcome.decisions import form_of
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.openly import of_case
from rapid_review.outward.duties import DutyKind
from rapid_review.outward.duty_forms import as_confirmed
from rapid_review.outward.panel_record import PANEL, PENDING, RESPONSE
from rapid_review.questions.forms import Form, in_words, read_day
from rapid_review.timing.london import clock_words
from rapid_review.trust.trust_forms import sent_while_frozen


def _sent(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    on = read_day(answers.get("sent_on"))
    if on is None:
        raise Refusal("Say on which day the outcome was sent.")
    revision = desk.work.put_form(case.reference, PANEL.id, "", who.id, desk.now, answers)
    case.record_sent_to_panel(on, by=who, revision=revision, now=desk.now)
    return _has_it(turn, desk, subject)


def _has_it(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    at, on = case.sent_to_panel_at, case.sent_to_panel_on
    if at is None or on is None:
        return tasking.next_on(desk, case, who)
    title = of_case(case.reference, "the Panel has the outcome")
    lines = f"Sent on {in_words(on)}, and recorded on {clock_words(at)}. The Rapid Review is complete."
    see = button("See the case", "case", {"case": case.reference})
    answered = button("Record what the Panel says", "form.open", {"form": RESPONSE.id, "subject": case.reference})
    return Answer(receipts.done(title, lines, actions=[see, answered]), title)


def _told(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case, on = desk.case(subject, who), read_day(answers.get("sent_on"))
    if on is None:
        raise Refusal("Say on which day the Panel was told.")
    revision = desk.work.put_form(case.reference, PENDING.id, "", who.id, desk.now, answers)
    case.tell_pending(on, by=who, revision=revision, now=desk.now)
    return tasking.next_on(desk, case, who, said="It is recorded. The outcome is sent to the Panel when it is there.")


def _as_it_went(form: Form, case: Case, kind: DutyKind) -> Form:
    duty = case.duty(kind)
    asked = as_confirmed(form, case.telling_of(duty) if duty else None)
    return sent_while_frozen(asked) if case.frozen else asked


OUTCOME = Filling(
    form=form_of(
        lambda desk, case: _as_it_went(PANEL, case, DutyKind.PANEL),
        lambda case, who, desk: case.require_may_report(who),
    ),
    submit=_sent,
    settled=_has_it,
    send="Record it",
    sent=last_sent(PANEL.id),
)
TELLING_PENDING = Filling(
    form=form_of(
        lambda desk, case: _as_it_went(PENDING, case, DutyKind.PENDING),
        lambda case, who, desk: case.require_may_tell_pending(who),
    ),
    submit=_told,
    settled=lambda turn, desk, subject: tasking.next_on(desk, desk.case(subject, desk.who(turn)), desk.who(turn)),
    send="Record it",
    sent=last_sent(PENDING.id),
)
