"""What a backup says of itself: sealed inside it, and compared with what comes out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import orjson

from storage.backup.errors import Damaged

NAME = "manifest.json"


@dataclass(frozen=True)
class Member:
    """A file in the archive."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """Ids, counts and hashes; nothing that anybody wrote, and no key."""

    id: str
    taken_at: datetime
    database: str
    """`sqlite` or `postgresql`: a backup of the one is not restored into the other."""
    revision: str
    master_key: str
    """The fingerprint of the master key that opens what is inside."""
    rows: Mapping[str, int]
    """How many there are in each table."""
    heads: Mapping[str, tuple[int, str]]
    """The end of every case's record: its last entry's number and hash."""
    anchor: Mapping[str, str] | None
    """The last anchor of the record, if there was one."""
    columns: Mapping[str, list[str]]
    """The columns of each table as they stand in its file, in the order in which the tables are filled (PostgreSQL)."""
    missing: list[str]
    """Places that rows told of, and where there was no file when the backup was made."""
    members: Mapping[str, Member] = field(default_factory=dict)

    def written(self) -> bytes:
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)


def read(content: bytes) -> Manifest:
    """Raises `Damaged`. It was authenticated before, so only another program's manifest does not read."""
    try:
        told: dict[str, Any] = orjson.loads(content)
        members = {name: Member(**one) for name, one in told.pop("members").items()}
        heads = {case: (int(number), str(hash)) for case, (number, hash) in told.pop("heads").items()}
        taken_at = datetime.fromisoformat(told.pop("taken_at"))
        return Manifest(taken_at=taken_at, members=members, heads=heads, **told)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Damaged("its list of contents cannot be read by this version of the program") from None
