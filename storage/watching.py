"""What whoever watches the machine asks: how much waits in the outbox, and what the time is for the database."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, func, literal_column, select, text

from storage import keystone
from storage.columns import UtcDateTime
from storage.errors import WrongKey
from storage.tables import IS_FAILED, IS_OPEN, anchor, outbox
from storage.transaction import Transaction

_OPEN = select(outbox.c.state, func.count().label("messages")).where(text(IS_OPEN)).group_by(outbox.c.state)
_FAILED = select(func.count()).select_from(outbox).where(text(IS_FAILED))
_ANCHORED = select(func.max(anchor.c.at)).where(anchor.c.at <= bindparam("now"))
_NOW = {
    "postgresql": select(func.clock_timestamp(type_=UtcDateTime)),
    "sqlite": select(literal_column("strftime('%Y-%m-%d %H:%M:%f000', 'now')", UtcDateTime)),
}


class Watching(Transaction):
    """The part of the work that is for whoever watches."""

    def waiting(self) -> dict[str, int]:
        """How many messages did not arrive, by state: small indexes hold them, so it may be asked often."""
        found = dict.fromkeys(("ready", "sending", "uncertain"), 0)
        found |= {row.state: row.messages for row in self._connection.execute(_OPEN)}
        return {**found, "failed": self._connection.execute(_FAILED).scalar_one()}

    def anchored_at(self, now: datetime) -> datetime | None:
        """When the ends of the chains were last kept; None before the first time. None is kept in a time to come."""
        return self._connection.execute(_ANCHORED, {"now": now}).scalar()

    def fits_the_key(self) -> bool:
        """Whether this is still a database that our master key opens."""
        try:
            keystone.require_key(self._connection, self._vault)
        except WrongKey:
            return False
        return True

    def database_clock(self) -> datetime:
        """What the time is where the database is."""
        now: datetime = self._connection.execute(_NOW[self._connection.dialect.name]).scalar_one()
        return now.astimezone(UTC)
