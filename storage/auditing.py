"""What the auditor asks of the database: does every case wake, is every promise in the outbox, is it on its way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select, text

from storage import audit, comparing, guards
from storage.cases import CLOSED
from storage.sending import EARLIER_IN_LANE
from storage.tables import IS_OPEN, case, outbox
from storage.transaction import Transaction

_OPEN_PAGE = (
    select(case.c.reference)
    .where(case.c.stage != CLOSED, case.c.reference > bindparam("after"))
    .order_by(case.c.reference)
    .limit(bindparam("most"))
)
_OVERSLEPT = (
    select(case.c.reference)
    .where(case.c.wakes_at <= bindparam("before"), case.c.stage != CLOSED)
    .order_by(case.c.wakes_at)
    .limit(bindparam("most"))
)
_KEYS = select(outbox.c.key).where(outbox.c.key.in_(bindparam("wanted", expanding=True)))
_URGENT = outbox.c.lane.endswith(":urgent")
WAITS = "case_held"
"""The code of what waits for a person to let a case's sends go on: not late, as long as it is looked at (E43)."""
_MEANT_TO = and_(outbox.c.last_code == WAITS, outbox.c.not_before > bindparam("before"))
_LATE = (
    select(outbox.c.id, outbox.c.case, outbox.c.route, outbox.c.to, outbox.c.due, outbox.c.last_code)
    .add_columns(_URGENT.label("urgent"))
    .where(
        text(IS_OPEN.replace("state", "outbox.state")),
        outbox.c.due <= bindparam("urgent_before"),
        or_(outbox.c.due <= bindparam("before"), _URGENT),
        ~EARLIER_IN_LANE,
        ~_MEANT_TO,
    )
    .order_by(outbox.c.due, outbox.c.id)
    .limit(bindparam("most"))
)
_LOST = select(outbox.c.id).where(
    text("outbox.state = 'failed'"), outbox.c.view == bindparam("of_view"), outbox.c.due > bindparam("since")
)
_IS_LATE = _LATE.where(outbox.c.id == bindparam("of"))
_COUNTED = select(outbox.c.state, func.count().label("messages")).group_by(outbox.c.state)
_COUNTED_OF_CASE = _COUNTED.where(outbox.c.case == bindparam("of"))
_WAITING = {"ready", "sending", "uncertain"}
_NOT_NEEDED = {"cancelled", "superseded"}


@dataclass(frozen=True)
class Late:
    """The first message of a lane that should have gone long ago. Those behind it in the lane wait for it."""

    id: int
    case: str
    route: str
    to: str
    due: datetime
    last_code: str
    urgent: bool


@dataclass(frozen=True)
class Reckoning:
    """What became of everything that was ever promised."""

    promised: int
    delivered: int
    failed: int
    not_needed: int
    waiting: int
    held: int

    @property
    def balanced(self) -> bool:
        """Whether each message that was promised is accounted for."""
        return self.promised == self.delivered + self.failed + self.not_needed + self.waiting + self.held


class Auditing(Transaction):
    """The part of the work that is the auditor's. Every question is bounded."""

    def open_references(self, after: str, most: int) -> list[str]:
        """The next open cases after this reference."""
        return list(self._connection.execute(_OPEN_PAGE, {"after": after, "most": most}).scalars())

    def overslept(self, before: datetime, most: int) -> list[str]:
        """Open cases that should have been looked at by then, and have not been."""
        return list(self._connection.execute(_OVERSLEPT, {"before": before, "most": most}).scalars())

    def ever_owed(self, keys: Collection[str]) -> set[str]:
        """Which of these keys are in the outbox, in whatever state."""
        return set(self._connection.execute(_KEYS, {"wanted": list(keys)}).scalars()) if keys else set()

    def late(self, before: datetime, urgent_before: datetime, most: int) -> list[Late]:
        """What has been open since before then at the head of its lane, oldest first."""
        asked = {"before": before, "urgent_before": urgent_before, "most": most}
        return [Late(**row._mapping) for row in self._connection.execute(_LATE, asked)]

    def late_one(self, id: int, before: datetime) -> Late | None:
        """This message, if it still waits since before then."""
        asked = {"before": before, "urgent_before": before, "most": 1, "of": id}
        row = self._connection.execute(_IS_LATE, asked).first()
        return Late(**row._mapping) if row else None

    def lost_since(self, view: str, since: datetime) -> list[int]:
        """What of this kind was to go since then, and will never arrive."""
        return list(self._connection.execute(_LOST, {"of_view": view, "since": since}).scalars())

    def next_recorded(self, after: str, most: int) -> list[str]:
        """The next cases after this reference that have a record or a row, closed ones too."""
        return comparing.page(self._connection, after, most)

    def astray(self, case: str) -> list[comparing.Astray]:
        """What of a case does not fit its record."""
        return comparing.astray(self._connection, self._vault, case)

    def unguarded(self) -> list[str]:
        """The guards of the record that are not as they were made, in words."""
        return guards.unprotected(self._connection)

    def chain(self, case: str) -> list[audit.Link]:
        """Everything that the record holds of a case, so far."""
        return audit.links(self._connection, case)

    def happened(self, case: str, kinds: Collection[str]) -> list[tuple[datetime, str]]:
        """When what of these kinds was done in a case, in order."""
        return audit.happened(self._connection, case, kinds)

    def recorded(self) -> list[str]:
        """Every chain there is, or should be."""
        return audit.recorded(self._connection)

    def about(self, case: str, *, after: int, most: int) -> list[audit.Link]:
        """What was done and read of a case, newest first: so many, after so many."""
        return audit.about(self._connection, case, after=after, most=most)

    def reckoned(self, case: str = "") -> Reckoning:
        """What became of this case's messages; without a case, of all: that reads the whole outbox."""
        asked = {"of": case} if case else {}
        counted = self._connection.execute(_COUNTED_OF_CASE if case else _COUNTED, asked).all()
        states = {row.state: row.messages for row in counted}
        return Reckoning(
            promised=sum(states.values()),
            delivered=states.get("sent", 0),
            failed=states.get("failed", 0),
            not_needed=sum(states.get(state, 0) for state in _NOT_NEEDED),
            waiting=sum(states.get(state, 0) for state in _WAITING),
            held=states.get("held", 0),
        )
