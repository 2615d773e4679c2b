"""The triggers by which the database refuses to change the record and sent forms, and whether each is as it was made.

That there is one of its name says little: whoever may alter the schema can put another in its place that does nothing,
or one beside it that lets an entry fall (T12).
"""

from collections.abc import Iterator

from sqlalchemy import Connection

WHY = "rows of {} are never changed"
RECORD = ("audit", "anchor")
GUARDED = (*RECORD, "form")
TAKEN = {
    "audit": 'EXISTS (SELECT 1 FROM audit WHERE "case" = NEW."case" AND number = NEW.number)'
    " OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM audit WHERE rowid = NEW.rowid))",
    "anchor": "EXISTS (SELECT 1 FROM anchor WHERE number = NEW.number)",
    "form": 'EXISTS (SELECT 1 FROM form WHERE "case" = NEW."case" AND kind = NEW.kind AND subject = NEW.subject'
    " AND revision = NEW.revision) OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM form WHERE rowid = NEW.rowid))",
}
"""What an INSERT OR REPLACE would put itself in the place of: what has the same key, or the number SQLite gave its row.

None of ours names that number, which is then less than nothing. An anchor's is its key.
"""

_ASKED = {
    "sqlite": "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, concat_ws(' ', tgenabled, pg_get_triggerdef(t.oid, true), lanname, prosrc), relname
        FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid JOIN pg_language l ON l.oid = prolang
        JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)
        UNION ALL SELECT rulename, 'rule', tablename FROM pg_rules WHERE schemaname = ANY(current_schemas(false))""",
}


def unprotected(connection: Connection) -> list[str]:
    """The guards that are not there any more, or not as they were made, and what is none of them, in words."""
    there = connection.exec_driver_sql(_ASKED[connection.dialect.name]).all()
    found, ours = {(name, _plain(made)) for name, made, _ in there}, guards(connection.dialect.name)
    wrong = [
        f"the trigger {name} is {'not as it was made' if name in {name for name, _ in found} else 'missing'}"
        for name, made in sorted(ours.items())
        if (name, _plain(made)) not in found
    ]
    strange = [(name, table) for name, _, table in there if table in GUARDED and name not in ours]
    wrong += [f"{_named(name)} on {table} is none of its own" for name, table in strange]
    return [f"The database does not guard the record as it should: {what}." for what in wrong]


def _named(name: str) -> str:
    """Whoever made it chose what it is called, and this is shown on a card."""
    return f"the trigger or rule {name}" if name.isidentifier() else "a trigger or rule"


def guards(dialect: str) -> dict[str, str]:
    """Each by its name, as this database tells of it."""
    return dict(_on_sqlite() if dialect == "sqlite" else _on_postgresql())


def _on_sqlite() -> Iterator[tuple[str, str]]:
    for table in GUARDED:
        yield _aborts(table, "update", f"UPDATE ON {table}")
        yield _aborts(table, "replace", f"INSERT ON {table} WHEN {TAKEN[table]}")
    for table in RECORD:  # Forms go when their case is disposed of.
        yield _aborts(table, "delete", f"DELETE ON {table}")


def _aborts(table: str, action: str, event: str) -> tuple[str, str]:
    name = f"{table}_no_{action}"
    return name, f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{WHY.format(table)}'); END"


def _on_postgresql() -> Iterator[tuple[str, str]]:
    """Each is "A", always: also in a session that plays the replica."""
    for table in RECORD:
        for action in ("update", "delete", "truncate"):
            yield _raises(table, action)
    yield _raises("form", "update")


def _raises(table: str, action: str) -> tuple[str, str]:
    name = f"{table}_no_{action}"
    made = f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    return name, f"A {made} plpgsql BEGIN RAISE EXCEPTION '{WHY.format(table)}'; END"


def _plain(made: str) -> str:
    """Without what databases write now so, now so: blanks, quotes around names, capitals."""
    return " ".join(made.replace('"', "").lower().split())
