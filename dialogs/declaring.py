"""Making both declarations, declining to sign, and ruling on a conflict (R045, R046)."""

from collections.abc import Sequence
from typing import Any

from cards import receipts
from cards.elements import Action, Element, button, pairs, subheading, words
from dialogs import tasking
from dialogs.desk import Desk
from dialogs.session import Filling
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.declarations import Conflict, Declaration, PaperAccess, Ruling
from rapid_review.declare import DECLARE, STATEMENTS, confidentiality_answers, conflict_answers
from rapid_review.errors import NotYours
from rapid_review.forms import Form
from rapid_review.people import Standing
from rapid_review.undertakings import CONFIDENTIALITY, CONFLICT, DECLINE, RULING, wording_hash
from storage.work import StoredForm


def _case_of(desk: Desk, who: Standing, subject: str) -> Case:
    return desk.case(subject.partition("/")[0], who)


# -- Both declarations ---------------------------------------------------------------------------------------------


def _declare_form(desk: Desk, who: Standing, subject: str) -> Form:
    _case_of(desk, who, subject)
    return DECLARE


def _statements(desk: Desk, who: Standing, subject: str) -> Sequence[Element]:
    """The agreement's words in full, then what counts as a conflict."""
    listed = [words(f"{n}. {statement.label}") for n, statement in enumerate(STATEMENTS, 1)]
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
    case.sign_confidentiality(by=who, wording=wording_hash(CONFIDENTIALITY), now=desk.now)
    said = conflict_answers(answers)
    revision = desk.work.put_form(case.reference, CONFLICT.id, who.id, who.id, desk.now, said)
    case.declare_conflict(
        Conflict(answers["decl"]),
        perceived=answers.get("perceived") != "no",
        by=who,
        revision=revision,
        now=desk.now,
    )
    return _declared(turn, desk, case, who)


def _declare_settled(turn: Turn, desk: Desk, subject: str) -> Answer:
    who = desk.who(turn)
    return _declared(turn, desk, _case_of(desk, who, subject), who)


def _declared(turn: Turn, desk: Desk, case: Case, who: Standing) -> Answer:
    """What follows from what was declared: on to the work, or a wait for the ruling."""
    mine = case.declarations.get(who.id, Declaration(person=who.id))
    if mine.cleared:
        return tasking.next_on(desk, case, who, said="Thank you. Both declarations are signed.")
    title = f"Your declarations for {case.reference}"
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


# -- Declining to sign ---------------------------------------------------------------------------------------------


def _decline_form(desk: Desk, who: Standing, subject: str) -> Form:
    _case_of(desk, who, subject)
    return DECLINE


def _decline(turn: Turn, desk: Desk, subject: str, answers: dict[str, Any]) -> Answer:
    who = desk.who(turn)
    case = _case_of(desk, who, subject)
    desk.work.put_form(case.reference, DECLINE.id, who.id, who.id, desk.now, answers)
    case.decline_to_sign(by=who, now=desk.now)
    return _declined(turn, desk, subject)


def _declined(turn: Turn, desk: Desk, subject: str) -> Answer:
    case = _case_of(desk, desk.who(turn), subject)
    title = f"{case.reference}: you have not signed"
    lines = [
        "You will not see this case. The chair has been told and may get in touch.",
        "You can still sign later.",
    ]
    return Answer(receipts.done(title, *lines), title)


DECLINING = Filling(form=_decline_form, submit=_decline, settled=_declined, send="Tell the chair")


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


def _last_ruled(desk: Desk, who: Standing, subject: str) -> StoredForm | None:
    reference, _, person = subject.partition("/")
    return desk.work.form(reference, RULING.id, person)


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
    title = f"{reference}: your ruling is recorded"
    line = f"{desk.partnership.name_of(person)} {outcome}. They have been told."
    return Answer(receipts.done(title, line, actions=[button("See the case", "case", {"case": reference})]), title)


RULINGS = Filling(
    form=_ruling_form,
    submit=_rule,
    settled=_ruled,
    send="Record the ruling",
    sent=_last_ruled,
    intro=_what_was_declared,
)
