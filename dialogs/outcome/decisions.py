"""The criteria, the decision on its record, and the statutory partners' sign-off (R018-R035, R083, A1)."""

from collections.abc import Callable, Sequence
from typing import Any

from cards import receipts
from cards.elements import Element
from cards.outcome import decisions as cards
from dialogs import safety, tasking
from dialogs.desk import Desk
from dialogs.notification.lettered import lettered
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.gates import before_panel, listed
from rapid_review.openly import of_case
from rapid_review.outcome.criteria import criteria_form
from rapid_review.outcome.decision import Choice
from rapid_review.outcome.decision_record import decision_form, per_child
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, require_may_read, sees
from rapid_review.questions.forms import Form


def case_of(turn: Turn, desk: Desk) -> tuple[Case, Standing]:
    """The case a button names, for the person who pressed it."""
    who = desk.who(turn)
    return desk.case(str(turn.data.get("case", "")), who), who


def form_of(form: Callable[[Desk, Case], Form], require: Callable[[Case, Standing, Desk], None]) -> Any:
    """A form about a whole case, for those whom the case lets fill it in."""

    def opened(desk: Desk, who: Standing, subject: str) -> Form:
        case = desk.case(subject, who)
        require(case, who, desk)
        return form(desk, case)

    return opened


def children(desk: Desk, case: Case) -> tuple[str, ...]:
    """The children a decision is about, by their letters; no brother or sister."""
    listed = lettered(desk, case, case.notification_revision)
    return tuple(sorted(letter for letter, child in listed if child.get("child_role") != "sibling"))


def record_form(desk: Desk, case: Case) -> Form:
    return decision_form(case.policy, children(desk, case))


# -- The criteria --------------------------------------------------------------------------------------------------


def _answer_criteria(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "criteria", "", who.id, desk.now, answers)
    case.answer_criteria(answers, by=who, revision=revision, now=desk.now)
    return tasking.next_on(desk, case, who, said="The criteria are answered, each with its reason.")


def criteria(turn: Turn, desk: Desk) -> Answer:
    """The criteria as answered, for those who may read the decision that rests on them."""
    case, who = case_of(turn, desk)
    require_may_read(case, who)
    if sees(case, who, Surface.DECISION) is not Access.READ:
        raise Refusal("The criteria can be read by those who may read the decision.")
    desk.work.log_read(case.reference, who.id, "criteria", desk.now)
    form = desk.work.form(case.reference, "criteria", "", case.criteria_revision) if case.criteria else None
    return Answer.of(cards.criteria(case, criteria_form(), form.answers if form else {}))


# -- The decision --------------------------------------------------------------------------------------------------


def _record(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = desk.case(subject, who)
    revision = desk.work.put_form(case.reference, "decision", "", who.id, desk.now, answers)
    each = per_child(answers, children(desk, case))
    case.record_decision(Choice(answers["decision"]), by=who, revision=revision, now=desk.now, children=each)
    return recorded(case, safety.raised(case, who, answers, desk.now))


def recorded(case: Case, also: Sequence[Element] = ()) -> Answer:
    return Answer.of(cards.recorded(case, also))


def settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    """What stands once the decision is recorded."""
    who = desk.who(turn)
    case = desk.case(subject, who)
    return recorded(case) if case.decided else tasking.next_on(desk, case, who)


def decision(turn: Turn, desk: Desk) -> Answer:
    """The decision with its reasons, for those who may read it."""
    case, who = case_of(turn, desk)
    require_may_read(case, who)
    if sees(case, who, Surface.DECISION) is not Access.READ or case.decided is None:
        raise Refusal("There is no decision here that you can read.")
    desk.work.log_read(case.reference, who.id, "decision", desk.now)
    form = desk.work.form(case.reference, "decision", "", case.decided.revision)
    about = {*children(desk, case), *case.decided.children}  # Who was taken out since, was decided on all the same.
    record = decision_form(case.policy, tuple(sorted(about)))
    return Answer.of(cards.decision(case, record, form.answers if form else {}, desk.partnership))


def sign_off(turn: Turn, desk: Desk) -> Answer:
    """Sign the decision off for one's statutory partner (A1): the record that the card was about, and no other."""
    case, who = case_of(turn, desk)
    case.sign_off(by=who, revision=_meant(turn, case), now=desk.now)
    missing = before_panel(case)
    follows = f"Still needed: {listed(missing)}." if missing else "All have signed. The outcome can go to the Panel."
    title = of_case(case.reference, "signed off")
    return Answer.of(receipts.done(title, f"Your organisation’s signature is on the decision. {follows}"))


def _meant(turn: Turn, case: Case) -> int:
    """Which record the card was about. A card from before cards said so is about the first."""
    said = str(turn.data.get("revision") or "")
    if said.isdecimal() and len(said) < 10:
        return int(said)
    return case.decided.revision if case.decided and not case.decided_before else 0


CRITERIA = Filling(
    form=form_of(lambda desk, case: criteria_form(), lambda case, who, desk: case.require_chair_or_team(who)),
    submit=_answer_criteria,
    settled=lambda turn, desk, subject: tasking.next_on(desk, desk.case(subject, desk.who(turn)), desk.who(turn)),
    send="Record the answers",
    sent=last_sent("criteria"),
)
DECISION = Filling(
    form=form_of(record_form, lambda case, who, desk: case.require_may_decide(who, desk.now)),
    submit=_record,
    settled=settled,
    send="Record the decision",
    sent=last_sent("decision"),
    on_save=safety.at_once,
)
