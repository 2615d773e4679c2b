"""The whole of a case, brought together for the documents that are made from it."""

from dialogs.desk import Desk
from dialogs.group import approved
from dialogs.group.minutes import parts_of
from documents.casefile import CaseFile, Written
from documents.decisions import RECORDED
from rapid_review.case import Case

KEPT = "document"
"""Under which form it is kept what a version of a document said; no document is made from that."""
NO_SOURCE = (KEPT, approved.FORM)
"""What was made from the case's words and is not theirs."""


def casefile(desk: Desk, case: Case) -> CaseFile:
    """Everything written in the case, read once."""
    written = (form for form in _written(desk, case) if form.form not in NO_SOURCE)
    forms = {(form.form, form.subject, form.revision): form for form in written}
    happened = tuple(desk.work.happened(case.reference, RECORDED))
    return CaseFile(case, desk.partnership, desk.now, forms, parts_of(desk, case), happened)


def made_before(desk: Desk, case: Case) -> list[Written]:
    """What each version of each document said when it was made, oldest first."""
    made = [form for form in _written(desk, case) if form.form == KEPT]
    return sorted(made, key=lambda form: (form.at, form.subject, form.revision))


def _written(desk: Desk, case: Case) -> list[Written]:
    return [
        Written(kept.kind, kept.subject, kept.revision, kept.by, kept.at, kept.answers)
        for kept in desk.work.forms_of(case.reference)
    ]
