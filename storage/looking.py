"""Who is shown what of which case, and by which way: noted in the transaction that shows it (T2, G17).

Nobody has to remember it. Whatever case was opened in a transaction whose answer goes to a person was shown to them:
`showed` is said once, where the answer leaves the dialogs. `log_read` gives what was shown a name of its own.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from storage.audit import LISTS, SURFACE, Entry, Via
from storage.once import Once
from storage.tables import case as case_
from storage.vault import Vault

Named = Callable[[str], bool]
"""Whether the answer names this case."""


_THERE = select(case_.c.reference).where(case_.c.reference == bindparam("of"))


class Kind(StrEnum):
    """What kind of answer somebody gets."""

    READ = "read"
    """They asked for it."""
    SHOWN = "shown"
    """The bot sent it by itself."""
    OWN = "own"
    """The next step of a form of their own, which was in the record when they opened it. How many steps somebody took
    would tell what they answered; a step that changes the case answers with more than the form, and is a read."""
    REFUSED = "refused"
    """They asked for it, and got nothing of it."""


class Shown(NamedTuple):
    """To whom an answer goes, what it is, and which of the cases that were listed for it are on it."""

    person: str
    what: str
    now: datetime
    names: Named
    kind: Kind


class Looking(Once):
    """The part of the work that is about who looks."""

    via: Via | None = None
    """By which way this piece of work came: said once, by whoever begins it."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        super().__init__(connection, vault)
        self._reads: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
        self._shown: Shown | None = None
        self._concealed: set[str] = set()
        self._refused: list[tuple[str, Entry]] = []
        self._under_glass: set[tuple[str, str]] = set()

    def log_read(self, case: str, person: str, what: str, now: datetime) -> None:
        """Name the part of the case that this person is shown. However much is named, the record gets one entry."""
        parts = self._reads.setdefault((case, person), [])
        if what not in [named for _, named in parts]:
            parts.append((now, what))

    def parts_read(self, case: str, person: str) -> frozenset[str]:
        """The parts of the case that were named so far as shown to this person."""
        return frozenset(what for _, what in self._reads.get((case, person), ()))

    def showed(self, person: str, what: str, now: datetime, names: Named, kind: Kind = Kind.READ) -> None:
        """An answer goes to this person: of each case that was opened, and of the listed ones that it names."""
        self._shown = Shown(person, what, now, names, kind)

    def was_refused(self, case: str, person: str, what: str, now: datetime) -> None:
        """Somebody asked for something of this case and got nothing of it. `what` is a word of ours.

        Noted once an hour for each thing and way, however often they ask, so that nobody fills the record (T20).
        """
        key = f"refused:{case}:{self.via}:{what}:{now.astimezone(UTC):%Y-%m-%dT%H}"
        if self._connection.execute(_THERE, {"of": case}).first() and self.first_time(key, person, now):
            self._refused.append((case, Entry(now, person, Kind.REFUSED, self._facts({"what": what}))))

    def conceals(self, case: str) -> None:
        """Nothing of this case is on the answer, though it was opened: its reader is recused."""
        self._concealed.add(case)

    def shown_before(self) -> None:
        """This was drawn, and in the record, before; it is only sent once more."""
        self._forget_looks()

    def breaks_glass(self, case: str, person: str) -> None:
        """Whatever this person is shown of the case, they are shown under break-glass (Part 6, rule 11)."""
        self._under_glass.add((case, person))

    def _of(self, case: str, person: str, what: str) -> dict[str, str]:
        under = {"under": "break-glass"} if (case, person) in self._under_glass else {}
        return {"what": what, **under}

    def _facts(self, facts: dict[str, str]) -> dict[str, str]:
        return {**facts, SURFACE: self.via} if self.via else facts

    def _looks(self, by_name: Mapping[str, bool], listed: list[str]) -> Iterator[tuple[str, Entry]]:
        """An entry for each case that somebody was shown something of, and one for all that a list named.

        `by_name` are the cases that were opened by their reference, and whether they changed.
        """
        yield from self._refused
        for (case, person), parts in self._reads.items():
            at, what = parts[0][0], ", ".join(what for _, what in parts)
            yield case, self._look(at, person, self._of(case, person, what))
        if shown := self._shown:
            own = shown.kind is Kind.OWN
            hidden = {*self._concealed, *(case for case, person in self._reads if person == shown.person)}
            for case, changed in by_name.items():
                if case not in hidden and (changed or not own):
                    yield case, self._look(shown.now, shown.person, self._of(case, shown.person, shown.what))
            if not own and (named := [case for case in listed if case not in hidden and shown.names(case)]):
                said = {"what": shown.what, "cases": " ".join(sorted(named))}
                yield LISTS + shown.person, self._look(shown.now, shown.person, said)

    def _look(self, at: datetime, person: str, said: dict[str, str]) -> Entry:
        sent = self._shown and self._shown.kind is Kind.SHOWN and self._shown.person == person
        return Entry(at, person, Kind.SHOWN if sent else Kind.READ, self._facts(said))

    def _forget_looks(self) -> None:
        self._reads.clear()
        self._shown = None
        self._concealed.clear()
        self._refused.clear()
        self._under_glass.clear()
