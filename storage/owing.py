"""Putting into the outbox what is owed, in the transaction that gives the reason for it."""

from datetime import datetime

import orjson
from sqlalchemy import Connection, bindparam, func, select, text, update
from sqlalchemy.dialects import postgresql

from storage.columns import cleaned
from storage.messages import Message, Mode
from storage.tables import IS_OPEN, outbox
from storage.transaction import Transaction
from storage.vault import Sealer, Vault

# PostgreSQL tells no row count for this statement; only a returned row says that it was inserted.
_OWE = (
    postgresql.insert(outbox)
    .values(attempts=0, lease_owner="", fence=0, remote_id="", last_code="")
    .on_conflict_do_nothing(index_elements=[outbox.c.key])
    .returning(outbox.c.id)
)
_SUPERSEDE = (
    update(outbox)
    .where(outbox.c.slot == bindparam("in_slot"), outbox.c.to == bindparam("whom"), outbox.c.id != bindparam("by"))
    .where(text(IS_OPEN), text("state = 'ready'"), outbox.c.mode.in_(bindparam("weaker", expanding=True)))
    .values(state="superseded", card=None)
    .returning(outbox.c.alert, outbox.c.due)
)
_TAKE_OVER = (
    update(outbox)
    .where(outbox.c.id == bindparam("newer"))
    .values(alert=bindparam("alerts"), due=bindparam("since"), not_before=bindparam("since"))
)
_GIVES_WAY_TO: dict[Mode, list[Mode]] = {"post": [], "edit": ["edit"], "upsert": ["edit", "upsert"]}
"""A post is a card of its own. An edit must not take the place of what would have posted the card it edits."""

_COUNTS = select(outbox.c.state, func.count().label("messages")).group_by(outbox.c.state)
_OLDEST = select(func.min(outbox.c.due)).where(text(IS_OPEN), outbox.c.due <= bindparam("now"))
_HOLD = update(outbox).where(text(IS_OPEN)).values(state="held")
HELD = "held"
"""The last code of what went outside, perhaps, after the backup that was restored."""
_RELEASE = update(outbox).where(outbox.c.state == "held").values(state="ready")
_RELEASE_OUTWARD = _RELEASE.where(outbox.c.route == "outward").values(last_code=HELD)


class Owing(Transaction):
    """The part of the work that is about what is owed."""

    owes = False
    """Whether this transaction put anything into the outbox, so that the dispatcher is to be woken."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        super().__init__(connection, vault)
        self.owed: list[int] = []
        """The numbers of the messages that it put there."""

    def owe(self, message: Message) -> bool:
        """Owe this message, unless its key was ever owed before. Says whether it was new."""
        id = self._connection.execute(_OWE, self._row(message)).scalar()
        if id is None:
            return False
        self.owes = True
        self.owed.append(id)
        if message.slot and (weaker := _GIVES_WAY_TO[message.mode]):
            self._supersede(id, message, weaker)
        return True

    def outbox_counts(self) -> dict[str, int]:
        """How many messages there are in each state. Reads the whole outbox: not to be asked every second."""
        return {row.state: row.messages for row in self._connection.execute(_COUNTS)}

    def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the oldest unsent message should have been on its way."""
        return self._connection.execute(_OLDEST, {"now": now}).scalar()

    def hold_unsent(self) -> int:
        """Hold everything unsent: after a restored backup nobody knows what went out since it was made."""
        return self._connection.execute(_HOLD).rowcount

    def release_held(self) -> int:
        """Let what was held go out after all; of what goes outside a person says whether it went already."""
        self.owes = True
        outward = self._connection.execute(_RELEASE_OUTWARD).rowcount
        return outward + self._connection.execute(_RELEASE).rowcount

    def _supersede(self, id: int, message: Message, weaker: list[Mode]) -> None:
        """Older unsent edits of the slot give way; the newer takes over their time and their alert."""
        where = {"in_slot": message.slot, "whom": message.to, "by": id, "weaker": weaker}
        if older := self._connection.execute(_SUPERSEDE, where).all():
            alerts = message.alert or any(row.alert for row in older)
            since = min(message.due, *(row.due for row in older))
            self._connection.execute(_TAKE_OVER, {"newer": id, "alerts": alerts, "since": since})

    def _row(self, message: Message) -> dict[str, object]:
        return {
            "key": message.key,
            "lane": f"{message.route}:{message.to}{':urgent' if message.urgent else ''}",
            "route": message.route,
            "to": message.to,
            "view": message.view,
            "case": message.case,
            "slot": message.slot,
            "mode": message.mode,
            "args": orjson.dumps(cleaned(dict(message.args))).decode(),
            "card": self._sealed_card(message),
            "summary": message.summary,
            "alert": message.alert,
            "state": "ready",
            "due": message.due,
            "not_before": message.due,
            "expires_at": message.expires,
            "follows": message.follows,
        }

    def _sealed_card(self, message: Message) -> bytes | None:
        if message.card is None:
            return None
        card = orjson.dumps(cleaned(dict(message.card)))
        return self._card_sealer(message.case, message.to).seal(card, "outbox", "card", message.key)

    def _card_sealer(self, case: str, to: str) -> Sealer:
        return self._sealer_of(case) if case else self._vault.derived("outbox", to)
