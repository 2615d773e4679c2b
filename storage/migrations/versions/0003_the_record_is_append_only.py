"""The record of who did and read what can only be added to, and its anchors say what it was at a moment."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHY = "rows of {} are never changed"
OF_AUDIT = ("update", "delete")
"""What the first revision refuses of `audit` already."""

TAKEN = {
    "audit": 'SELECT 1 FROM audit WHERE "case" = NEW."case" AND number = NEW.number',
    "anchor": "SELECT 1 FROM anchor WHERE number = NEW.number",
}


def upgrade() -> None:
    op.create_table(
        "anchor",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *map(_text, ("day", "root")),
        sa.Column("cases", sa.Integer(), nullable=False),
        *map(_text, ("heads", "prev_hash", "hash")),
    )
    op.create_index("ix_anchor_day", "anchor", ["day"])
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the migration.")


def _on_sqlite() -> None:
    """INSERT OR REPLACE deletes what stands in its way, and fires no trigger on deleting."""
    for action in ("update", "delete"):
        op.execute(f"CREATE TRIGGER anchor_no_{action} BEFORE {action} ON anchor BEGIN {_abort('anchor')} END")
    for table, there in TAKEN.items():
        when = f"WHEN EXISTS ({there})"
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {when} BEGIN {_abort(table)} END")


def _abort(table: str) -> str:
    return f"SELECT RAISE(ABORT, '{WHY.format(table)}');"


def _on_postgresql() -> None:
    """Always, also in a session that plays the replica and so skips ordinary triggers."""
    for table, actions in (("audit", ("truncate",)), ("anchor", ("update", "delete", "truncate"))):
        for action in actions:
            _refuse(action, table)
    for action in OF_AUDIT:
        op.execute(f"ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_no_{action}")


def _refuse(action: str, table: str) -> None:
    name, why = f"{table}_no_{action}", WHY.format(table)
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{why}'; END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()")
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)
