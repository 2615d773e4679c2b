"""What became of the messages of a case: the last one to each person, and what was done about those that failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, and_, bindparam, exists, func, select, text

from storage.tables import FOLLOWS, IS_FAILED, conversation, outbox
from storage.transaction import Transaction

MOST = 200

TELLS_THE_TEAM = ("unreached", "unreached_mail")
"""The views that put a failed message before a person whose business it is."""

_CONTACT = select(outbox, conversation.c.seen_at).outerjoin(conversation, conversation.c.key == outbox.c.to)
_SENT_TO_SOMEBODY = (
    outbox.c.case == bindparam("of"),
    outbox.c.route.in_(("person", "mail")),
    outbox.c.mode != "edit",
    outbox.c.state.not_in(("cancelled", "superseded")),
)
_PLACE = func.row_number().over(
    partition_by=(outbox.c.to, outbox.c.route), order_by=(outbox.c.due.desc(), outbox.c.id.desc())
)
_newest = select(outbox.c.id, _PLACE.label("place")).where(*_SENT_TO_SOMEBODY).subquery("newest")
_NEWEST = (
    _CONTACT.join(_newest, _newest.c.id == outbox.c.id)
    .where(_newest.c.place == 1)
    .order_by(outbox.c.due.desc(), outbox.c.id.desc())
    .limit(MOST)
)
_LAST = (
    _CONTACT.where(*_SENT_TO_SOMEBODY, outbox.c.to == bindparam("whom"))
    .order_by(outbox.c.due.desc(), outbox.c.id.desc())
    .limit(1)
)
_ONE = _CONTACT.where(outbox.c.id == bindparam("id_is"))
_EDITS = _CONTACT.where(
    outbox.c.case == bindparam("of"), outbox.c.view == bindparam("of_view"), outbox.c.mode == "edit"
).order_by(outbox.c.id)
_FOLLOW_UPS = (
    _CONTACT.where(text(f"outbox.{FOLLOWS}"), outbox.c.follows == bindparam("first"), outbox.c.mode != "edit")
    .order_by(outbox.c.id)
    .limit(MOST)
)

_telling = outbox.alias("telling")
_SOMEBODY_WAS_TOLD = exists().where(
    text(f"telling.{FOLLOWS}"),
    _telling.c.follows == outbox.c.id,
    _telling.c.view.in_(TELLS_THE_TEAM),
    _telling.c.mode != "edit",
    _telling.c.state.not_in(("failed", "cancelled")),
)
_MATTERS = and_(
    outbox.c.route.in_(("person", "channel")),
    outbox.c.mode != "edit",
    outbox.c.case != "",
    outbox.c.follows.is_(None),
)
_UNOWNED = (
    _CONTACT.where(text(f"outbox.{IS_FAILED}"), _MATTERS, ~_SOMEBODY_WAS_TOLD)
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)

_arrived = outbox.alias("arrived")
_LAST_ARRIVED = (
    select(func.coalesce(func.max(_arrived.c.id), 0))
    .where(_arrived.c.case == outbox.c.case, _arrived.c.to == outbox.c.to, _arrived.c.state == "sent")
    .where(_arrived.c.route == outbox.c.route, _arrived.c.mode != "edit")
    .scalar_subquery()
)
_MISSED = (
    _CONTACT.where(text(f"outbox.{IS_FAILED}"), _MATTERS, outbox.c.id > _LAST_ARRIVED)
    .where(outbox.c.case == bindparam("of"), outbox.c.to == bindparam("whom"))
    .order_by(outbox.c.id.desc())
    .limit(20)
)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A message as the outbox has it: to whom, by which route, and what became of it."""

    id: int
    person: str
    route: str
    view: str
    mode: str
    case: str
    args: Mapping[str, str]
    state: str
    code: str
    due: datetime
    sent_at: datetime | None
    attempts: int
    follows: int | None
    seen_at: datetime | None
    """When the person last did something in their own chat, whichever message that was about."""

    @property
    def matters(self) -> bool:
        """Whether somebody must be told when it fails: a card of a case, but no edit, no answer and no follow-up."""
        first_of_all = self.follows is None and bool(self.case)
        return first_of_all and self.route in ("person", "channel") and self.mode != "edit"

    @property
    def lost(self) -> bool:
        """Whether it will never arrive."""
        return self.state in ("failed", "cancelled")


class Contacts(Transaction):
    """The part of the work that says what became of messages."""

    def contacts(self, case: str) -> list[Contact]:
        """The newest message of a case to each person by each route, newest first."""
        return [_contact(row) for row in self._connection.execute(_NEWEST, {"of": case})]

    def last_contact(self, case: str, person: str) -> Contact | None:
        """The newest message of a case to this person, by whatever route."""
        row = self._connection.execute(_LAST, {"of": case, "whom": person}).first()
        return _contact(row) if row else None

    def contact(self, id: int) -> Contact | None:
        """The message of this number."""
        row = self._connection.execute(_ONE, {"id_is": id}).first()
        return _contact(row) if row else None

    def edits(self, case: str, view: str) -> list[Contact]:
        """Every try to put this view in the place of a card of the case, in order."""
        return [_contact(row) for row in self._connection.execute(_EDITS, {"of": case, "of_view": view})]

    def follow_ups(self, id: int) -> list[Contact]:
        """What was done about this message's not arriving, in order."""
        return [_contact(row) for row in self._connection.execute(_FOLLOW_UPS, {"first": id})]

    def missed(self, case: str, to: str) -> list[Contact]:
        """What of a case failed to reach somebody since something last did, oldest first, the newest twenty."""
        rows = self._connection.execute(_MISSED, {"of": case, "whom": to}).all()
        return [_contact(row) for row in reversed(rows)]

    def unowned(self, limit: int = 50) -> list[Contact]:
        """Messages that failed and matter, of which nobody whose business it is has been told, oldest first."""
        return [_contact(row) for row in self._connection.execute(_UNOWNED, {"most": limit})]


def _contact(row: Row[Any]) -> Contact:
    return Contact(
        id=row.id,
        person=row.to,
        route=row.route,
        view=row.view,
        mode=row.mode,
        case=row.case,
        args=orjson.loads(row.args),
        state=row.state,
        code=row.last_code,
        due=row.due,
        sent_at=row.sent_at,
        attempts=row.attempts,
        follows=row.follows,
        seen_at=row.seen_at,
    )
