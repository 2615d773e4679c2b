"""Whether the rows of a case are those that its record tells of: none put back, taken out, turned or made up (T12).

The record is read first, then the forms, then the case: what is added meanwhile is only more than the record says.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, or_, select

from storage.audit import LISTS
from storage.bound import FORMS, ROW, mark
from storage.codec import UNSAID
from storage.errors import BrokenSeal
from storage.proving import Opening
from storage.tables import audit, case, case_key, form
from storage.tombstones import tombstone
from storage.vault import Vault

AT_ONCE = 500

_OF: Any = bindparam("of")
_SAID = (
    select(audit.c.facts)
    .where(audit.c.case == _OF, or_(audit.c.facts.contains(f'"{ROW}":'), audit.c.facts.contains(f'"{FORMS}":')))
    .order_by(audit.c.number)
)
_FIRST = select(audit.c.number).where(audit.c.case == _OF).limit(1)
_FORMS = select(form).where(form.c.case == _OF).order_by(form.c.kind, form.c.subject, form.c.revision)
_ROW = (
    select(case.c.stage, case.c.version, case.c.state, case_key.c.wrapped)
    .join(case_key, isouter=True)
    .where(case.c.reference == _OF)
)
_DISPOSED = select(tombstone.c.reference).where(tombstone.c.reference == _OF)
_AFTER: Any = bindparam("after")
_MOST: Any = bindparam("most")
_CHAINS = (
    select(audit.c.case)
    .where(audit.c.case > _AFTER, audit.c.case.not_like(f"{LISTS}%"))
    .distinct()
    .order_by(audit.c.case)
    .limit(_MOST)
)
_CASES = select(case.c.reference).where(case.c.reference > _AFTER).order_by(case.c.reference).limit(_MOST)


class Astray(StrEnum):
    """What does not fit, in words that follow the case's reference."""

    GONE = "there is a record of it and no case, and it was not disposed of"
    SHUT = "what is kept of it cannot be opened, or is of another version than its row says"
    STAGE = "its row says that it is at another stage than what is sealed"
    OLDER = "what is kept of it is older than the end of its record"
    BACK = "its record makes a version anew that had been made: an older state had been put in its place"
    FORM = "a form that was sent is missing, or does not say by whom and when as it did"


def faults(opening: Opening, vault: Vault) -> Iterator[str]:
    """What does not fit, of every case, in words."""
    after = ""
    while True:
        with opening() as connection:
            cases = page(connection, after, AT_ONCE)
        for of in cases:
            with opening() as connection:  # One for each: nobody's turn should wait for all of them.
                found = astray(connection, vault, of)
            yield from (f"{_shown(of)}: {what}." for what in found)
        if not cases:
            return
        after = cases[-1]


def _shown(name: str) -> str:
    """Whoever writes in the database may have called a case anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def page(connection: Connection, after: str, most: int) -> list[str]:
    """The next cases after this one that have a record or a row."""
    asked = {"after": after, "most": most}
    return sorted({*connection.execute(_CHAINS, asked).scalars(), *connection.execute(_CASES, asked).scalars()})[:most]


def astray(connection: Connection, vault: Vault, of: str) -> list[Astray]:
    """What of this case does not fit its record."""
    begun = connection.execute(_FIRST, {"of": of}).first()
    versions, forms = _said(connection, of)
    found = [*_of_forms(connection, of, forms)]
    row = connection.execute(_ROW, {"of": of}).first()
    if row is None:
        return [Astray.GONE] if begun and not connection.execute(_DISPOSED, {"of": of}).first() else []
    if any(after <= before for before, after in pairwise(versions)):
        found.append(Astray.BACK)
    return [*_of_the_row(row, vault, of, max(versions, default=UNSAID)), *found]


def _said(connection: Connection, of: str) -> tuple[list[int], set[str]]:
    """The versions and the marks that the record names."""
    said = [orjson.loads(facts) for facts in connection.execute(_SAID, {"of": of}).scalars()]
    versions = [int(facts[ROW]) for facts in said if ROW in facts]
    return versions, {known for facts in said for known in facts.get(FORMS, "").split()}


def _of_forms(connection: Connection, of: str, said: set[str]) -> Iterator[Astray]:
    rows = connection.execute(_FORMS, {"of": of}).all()
    marks = {mark(of, row.kind, row.subject, row.revision, row.by, row.at, row.answers) for row in rows}
    numbers = ([row.revision for row in same] for _, same in groupby(rows, lambda row: (row.kind, row.subject)))
    if said - marks or any(found != [*range(1, len(found) + 1)] for found in numbers):
        yield Astray.FORM


def _of_the_row(row: Any, vault: Vault, of: str, last: int) -> Iterator[Astray]:
    """What was sealed before versions were is of any version, until the record names one."""
    try:
        sealed = orjson.loads(vault.case_sealer(of, row.wrapped or b"").open(row.state, "case", "state", of))
    except (BrokenSeal, ValueError):
        yield Astray.SHUT
        return
    version = sealed.get("version", UNSAID)
    if version not in (UNSAID, row.version):
        yield Astray.SHUT
    elif row.version < last or (version == UNSAID and last != UNSAID):
        yield Astray.OLDER
    if sealed["stage"] != row.stage:
        yield Astray.STAGE
