"""The tables as they were first. A migration never changes: it says the columns itself, without the program's types."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('ready', 'sending', 'uncertain')")

APPEND_ONLY = {"audit": ("update", "delete"), "form": ("update",)}
"""What the database itself refuses, whoever asks: rewriting the record, and rewriting what was sent."""


def upgrade() -> None:
    _cases()
    _forms()
    _once()
    _outbox()
    op.create_table("keystone", _key("name"), _sealed("sealed"))
    for table, actions in APPEND_ONLY.items():
        for action in actions:
            _refuse(action, table)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the migration.")


def _cases() -> None:
    op.create_table("counter", _key("year", sa.Integer()), _number("last"))
    op.create_table(
        "case_",
        _key("reference"),
        _text("stage"),
        _number("version"),
        _moment("wakes_at", nullable=True),
        _moment("created_at"),
        _moment("changed_at"),
        _sealed("state"),
    )
    op.create_index("ix_case__stage", "case_", ["stage"])
    op.create_index("ix_case__wakes_at", "case_", ["wakes_at"])
    op.create_table("case_key", _key("reference"), _sealed("wrapped"), _of_case("case_key", "reference"))
    op.create_table("participant", _key("case"), _key("person"), _of_case("participant"))
    op.create_index("ix_participant_person", "participant", ["person"])
    op.create_table(
        "audit",
        _key("case"),
        _key("number", sa.Integer()),
        _moment("at"),
        _text("actor"),
        _text("kind"),
        _text("facts"),
        _text("prev_hash"),
        _text("hash"),
    )
    op.create_index("ix_audit_actor", "audit", ["actor"])


def _forms() -> None:
    op.create_table(
        "form",
        _key("case"),
        _key("kind"),
        _key("subject"),
        _key("revision", sa.Integer()),
        _text("by"),
        _moment("at"),
        _sealed("answers"),
        _of_case("form"),
    )
    op.create_table(
        "draft",
        _key("person"),
        _key("form"),
        _key("subject"),
        _number("revision"),
        _moment("saved_at"),
        _sealed("answers"),
    )


def _once() -> None:
    op.create_table("inbox", _key("conversation"), _key("activity"), _moment("seen_at"))
    op.create_index("ix_inbox_seen_at", "inbox", ["seen_at"])
    op.create_table("action", _key("key"), _key("person"), _moment("at"))
    op.create_index("ix_action_at", "action", ["at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), primary_key=True),
        *map(_text, ("key", "lane", "route", "to", "view", "case", "slot", "mode", "args")),
        _sealed("card", nullable=True),
        _text("summary"),
        sa.Column("alert", sa.Boolean(), nullable=False),
        _text("state"),
        _moment("due"),
        _moment("not_before"),
        _moment("expires_at", nullable=True),
        _number("attempts"),
        _text("lease_owner"),
        _moment("lease_until", nullable=True),
        _number("fence"),
        _text("remote_id"),
        _text("last_code"),
        _moment("sent_at", nullable=True),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    _while_open("ix_outbox_next", "not_before", "id")
    _while_open("ix_outbox_lane", "lane", "due", "id")
    _while_open("ix_outbox_slot", "slot", "to")
    _while_open("ix_outbox_expires", "expires_at")
    op.create_table(
        "posted",
        _key("slot"),
        _key("to"),
        _text("conversation"),
        _text("remote_id"),
        _number("revision"),
    )
    op.create_table(
        "conversation",
        _key("key"),
        *map(_text, ("kind", "conversation", "service_url", "tenant", "channel_user_id", "dead_code")),
        _moment("seen_at"),
    )


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _key(name: str, type_: Any = None) -> sa.Column[Any]:
    return sa.Column(name, type_ or sa.Text(), primary_key=True, autoincrement=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _sealed(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def _of_case(table: str, column: str = "case") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["case_.reference"], name=f"fk_{table}_{column}")


def _while_open(name: str, *columns: str) -> None:
    op.create_index(name, "outbox", list(columns), sqlite_where=OPEN, postgresql_where=OPEN)


def _refuse(action: str, table: str) -> None:
    name, why = f"{table}_no_{action}", f"rows of {table} are never changed"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{why}'; END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()")
