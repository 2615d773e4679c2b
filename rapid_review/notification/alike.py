"""Whether two notifications may be about the same child, and what somebody said of it (E32)."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from rapid_review.deeds import Deed
from rapid_review.errors import NotYours
from rapid_review.events import Happening
from rapid_review.people import PersonId, Standing
from rapid_review.questions.forms import Answers, read_day, rows
from rapid_review.record import CaseRecord

NO_NAME = frozenset(
    (
        *("not", "known", "unknown", "yet", "none", "tbc", "n", "a", "na"),
        *("unborn", "baby", "child", "boy", "girl", "twin"),
    )
)
"""What is typed where a name is not known: it is the same in many notifications."""


class Kin(StrEnum):
    """How two cases stand to each other."""

    RELATED = "related"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Alike:
    """Another case, and what somebody of the Partnership Team said of it once they had compared the two."""

    reference: str
    found_at: datetime
    said: Kin | None = None
    by: PersonId = ""
    at: datetime | None = None


@dataclass
class Comparing(CaseRecord):
    """What is known of other cases that may be about the same child. Which they are is not for everybody here."""

    alike: list[Alike] = field(default_factory=list)

    def found_alike(self, references: Iterable[str], now: datetime) -> None:
        """These cases may be about the same child. It is no event: the record is read by more than may know of it."""
        known = {self.reference, *(one.reference for one in self.alike)}
        self.alike += [Alike(reference, now) for reference in references if reference not in known]

    def compare(self, reference: str, said: Kin, *, by: Standing, now: datetime) -> None:
        """Say how another case stands to this one. It can be said again, otherwise."""
        self.require_may(by, Deed.COMPARE)
        if all(one.reference != reference for one in self.alike):
            raise NotYours()
        self.alike = [
            replace(one, said=said, by=by.id, at=now) if one.reference == reference else one for one in self.alike
        ]
        self._happen(Happening.COMPARED, now, by)


# -- The same child ----------------------------------------------------------------------------------------------------


def may_be_same(one: Answers, other: Answers) -> bool:
    """Whether any child of the one may be a child of the other: by name, or by date of birth and a part of the name.

    A date of birth is often a guess and a name is written in many ways, so either may differ: a person compares them.
    """
    return any(_same(a, b) for a in _children(one) for b in _children(other))


@dataclass(frozen=True)
class _Child:
    names: tuple[frozenset[str], ...]
    born: date | None


def _children(answers: Answers) -> Iterator[_Child]:
    for row in rows(answers, "children"):
        typed = (str(row.get("child_name") or ""), *str(row.get("child_aka") or "").replace(";", ",").split(","))
        yield _Child(tuple(filter(None, map(_plain, typed))), read_day(row.get("child_dob")))


def _same(one: _Child, other: _Child) -> bool:
    in_full = any(len(name) > 1 and name in other.names for name in one.names)
    in_part = not frozenset().union(*one.names).isdisjoint(frozenset().union(*other.names))
    return in_full or (in_part and one.born is not None and one.born == other.born)


def _plain(name: str) -> frozenset[str]:
    """The words of a name in any order: “O’Leary, Siân” is “sian oleary”."""
    return frozenset(name_words(name))


def name_words(name: str) -> list[str]:
    """The words of a name without accents, case and marks; none where it is not known yet."""
    letters = unicodedata.normalize("NFKD", name).casefold().replace("-", " ")
    kept = "".join(char for char in letters if char.isalnum() or char.isspace())
    return [word for word in kept.split() if word not in NO_NAME]
