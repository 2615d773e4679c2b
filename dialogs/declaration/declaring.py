"""Making both declarations, declining to sign and what follows, and ruling on a conflict (R045, R046)."""

from collections.abc import Sequence
from typing import Any

from cards import receipts
from cards.elements import Action, Element, beginning, button, pair, pairs, subheading, typed, words
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.emptying import narrowed
from dialogs.group.leavers import LEAD_NAMES, lead_names, see_who_is_left
from dialogs.returns.agencies import never_signed
from dialogs.session import Filling, last_sent
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.declaration.confidentiality import CONFIDENTIALITY, DECLINE
from rapid_review.declaration.declarations import Conflict, Declaration, Instead, PaperAccess, Ruling
from rapid_review.declaration.declare import DECLARE, STATEMENTS, confidentiality_answers, conflict_answers
from rapid_review.declaration.undertakings import CONFLICT, RULING
from rapid_review.errors import NotYours
from rapid_review.gates import listed
from rapid_review.group.membership_forms import REPLACE
from rapid_review.openly import case_reference, of_case, openly
from rapid_review.people import PersonId, Seat, Standing
from rapid_review.questions.forms import Form
from storage.work import StoredForm


def _case_of(desk: Desk, who: Standing, subject: str) -> Case:
    return desk.case(subject.partition("/")[0], who)


# -- Both declarations ---------------------------------------------------------------------------------------------


def _declare_form(desk: Desk, who: Standing, subject: str) -> Form:
    _case_of(desk, who, subject)
    return DECLARE


def _statements(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    """The agreement's words in full, then what counts as a conflict."""
    listed = [typed(f"{n}. {statement.label}") for n, statement in enumerate(STATEMENTS, 1)]
    return [
        words("Please read these nine statements."),
        *listed,
        words("If you cannot agree to one of them, do not sign. Press “I cannot agree” below instead."),
        subheading("Conflict of interest"),
        words("Declaring is no criticism of anyone. Only the chair and the Partnership Team see it."),
    ]


def _cannot_agree(desk: Desk, who: Standing, subject: str) -> Sequence[Action]:
    return [button("I cannot agree", "form.open", {"form": DECLINE.id, "subject": subject})]


def _last_declared(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    return desk.work.form(subject.partition("/")[0], CONFLICT.id, who.id)


def _declare(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = _case_of(desk, who, subject)
    agreed = confidentiality_answers(answers)
    desk.work.put_form(case.reference, CONFIDENTIALITY.id, who.id, who.id, desk.now, agreed)
    case.sign_confidentiality(by=who, now=desk.now)
    said = conflict_answers(answers)
    revision = desk.work.put_form(case.reference, CONFLICT.id, who.id, who.id, desk.now, said)
    case.declare_conflict(
        Conflict(answers["decl"]),
        perceived=answers.get("perceived") != "no",
        by=who,
        revision=revision,
        now=desk.now,
    )
    narrowed(desk, case, who.id, but=turn.on_message)  # A conflict waits for its ruling (R045).
    return _declared(turn, desk, case, who)


def _declare_settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    return _declared(turn, desk, _case_of(desk, who, subject), who)


def _declared(turn: Turn, desk: Desk, case: Case, who: Standing) -> Answer:
    """What follows from what was declared: on to the work, or a wait for the ruling."""
    mine = case.declarations.get(who.id, Declaration(person=who.id))
    if mine.cleared:
        return tasking.next_on(desk, case, who, said="Thank you. Both declarations are signed.")
    title = openly("Your declarations for {}", case_reference(case.reference))
    if mine.awaits_ruling:
        lines = [
            "Thank you. Both declarations are signed.",
            "You declared a conflict, or a doubt about one, so you see nothing of the case until it is ruled on. "
            "The chair has been asked, and we will tell you.",
        ]
        return Answer(receipts.done(title, *lines), title)
    return Answer(receipts.done(title, "They are not complete yet."), title)


DECLARATIONS = Filling(
    form=_declare_form,
    submit=_declare,
    settled=_declare_settled,
    send="Sign both",
    sent=_last_declared,
    intro=_statements,
    others=_cannot_agree,
)


def same(turn: Turn, desk: Desk) -> Answer:
    """Somebody who looked again says that nothing has changed (F35)."""
    who = desk.who(turn)
    case = _case_of(desk, who, str(turn.data.get("case", "")))
    case.nothing_has_changed(by=who, now=desk.now)
    return tasking.next_on(desk, case, who, said="Thank you. Your declaration still holds.")


def _see_who_is_left(desk: Desk, case: Case) -> None:
    """After somebody stands aside: a partner may have nobody to decide, an agency or a decision nobody more to sign."""
    case.note_final(desk.now)
    see_who_is_left(case, desk)
    for agency in never_signed(case, desk.partnership):
        case.give_up_signature(agency, now=desk.now)


# -- Declining to sign ---------------------------------------------------------------------------------------------


def _decline_form(desk: Desk, who: Standing, subject: str) -> Form:
    _case_of(desk, who, subject)
    return DECLINE


def _decline(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = _case_of(desk, who, subject)
    desk.work.put_form(case.reference, DECLINE.id, who.id, who.id, desk.now, answers)
    case.decline_to_sign(by=who, now=desk.now)
    narrowed(desk, case, who.id, but=turn.on_message)
    _see_who_is_left(desk, case)
    return _declined(turn, desk, subject)


def _declined(turn: Turn, desk: Desk, subject: str) -> Answer:
    case = _case_of(desk, desk.who(turn), subject)
    title = of_case(case.reference, "you have not signed")
    lines = [
        "You will not see this case. The chair has been told and may get in touch.",
        "You can still sign later.",
    ]
    return Answer(receipts.done(title, *lines), title)


DECLINING = Filling(form=_decline_form, submit=_decline, settled=_declined, send="Tell the chair")


# -- Deciding what follows -----------------------------------------------------------------------------------------


def _replace_form(desk: Desk, who: Standing, subject: str) -> Form:
    reference, _, person = subject.partition("/")
    desk.case(reference, who).require_may_replace(person, who)
    return REPLACE


def _why_not(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    reference, _, person = subject.partition("/")
    form = desk.work.form(reference, DECLINE.id, person)
    desk.work.log_read(reference, who.id, "decline", desk.now)
    said = str(form.answers.get("decline_reason", "")) if form else ""
    name = desk.partnership.name_of(person)
    return [pair(f"{name} cannot agree, and says why", beginning(said, ROOM_FOR_WHY)), *_who_comes_in(desk, person)]


ROOM_FOR_WHY = 6_000


def _who_comes_in(desk: Desk, person: PersonId) -> list[Element]:
    deputies = [desk.partnership.name_of(seat.deputy) for seat in _with_deputy(desk, person)]
    return [words(f"The named deputy is {listed(deputies)}.")] if deputies else []


def _with_deputy(desk: Desk, person: PersonId) -> list[Seat]:
    return [seat for seat in desk.partnership.seats if seat.member == person and seat.deputy]


def _replace(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    reference, _, person = subject.partition("/")
    case = desk.case(reference, who)
    case.require_may_replace(person, who)
    revision = desk.work.put_form(reference, REPLACE.id, person, who.id, desk.now, answers)
    what, seats = Instead(answers["replace_what"]), [seat.id for seat in _with_deputy(desk, person)]
    case.replace_who_declined(person, what, by=who, revision=revision, now=desk.now, seats=seats)
    _see_who_is_left(desk, case)
    return _replaced(turn, desk, subject)


def _replaced(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    reference, _, person = subject.partition("/")
    case = desk.case(reference, who)
    declared = case.declarations.get(person)
    decided = declared.replaced if declared else None
    if decided is None:
        return tasking.next_on(desk, case, who)
    title = of_case(reference, "what follows is recorded")
    bring_in = button("Who takes part", "membership", {"case": reference})
    see = button("See the case", "case", {"case": reference})
    named = decided.what is Instead.COLLEAGUE and lead_names(case, person, desk)
    follows = LEAD_NAMES if named else _FOLLOWS[decided.what]
    return Answer(receipts.done(title, follows, actions=[bring_in, see]), title)


_FOLLOWS = {
    Instead.DEPUTY: "The deputy is asked to declare, and then reads and decides in their place.",
    Instead.COLLEAGUE: "Have the partnership’s file name their colleague, who is then asked here.",
    Instead.NOBODY: "The review goes on without them. They can still sign later.",
    Instead.SIGNED: "They have signed after all, so nothing had to be decided.",
}
REPLACING = Filling(
    form=_replace_form,
    submit=_replace,
    settled=_replaced,
    send="Record it",
    sent=lambda desk, who, subject: desk.work.form(subject.partition("/")[0], REPLACE.id, subject.partition("/")[2]),
    intro=_why_not,
)


# -- Ruling --------------------------------------------------------------------------------------------------------


def _ruling_form(desk: Desk, who: Standing, subject: str) -> Form:
    reference, _, person = subject.partition("/")
    desk.case(reference, who).require_may_rule(person, who)
    return RULING


def _what_was_declared(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    reference, _, person = subject.partition("/")
    form = desk.work.form(reference, CONFLICT.id, person)
    if form is None:
        raise NotYours()
    desk.work.log_read(reference, who.id, "conflict", desk.now)
    asked = CONFLICT.sections[0].questions
    rows = [(q.label, q.text_of(form.answers.get(q.id))) for q in asked if form.answers.get(q.id)]
    return [words(f"{desk.partnership.name_of(person)} has declared:"), *pairs(rows)]


def _rule(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    reference, _, person = subject.partition("/")
    case = desk.case(reference, who)
    case.require_may_rule(person, who)
    revision = desk.work.put_form(reference, RULING.id, person, who.id, desk.now, answers)
    case.rule(
        person,
        Ruling(answers["ruling"]),
        by=who,
        revision=revision,
        now=desk.now,
        access=PaperAccess(answers["paper_access"]),
    )
    _see_who_is_left(desk, case)
    narrowed(desk, case, person)
    return _ruled(turn, desk, subject)


def _ruled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    reference, _, person = subject.partition("/")
    case = desk.case(reference, who)
    declared = case.declarations.get(person)
    if not declared or not declared.ruled:
        return tasking.next_on(desk, case, who)
    outcome = {
        Ruling.NO_CONFLICT: "takes part",
        Ruling.MANAGE: "takes part within the limits you set",
        Ruling.RECUSE: "is recused and sees nothing more of the case",
    }[declared.ruled.ruling]
    title = of_case(reference, "your ruling is recorded")
    line = f"{desk.partnership.name_of(person)} {outcome}. They have been told."
    return Answer(receipts.done(title, line, actions=[button("See the case", "case", {"case": reference})]), title)


RULINGS = Filling(
    form=_ruling_form,
    submit=_rule,
    settled=_ruled,
    send="Record the ruling",
    sent=last_sent(RULING.id),
    intro=_what_was_declared,
)
