"""No row of the record, and no sent form, is put over by another under its key or under SQLite's own number of it."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHY = "rows of {} are never changed"
TAKEN = {
    "audit": 'EXISTS (SELECT 1 FROM audit WHERE "case" = NEW."case" AND number = NEW.number)'
    " OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM audit WHERE rowid = NEW.rowid))",
    "form": 'EXISTS (SELECT 1 FROM form WHERE "case" = NEW."case" AND kind = NEW.kind AND subject = NEW.subject'
    " AND revision = NEW.revision) OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM form WHERE rowid = NEW.rowid))",
}
"""An anchor’s key is SQLite’s own number of it, so of anchors it was said before. Where nobody names one, it is -1."""
BEFORE = ("audit",)
"""Where the third revision made such a trigger."""


def upgrade() -> None:
    """On PostgreSQL nothing is put over. There the guard of forms now holds in a session that plays the replica too."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE form ENABLE ALWAYS TRIGGER form_no_update")
        return
    for table in BEFORE:
        op.execute(f"DROP TRIGGER {table}_no_replace")
    for table, there in TAKEN.items():
        aborts = f"BEGIN SELECT RAISE(ABORT, '{WHY.format(table)}'); END"
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {aborts}")


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the migration.")
