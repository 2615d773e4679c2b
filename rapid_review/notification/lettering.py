"""Which child is Child A: a letter stays with its child for the life of the case, whatever is corrected (E1, E28).

A row of the notification has no number of its own that outlives a correction. Who it tells of is seen by what it says:
by name, by date of birth, and where these were corrected themselves, by what is most like it. A letter once given is
given to nobody else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import count
from string import ascii_uppercase

from rapid_review.notification.alike import name_words
from rapid_review.questions.forms import Answers, read_day, rows

CLOSE = 0.75
"""How much of two first names is the same where one of them is a slip of the pen."""


@dataclass(frozen=True)
class Asked:
    """A list of the notification, and the questions that tell who a row is about."""

    section: str
    name: str
    born: str
    also: str = ""


CHILDREN = Asked("children", "child_name", "child_dob", also="child_aka")
PEOPLE = Asked("people", "per_name", "per_dob")


def letter(number: int) -> str:
    """A for the first child, B for the second; 27 for one that no letter is left for."""
    return ascii_uppercase[number - 1] if number <= len(ascii_uppercase) else str(number)


def letters_of(versions: Sequence[Answers]) -> list[list[str]]:
    """Of each version of the notification, the oldest first: the letters of its children, row by row."""
    return [list(map(letter, numbers)) for numbers in numbered(versions, CHILDREN)]


def numbered(versions: Sequence[Answers], asked: Asked) -> list[list[int]]:
    """Of each version, the oldest first: whom each row tells of, counted from 1 in the order in which they came."""
    known: dict[int, _Told] = {}
    found: list[list[int]] = []
    for version in versions:
        told = [_told(row, asked) for row in rows(version, asked.section)]
        new = count(len(known) + 1)
        numbers = [number or next(new) for number in _recognised(known, found[-1] if found else [], told)]
        known |= dict(zip(numbers, told, strict=True))
        found.append(numbers)
    return found


@dataclass(frozen=True)
class _Told:
    """Somebody as one version tells of them."""

    row: Answers
    names: tuple[tuple[str, ...], ...]
    """Each name that is known, word by word."""
    born: date | None


def _told(row: Answers, asked: Asked) -> _Told:
    also = str(row.get(asked.also) or "").replace(";", ",").split(",")
    names = (tuple(name_words(name)) for name in (str(row.get(asked.name) or ""), *also))
    return _Told(row, tuple(filter(None, names)), read_day(row.get(asked.born)))


def _recognised(known: Mapping[int, _Told], before: Sequence[int], told: Sequence[_Told]) -> list[int]:
    """Whom each row tells of, the surest first; 0 for whoever is new. Who was taken out comes back by name alone."""
    likely = [
        (_likeness(was, now), -number, -place)
        for place, now in enumerate(told)
        for number, was in known.items()
        if (_may_be(was, now) if number in before else _is(was, now))
    ]
    numbers = [0] * len(told)
    for _, number, place in sorted(likely, reverse=True):
        if not numbers[-place] and -number not in numbers:
            numbers[-place] = -number
    return numbers


def _likeness(was: _Told, now: _Told) -> tuple[bool, ...]:
    return was.row == now.row, _same_name(was, now), _same_birthday(was, now), _alike(was, now)


def _is(was: _Told, now: _Told) -> bool:
    return _same_name(was, now) and not _other_birthday(was, now)


def _may_be(was: _Told, now: _Told) -> bool:
    """Whether it can be the same person corrected. Where neither name nor birthday agrees, it is somebody else."""
    if _same_name(was, now) or _same_birthday(was, now):
        return True
    if not (was.names and now.names):
        return not _other_birthday(was, now)  # A name that was not known yet may turn out to be any.
    return _alike(was, now) and not (_other_birthday(was, now) and was.names[0][0] != now.names[0][0])


def _same_name(was: _Told, now: _Told) -> bool:
    return any(set(one) == set(other) for one in was.names for other in now.names)


def _same_birthday(was: _Told, now: _Told) -> bool:
    return was.born is not None and was.born == now.born


def _other_birthday(was: _Told, now: _Told) -> bool:
    return was.born is not None and now.born is not None and was.born != now.born


def _alike(was: _Told, now: _Told) -> bool:
    """Whether their names differ as one name does that was misspelt, or of which a part was not known."""
    if not (was.names and now.names):
        return False
    one, other = was.names[0], now.names[0]
    in_part = set(one) <= set(other) or set(other) <= set(one)
    return in_part or SequenceMatcher(None, one[0], other[0]).ratio() >= CLOSE
