"""When people want to hear from the bot, sealed, and when they last heard of what was due."""

from datetime import date, datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects import postgresql

from rapid_review.timing.hours import Hours
from storage.tables import outbox, preference
from storage.transaction import Transaction
from storage.vault import Sealer, Vault

REMEMBERED = 31
"""Days within which somebody's last digest is looked for; what fell due before that is past making up for."""

_HOURS = TypeAdapter(Hours)
_READ = select(preference.c.said).where(preference.c.person == bindparam("whose"))
_CHANGED = select(preference.c.changed_at).where(preference.c.person == bindparam("whose"))
_NEW = postgresql.insert(preference)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=[preference.c.person],
    set_={"changed_at": _NEW.excluded.changed_at, "said": _NEW.excluded.said},
)
_LAST_DIGEST = select(func.max(outbox.c.due)).where(outbox.c.key.in_(bindparam("keys", expanding=True)))
_OWED_BEFORE = select(outbox.c.key).where(outbox.c.key.in_(bindparam("keys", expanding=True)))


def digest_key(person: str, day: date) -> str:
    """The key under which a person hears of what is due on a day: once."""
    return f"digest:{person}:{day}"


class Preferences(Transaction):
    """The part of the work that is about when people hear from the bot."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        super().__init__(connection, vault)
        self._hours: dict[str, Hours | None] = {}
        """What was read already: a tick asks for the same person in every case."""

    def preference(self, person: str) -> Hours | None:
        """The hours this person chose, if they chose any."""
        if person not in self._hours:
            sealed = self._connection.execute(_READ, {"whose": person}).scalar()
            self._hours[person] = self._open_hours(person, sealed) if sealed else None
        return self._hours[person]

    def preference_changed(self, person: str) -> datetime | None:
        """When this person last chose their hours."""
        return self._connection.execute(_CHANGED, {"whose": person}).scalar()

    def keep_preference(self, person: str, hours: Hours, now: datetime) -> None:
        """From now on these are the person's hours."""
        sealed = self._preference_sealer(person).seal(_HOURS.dump_json(hours), "preference", "said", person)
        self._connection.execute(_KEEP, {"person": person, "changed_at": now, "said": sealed})
        self._hours[person] = hours

    def last_digest(self, person: str, before: date) -> datetime | None:
        """For when the newest digest of this person was owed, of those of the days before this one."""
        keys = [digest_key(person, before - timedelta(days=n)) for n in range(1, REMEMBERED + 1)]
        return self._connection.execute(_LAST_DIGEST, {"keys": keys}).scalar()

    def owed_before(self, keys: list[str]) -> set[str]:
        """Those of these messages that were owed at any time."""
        return set(self._connection.execute(_OWED_BEFORE, {"keys": keys}).scalars()) if keys else set()

    def _open_hours(self, person: str, sealed: bytes) -> Hours:
        return _HOURS.validate_json(self._preference_sealer(person).open(sealed, "preference", "said", person))

    def _preference_sealer(self, person: str) -> Sealer:
        return self._vault.derived("preference", person)
