"""Words planted in every box of a case, and the documents that are made of it."""

import sys
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from documents.casefile import CaseFile, Written
from documents.data import data
from documents.kinds import KINDS, make
from documents.model import Document, Edition
from documents.named import TYPED
from documents.plain import plain
from documents.pseudonyms import IDENTIFYING
from rapid_review.questions.forms import Kind, Section, rows

sys.path.append(str(Path(__file__).parents[1] / "cards"))

from hostile import every_form

FORMS = every_form()
SOURCES = IDENTIFYING | set(TYPED) | {"child_school", "child_gp", "per_relation"}
"""Questions from whose answers the names are learned: they keep theirs."""


def planted(file: CaseFile, text: str) -> CaseFile:
    """This text in every box that takes free words, of every form of the case and in every line of the minutes."""
    forms = {key: replace(written, answers=_filled(written, text)) for key, written in file.forms.items()}
    minutes = tuple(
        replace(part, lines=tuple((label, f"{value} {text}") for label, value in part.lines)) for part in file.minutes
    )
    return replace(file, forms=forms, minutes=minutes)


def _filled(written: Written, text: str) -> dict[str, Any]:
    answers = dict(written.answers)
    for section in FORMS[written.form].sections if written.form in FORMS else ():
        free = _free(section, text)
        if section.repeats:
            answers[section.id] = [{**row, **free} for row in rows(answers, section.id) or ({},)]
        else:
            answers.update(free)
    return answers


def _free(section: Section, text: str) -> Mapping[str, str]:
    asked = (q.id for q in section.questions if q.kind in (Kind.LINE, Kind.LONG))
    return {id: text for id in asked if id not in SOURCES}


def pseudonymised(kind: str, file: CaseFile) -> tuple[Document, str]:
    """The document, and all that can be read of it."""
    document = make(kind, file, Edition.PSEUDONYMISED, "health" if KINDS[kind].of_each_agency else "")
    return document, plain(document) + (data(document) if document.fields else "")


def notified(file: CaseFile, **answers: Any) -> CaseFile:
    """The same case, with these answers in its notification."""
    return answered(file, "notification", **answers)


def answered(file: CaseFile, form: str, subject: str = "", **answers: Any) -> CaseFile:
    """The same case, with these answers in the newest version of a form."""
    written = file.form(form, subject)
    assert written
    key = (form, subject, written.revision)
    return replace(file, forms={**file.forms, key: replace(written, answers={**written.answers, **answers})})


def corrected(file: CaseFile, **answers: Any) -> CaseFile:
    """The same case once its notification was corrected: these answers in a new version."""
    before, case = file.form("notification"), copy(file.case)
    assert before
    case.notification_revision = before.revision + 1
    after = replace(before, revision=before.revision + 1, answers={**before.answers, **answers})
    return replace(file, case=case, forms={**file.forms, ("notification", "", after.revision): after})
