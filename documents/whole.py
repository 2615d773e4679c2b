"""The whole of a case: every document that it can give now, every earlier version, and all that was made before."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace

from documents.casefile import CaseFile, Written
from documents.kinds import KINDS, as_edition, make
from documents.model import Document, Edition, Paragraph
from documents.packs import PANEL_PACK, Named, Pack, contents
from documents.reports import form_of_notification
from documents.writing import Page
from rapid_review.case import Case
from rapid_review.notification.correcting import CORRECTION, PARTS, REASON
from rapid_review.outward.duties import DutyKind
from rapid_review.permissions import Surface
from rapid_review.returns.requests import Answer, Request
from rapid_review.timing.london import clock_words

WHOLE_CASE = Pack("whole_case", "The whole case", tuple(KINDS), Surface.AUDIT)
"""For a court, a request for one's own data, or the handover to another partnership."""

OWED: dict[str, DutyKind] = {
    "covering_letter": DutyKind.PANEL,
    "panel_fields": DutyKind.PANEL,
    "notice_dfe": DutyKind.DFE,
    "notice_ofsted": DutyKind.OFSTED,
    "board_briefing": DutyKind.BOARD,
    "outcome_referrer": DutyKind.REFERRER,
    "panel_pending": DutyKind.PENDING,
    "panel_reply": DutyKind.REPLY,
    "panel_correction": DutyKind.CORRECTION,
    "published_panel": DutyKind.PUBLISHED_PANEL,
    "published_dfe": DutyKind.PUBLISHED_DFE,
    "published_ofsted": DutyKind.PUBLISHED_OFSTED,
}
"""What there is a letter for once it is owed, whether or not it went: before that there is nothing to write."""
Agencies = Callable[[Case], Iterable[str]]


def _where(holds: Callable[[Case, Request], bool]) -> Agencies:
    return lambda case: [agency for agency, request in case.requests.items() if holds(case, request)]


def _told(nil: bool) -> Agencies:
    def holds(case: Case, request: Request) -> bool:
        held_nothing = request.returned is not None and request.returned.answer is Answer.NIL
        return case.standing_decision is not None and held_nothing is nil

    return _where(holds)


OF_AGENCIES: dict[str, Agencies] = {
    "agency_return": _where(lambda case, request: request.returned is not None),
    "outcome_agency": _told(nil=False),
    "outcome_nil": _told(nil=True),
    "formal_request": _where(lambda case, request: any(s.formal for s in case.escalations_of(request.agency))),
}


def whole(file: CaseFile, edition: Edition, without: Mapping[str, str]) -> Named:
    """What the case says now, except what a person withholds for a reason."""
    owed = {duty.kind for duty in file.case.duties()}
    named: list[tuple[str, Document]] = []
    for kind in KINDS:
        if kind in without or (kind in OWED and OWED[kind] not in owed):
            continue
        if KINDS[kind].of_each_agency:
            agencies = OF_AGENCIES[kind](file.case)
            named += [(f"{kind} {agency}", make(kind, file, edition, agency)) for agency in agencies]
        else:
            named.append((kind, make(kind, file, edition)))
    return named


def earlier(file: CaseFile, made: Iterable[Written], edition: Edition, without: Mapping[str, str]) -> Named:
    """What it said before: forms that were corrected, why, and each version that was made of a document."""
    named: list[tuple[str, Document]] = []
    if "notification" not in without:
        named += _notifications(file, edition)
    if "agency_return" not in without:
        named += _answers(file, edition)
    return [*named, *_made(file, made, edition, without)]


def as_they_stand(file: CaseFile, made: Iterable[Written], edition: Edition) -> Iterator[Document]:
    """What was made before, as it would be made now: not to leave, but to know what is a heading in it."""
    for kind, about in {(kind, about) for kind, _, about in map(_subject, made)}:
        if kind == PANEL_PACK.id:
            yield from (document for _, document in contents(PANEL_PACK, file, edition))
        elif kind in KINDS and (about in file.case.requests or not KINDS[kind].of_each_agency):
            yield make(kind, file, edition, about)


def _subject(made: Written) -> tuple[str, str, str]:
    """Its kind, its edition, and the agency that it is about."""
    kind, edition, about = (*made.subject.split("/"), "", "")[:3]
    return kind, edition, about


def _notifications(file: CaseFile, edition: Edition) -> Iterator[tuple[str, Document]]:
    for written in file.every("notification"):
        if written.revision != file.case.notification_revision:
            then = copy(file.case)
            then.notification_revision = written.revision
            yield from _as_of(file, then, edition, "notification", "", written)
    if file.every(CORRECTION):
        yield "notification corrections", as_edition(_corrections(file), file, edition)


def _answers(file: CaseFile, edition: Edition) -> Iterator[tuple[str, Document]]:
    for agency, request in file.case.requests.items():
        for count, version in enumerate(request.versions[:-1], 1):
            then = copy(file.case)
            then.requests = {**then.requests, agency: replace(request, versions=request.versions[:count])}
            made = Written("agency_return", agency, count, version.by, version.at, {})
            yield from _as_of(file, then, edition, "agency_return", agency, made)


def _as_of(
    file: CaseFile, then: Case, edition: Edition, kind: str, about: str, written: Written
) -> Iterator[tuple[str, Document]]:
    document = make(kind, replace(file, case=then), edition, about)
    name = " ".join(filter(None, (kind, about, "version", str(written.revision))))
    yield name, replace(document, version=written.revision, made_at=written.at)


def _corrections(file: CaseFile) -> Document:
    """What was corrected in the notification, by whom and why (E12)."""
    page = Page(file)
    parts = {section.id: section.title for section in form_of_notification(file).sections}
    for written in file.every(CORRECTION):
        chosen = written.answers.get(PARTS)
        page.heading(f"Correction {written.revision}")
        page.facts(
            [
                ("By", f"{file.name(written.by)}, {clock_words(written.at)}"),
                ("Parts", ", ".join(parts.get(str(part), str(part)) for part in chosen or ())),
            ]
        )
        page.says(str(written.answers.get(REASON) or ""))
    return page.document("notification_corrections", "Corrections of the notification")


def _made(
    file: CaseFile, made: Iterable[Written], edition: Edition, without: Mapping[str, str]
) -> Iterator[tuple[str, Document]]:
    """Each version as it was made, sent or not. One that names people goes only where names go."""
    titles = {PANEL_PACK.id: PANEL_PACK.title, **{kind: known.title for kind, known in KINDS.items()}}
    inside = {PANEL_PACK.id: PANEL_PACK.kinds}
    for one in made:
        kind, its_edition, about = _subject(one)
        held_back = any(part in without for part in (kind, *inside.get(kind, ())))
        if kind not in titles or held_back or Edition.IDENTIFIED in {its_edition} - {edition}:
            continue
        name = " ".join(filter(None, (kind, about, "as made, version", str(one.revision), its_edition)))
        paragraphs = tuple(Paragraph(part) for part in str(one.answers["text"]).split("\n\n") if part.strip())
        title = f"{titles[kind]}, as it was made"
        document = replace(Page(file).document(kind, title), blocks=paragraphs)
        said = as_edition(document, file, Edition(its_edition))  # Names that were corrected since are hidden too.
        yield name, replace(said, version=one.revision, made_at=one.at)
