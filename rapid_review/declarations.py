"""The two things everyone taking part declares in each case, and the ruling where a conflict is declared."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapid_review.people import PersonId


class Conflict(StrEnum):
    """What a person says of their own position (form 3e)."""

    NONE = "none"
    POSSIBLE = "possible"
    ACTUAL = "actual"
    UNSURE = "need_to_check"


class Ruling(StrEnum):
    """What the chair rules where a conflict is declared."""

    NO_CONFLICT = "none"
    MANAGE = "manage"
    RECUSE = "recuse"


class PaperAccess(StrEnum):
    """What a ruling leaves somebody to read."""

    FULL = "full"
    PART = "part"
    """The notification, and not what the agencies answered."""
    NONE = "none"


@dataclass(frozen=True)
class Ruled:
    """The ruling on one person's conflict; the reason is the form of this revision."""

    ruling: Ruling
    by: PersonId
    at: datetime
    revision: int
    access: PaperAccess = PaperAccess.FULL


@dataclass
class Declaration:
    """What one person has declared in one case (R045, R046)."""

    person: PersonId
    signed_at: datetime | None = None
    wording: str = ""
    """SHA-256 of the exact words that were agreed to."""
    declined_at: datetime | None = None
    conflict: Conflict | None = None
    needs_ruling: bool = False
    declared_at: datetime | None = None
    revision: int = 0
    ruled: Ruled | None = None

    @property
    def recused(self) -> bool:
        return self.ruled is not None and self.ruled.ruling is Ruling.RECUSE

    @property
    def awaits_ruling(self) -> bool:
        return self.needs_ruling and self.ruled is None

    @property
    def cleared(self) -> bool:
        """Both declarations are in, and a declared conflict was ruled on without recusal."""
        complete = self.signed_at is not None and self.conflict is not None
        return complete and not self.awaits_ruling and not self.recused

    def missing(self) -> list[str]:
        """What stands between this person and the case, in words for them."""
        wanting = []
        if self.signed_at is None:
            wanting.append("your confidentiality agreement")
        if self.conflict is None:
            wanting.append("your conflict of interest declaration")
        if self.awaits_ruling:
            wanting.append("the chair’s ruling on the conflict you declared")
        return wanting
