"""What must be acted on only once: deliveries and presses. A unique key says who was first."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects import postgresql

from storage.tables import action, inbox
from storage.transaction import Transaction

_SEEN = postgresql.insert(inbox).on_conflict_do_nothing().returning(inbox.c.activity)
_ACTED = postgresql.insert(action).on_conflict_do_nothing().returning(action.c.key)
_FORGET_SEEN = delete(inbox).where(inbox.c.seen_at < bindparam("before"))
_FORGET_ACTED = delete(action).where(action.c.at < bindparam("before"))


class Once(Transaction):
    """The part of the work that is about doing things once."""

    def seen_before(self, conversation: str, activity: str, now: datetime) -> bool:
        """Whether this activity was acted on already; if not, from now on it was."""
        row = {"conversation": conversation, "activity": activity, "seen_at": now}
        return self._connection.execute(_SEEN, row).first() is None

    def first_time(self, key: str, person: str, now: datetime) -> bool:
        """Whether this person presses this for the first time; the next time it is not."""
        row = {"key": key, "person": person, "at": now}
        return self._connection.execute(_ACTED, row).first() is not None

    def forget_seen(self, before: datetime) -> None:
        """Let go of deliveries and presses so old that they cannot come again."""
        self._connection.execute(_FORGET_SEEN, {"before": before})
        self._connection.execute(_FORGET_ACTED, {"before": before})
