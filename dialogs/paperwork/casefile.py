"""The whole of a case, brought together for the documents that are made from it."""

from dialogs.desk import Desk
from dialogs.group.minutes import parts_of
from documents.casefile import CaseFile, Written
from rapid_review.case import Case

KEPT = "document"
"""Under which form it is kept what a version of a document said; no document is made from that."""


def casefile(desk: Desk, case: Case) -> CaseFile:
    """Everything written in the case, read once."""
    written = (
        Written(kept.kind, kept.subject, kept.revision, kept.by, kept.at, kept.answers)
        for kept in desk.work.forms_of(case.reference)
        if kept.kind != KEPT
    )
    forms = {(form.form, form.subject, form.revision): form for form in written}
    return CaseFile(case, desk.partnership, desk.now, forms, parts_of(desk, case))
