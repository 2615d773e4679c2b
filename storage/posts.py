"""Which live card stands in which slot of whose conversation, to be edited in place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql

from storage.tables import posted
from storage.transaction import Transaction

_AT = (posted.c.slot == bindparam("of"), posted.c.to == bindparam("whom"))
_READ = select(posted).where(*_AT)
_CHAT = select(posted.c.conversation).where(posted.c.to == bindparam("whom")).limit(1)
_FORGET = delete(posted).where(*_AT)
_THEIRS = select(posted.c.slot, posted.c.remote_id).where(posted.c.to == bindparam("whom")).order_by(posted.c.slot)
_BEGINNING: Any = bindparam("beginning")
_OF_CASE = {
    "sqlite": _THEIRS.where(posted.c.slot >= _BEGINNING, posted.c.slot < bindparam("beyond")),
    "postgresql": _THEIRS.where(posted.c.slot.like(_BEGINNING.concat("%"))),
}
"""SQLite looks up a range in the key, but no LIKE. PostgreSQL may sort as a language does: there no range is sure."""
_NEW = postgresql.insert(posted).values(revision=1)
_REMEMBER = _NEW.on_conflict_do_update(
    index_elements=[posted.c.slot, posted.c.to],
    set_={
        "conversation": _NEW.excluded.conversation,
        "remote_id": _NEW.excluded.remote_id,
        "revision": posted.c.revision + 1,
    },
)


@dataclass(frozen=True)
class Posted:
    """A card as it stands: in which conversation, under which id, and how often it was drawn."""

    conversation: str
    remote_id: str
    revision: int


class Posts(Transaction):
    """The part of the work that is about cards already there."""

    def posted(self, slot: str, to: str) -> Posted | None:
        """The live card in this slot for this recipient."""
        row = self._connection.execute(_READ, {"of": slot, "whom": to}).first()
        return Posted(row.conversation, row.remote_id, row.revision) if row else None

    def slots_of(self, case: str, to: str) -> dict[str, str]:
        """The slots of this case in which a card stands for this recipient, each with the message that it is."""
        of_case = {"whom": to, "beginning": f"{case}:", "beyond": f"{case};"}  # What follows a colon is a semicolon.
        rows = self._connection.execute(_OF_CASE[self._connection.dialect.name], of_case)
        return {row.slot: row.remote_id for row in rows}

    def chat_with(self, to: str) -> str:
        """In which conversation this recipient's cards stand; none if there is none yet."""
        return str(self._connection.execute(_CHAT, {"whom": to}).scalar() or "")

    def remember_posted(self, slot: str, to: str, conversation: str, remote_id: str) -> None:
        """This card stands there now."""
        row = {"slot": slot, "to": to, "conversation": conversation, "remote_id": remote_id}
        self._connection.execute(_REMEMBER, row)

    def forget_posted(self, slot: str, to: str) -> None:
        """The card is gone; the next one in its slot is posted anew."""
        self._connection.execute(_FORGET, {"of": slot, "whom": to})
