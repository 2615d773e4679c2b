"""Where people and channels can be written to, as learnt from what they do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql

from storage.tables import conversation
from storage.transaction import Transaction

_READ = select(conversation).where(conversation.c.key == bindparam("of"))
_NEW = postgresql.insert(conversation).values(dead_code="")
_REMEMBER = _NEW.on_conflict_do_update(
    index_elements=[conversation.c.key],
    set_={column.name: _NEW.excluded[column.name] for column in conversation.c if not column.primary_key},
)
_MARK_DEAD = update(conversation).where(conversation.c.key == bindparam("of")).values(dead_code=bindparam("code"))


@dataclass(frozen=True)
class Conversation:
    """A conversation with all that is needed to write there; a dead code says why it can no longer be done."""

    key: str
    kind: str
    conversation: str
    service_url: str
    tenant: str
    channel_user_id: str
    dead_code: str
    seen_at: datetime


class Conversations(Transaction):
    """The part of the work that is about where to write."""

    def remember_conversation(
        self,
        key: str,
        *,
        kind: str,
        conversation: str,
        service_url: str,
        tenant: str,
        channel_user_id: str = "",
        now: datetime,
    ) -> None:
        """Keep where this person (kind personal) or channel can be written to. What was dead lives again."""
        row = {"key": key, "kind": kind, "conversation": conversation, "service_url": service_url}
        more = {"tenant": tenant, "channel_user_id": channel_user_id, "seen_at": now}
        self._connection.execute(_REMEMBER, {**row, **more})

    def conversation_of(self, person: str) -> Conversation | None:
        """The person's own chat with the bot."""
        return self._conversation(person)

    def channel_of(self, channel: str) -> Conversation | None:
        """The channel of this id."""
        return self._conversation(channel)

    def mark_dead(self, key: str, code: str) -> None:
        """Nothing can be written there until something is heard from there again."""
        self._connection.execute(_MARK_DEAD, {"of": key, "code": code})

    def _conversation(self, key: str) -> Conversation | None:
        row = self._connection.execute(_READ, {"of": key}).first()
        return Conversation(**row._mapping) if row else None
