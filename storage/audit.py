"""The record of who did and read what: append-only, and chained by hash so that a change shows.

One chain per case, not one for all: a single chain would need every transaction on PostgreSQL to queue for its end.
A cut end cannot show from inside; keep `heads` outside the database and compare.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, union

from storage.columns import cleaned
from storage.tables import audit
from storage.tables import case as case_

BEFORE_THE_FIRST = ""

_INSERT = insert(audit)
_LAST = (
    select(audit.c.number, audit.c.hash).where(audit.c.case == bindparam("of")).order_by(audit.c.number.desc()).limit(1)
)
_CHAIN = select(audit).where(audit.c.case == bindparam("of")).order_by(audit.c.number)
_RECORDED = union(select(audit.c.case), select(case_.c.reference)).order_by("case")
_NEWEST = select(audit.c.case, func.max(audit.c.number).label("number")).group_by(audit.c.case).subquery()
_HEADS = select(audit.c.case, audit.c.number, audit.c.hash).join(
    _NEWEST, (audit.c.case == _NEWEST.c.case) & (audit.c.number == _NEWEST.c.number)
)


@dataclass(frozen=True)
class Entry:
    """One thing done or read. Facts hold ids and codes only."""

    at: datetime
    actor: str
    kind: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Head:
    """The end of a case's chain."""

    number: int
    hash: str


@dataclass(frozen=True)
class Link:
    """One entry as the chain holds it. Whoever has them all can reckon every hash anew."""

    number: int
    at: datetime
    actor: str
    kind: str
    facts: Mapping[str, str]
    before: str
    hash: str


def append(connection: Connection, case: str, entries: Iterable[Entry]) -> None:
    """Add entries to the end of the case's chain. Two at once collide on the number, and the later runs again."""
    last = connection.execute(_LAST, {"of": case}).first()
    number, before = (last.number, last.hash) if last else (0, BEFORE_THE_FIRST)
    rows = []
    for entry in entries:
        number += 1
        row = {
            "case": case,
            "number": number,
            "at": entry.at,
            "actor": cleaned(entry.actor),
            "kind": entry.kind,
            "facts": _canonical(cleaned(dict(entry.facts))),
            "prev_hash": before,
        }
        before = row["hash"] = _hash(row)
        rows.append(row)
    connection.execute(_INSERT, rows)


def verify_chain(connection: Connection, case: str, *, at_least: Head | None = None) -> int | None:
    """The number of the first entry that is wrong or missing; None when the chain holds and reaches `at_least`.

    A case without any entry has lost its first: it was begun by somebody.
    """
    before, expected = BEFORE_THE_FIRST, 1
    anchored = at_least is None
    for row in map(dict, connection.execute(_CHAIN, {"of": case}).mappings()):
        if row["number"] != expected or row["prev_hash"] != before or row["hash"] != _hash(row):
            return expected
        before, expected = row["hash"], expected + 1
        anchored = anchored or Head(row["number"], row["hash"]) == at_least
    return None if anchored and expected > 1 else expected


def links(connection: Connection, case: str) -> list[Link]:
    """The whole chain of a case, from its first entry."""
    return [
        Link(row.number, row.at.astimezone(UTC), row.actor, row.kind, json.loads(row.facts), row.prev_hash, row.hash)
        for row in connection.execute(_CHAIN, {"of": case})
    ]


def recorded(connection: Connection) -> list[str]:
    """Every case that has a record, or should have one."""
    return list(connection.execute(_RECORDED).scalars())


def heads(connection: Connection) -> dict[str, Head]:
    """The end of every chain, to be kept outside the database."""
    return {row.case: Head(row.number, row.hash) for row in connection.execute(_HEADS)}


def _hash(row: Mapping[str, Any]) -> str:
    at = row["at"].astimezone(UTC).isoformat()
    told = [row["case"], row["number"], at, row["actor"], row["kind"], row["facts"]]
    return hashlib.sha256(f"{row['prev_hash']}{_canonical(told)}".encode()).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
