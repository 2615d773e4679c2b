"""What of a case is about one person, passage by passage, for somebody to mark before any of it leaves (E25).

A passage is one line of one answer. A row of a list that names the person is about them as a whole. A passage that
means somebody without naming them ("the mother") is not found: a person reads the case too.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from documents.casefile import CaseFile, Written
from documents.pseudonyms import Pseudonyms, inert, pseudonyms_of
from documents.sought import Sought, letters, parts, replaced
from rapid_review.declaration.confidentiality import DECLINE
from rapid_review.declaration.declare import DECLARE
from rapid_review.declaration.undertakings import CONFLICT, RULING
from rapid_review.group.minutes import CORRECTION, points_form
from rapid_review.group.template import template_form
from rapid_review.keeping.keeping_forms import KEEPING_FORMS
from rapid_review.notification import notification_form
from rapid_review.outcome.ballot import ballot_form
from rapid_review.outcome.decision_record import decision_form
from rapid_review.outward.duty_forms import FAMILY
from rapid_review.policy import Policy
from rapid_review.questions.forms import Form, Question
from rapid_review.returns.escalation_forms import ESCALATION
from rapid_review.returns.sharing_record import SHARING_RECORD
from rapid_review.returns.told import TOLD
from rapid_review.summary import EXTENSION, NIL_RETURN, SECURE, SUMMARY
from rapid_review.summary.amendment import AMENDMENT
from rapid_review.summary.child_death import CHILD_DEATH_FORM

WRITTEN_OUT = "written_out"
OURS = frozenset({"document", "export", "subject_access", WRITTEN_OUT})
"""What the bot keeps of its own packs and documents: which, when, who agreed, and why."""
FOUND = "\x00"


@dataclass(frozen=True)
class Passage:
    """One line of what somebody wrote, where it stands, and whether it names whom it is sought for."""

    id: str
    form: str
    about: str
    version: int
    by: str
    at: datetime
    question: str
    text: str
    names_them: bool


@dataclass(frozen=True)
class Person:
    """Whose data is sought: their names, and their id if the directory knows them."""

    names: tuple[str, ...]
    id: str = ""

    @cached_property
    def sought(self) -> dict[str, Sought]:
        return {key: Sought(FOUND, single) for name in self.names for key, single in parts(name) if len(key) > 1}

    def named_in(self, text: str) -> bool:
        return FOUND in replaced(text.replace(FOUND, ""), self.sought)

    def is_all_of(self, words: str) -> bool:
        """Whether these words are their name and nothing else."""
        return not letters(replaced(words, self.sought))


def passages(file: CaseFile, person: Person, *, every: bool = False) -> list[Passage]:
    """Every passage that names them, in the order of the forms; with `every`, all the others too."""
    asked = _questions(file.case.policy)
    written = sorted(file.forms.values(), key=lambda form: (form.at, form.form, form.subject, form.revision))
    found = [p for form in written if form.form not in OURS for p in _of_form(form, person, asked)]
    return [passage for passage in found if every or passage.names_them]


def without_others(file: CaseFile, person: Person) -> Pseudonyms:
    """What stands for everybody else's name. Their own is left; a family name that several bear is theirs too."""
    all_of_it = pseudonyms_of(file)
    own = {letters(key) for key in person.sought}
    others = {key: sought for key, sought in all_of_it.names.items() if key not in own}
    return Pseudonyms(others, all_of_it.birthdays, all_of_it.spared)


def _of_form(written: Written, person: Person, asked: Mapping[str, Question]) -> Iterator[Passage]:
    theirs = bool(person.id) and person.id == written.subject  # Such as a colleague's own declaration.
    for where, question, value in _answers(written.answers):
        rows_own = where and person.named_in(" ".join(str(v) for v in _row(written.answers, where).values()))
        for number, line in enumerate(_lines(question, value, asked)):
            named = theirs or bool(rows_own) or person.named_in(line)
            yield _passage(written, f"{where}{question}/{number}", _label(question, asked), line, named)


def _answers(answers: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Where each answer stands ("children/0/" for a row), its question, and what was said."""
    for question, value in answers.items():
        if isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            for number, row in enumerate(value):
                yield from ((f"{question}/{number}/", id, said) for id, said in row.items())
        else:
            yield "", question, value


def _row(answers: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    list_of, number, _ = where.split("/")
    row: Mapping[str, Any] = answers[list_of][int(number)]
    return row


def _lines(question: str, value: Any, asked: Mapping[str, Question]) -> list[str]:
    said = asked[question].text_of(value) if question in asked else value
    return [line.strip() for line in inert(str(said or "")).splitlines() if line.strip()]


def _label(question: str, asked: Mapping[str, Question]) -> str:
    return asked[question].label if question in asked else question.replace("_", " ")


def _passage(written: Written, where: str, question: str, text: str, named: bool) -> Passage:
    """The id tells the same line of the same answer again, and another as soon as a letter of it differs.

    It begins with a letter: a spreadsheet would take one of figures and an "e" for a number, and round it.
    """
    place = "\0".join((written.form, written.subject, str(written.revision), where, text))
    id = f"p{hashlib.sha256(place.encode()).hexdigest()[:12]}"
    by, about = written.by, written.subject
    return Passage(id, written.form, about, written.revision, by, written.at, question, text, named)


def _questions(policy: Policy) -> dict[str, Question]:
    """What was asked, as it was asked."""
    return {q.id: q for form in _forms(policy) for section in form.sections for q in section.questions}


def _forms(policy: Policy) -> Sequence[Form]:
    return (
        *(notification_form((), ()), SUMMARY, NIL_RETURN, AMENDMENT, SECURE, EXTENSION, TOLD, CHILD_DEATH_FORM),
        *(SHARING_RECORD, CONFLICT, DECLARE, DECLINE, RULING, ESCALATION, ballot_form(policy), FAMILY),
        *(decision_form(policy), template_form(policy), points_form(), CORRECTION, *KEEPING_FORMS),
    )
