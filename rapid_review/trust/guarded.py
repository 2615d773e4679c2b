"""What of a case stands open or shut beside the need-to-know matrix: glass that is broken, breaches, a freeze."""

from dataclasses import dataclass, field
from datetime import datetime

from rapid_review.errors import Refusal
from rapid_review.people import PersonId
from rapid_review.trust.breach import Breach


@dataclass
class Glass:
    """One time that a chair opened the case without having declared (Part 6, rule 11). Why is the form's to say."""

    person: PersonId
    at: datetime
    until: datetime
    revision: int
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Freeze:
    """Since when and by whom the case is held still (E43); why is the form of this revision."""

    by: PersonId
    at: datetime
    revision: int


@dataclass(frozen=True)
class StoodStill:
    """A freeze that has ended: from when to when nobody whom it shut out could do anything (E43)."""

    since: datetime
    until: datetime

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment <= self.until


@dataclass(kw_only=True)
class Guarded:
    """The part of a case's record on which what may be seen depends, whoever somebody is."""

    glass_broken: list[Glass] = field(default_factory=list)
    """Every time, for the Independent Scrutineer as well."""
    breaches: list[Breach] = field(default_factory=list)
    """Everything that went, or may have gone, to somebody it was not for (E29)."""
    frozen: Freeze | None = None
    """While nobody but those who run the case sees or does anything, and nothing leaves (E43)."""

    stood_still: list[StoodStill] = field(default_factory=list)
    """Every freeze that has ended, in order."""

    def fell_while_frozen(self, moment: datetime) -> bool:
        """Whether this moment passed while the case was frozen, as it may be still."""
        now = self.frozen is not None and moment >= self.frozen.at
        return now or any(still.holds(moment) for still in self.stood_still)

    def open_glass(self, person: PersonId) -> Glass | None:
        """The glass that this person has broken here and that is still open."""
        return next((one for one in self.glass_broken if one.person == person and one.ended_at is None), None)

    def breach(self, id: str) -> Breach | None:
        return next((one for one in self.breaches if one.id == id), None)

    def withheld(self, document: str, person: PersonId) -> bool:
        """Whether this document went to this person by mistake, so that they are not given it again for now."""
        return any(one.is_open and one.to == person and one.document == document for one in self.breaches)

    def require_may_be_chased(self) -> None:
        """Refuse to press anybody for what a freeze keeps them from doing (E43)."""
        if self.frozen:
            raise Refusal("This case is frozen, so nobody can answer and nobody is chased. Let it go on first.")

    @property
    def sends_held(self) -> bool:
        """Whether nothing goes out to anybody outside, until somebody has looked (E29, E43)."""
        return self.frozen is not None or any(one.holds_sends for one in self.breaches)
