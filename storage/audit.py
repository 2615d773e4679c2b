"""The record of who did and read what: append-only, and chained by hash so that a change shows.

One chain per case, not one for all: a single chain would need every transaction on PostgreSQL to queue for its end.
A list that somebody looked at names many cases, and stands in a chain of that person's own. A cut end cannot show from
inside; `storage/anchors.py` keeps the ends.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, text, union

from storage.columns import cleaned
from storage.tables import audit
from storage.tables import case as case_

BEFORE_THE_FIRST = ""
LISTS = "lists/"
"""What the chain of somebody's lists begins with, before their id."""
SURFACE = "surface"
"""The fact that says by which way it was done or read."""
CHAINS = 0x52525243
"""The first half of the lock on a chain's end: any number, the same in every process."""

_INSERT = insert(audit)
_LOCK = text("SELECT pg_advisory_xact_lock(:space, hashtext(:of))")
_LAST = (
    select(audit.c.number, audit.c.hash).where(audit.c.case == bindparam("of")).order_by(audit.c.number.desc()).limit(1)
)
_CHAIN = select(audit).where(audit.c.case == bindparam("of")).order_by(audit.c.number)
_HAPPENED = (
    select(audit.c.at, audit.c.kind)
    .where(audit.c.case == bindparam("of"), audit.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(audit.c.number)
)
_RECORDED = union(select(audit.c.case), select(case_.c.reference)).order_by("case")
_NEWEST = select(audit.c.case, func.max(audit.c.number).label("number")).group_by(audit.c.case).subquery()
_HEADS = select(audit.c.case, audit.c.number, audit.c.hash).join(
    _NEWEST, (audit.c.case == _NEWEST.c.case) & (audit.c.number == _NEWEST.c.number)
)
_IN_A_LIST = audit.c.case.startswith(LISTS) & audit.c.facts.contains(bindparam("of"))
_ABOUT = (
    select(audit)
    .where(or_(audit.c.case == bindparam("of"), _IN_A_LIST))
    .order_by(audit.c.at.desc(), audit.c.case.desc(), audit.c.number.desc())
    .limit(bindparam("most"))
    .offset(bindparam("after"))
)


class Via(StrEnum):
    """By which way somebody did or read something."""

    CARD = "card"
    REFRESH = "refresh"
    """A card that the client drew anew by itself, because its reader had it before their eyes."""
    TYPED = "typed"
    FILE = "file"
    """A file that somebody sent."""
    DOCUMENT = "document"
    """A document that was handed to somebody."""
    MESSAGE = "message"
    """A card that the bot sent by itself."""
    OUTWARD = "outward"
    """Mail to outside, and the calendar."""
    COMMAND = "command"
    CLOCK = "clock"


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
    case: str = ""
    """Whose chain it is in."""


def append(connection: Connection, case: str, entries: Iterable[Entry]) -> None:
    """Add entries to the end of the case's chain.

    On PostgreSQL two at once wait for each other here, until the first commits; SQLite has one writer anyway. Whoever
    adds to several chains does so in their order, and so never waits for one that waits for them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"space": CHAINS, "of": case})
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
            "facts": canonical(cleaned(dict(entry.facts))),
            "prev_hash": before,
        }
        before = row["hash"] = _hash(row)
        rows.append(row)
    connection.execute(_INSERT, rows)


def verify_chain(connection: Connection, case: str, *, at_least: Head | None = None) -> int | None:
    """The number of the first entry that is wrong or missing; None when the chain holds and reaches `at_least`.

    A case without any entry has lost its first: it was begun by somebody.
    """
    hashes, wrong = walked(connection, case)
    if wrong is not None:
        return wrong
    reaches = at_least is None or hashes[at_least.number - 1 : at_least.number] == [at_least.hash]
    return None if reaches and hashes else len(hashes) + 1


def walked(connection: Connection, case: str) -> tuple[list[str], int | None]:
    """The hashes of the chain's entries from the first, and the number at which it breaks, if it does."""
    hashes: list[str] = []
    before = BEFORE_THE_FIRST
    for row in connection.execute(_CHAIN, {"of": case}).mappings():
        if row["number"] != len(hashes) + 1 or row["prev_hash"] != before or row["hash"] != _hash(row):
            return hashes, len(hashes) + 1
        before = row["hash"]
        hashes.append(before)
    return hashes, None


def links(connection: Connection, case: str) -> list[Link]:
    """The whole chain of a case, from its first entry."""
    return [*map(_link, connection.execute(_CHAIN, {"of": case}))]


def happened(connection: Connection, case: str, kinds: Iterable[str]) -> list[tuple[datetime, str]]:
    """When something of these kinds was done, from the first: a record is mostly of looks, which these are not."""
    return [(row.at, row.kind) for row in connection.execute(_HAPPENED, {"of": case, "kinds": [*kinds]})]


def about(connection: Connection, case: str, *, after: int, most: int) -> list[Link]:
    """What was done and read of a case, newest first, the lists that named it among them."""
    return [*map(_link, connection.execute(_ABOUT, {"of": case, "after": after, "most": most}))]


def recorded(connection: Connection) -> list[str]:
    """Every case that has a record, or should have one, and everybody's lists."""
    return list(connection.execute(_RECORDED).scalars())


def heads(connection: Connection) -> dict[str, Head]:
    """The end of every chain, all as of one moment."""
    return {row.case: Head(row.number, row.hash) for row in connection.execute(_HEADS)}


def hashed(before: str, told: list[Any]) -> str:
    """The hash of what is told, after the hash before it."""
    return hashlib.sha256(f"{before}{canonical(told)}".encode()).hexdigest()


def _link(row: Any) -> Link:
    at = row.at.astimezone(UTC)
    return Link(row.number, at, row.actor, row.kind, json.loads(row.facts), row.prev_hash, row.hash, row.case)


def _hash(row: Any) -> str:
    at = row["at"].astimezone(UTC).isoformat()
    return hashed(row["prev_hash"], [row["case"], row["number"], at, row["actor"], row["kind"], row["facts"]])


canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
"""The one way to write a value down. Made once: `json.dumps` would make an encoder with every call."""
