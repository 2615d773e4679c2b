"""What binds the rows of a case to its record: a change's entry says which version it made, and what was put with it.

It says so by a number and by marks, of which nothing can be told: who reads the record learns no more than before.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from storage.audit import Entry, hashed
from storage.columns import cleaned

ROW, FORMS = "row", "forms"
"""The facts of a transaction's last entry of a case: the version it made, and the marks of the forms that were put."""
ALONE = "form_kept"
"""The kind of entry of a form that was put where nothing else happened."""
CHARACTERS = 32


class Put(NamedTuple):
    """A form that was put: its mark, by whom and when."""

    mark: str
    by: str
    at: datetime


def mark(case: str, kind: str, subject: str, revision: int, by: str, at: datetime, answers: Any) -> str:
    """By which a form is known again, with who sent it and when. Its seal begins with chance: nobody can guess it."""
    told = [case, kind, subject, revision, by, at.astimezone(UTC).isoformat(), hashlib.sha256(answers).hexdigest()]
    return hashed("", cleaned(told))[:CHARACTERS]


def bound(entries: Sequence[Entry], version: int | None, put: Sequence[Put]) -> list[Entry]:
    """The entries of one case in one transaction, the last of which names what was kept.

    Only the last, so that each version is named once: a second time, it was made out of an older one.
    """
    row = {ROW: str(version)} if version else {}
    forms = {FORMS: " ".join(form.mark for form in put)} if put else {}
    if not row and not forms:
        return [*entries]
    *before, last = entries or [Entry(put[0].at, put[0].by, ALONE, {})]
    return [*before, replace(last, facts={**last.facts, **row, **forms})]
