"""Which processes are alive, whom the bot can reach, when people want to hear from it, and the files of a case."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("heartbeat", _key("process"), _key("work"), _moment("at"))
    op.create_table("reach", _key("person"), _moment("tested_at"), _text("code"))
    op.create_table("preference", _key("person"), _moment("changed_at"), _sealed("said"))
    op.create_table(
        "attachment",
        _key("id"),
        _text("case"),
        _text("subject"),
        _text("by"),
        _moment("at"),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("place"),
        _sealed("about"),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["case_.reference"], name="fk_attachment_case"),
    )
    op.create_index("ix_attachment_case", "attachment", ["case"])
    op.create_index("ix_outbox_case", "outbox", ["case"])
    op.add_column("outbox", sa.Column("follows", sa.BigInteger(), nullable=True))
    _while("state = 'failed'", "ix_outbox_failed", "id")
    _while("follows IS NOT NULL", "ix_outbox_follows", "follows")


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the migration.")


def _while(condition: str, name: str, column: str) -> None:
    op.create_index(name, "outbox", [column], sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), primary_key=True, autoincrement=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _sealed(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
