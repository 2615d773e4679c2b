"""Destroying a closed case: its key, all that was sealed under it, and whatever else tells of it but its record.

All rows go in one transaction, which lays the tombstone too. The bytes that a file system still holds (files, the
database's log) go after it, and may go again: whoever finds a disposal unfinished finishes it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, delete, exists, func, or_, select, text

from storage import audit
from storage.errors import Conflict
from storage.tables import IS_OPEN, attachment, case, case_key, draft, form, outbox, participant, posted
from storage.tombstones import Tombstone, Tombstones

OF: Any = bindparam("of")
ABOUT = OF.concat("/%")

BELONGS: tuple[tuple[str, Table, ColumnElement[bool]], ...] = (
    ("files", attachment, attachment.c.case == OF),
    ("forms", form, form.c.case == OF),
    ("drafts", draft, or_(draft.c.subject == OF, draft.c.subject.like(ABOUT))),
    ("messages", outbox, outbox.c.case == OF),
    ("people", participant, participant.c.case == OF),
    ("key", case_key, case_key.c.reference == OF),
    ("case", case, case.c.reference == OF),
)
"""What is destroyed, in an order that leaves no row pointing nowhere. The record (`audit`) stays: ids and codes."""

_CASE = select(case).where(case.c.reference == OF)
_PLACES = select(attachment.c.place).where(attachment.c.case == OF).order_by(attachment.c.place)
_CARDS = select(posted).where(posted.c.slot.like(OF.concat(":%"))).order_by(posted.c.slot, posted.c.to)
_DOUBLE = delete(posted).where(posted.c.slot == bindparam("in_slot"), posted.c.to == bindparam("whom"))
"""A message can be known by several slots. It is emptied once."""
_EDITS = (outbox.c.slot == posted.c.slot, outbox.c.to == posted.c.to, outbox.c.case == "", outbox.c.mode == "edit")
EMPTIED = exists().where(*_EDITS, outbox.c.state == "sent")
"""That what stands for a card was sent: of no case, since there is none, and in the card's own place."""
_ON_ITS_WAY = exists().where(*_EDITS, text(IS_OPEN.replace("state", "outbox.state")))
_LEFT = _CARDS.where(~EMPTIED)


@dataclass(frozen=True)
class PostedCard:
    """A card of the case that stands in somebody's chat or in a channel."""

    slot: str
    to: str


@dataclass(frozen=True)
class Asking:
    """Who disposes of it, with whom, why, and when it was closed."""

    by: str
    second: str
    reason: str
    closed_at: datetime


class Disposing(Tombstones):
    """The part of the work that destroys a case."""

    def belongings(self, reference: str) -> dict[str, int]:
        """How much there is of each kind of record of a case, cards in Teams included."""
        counts = {
            name: self._connection.execute(select(func.count()).select_from(table).where(which), {"of": reference})
            for name, table, which in BELONGS
        }
        return {**{name: found.scalar_one() for name, found in counts.items()}, "cards": len(self.cards_of(reference))}

    def cards_of(self, reference: str) -> list[PostedCard]:
        """The messages of a case that stand anywhere, each by one of its slots."""
        return list(self._standing(reference).values())

    def cards_left(self, reference: str) -> tuple[int, int]:
        """Of a case that is no more: the cards still to be emptied, and those that could not be."""
        waiting, left = (self._cards(of, reference) for of in (_LEFT.where(_ON_ITS_WAY), _LEFT))
        return len(waiting), len(left) - len(waiting)

    def _standing(self, reference: str) -> dict[tuple[str, str], PostedCard]:
        found: dict[tuple[str, str], PostedCard] = {}
        for row in self._connection.execute(_CARDS, {"of": reference}):
            found.setdefault((row.to, row.remote_id), PostedCard(row.slot, row.to))
        return found

    def _forget_doubles(self, reference: str) -> None:
        kept = set(self._standing(reference).values())
        for card in set(self._cards(_CARDS, reference)) - kept:
            self._connection.execute(_DOUBLE, {"in_slot": card.slot, "whom": card.to})

    def _cards(self, which: Select[Any], reference: str) -> list[PostedCard]:
        return [PostedCard(row.slot, row.to) for row in self._connection.execute(which, {"of": reference})]

    def destroy(self, reference: str, asking: Asking, now: datetime) -> Tombstone:
        """Destroy a case that may be destroyed, which was asked of it as it was read. Its files' bytes go after the
        commit. Conflict if it has changed since it was read: it may be on hold by now."""
        row = self._connection.execute(_CASE.with_for_update(), {"of": reference}).first()
        if row is None or row.version != self._versions.get(reference, row.version):
            raise Conflict(reference)
        counts, digest = self.belongings(reference), self._digest(reference)
        places = tuple(self._connection.execute(_PLACES, {"of": reference}).scalars())
        gone = audit.Entry(now, asking.by, "disposed", {"second": asking.second, "digest": digest})
        audit.append(self._connection, reference, [gone])
        self._forget_doubles(reference)
        for _, table, which in BELONGS:
            self._connection.execute(delete(table).where(which), {"of": reference})
        self._sealers.pop(reference, None)
        stone = Tombstone(
            reference=reference,
            begun_at=row.created_at,
            closed_at=asking.closed_at,
            disposed_at=now,
            finished_at=None,
            by=asking.by,
            second=asking.second,
            reason=asking.reason,
            counts=counts,
            digest=digest,
            chain=audit.links(self._connection, reference)[-1].hash,
            places=places,
        )
        self._lay_tombstone(stone)
        return stone

    def _digest(self, reference: str) -> str:
        """Over every sealed value in its place, in the order of the places."""
        lines = sorted(line for name, table, which in BELONGS for line in self._lines(name, table, which, reference))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def _lines(self, name: str, table: Table, which: ColumnElement[bool], reference: str) -> Iterator[str]:
        keys = [column.name for column in table.primary_key]
        for row in self._connection.execute(select(table).where(which), {"of": reference}).mappings():
            at = "/".join(str(row[key]) for key in keys)
            sealed = (value for value in row.values() if isinstance(value, bytes | memoryview))
            yield f"{name} {at} {' '.join(hashlib.sha256(bytes(value)).hexdigest() for value in sealed)}"
