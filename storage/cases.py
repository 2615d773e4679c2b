"""Cases in one transaction: opened once each, and kept on leaving if anything happened to them."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, insert, select, update
from sqlalchemy.dialects import postgresql

from rapid_review.errors import NotYours
from rapid_review.events import Event
from storage import audit
from storage.bound import bound
from storage.codec import CaseT, Codec
from storage.errors import BrokenSeal, Conflict
from storage.looking import Looking
from storage.messages import Message
from storage.tables import case, case_key, counter, form, participant
from storage.vault import Vault

log = logging.getLogger(__name__)

Announce = Callable[[CaseT, Event], Iterable[Message]]
"""What others must be told when something has happened."""

CLOSED = "closed"

_WITH_KEY = select(
    case.c.reference, case.c.version, case.c.wakes_at, case.c.changed_at, case.c.state, case_key.c.wrapped
).join(case_key)
_BY_REFERENCE = _WITH_KEY.where(case.c.reference == bindparam("of"))
_IN_TURN = _BY_REFERENCE.with_for_update(of=case)
_OPEN = _WITH_KEY.where(case.c.stage != CLOSED).order_by(case.c.created_at, case.c.reference)
_CLOSED_WITH = (
    _WITH_KEY.where(case.c.stage == CLOSED)
    .where(exists().where(form.c.case == case.c.reference, form.c.kind.in_(bindparam("kinds", expanding=True))))
    .order_by(case.c.created_at, case.c.reference)
)
_EVERY = _WITH_KEY.order_by(case.c.created_at, case.c.reference)
_RECENT = _WITH_KEY.order_by(case.c.created_at.desc(), case.c.reference.desc()).limit(bindparam("most"))
_OF_PERSON = (
    _WITH_KEY.join(participant, participant.c.case == case.c.reference)
    .where(participant.c.person == bindparam("person"))
    .order_by(case.c.created_at, case.c.reference)
)
_WOKEN = (
    select(case.c.reference)
    .where(case.c.wakes_at <= bindparam("now"))
    .order_by(case.c.wakes_at, case.c.reference)
    .limit(bindparam("most"))
)
_ADD = insert(case)
_ADD_KEY = insert(case_key)
_SAVE = (
    update(case)
    .where(case.c.reference == bindparam("of"), case.c.version == bindparam("read_version"))
    .values(
        stage=bindparam("stage"),
        version=case.c.version + 1,
        wakes_at=bindparam("wakes_at"),
        changed_at=bindparam("changed_at"),
        state=bindparam("state"),
    )
)
_SLEEP = (
    update(case)
    .where(case.c.reference == bindparam("of"), case.c.version == bindparam("known_version"))
    .values(wakes_at=bindparam("until"))
)
_INVOLVE = insert(participant)
_RELEASE = delete(participant).where(participant.c.case == bindparam("of"), participant.c.person == bindparam("who"))
_FIRST = postgresql.insert(counter).values(year=bindparam("year"), last=1)
_NEXT = _FIRST.on_conflict_do_update(index_elements=[counter.c.year], set_={"last": counter.c.last + 1}).returning(
    counter.c.last
)


@dataclass
class Opened(Generic[CaseT]):
    """A case as it is being worked on, and what the other columns and tables hold of it."""

    case: CaseT
    wakes_at: datetime | None
    changed_at: datetime
    involved: frozenset[str]
    by_name: bool = False
    """Whether it was asked for by its reference, and not only as one of a list."""

    @property
    def changed(self) -> bool:
        return bool(self.case.happened) or self.case.wakes_at != self.wakes_at


class Cases(Looking, Generic[CaseT]):
    """The part of the work that is about cases."""

    def __init__(self, connection: Connection, vault: Vault, codec: Codec[CaseT], *, in_turn: bool) -> None:
        """After a conflict a case is opened `in_turn`: PostgreSQL makes those who want it wait for each other."""
        super().__init__(connection, vault)
        self._codec = codec
        self._one = _IN_TURN if in_turn else _BY_REFERENCE
        self._opened: dict[str, Opened[CaseT]] = {}
        self._sleeps: dict[str, datetime | None] = {}

    def case(self, reference: str) -> CaseT:
        """The case; the same object when asked twice. NotYours if there is none."""
        if reference not in self._opened and not list(self._open(self._one, {"of": reference})):
            raise NotYours()
        opened = self._opened[reference]
        opened.by_name = True
        return opened.case

    def at_hand(self) -> list[CaseT]:
        """The cases that this work has opened so far, by their reference or in a list."""
        return [opened.case for opened in self._opened.values()]

    def add(self, case: CaseT) -> None:
        """Keep a new case. Its row is there at once, so that forms can be put with it; the rest follows on leaving."""
        self._about_to_change_a_case()
        began = case.happened[0].at
        self._sealers[case.reference], wrapped = self._vault.new_case_key(case.reference)
        row = {"reference": case.reference, "stage": case.stage, "version": 0, "wakes_at": None, "state": b""}
        self._connection.execute(_ADD, {**row, "created_at": began, "changed_at": began})
        self._connection.execute(_ADD_KEY, {"reference": case.reference, "wrapped": wrapped})
        self._opened[case.reference] = Opened(case, None, began, frozenset())

    def next_reference(self, year: int) -> str:
        """The next free reference of the year. Two at once wait for each other; one rolled back leaves no gap."""
        self._about_to_change_a_case()
        return f"RR-{year}-{self._connection.execute(_NEXT, {'year': year}).scalar_one():03}"

    def cases_involving(self, person: str) -> list[CaseT]:
        """The cases this person has a part in, oldest first."""
        return list(self._open_what_opens(_OF_PERSON, {"person": person}))

    def open_cases(self) -> list[CaseT]:
        """Every case that is not closed, oldest first."""
        return list(self._open_what_opens(_OPEN, {}))

    def closed_with(self, kinds: Collection[str]) -> list[CaseT]:
        """The closed cases in which a form of one of these kinds was ever sent, oldest first."""
        return list(self._open_what_opens(_CLOSED_WITH, {"kinds": sorted(kinds)}))

    def every_case(self) -> list[CaseT]:
        """Every case there is, closed ones too, oldest first."""
        return list(self._open(_EVERY, {}))

    def recent_cases(self, limit: int = 20) -> list[CaseT]:
        """The newest cases, closed ones too, newest first."""
        return list(self._open_what_opens(_RECENT, {"most": limit}))

    def woken(self, now: datetime, most: int = 1_000) -> list[str]:
        """The references of cases the clock should look at now, those first that have waited longest."""
        return list(self._connection.execute(_WOKEN, {"now": now, "most": most}).scalars())

    def sleep(self, reference: str, until: datetime | None) -> None:
        """Let the clock leave this case alone until then, whatever else this work does to it. It is no change of it."""
        self.case(reference)
        self._sleeps[reference] = until

    def _open(self, statement: Select[Any], parameters: dict[str, Any]) -> Iterator[CaseT]:
        """Each; BrokenSeal at one that was altered."""
        for row in self._connection.execute(statement, parameters).all():
            yield self._opened_row(row)

    def _open_what_opens(self, statement: Select[Any], parameters: dict[str, Any]) -> Iterator[CaseT]:
        """As `_open` for lists: one that was altered hides no other. The auditor tells of it."""
        for row in self._connection.execute(statement, parameters).all():
            try:
                yield self._opened_row(row)
            except BrokenSeal:
                log.error("case left out of a list case=%s", row.reference)

    def _opened_row(self, row: Row[Any]) -> CaseT:
        if row.reference not in self._opened:
            sealer = self._vault.case_sealer(row.reference, row.wrapped)
            document = sealer.open(row.state, "case", "state", row.reference)
            case = self._codec.decode(document, row.version, row.wakes_at)
            self._sealers[row.reference] = sealer
            self._versions[row.reference] = row.version
            self._opened[row.reference] = Opened(case, case.wakes_at, row.changed_at, frozenset(case.involved()))
        return self._opened[row.reference].case

    def _forget_cases(self) -> None:
        self._opened.clear()
        self._versions.clear()
        self._forget_looks()
        self._sleeps.clear()

    def _keep(self, announce: Announce[CaseT]) -> list[Message]:
        """Write what happened to the opened cases and what was read of them. The answer is what is owed for it."""
        owed: list[Message] = []
        entries: dict[str, list[audit.Entry]] = {}
        made: dict[str, int] = {}
        by_name = {reference: opened.changed for reference, opened in self._opened.items() if opened.by_name}
        for chain, look in self._looks(by_name, [each for each in self._opened if each not in by_name]):
            entries.setdefault(chain, []).append(look)
        for opened in self._opened.values():
            if opened.changed:
                happened = self._save(opened)
                owed += [message for event in happened for message in announce(opened.case, event)]
                entries.setdefault(opened.case.reference, []).extend(map(self._entry, happened))
                if happened:
                    made[opened.case.reference] = opened.case.version
        self._fall_asleep()  # Before the chains: whoever holds the end of one waits for no row of a case.
        for chain in sorted({*entries, *self._put}):
            if of_chain := bound(entries.get(chain, ()), made.get(chain), self._put.get(chain, ())):
                audit.append(self._connection, chain, of_chain)
        return owed

    def _fall_asleep(self) -> None:
        """After the saves, which wake a case. One that somebody else has changed meanwhile stays awake."""
        for reference, until in self._sleeps.items():
            known = self._opened[reference].case.version
            self._connection.execute(_SLEEP, {"of": reference, "known_version": known, "until": until})

    def _save(self, opened: Opened[CaseT]) -> list[Event]:
        """Write the case if nobody else has since it was read, and hand over what had happened to it.

        Its version is sealed with it, so that an older state does not fit the row (T12).
        """
        case, read = opened.case, opened.case.version
        case.version += 1
        happened, case.happened = case.happened, []
        row = {
            "of": case.reference,
            "read_version": read,
            "stage": case.stage,
            "wakes_at": case.wakes_at,
            "changed_at": happened[-1].at if happened else opened.changed_at,
            "state": self._sealer_of(case.reference).seal(self._codec.encode(case), "case", "state", case.reference),
        }
        if self._connection.execute(_SAVE, row).rowcount != 1:
            raise Conflict(case.reference)
        self._sync_participants(opened)
        return happened

    def _sync_participants(self, opened: Opened[CaseT]) -> None:
        of, now = opened.case.reference, frozenset(opened.case.involved())
        if new := now - opened.involved:
            self._connection.execute(_INVOLVE, [{"case": of, "person": person} for person in sorted(new)])
        if gone := opened.involved - now:
            self._connection.execute(_RELEASE, [{"of": of, "who": person} for person in sorted(gone)])

    def _entry(self, event: Event) -> audit.Entry:
        return audit.Entry(event.at, event.by, event.kind, self._facts(event.facts))
