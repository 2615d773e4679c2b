"""What people wrote: sent forms, which never change, and drafts, which do. Both are sealed."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, insert, select
from sqlalchemy.dialects import postgresql

from storage.bound import Put, mark
from storage.cases import CLOSED
from storage.columns import cleaned
from storage.errors import BrokenSeal
from storage.tables import case as case_
from storage.tables import draft, form, participant
from storage.transaction import Transaction
from storage.vault import Sealer, Vault

_OF_FORM = (
    form.c.case == bindparam("of"),
    form.c.kind == bindparam("form"),
    form.c.subject == bindparam("about"),
)
_NEWEST = select(form).where(*_OF_FORM).order_by(form.c.revision.desc()).limit(1)
_REVISION = select(form).where(*_OF_FORM, form.c.revision == bindparam("wanted"))
_EVERY = select(form).where(form.c.case == bindparam("of")).order_by(form.c.at, form.c.kind, form.c.subject)
_FIRST_BY = (
    select(form.c.case)
    .join(participant, (participant.c.case == form.c.case) & (participant.c.person == form.c.by))
    .where(form.c.kind == bindparam("form"), form.c.subject == "", form.c.revision == 1)
    .where(participant.c.person == bindparam("person"))
    .order_by(form.c.at, form.c.case)
)
_PUT_FORM = insert(form)
_LATER = form.alias()
_OF_OPEN_CASES = (
    select(form)
    .join(case_, case_.c.reference == form.c.case)
    .where(case_.c.stage != CLOSED, form.c.kind == bindparam("form"), form.c.subject == "")
    .where(
        ~exists().where(
            _LATER.c.case == form.c.case,
            _LATER.c.kind == form.c.kind,
            _LATER.c.subject == form.c.subject,
            _LATER.c.revision > form.c.revision,
        )
    )
    .order_by(case_.c.created_at.desc(), form.c.case.desc())
    .limit(bindparam("most"))
)

_OF_DRAFT = (
    draft.c.person == bindparam("owner"),
    draft.c.form == bindparam("of"),
    draft.c.subject == bindparam("about"),
)
_DRAFT = select(draft).where(*_OF_DRAFT)
_DRAFTS = select(draft).where(draft.c.person == bindparam("owner")).order_by(draft.c.saved_at, draft.c.form)
_DROP_DRAFT = delete(draft).where(*_OF_DRAFT)
_FIRST_DRAFT = postgresql.insert(draft).values(revision=1)
_PUT_DRAFT = _FIRST_DRAFT.on_conflict_do_update(
    index_elements=[draft.c.person, draft.c.form, draft.c.subject],
    set_={
        "revision": draft.c.revision + 1,
        "saved_at": _FIRST_DRAFT.excluded.saved_at,
        "answers": _FIRST_DRAFT.excluded.answers,
    },
).returning(draft.c.revision)


@dataclass(frozen=True)
class StoredForm:
    """A form as it was sent."""

    case: str
    kind: str
    subject: str
    revision: int
    by: str
    at: datetime
    answers: dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """A form that is not sent yet; the revision says how often it was saved."""

    form: str
    subject: str
    answers: dict[str, Any]
    revision: int
    saved_at: datetime


class Forms(Transaction):
    """The part of the work that is about what people wrote."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        super().__init__(connection, vault)
        self._newest: dict[tuple[str, str, str], StoredForm | None] = {}
        """What was read already: a turn asks for the same form several times."""

    def begun_by(self, person: str, kind: str) -> list[str]:
        """The cases in which this person was the first to send such a form, oldest first; opened or not."""
        return list(self._connection.execute(_FIRST_BY, {"person": person, "form": kind}).scalars())

    def put_form(self, case: str, kind: str, subject: str, by: str, at: datetime, answers: Mapping[str, Any]) -> int:
        """Keep what was sent as the next revision, counted from 1."""
        self._about_to_change_a_case()
        last = self.form(case, kind, subject)
        revision = last.revision + 1 if last else 1
        sealed = self._sealer_of(case).seal(_written(answers), *_form_place(case, kind, subject, revision))
        row = {"case": case, "kind": kind, "subject": subject, "revision": revision, "by": by, "at": at}
        self._connection.execute(_PUT_FORM, {**row, "answers": sealed})
        self._put.setdefault(case, []).append(Put(mark(case, kind, subject, revision, by, at, sealed), by, at))
        del self._newest[case, kind, subject]
        return revision

    def form(self, case: str, kind: str, subject: str, revision: int | None = None) -> StoredForm | None:
        """The form of this revision; without one, the newest."""
        of = {"of": case, "form": kind, "about": subject}
        if revision is not None:
            return self._read_form(_REVISION, {**of, "wanted": revision})
        if (case, kind, subject) not in self._newest:
            self._newest[case, kind, subject] = self._read_form(_NEWEST, of)
        return self._newest[case, kind, subject]

    def forms_of(self, case: str) -> list[StoredForm]:
        """Every version of every form of a case, oldest first."""
        return [self._as_sent(row) for row in self._connection.execute(_EVERY, {"of": case}).all()]

    def of_open_cases(self, kind: str, most: int) -> list[StoredForm]:
        """The newest form of this kind of each open case, the newest cases first. One that is spoilt is left out."""
        found = []
        for row in self._connection.execute(_OF_OPEN_CASES, {"form": kind, "most": most}).all():
            with suppress(BrokenSeal):  # It is somebody's to mend, and no reason to stop another case from beginning.
                found.append(self._as_sent(row))
        return found

    def _read_form(self, statement: Select[Any], which: dict[str, Any]) -> StoredForm | None:
        row = self._connection.execute(statement, which).first()
        return self._as_sent(row) if row else None

    def _as_sent(self, row: Row[Any]) -> StoredForm:
        place = _form_place(row.case, row.kind, row.subject, row.revision)
        answers = orjson.loads(self._sealer_of(row.case).open(row.answers, *place))
        return StoredForm(row.case, row.kind, row.subject, row.revision, row.by, row.at, answers)

    def draft(self, person: str, form: str, subject: str) -> Draft | None:
        """What this person has written so far."""
        row = self._connection.execute(_DRAFT, _draft(person, form, subject)).first()
        return self._read_draft(row) if row else None

    def put_draft(self, person: str, form: str, subject: str, answers: Mapping[str, Any], now: datetime) -> int:
        """Save a draft over the last one; the answer is how often it has been saved."""
        self._changed = True
        sealed = self._draft_sealer(person).seal(_written(answers), "draft", "answers", person, form, subject)
        row = {"person": person, "form": form, "subject": subject, "saved_at": now, "answers": sealed}
        return int(self._connection.execute(_PUT_DRAFT, row).scalar_one())

    def drop_draft(self, person: str, form: str, subject: str) -> None:
        """Let a draft go, if there is one."""
        self._connection.execute(_DROP_DRAFT, _draft(person, form, subject))

    def drafts_of(self, person: str) -> list[Draft]:
        """All this person's drafts, the oldest first."""
        return [self._read_draft(row) for row in self._connection.execute(_DRAFTS, {"owner": person}).all()]

    def _forget_forms(self) -> None:
        self._newest.clear()

    def _read_draft(self, row: Row[Any]) -> Draft:
        place = ("draft", "answers", row.person, row.form, row.subject)
        answers = orjson.loads(self._draft_sealer(row.person).open(row.answers, *place))
        return Draft(row.form, row.subject, answers, row.revision, row.saved_at)

    def _draft_sealer(self, person: str) -> Sealer:
        return self._vault.derived("draft", person)


def _draft(person: str, form: str, subject: str) -> dict[str, str]:
    return {"owner": person, "of": form, "about": subject}


def _form_place(case: str, kind: str, subject: str, revision: int) -> tuple[str, ...]:
    return "form", "answers", case, kind, subject, str(revision)


def _written(answers: Mapping[str, Any]) -> bytes:
    """The answers as JSON; moments and enums become text."""
    return orjson.dumps(cleaned(dict(answers)), option=orjson.OPT_NON_STR_KEYS)
