"""The cards of a case that are in somebody's chat: which they are, and where, so that one can be taken back (E29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, or_, select

from storage.posts import Posts
from storage.tables import conversation, outbox

_SENT = select(outbox).where(outbox.c.route == "person", outbox.c.state == "sent", outbox.c.mode != "edit")
_OF_CASE = (
    _SENT.where(outbox.c.case == bindparam("of"), or_(bindparam("whom") == "", outbox.c.to == bindparam("whom")))
    .order_by(outbox.c.sent_at.desc(), outbox.c.id.desc())
    .limit(bindparam("most"))
)
_ONE = _SENT.where(outbox.c.id == bindparam("id_is"), outbox.c.case == bindparam("of"))
_CHAT = select(conversation.c.conversation).where(conversation.c.key == bindparam("whom"))
_OTHERS = (
    _SENT.with_only_columns(outbox.c.case)
    .where(outbox.c.to == bindparam("whom"), outbox.c.case != "", outbox.c.case != bindparam("of"))
    .distinct()
    .order_by(outbox.c.case)
)


@dataclass(frozen=True)
class SentCard:
    """A card that was sent to somebody's own chat."""

    id: int
    to: str
    view: str
    slot: str
    remote_id: str
    args: Mapping[str, str]
    at: datetime


class SentCards(Posts):
    """The part of the work that is about cards that went out."""

    def sent_cards(self, case: str, to: str = "", most: int = 20) -> list[SentCard]:
        """The newest cards of a case, to this person or to anybody."""
        rows = self._connection.execute(_OF_CASE, {"of": case, "whom": to, "most": most})
        return [_sent(row) for row in rows]

    def sent_card(self, case: str, id: int) -> SentCard | None:
        """This card of this case, if it arrived."""
        row = self._connection.execute(_ONE, {"of": case, "id_is": id}).first()
        return _sent(row) if row else None

    def cases_sent_to(self, person: str, but: str) -> list[str]:
        """The other cases of which this person was ever sent something."""
        return list(self._connection.execute(_OTHERS, {"whom": person, "of": but}).scalars())

    def slot_to_empty(self, card: SentCard, otherwise: str) -> str:
        """The slot under which this card can be edited. One that was sent without a slot gets this one."""
        if card.slot:
            return card.slot if self.posted(card.slot, card.to) else ""
        chat = self._connection.execute(_CHAT, {"whom": card.to}).scalar() or self.chat_with(card.to)
        if not card.remote_id or not chat:
            return ""
        self.remember_posted(otherwise, card.to, chat, card.remote_id)
        return otherwise


def _sent(row: Row[Any]) -> SentCard:
    return SentCard(row.id, row.to, row.view, row.slot, row.remote_id, orjson.loads(row.args), row.sent_at or row.due)
