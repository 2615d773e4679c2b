"""The tables. Classes say what the columns are; statements are written against them with SQLAlchemy Core.

Ids, codes and moments are plain so that lists, locks and reminders need no key. What people wrote is sealed.
Nothing is deleted by cascade: SQLite copies a table to alter it, and a cascade would empty its children.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    text,
)
from sqlmodel import Field, SQLModel

from storage.columns import moment as _moment
from storage.columns import number as _number
from storage.columns import sealed as _sealed
from storage.columns import words as _text

IS_OPEN = "state IN ('ready', 'sending', 'uncertain')"
"""Literal, not bound: the planner uses a partial index only if it can read its condition in the statement."""
IS_FAILED = "state = 'failed'"
FOLLOWS = "follows IS NOT NULL"

SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


class KeystoneRow(SQLModel, table=True):
    """One known sealed row: a wrong master key is noticed here before anything is written."""

    __tablename__ = "keystone"
    name: str = _text(primary_key=True)
    sealed: bytes = _sealed()


class CounterRow(SQLModel, table=True):
    """The last case number given out in each year."""

    __tablename__ = "counter"
    year: int = _number(primary_key=True)
    last: int = _number()


class CaseRow(SQLModel, table=True):
    """A case: one sealed document, beside the plain facts that lists, the lock and the clock need."""

    __tablename__ = "case_"
    reference: str = _text(primary_key=True)
    stage: str = _text(index=True)
    version: int = _number()
    wakes_at: datetime | None = _moment(nullable=True, index=True)
    created_at: datetime = _moment()
    changed_at: datetime = _moment()
    state: bytes = _sealed()


class CaseKeyRow(SQLModel, table=True):
    """A case's own keys, wrapped by the master key. Destroying them makes everything sealed of the case unreadable."""

    __tablename__ = "case_key"
    reference: str = _text(ForeignKey("case_.reference"), primary_key=True)
    wrapped: bytes = _sealed()


class ParticipantRow(SQLModel, table=True):
    """Who is involved in which case, for people's own lists."""

    __tablename__ = "participant"
    case: str = _text(ForeignKey("case_.reference"), primary_key=True)
    person: str = _text(primary_key=True, index=True)


class FormRow(SQLModel, table=True):
    """What somebody wrote and sent. A correction is a new revision; no row is ever changed."""

    __tablename__ = "form"
    case: str = _text(ForeignKey("case_.reference"), primary_key=True)
    kind: str = _text(primary_key=True)
    subject: str = _text(primary_key=True)
    revision: int = _number(primary_key=True)
    by: str = _text()
    at: datetime = _moment()
    answers: bytes = _sealed()


class DraftRow(SQLModel, table=True):
    """What somebody is writing and has not sent."""

    __tablename__ = "draft"
    person: str = _text(primary_key=True)
    form: str = _text(primary_key=True)
    subject: str = _text(primary_key=True)
    revision: int = _number()
    saved_at: datetime = _moment()
    answers: bytes = _sealed()


class AuditRow(SQLModel, table=True):
    """Who did or read what. Rows are chained by hash within a case; it outlives the case, so it has no foreign key."""

    __tablename__ = "audit"
    case: str = _text(primary_key=True)
    number: int = _number(primary_key=True)
    at: datetime = _moment()
    actor: str = _text(index=True)
    kind: str = _text()
    facts: str = _text()
    prev_hash: str = _text()
    hash: str = _text()


class AnchorRow(SQLModel, table=True):
    """The ends of all chains at one moment, chained by hash themselves. `day` is set if it was posted as that day's."""

    __tablename__ = "anchor"
    number: int = _number(primary_key=True)
    at: datetime = _moment()
    day: str = _text(index=True)
    root: str = _text()
    cases: int = _number()
    heads: str = _text()
    prev_hash: str = _text()
    hash: str = _text()


class InboxRow(SQLModel, table=True):
    """Activities already acted on: the channel may deliver one twice."""

    __tablename__ = "inbox"
    conversation: str = _text(primary_key=True)
    activity: str = _text(primary_key=True)
    seen_at: datetime = _moment(index=True)


class ActionRow(SQLModel, table=True):
    """What is done once: presses already acted on, which guards against a doubled click, and refusals noted."""

    __tablename__ = "action"
    key: str = _text(primary_key=True)
    person: str = _text(primary_key=True)
    at: datetime = _moment(index=True)


class OutboxRow(SQLModel, table=True):
    """A message that is owed, in whatever state its sending is."""

    __tablename__ = "outbox"
    id: int = Field(sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True))
    key: str = _text(unique=True)
    lane: str = _text()
    route: str = _text()
    to: str = _text()
    view: str = _text()
    case: str = _text(index=True)
    slot: str = _text()
    mode: str = _text()
    args: str = _text()
    card: bytes | None = _sealed(nullable=True)
    summary: str = _text()
    alert: bool = Field(sa_column=Column(Boolean, nullable=False))
    state: str = _text()
    due: datetime = _moment()
    not_before: datetime = _moment()
    expires_at: datetime | None = _moment(nullable=True)
    attempts: int = _number()
    lease_owner: str = _text()
    lease_until: datetime | None = _moment(nullable=True)
    fence: int = _number()
    remote_id: str = _text()
    last_code: str = _text()
    sent_at: datetime | None = _moment(nullable=True)
    follows: int | None = Field(sa_column=Column(BigInteger, nullable=True))


class PostedRow(SQLModel, table=True):
    """The live card in a slot of somebody's conversation, to be edited in place."""

    __tablename__ = "posted"
    slot: str = _text(primary_key=True)
    to: str = _text(primary_key=True)
    conversation: str = _text()
    remote_id: str = _text()
    revision: int = _number()


class ConversationRow(SQLModel, table=True):
    """Where a person or a channel can be written to."""

    __tablename__ = "conversation"
    key: str = _text(primary_key=True)
    kind: str = _text()
    conversation: str = _text()
    service_url: str = _text()
    tenant: str = _text()
    channel_user_id: str = _text()
    dead_code: str = _text()
    seen_at: datetime = _moment()


class HeartbeatRow(SQLModel, table=True):
    """When each process last did each kind of work, so that a late one is seen by the others."""

    __tablename__ = "heartbeat"
    process: str = _text(primary_key=True)
    work: str = _text(primary_key=True)
    at: datetime = _moment()


class ReachRow(SQLModel, table=True):
    """What the last silent test of reaching somebody gave: an empty code when they can be written to."""

    __tablename__ = "reach"
    person: str = _text(primary_key=True)
    tested_at: datetime = _moment()
    code: str = _text()


class PreferenceRow(SQLModel, table=True):
    """When somebody wants to hear from the bot, and until when they are away: sealed under a key of their own."""

    __tablename__ = "preference"
    person: str = _text(primary_key=True)
    changed_at: datetime = _moment()
    said: bytes = _sealed()


class AttachmentRow(SQLModel, table=True):
    """A file of a case. Its bytes stand in `place`; its name, type and checksum are sealed."""

    __tablename__ = "attachment"
    id: str = _text(primary_key=True)
    case: str = _text(ForeignKey("case_.reference"), index=True)
    subject: str = _text()
    by: str = _text()
    at: datetime = _moment()
    size: int = _number()
    place: str = _text()
    about: bytes = _sealed()
    removed_at: datetime | None = _moment(nullable=True)


class RestoredRow(SQLModel, table=True):
    """This database is a restored copy; until it is released, a person has not yet let it send."""

    __tablename__ = "restored"
    backup: str = _text(primary_key=True)
    taken_at: datetime = _moment()
    restored_at: datetime = _moment()
    released_at: datetime | None = _moment(nullable=True)


def _table(row: Any) -> Table:
    return SQLModel.metadata.tables[row.__tablename__]


keystone = _table(KeystoneRow)
counter = _table(CounterRow)
case = _table(CaseRow)
case_key = _table(CaseKeyRow)
participant = _table(ParticipantRow)
form = _table(FormRow)
draft = _table(DraftRow)
audit = _table(AuditRow)
anchor = _table(AnchorRow)
inbox = _table(InboxRow)
action = _table(ActionRow)
outbox = _table(OutboxRow)
posted = _table(PostedRow)
conversation = _table(ConversationRow)
heartbeat = _table(HeartbeatRow)
reach = _table(ReachRow)
preference = _table(PreferenceRow)
attachment = _table(AttachmentRow)
restored = _table(RestoredRow)


# None on the state of all rows: SQLite would take it for the open ones, and sort them all on every claim.
def _while(condition: str, name: str, *columns: Any) -> Index:
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


_while(IS_OPEN, "ix_outbox_next", outbox.c.not_before, outbox.c.id)
_while(IS_OPEN, "ix_outbox_lane", outbox.c.lane, outbox.c.due, outbox.c.id)
_while(IS_OPEN, "ix_outbox_slot", outbox.c.slot, outbox.c.to)
_while(IS_OPEN, "ix_outbox_expires", outbox.c.expires_at)
_while(IS_FAILED, "ix_outbox_failed", outbox.c.id)
_while(FOLLOWS, "ix_outbox_follows", outbox.c.follows)
