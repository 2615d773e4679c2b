"""Anchors: what the ends of all chains were at a moment, so that a cut end or a case taken out whole shows (T12).

Each is chained to the one before by its hash, which is the seal. Whoever keeps one seal outside holds all before it.
An anchor names only the ends that moved since the one before: all ends at a time are reckoned from the first on.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from storage import audit
from storage.audit import LISTS, Head, canonical, hashed
from storage.tables import anchor
from storage.tables import audit as audit_
from storage.transaction import Transaction

EVERY = timedelta(minutes=58)
"""So that with a look each minute no end is older than an hour before it is anchored."""
AHEAD = timedelta(minutes=5)
"""How much the clocks of two processes may be apart."""
NEWEST = 100
"""Anchors the auditor looks at: those of four days at least."""
ROOT_OF_NOTHING = ""

_INSERT = insert(anchor)
_ALL = select(anchor).order_by(anchor.c.number)
_LAST = select(anchor.c.number, anchor.c.at, anchor.c.root, anchor.c.hash).order_by(anchor.c.number.desc()).limit(1)
_LAST_POSTED = select(anchor.c.root).where(anchor.c.day != "").order_by(anchor.c.number.desc()).limit(1)
_ENDS = select(anchor.c.heads).order_by(anchor.c.number)
_NEWEST = _ALL.order_by(None).order_by(anchor.c.number.desc()).limit(NEWEST)
_OF_DAY = select(anchor).where(anchor.c.day == bindparam("on")).order_by(anchor.c.number).limit(1)
_ENTRY = (
    select(audit_.c.number, audit_.c.at)
    .where(audit_.c.case == bindparam("of"), audit_.c.at < bindparam("before"))
    .order_by(audit_.c.number.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Anchor:
    """All ends as of one moment."""

    number: int
    at: datetime
    day: str
    """The day whose seal it is, if it was posted as that."""
    root: str
    """A hash over the ends of all chains, in the order of their names."""
    cases: int
    heads: Mapping[str, Head]
    """The ends that moved since the anchor before."""
    before: str
    hash: str
    """The seal."""

    @property
    def sealed(self) -> str:
        """What its hash has to be."""
        told = [self.number, self.at.astimezone(UTC).isoformat(), self.day, self.root, self.cases, _written(self.heads)]
        return hashed(self.before, told)


class Anchors(Transaction):
    """The part of the work that keeps the ends of the chains."""

    def anchor_hourly(self, now: datetime) -> bool:
        """Keep the ends, if any moved and the last anchor is an hour old. Whether it was done.

        One of a time to come is nobody's of ours, and keeps none of ours away (T12).
        """
        last = self._connection.execute(_LAST).first()
        if last and -AHEAD < now - last.at < EVERY:
            return False
        return self._anchor(now, "", last) is not None

    def anchor_of_day(self, now: datetime, day: date) -> Anchor | None:
        """Keep the ends as this day's seal; None if it has one, or nothing moved since the last day's."""
        if self.seal_of(day):
            return None
        posted, last = self._connection.execute(_LAST_POSTED).first(), self._connection.execute(_LAST).first()
        return self._anchor(now, day.isoformat(), last, unlike=posted.root if posted else ROOT_OF_NOTHING)

    def seal_of(self, day: date) -> Anchor | None:
        """The anchor that was made for this day."""
        row = self._connection.execute(_OF_DAY, {"on": day.isoformat()}).first()
        return _anchor(row) if row else None

    def anchors(self) -> list[Anchor]:
        """Every anchor, from the first."""
        return every(self._connection)

    def newest_anchors(self) -> list[Anchor]:
        """The last of them, in their order."""
        return [*map(_anchor, self._connection.execute(_NEWEST))][::-1]

    def unsealed(self, cases: Iterable[str], before: datetime) -> list[str]:
        """Those of these cases that have an entry from before then which no anchor since names (T12)."""
        since = self.newest_anchors()
        return [case for case in cases if self._is_unsealed(case, before, since)]

    def _is_unsealed(self, case: str, before: datetime, since: list[Anchor]) -> bool:
        entry = self._connection.execute(_ENTRY, {"of": case, "before": before}).first()
        if entry is None or (len(since) == NEWEST and entry.at < since[0].at):
            return False  # Or so long ago that none of these would name it.
        return not any(case in each.heads and each.heads[case].number >= entry.number for each in since)

    def _anchor(self, now: datetime, day: str, last: Any, unlike: str | None = None) -> Anchor | None:
        """Two processes at once collide on the number, and the later looks again."""
        ends = audit.heads(self._connection)
        root = root_of(ends)
        if not ends or root == (unlike if unlike is not None else last.root if last else ROOT_OF_NOTHING):
            return None
        known = _folded(self._connection.execute(_ENDS).scalars())
        moved = {name: head for name, head in ends.items() if known.get(name) != head}
        number, before = (last.number + 1, last.hash) if last else (1, audit.BEFORE_THE_FIRST)
        made = Anchor(number, now, day, root, cases_in(ends), moved, before, "")
        row = {"number": number, "at": now, "day": day, "root": root, "cases": made.cases}
        self._connection.execute(_INSERT, {**row, "heads": _written(moved), "prev_hash": before, "hash": made.sealed})
        return Anchor(number, now, day, root, made.cases, moved, before, made.sealed)


def every(connection: Connection) -> list[Anchor]:
    """Every anchor, from the first."""
    return [*map(_anchor, connection.execute(_ALL))]


def root_of(ends: Mapping[str, Head]) -> str:
    """One hash over the ends of all chains."""
    return hashed("", [[name, head.number, head.hash] for name, head in sorted(ends.items())])


def cases_in(ends: Mapping[str, Head]) -> int:
    """How many of the chains are of cases, and not of what somebody listed."""
    return sum(not name.startswith(LISTS) for name in ends)


def _folded(written: Iterator[str]) -> dict[str, Head]:
    """All ends, from what each anchor says has moved."""
    ends: dict[str, Head] = {}
    for heads in written:
        ends |= _read(heads)
    return ends


def _written(heads: Mapping[str, Head]) -> str:
    return canonical([[name, head.number, head.hash] for name, head in sorted(heads.items())])


def _read(written: str) -> dict[str, Head]:
    return {name: Head(number, hash) for name, number, hash in json.loads(written)}


def _anchor(row: Any) -> Anchor:
    at = row.at.astimezone(UTC)
    return Anchor(row.number, at, row.day, row.root, row.cases, _read(row.heads), row.prev_hash, row.hash)
