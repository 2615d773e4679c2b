"""A case as one JSON document, and back. What has happened and is not yet kept is no part of it."""

from collections.abc import Set
from datetime import datetime
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

import orjson
from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from rapid_review.events import Event
from storage.columns import cleaned
from storage.errors import BrokenSeal

APART = {"happened", "wakes_at"}
"""Events go to the audit; the clock looks for the moment, which is no change of the case, so it is a column only."""

UNSAID = 0
"""The version in what was sealed before versions were sealed."""


class Kept(Protocol):
    """What storage asks of a case."""

    reference: str
    version: int
    happened: list[Event]
    wakes_at: datetime | None

    @property
    def stage(self) -> Any:
        """A text enum; "closed" is the one storage knows."""

    def involved(self) -> Set[str]:
        """The people on whose lists the case belongs."""


CaseT = TypeVar("CaseT", bound=Kept)


@cache
def _adapter(case_type: type[Any]) -> TypeAdapter[Any]:
    """Working out how a case is written takes longer than writing a thousand of them: done once for all stores."""
    return TypeAdapter(case_type)


class Codec(Generic[CaseT]):
    """Writes and reads one type of case."""

    def __init__(self, case_type: type[CaseT]) -> None:
        self._adapter = _adapter(case_type)

    def encode(self, case: CaseT) -> bytes:
        try:
            return self._adapter.dump_json(case, exclude=APART)
        except PydanticSerializationError:  # A lone surrogate, which JSON bytes cannot hold.
            return orjson.dumps(cleaned(self._adapter.dump_python(case, mode="json", exclude=APART)))

    def decode(self, document: bytes, version: int, wakes_at: datetime | None) -> CaseT:
        """BrokenSeal if it is not the version that its row says: an older one was put back (T12)."""
        case: CaseT = self._adapter.validate_json(document)
        if case.version not in (UNSAID, version):
            raise BrokenSeal("sealed content is of another version than its row")
        case.version, case.wakes_at = version, wakes_at
        return case
