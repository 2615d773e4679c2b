"""A copy that came out of a backup: it sends nothing of itself until a person has seen what would go out.

Since the backup was made, more may have been sent than the copy knows. What was unsent in it is held; what comes due
afterwards waits. Whoever asks the copy something is answered; and an urgent alert that is owed afterwards goes out,
for nobody else can have sent it, and whoever gives the reason for it is told that others are being told now.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, func, insert, or_, select, text, update

from storage.owing import Owing
from storage.tables import IS_OPEN, outbox, restored

_MARK = insert(restored)
_HELD = select(restored).where(restored.c.released_at.is_(None)).order_by(restored.c.restored_at.desc())
_RELEASED = update(restored).where(restored.c.released_at.is_(None)).values(released_at=bindparam("now"))
_IS_HELD = outbox.c.state == "held"
_NOW: BindParameter[datetime] = bindparam("now")
_OLD = and_(_IS_HELD, or_(outbox.c.due <= bindparam("restored_at", type_=outbox.c.due.type), outbox.c.attempts > 0))
"""What has probably gone since: it was due, or tried, before the copy was held. What falls due later has not."""
_WAITING = (
    select(
        outbox.c.route,
        outbox.c.view,
        _OLD.label("old"),
        func.count().label("messages"),
        func.min(outbox.c.due).label("oldest"),
        func.max(outbox.c.due).label("newest"),
    )
    .where(or_(_IS_HELD, text(IS_OPEN)), or_(_OLD, outbox.c.due <= _NOW))
    .group_by(outbox.c.route, outbox.c.view, text("old"))
    .order_by(outbox.c.route, outbox.c.view, text("old"))
)
# Not letters: a person says of each whether it went.
_DROP = update(outbox).where(_OLD, outbox.c.route != "outward").values(state="cancelled", card=None)


@dataclass(frozen=True)
class HeldCopy:
    """A copy that is not released yet."""

    backup: str
    taken_at: datetime
    restored_at: datetime


@dataclass(frozen=True)
class Waiting:
    """Messages of one kind that would go out."""

    route: str
    view: str
    old: bool
    """Whether they were due, or tried, before the copy was held: then they have probably gone."""
    messages: int
    oldest: datetime
    newest: datetime


class Restored(Owing):
    """The part of the work that is about a restored copy."""

    def hold_copy(self, backup: str, taken_at: datetime, now: datetime) -> None:
        """From now on this copy sends nothing of itself."""
        self.hold_unsent()
        row = {"backup": backup, "taken_at": taken_at, "restored_at": now, "released_at": None}
        self._connection.execute(_MARK, row)

    def held_copy(self) -> HeldCopy | None:
        row = self._connection.execute(_HELD).first()
        return HeldCopy(row.backup, row.taken_at, row.restored_at) if row else None

    def would_go_out(self, now: datetime) -> list[Waiting]:
        """What a release would send at once."""
        asked = {"now": now, "restored_at": self._held_at(now)}
        return [Waiting(**row._mapping) for row in self._connection.execute(_WAITING, asked)]

    def release_copy(self, now: datetime, *, drop_old: bool) -> None:
        """Send again: what has probably gone since too, or not. What was not due goes at its time in any case."""
        if drop_old:
            self._connection.execute(_DROP, {"restored_at": self._held_at(now)})
        self.release_held()
        self._connection.execute(_RELEASED, {"now": now})

    def _held_at(self, now: datetime) -> datetime:
        copy = self.held_copy()
        return copy.restored_at if copy else now
