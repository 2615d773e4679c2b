"""The register of declarations for those who may see it, and everybody's own (F36; the facts: Part 6, rule 6)."""

from collections.abc import Iterator

from cards import declarations as cards
from cards import receipts
from cards.elements import beginning, button, pair
from dialogs.desk import Desk
from dialogs.returns.escalating import page_of
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.declaration.confidentiality import DECLINE
from rapid_review.declaration.declarations import Declaration
from rapid_review.declaration.undertakings import CONFLICT, RULING
from rapid_review.errors import Refusal
from rapid_review.group.membership_forms import REPLACE
from rapid_review.openly import of_case
from rapid_review.people import PersonId
from rapid_review.permissions import Access, CaseRole, Surface, roles_of, sees
from rapid_review.questions.forms import Answers
from storage.work import Work

RUN_IT = frozenset({CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM})


def register(turn: Turn, desk: Desk) -> Answer:
    """Who has declared what; for everybody else, what they declared themselves."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    everybody = sees(case, who, Surface.DECLARATIONS) is Access.READ
    listed = [one for one in case.declarations.values() if everybody or one.person == who.id]
    if not listed:
        raise Refusal(f"You have not made your declarations for {case.reference} yet.")
    desk.work.log_read(case.reference, who.id, "declarations" if everybody else "own_declaration", desk.now)
    runs = everybody and not roles_of(case, who).isdisjoint(RUN_IT)
    people = [_shown(desk, case, one, runs=runs, own=one.person == who.id) for one in listed]
    page = page_of(turn)
    card = cards.register(case, people, page, runs=runs) if everybody else cards.own(case, people[0], page)
    return Answer.of(card)


def _shown(desk: Desk, case: Case, declared: Declaration, *, runs: bool, own: bool) -> cards.Declared:
    answers = conflict_answers(desk.work, case, declared)
    told = [(label, said) for label, said in _in_words(desk, case, declared, answers, runs=runs) if said]
    return cards.Declared(desk.partnership.name_of(declared.person), declared, answers, told if runs or own else ())


def _in_words(
    desk: Desk, case: Case, declared: Declaration, answers: Answers, *, runs: bool
) -> Iterator[tuple[str, str]]:
    """What was typed: for the chair, the Partnership Team and the person, and for the scrutineer none of it."""
    person = declared.person
    yield "The facts, as they gave them", str(answers.get("details") or "")
    if declared.declined_at:
        yield "Why they could not sign", _typed(desk, case, DECLINE.id, person, "decline_reason")
    if declared.replaced and declared.replaced.revision and runs:
        revision = declared.replaced.revision
        yield "Why this was decided", _typed(desk, case, REPLACE.id, person, "replace_reason", revision)
    yield LIMITS, limits(desk, case, declared)


LIMITS = "The reason for the ruling, and any limits"


def limits(desk: Desk, case: Case, declared: Declaration) -> str:
    """What whoever ruled wrote to it."""
    if declared.ruled is None:
        return ""
    return _typed(desk, case, RULING.id, declared.person, "ruling_reason", declared.ruled.revision)


def _typed(desk: Desk, case: Case, form: str, person: PersonId, question: str, revision: int | None = None) -> str:
    kept = desk.work.form(case.reference, form, person, revision)
    return str(kept.answers.get(question) or "") if kept else ""


def conflict_answers(work: Work[Case], case: Case, declared: Declaration) -> Answers:
    """What they said in their last declaration."""
    form = work.form(case.reference, CONFLICT.id, declared.person, declared.revision)
    return form.answers if form else {}


def ruled(desk: Desk, case: Case, declared: Declaration) -> Answer:
    """For somebody who takes part within limits: what these are, on a card that stays as it is."""
    title = of_case(case.reference, "your conflict of interest")
    said = pair(LIMITS, beginning(limits(desk, case, declared), ROOM_FOR_LIMITS))
    line = "The conflict you declared has been ruled on: you take part. Please keep to what is said here."
    see = button("See the case", "case", {"case": case.reference})
    return Answer(receipts.notice(title, line, also=[said], actions=[see]), title)


ROOM_FOR_LIMITS = 12_000
