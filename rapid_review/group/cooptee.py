"""Who is brought into one case alone, and a statutory partner whose every decision-maker stands aside (R090, E13)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapid_review.people import PersonId, Seat


class Capacity(StrEnum):
    """What somebody was brought in as."""

    EXPERT = "expert"
    PARTNER = "partner"
    """Another partner, co-opted as required (R090)."""
    DECIDER = "decider"
    """Named by a statutory partner's lead to decide for its seat (E13)."""


@dataclass(frozen=True)
class Cooptee:
    """One person's part in one case; the reason for it is in the form of this revision."""

    person: PersonId
    capacity: Capacity
    by: PersonId
    at: datetime
    revision: int
    seat: Seat | None = None
    """The seat they hold in this case: none for those who advise."""
    ended_at: datetime | None = None
    ended_by: PersonId = ""

    @property
    def current(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True)
class Vacancy:
    """Nobody is left to decide for a statutory partner: its lead is asked to name somebody (E13)."""

    seat: Seat
    """The seat that whoever is named takes."""
    at: datetime
    lead: PersonId = ""
    asked_at: datetime | None = None
    named: PersonId = ""
    over_at: datetime | None = None
    """When somebody could decide again after all."""

    @property
    def open(self) -> bool:
        return not self.named and self.over_at is None
