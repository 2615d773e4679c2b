"""The registers of a case, and a formal request for information, as documents."""

from collections.abc import Iterator

from documents.casefile import CaseFile
from documents.letters import opening, signs
from documents.model import Document
from documents.writing import Page
from rapid_review.declaration import declarations_register as declared
from rapid_review.declaration.undertakings import CONFLICT
from rapid_review.outcome.decision import PARTNER_NAMES
from rapid_review.people import PersonId
from rapid_review.returns.escalation import Escalation, Rung
from rapid_review.returns.escalation_forms import ANSWER_FORMS
from rapid_review.returns.sharing_record import SHARING_RECORD
from rapid_review.timing.london import clock_words

NOT_SETTLED = "the text of a formal request, which the partnership’s file does not hold yet"


def declarations(file: CaseFile, about: str = "") -> Document:
    """Who signed what, which conflicts, and what was ruled (F36). Never the facts of a conflict."""
    page = Page(file)
    header = ("Person", "Confidentiality signed", "Conflict", "Kinds", "Ruling", "Papers")
    page.table("The declarations", header, _declarations(file), "Nobody has declared yet.")
    return page.document("declarations", "Register of declarations")


def _declarations(file: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in file.case.declarations.values():
        kept = file.form(CONFLICT.id, one.person, one.revision) or file.form("declare", one.person)
        answers = kept.answers if kept else {}
        yield (
            file.name(one.person),
            clock_words(one.signed_at) if one.signed_at else "Not signed",
            declared.said_in(answers, "decl"),
            declared.said_in(answers, "kinds"),
            declared.ruling_of(one),
            declared.access_of(one),
        )


def sharing(file: CaseFile, about: str = "") -> Document:
    """Every decision to share information or not, with its reasons (R122-R128)."""
    page = Page(file)
    for written in file.every(SHARING_RECORD.id):
        name = file.agency_name(written.subject)
        page.heading(f"{name}: record {written.revision}, {clock_words(written.at)}")
        page.answers(SHARING_RECORD, written.answers, page.source(written, name, "decision on sharing"), level=2)
    if not page.blocks:
        page.says("No decision on sharing is recorded yet.")
    return page.document("sharing", "Register of decisions on sharing information")


def formal_request(file: CaseFile, about: str) -> Document:
    """A statutory partner's formal request to an agency, in the partnership's own settled words (R116, R121)."""
    page, partnership = Page(file), file.partnership
    opening(page, f"To {file.agency_name(about)}")
    if not partnership.formal_request:
        page.lacks(NOT_SETTLED)
    page.says(*partnership.formal_request)
    _what_is_asked(page, about)
    if partnership.information_law:
        page.heading("Information law")
        page.says(*partnership.information_law)
    if step := _made(file, about):
        signs(page, *_partner(file, step.reply.by if step.reply else ""))
    title = f"Formal request for information: {file.case.reference}"
    return page.document("formal_request", title, letter=True)


def _made(file: CaseFile, agency: str) -> Escalation | None:
    return next((step for step in reversed(file.case.escalations_of(agency)) if step.formal), None)


def _partner(file: CaseFile, person: PersonId) -> tuple[str, str]:
    """A formal request is signed by the partner who makes it, and not for all three (3.11)."""
    seats = file.partnership.standing(person).seats
    return file.name(person), f"for {PARTNER_NAMES[seats[0].partner]}" if seats else ""


def _what_is_asked(page: Page, agency: str) -> None:
    step = _made(page.file, agency)
    form = ANSWER_FORMS[Rung.PARTNERS]
    written = page.file.form(form.id, agency, step.reply.revision) if step and step.reply else None
    if written is None:
        page.lacks("the request itself, which a safeguarding partner makes")
        return
    page.answers(form, written.answers, level=2, leave=("said", "why", "legal_kind"))
