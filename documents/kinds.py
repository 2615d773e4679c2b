"""Every document there is: what it is called, what it is made from, and who may read it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from documents import briefings, decisions, letters, outcome_letters, panel_fields, panel_letters, registers, reports
from documents.casefile import CaseFile
from documents.model import Document, Edition
from documents.pseudonyms import IDENTIFYING, inert, pseudonymised, pseudonyms_of
from rapid_review.permissions import Surface

Build = Callable[[CaseFile, str], Document]


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document. `about` says of what one is made: of the case, or of each agency asked."""

    id: str
    title: str
    build: Build
    surface: Surface
    """Whoever may read this of a case may have the document."""
    of_each_agency: bool = False

    @property
    def surfaces(self) -> frozenset[Surface]:
        """All that is read in it."""
        return frozenset({self.surface})


_DFE, _OFSTED = "the Department for Education", "Ofsted"

KINDS: dict[str, DocumentKind] = {
    kind.id: kind
    for kind in (
        DocumentKind("notification", "Notification", reports.notification, Surface.NOTIFICATION),
        DocumentKind("agency_return", "Agency’s answer", reports.agency_return, Surface.RETURNS, of_each_agency=True),
        DocumentKind("collated", "Collated report", reports.collated, Surface.PAPERS),
        DocumentKind("template", "Record and decision", decisions.template, Surface.DECISION),
        DocumentKind("minutes", "Minutes", decisions.minutes, Surface.DECISION),
        DocumentKind("chronology", "Chronology", decisions.chronology, Surface.PAPERS),
        DocumentKind("covering_letter", "Covering letter to the Panel", letters.covering_letter, Surface.PANEL),
        DocumentKind("panel_fields", "The Panel’s fields", panel_fields.panel_fields, Surface.PANEL),
        DocumentKind("outcome_referrer", "Letter to the referrer", outcome_letters.outcome_to_referrer, Surface.PANEL),
        DocumentKind(
            "outcome_agency",
            "Letter to an agency",
            outcome_letters.outcome_to_agency,
            Surface.PANEL,
            of_each_agency=True,
        ),
        DocumentKind(
            "outcome_nil",
            "Letter where nothing was held",
            outcome_letters.outcome_to_those_without,
            Surface.PANEL,
            of_each_agency=True,
        ),
        DocumentKind("board_briefing", "Briefing for the board", briefings.board_briefing, Surface.PANEL),
        *(
            DocumentKind(id, f"Notice to {to}", briefings.notice(to, id), Surface.PANEL)
            for id, to in (("notice_dfe", _DFE), ("notice_ofsted", _OFSTED))
        ),
        DocumentKind("panel_pending", "Letter to the Panel: pending", panel_letters.pending, Surface.PANEL),
        DocumentKind("panel_reply", "Reply to the Panel", panel_letters.reply, Surface.PANEL),
        DocumentKind("panel_correction", "Correction letter to the Panel", panel_letters.correction, Surface.PANEL),
        *(
            DocumentKind(
                id, f"Notice of publication to {to}", panel_letters.notice_of_publication(to, id), Surface.PANEL
            )
            for id, to in (
                ("published_panel", letters.THE_PANEL),
                ("published_dfe", _DFE),
                ("published_ofsted", _OFSTED),
            )
        ),
        DocumentKind("declarations", "Register of declarations", registers.declarations, Surface.DECLARATIONS),
        DocumentKind("sharing", "Register of sharing decisions", registers.sharing, Surface.RETURNS),
        DocumentKind(
            "formal_request", "Formal request", registers.formal_request, Surface.ESCALATION, of_each_agency=True
        ),
    )
}


def make(kind: str, file: CaseFile, edition: Edition, about: str = "") -> Document:
    """The document as it stands now. KeyError for a kind there is not."""
    told = file if edition is Edition.IDENTIFIED else without_names(file)
    return as_edition(KINDS[kind].build(told, about), file, edition)


def as_edition(document: Document, file: CaseFile, edition: Edition) -> Document:
    """A document built from the file's answers, with people named or by their part."""
    plain = document.reworded(inert)
    return plain if edition is Edition.IDENTIFIED else pseudonymised(plain, pseudonyms_of(file))


def without_names(file: CaseFile) -> CaseFile:
    """The same file without the answers that say who somebody is, and with letters signed by a title alone."""
    forms = {key: replace(w, answers=_without(w.answers)) for key, w in file.forms.items()}
    unnamed = replace(file.partnership, signatory=replace(file.partnership.signatory, person=""))
    return replace(file, forms=forms, partnership=unnamed, named=file)


def _without(answers: object) -> dict[str, object]:
    assert isinstance(answers, dict)
    return {
        id: [_without(row) if isinstance(row, dict) else row for row in value] if isinstance(value, list) else value
        for id, value in answers.items()
        if id not in IDENTIFYING
    }
