"""What is left of a case that was disposed of: that it was, who and when, and sealed: why, what went, and its hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, insert, select, update
from sqlmodel import SQLModel

from storage.columns import cleaned, moment, sealed, words
from storage.transaction import Transaction
from storage.vault import Sealer


class TombstoneRow(SQLModel, table=True):
    """One case that is no more. It has no key of its own any longer, so the reason stands under a derived one."""

    __tablename__ = "tombstone"
    reference: str = words(primary_key=True)
    begun_at: datetime = moment()
    closed_at: datetime = moment()
    disposed_at: datetime = moment()
    finished_at: datetime | None = moment(nullable=True)
    by: str = words()
    second: str = words()
    said: bytes = sealed()


tombstone = SQLModel.metadata.tables["tombstone"]

_ADD = insert(tombstone)
_READ = select(tombstone).where(tombstone.c.reference == bindparam("of"))
_UNFINISHED = select(tombstone).where(tombstone.c.finished_at.is_(None)).order_by(tombstone.c.reference)
_FINISH = update(tombstone).where(tombstone.c.reference == bindparam("of")).values(finished_at=bindparam("now"))


@dataclass(frozen=True)
class Tombstone:
    """A disposal: by whom, with whom, why, and what went. It is finished when its bytes are gone too."""

    reference: str
    begun_at: datetime
    closed_at: datetime
    disposed_at: datetime
    finished_at: datetime | None
    by: str
    second: str
    reason: str
    counts: Mapping[str, int]
    """How many rows of each kind of record went."""
    digest: str
    """SHA-256 over all that went, as it was sealed: whoever holds a backup can tell that it is the same."""
    chain: str
    """The last hash of the case's record when it went."""
    places: tuple[str, ...]
    """Where the bytes of its files stood."""


class Tombstones(Transaction):
    """The part of the work that is about cases that are no more."""

    def tombstone(self, reference: str) -> Tombstone | None:
        row = self._connection.execute(_READ, {"of": reference}).first()
        return self._read_tombstone(row) if row else None

    def unfinished_disposals(self) -> list[Tombstone]:
        """Disposals whose bytes may still be there: the process ended in the middle."""
        return [self._read_tombstone(row) for row in self._connection.execute(_UNFINISHED).all()]

    def finish_disposal(self, reference: str, now: datetime) -> None:
        """Its bytes are gone."""
        self._connection.execute(_FINISH, {"of": reference, "now": now})

    def _lay_tombstone(self, stone: Tombstone) -> None:
        said = {"reason": stone.reason, "counts": stone.counts, "digest": stone.digest, "chain": stone.chain}
        plain = orjson.dumps(cleaned({**said, "places": stone.places}))
        row = {
            "reference": stone.reference,
            "begun_at": stone.begun_at,
            "closed_at": stone.closed_at,
            "disposed_at": stone.disposed_at,
            "finished_at": None,
            "by": stone.by,
            "second": stone.second,
            "said": self._tombstone_sealer(stone.reference).seal(plain, *_place(stone.reference)),
        }
        self._connection.execute(_ADD, row)

    def _read_tombstone(self, row: Row[Any]) -> Tombstone:
        plain = orjson.loads(self._tombstone_sealer(row.reference).open(row.said, *_place(row.reference)))
        return Tombstone(
            reference=row.reference,
            begun_at=row.begun_at,
            closed_at=row.closed_at,
            disposed_at=row.disposed_at,
            finished_at=row.finished_at,
            by=row.by,
            second=row.second,
            reason=plain["reason"],
            counts=plain["counts"],
            digest=plain["digest"],
            chain=plain["chain"],
            places=tuple(plain["places"]),
        )

    def _tombstone_sealer(self, reference: str) -> Sealer:
        return self._vault.derived("tombstone", reference)


def _place(reference: str) -> tuple[str, ...]:
    return "tombstone", "said", reference
