"""The two things everyone taking part declares in each case, and the ruling where a conflict is declared."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rapid_review.declaration.confidentiality import holds
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


class Instead(StrEnum):
    """What was decided about somebody who could not sign (form 3d)."""

    DEPUTY = "deputy"
    COLLEAGUE = "colleague"
    NOBODY = "nobody"
    SIGNED = "signed"
    """They signed after all."""


class Why(StrEnum):
    """Why everybody is asked whether their declaration still holds (F35)."""

    AGENCIES = "agencies"
    PEOPLE = "people"
    MEETING = "meeting"


@dataclass(frozen=True)
class Ruled:
    """The ruling on one person's conflict; the reason is the form of this revision."""

    ruling: Ruling
    by: PersonId
    at: datetime
    revision: int
    access: PaperAccess = PaperAccess.FULL


@dataclass(frozen=True)
class Replaced:
    """What was decided about somebody who could not sign; the reason is the form of this revision."""

    what: Instead
    by: PersonId
    at: datetime
    revision: int


@dataclass(frozen=True)
class Look:
    """One time that somebody was asked whether their declaration still holds, and their answer."""

    why: Why
    at: datetime
    answered_at: datetime | None = None
    changed: bool = False
    """Whether they declared anew instead of saying that nothing has changed."""


@dataclass
class Declaration:
    """What one person has declared in one case (R045, R046)."""

    person: PersonId
    signed_at: datetime | None = None
    wording: str = ""
    """SHA-256 of the exact words that were agreed to."""
    form_version: str = ""
    """The version of the agreement's form; empty where it was signed before versions were kept."""
    declined_at: datetime | None = None
    replaced: Replaced | None = None
    conflict: Conflict | None = None
    needs_ruling: bool = False
    declared_at: datetime | None = None
    revision: int = 0
    """The form in which they said which kinds of conflict, and its facts."""
    ruled: Ruled | None = None
    looks: list[Look] = field(default_factory=list)

    @property
    def signed(self) -> bool:
        """Whether the agreement is signed, in words that still hold."""
        return self.signed_at is not None and holds(self.wording)

    @property
    def outdated(self) -> bool:
        """Whether it was signed in words that have changed since, so that it is to be signed again."""
        return self.signed_at is not None and not holds(self.wording)

    @property
    def complete(self) -> bool:
        return self.signed and self.conflict is not None

    @property
    def recused(self) -> bool:
        return self.ruled is not None and self.ruled.ruling is Ruling.RECUSE

    @property
    def awaits_ruling(self) -> bool:
        return self.needs_ruling and self.ruled is None

    @property
    def stands_aside(self) -> bool:
        """Whether they can do nothing here for now or for good: recused, not signed, or waiting for a ruling."""
        return self.awaits_ruling or self.recused or self.declined_at is not None

    @property
    def conflicted(self) -> bool:
        """Whether they declared a conflict, however it was ruled on since, or could not sign."""
        return self.stands_aside or self.needs_ruling or self.conflict not in (None, Conflict.NONE)

    @property
    def refused(self) -> bool:
        """Whether they could not sign, and nobody has decided yet what follows."""
        return self.declined_at is not None and self.replaced is None

    @property
    def cleared(self) -> bool:
        """Both declarations are in, and a declared conflict was ruled on without recusal."""
        return self.complete and not self.awaits_ruling and not self.recused

    @property
    def to_look_again(self) -> Look | None:
        """The question whether it still holds, while it is not answered."""
        last = self.looks[-1] if self.looks else None
        return last if last and last.answered_at is None else None

    def missing(self) -> list[str]:
        """What stands between this person and the case, in words for them."""
        wanting = []
        if self.outdated:
            wanting.append("your confidentiality agreement again, because its words have changed")
        elif not self.signed:
            wanting.append("your confidentiality agreement")
        if self.conflict is None:
            wanting.append("your conflict of interest declaration")
        if self.awaits_ruling:
            wanting.append("the chair’s ruling on the conflict you declared")
        return wanting


@dataclass(frozen=True)
class Aside:
    """Who stands aside from a decision: what they said before it does not count."""

    recused: frozenset[PersonId] = frozenset()
    unsigned: frozenset[PersonId] = frozenset()
    """They said that they cannot sign the confidentiality agreement."""
    waiting: frozenset[PersonId] = frozenset()
    """Until there is a ruling on their conflict: unlike the others, they may yet be heard."""

    @property
    def out(self) -> frozenset[PersonId]:
        """Those whom nobody waits for."""
        return self.recused | self.unsigned

    def __contains__(self, person: PersonId) -> bool:
        return person in self.out or person in self.waiting


def standing_aside(declarations: Collection[Declaration]) -> Aside:
    """Who stands aside now, by what they have declared."""
    return Aside(
        recused=frozenset(d.person for d in declarations if d.recused),
        unsigned=frozenset(d.person for d in declarations if d.declined_at),
        waiting=frozenset(d.person for d in declarations if d.awaits_ruling),
    )
