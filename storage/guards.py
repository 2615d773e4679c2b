"""The triggers by which the database refuses to change the record, and whether each is as the migrations made it.

That there is one of its name says little: whoever may alter the schema can put another in its place that does nothing.
"""

from sqlalchemy import Connection

WHY = "rows of {} are never changed"
TAKEN = {
    "audit": 'SELECT 1 FROM audit WHERE "case" = NEW."case" AND number = NEW.number',
    "anchor": "SELECT 1 FROM anchor WHERE number = NEW.number",
}
"""What an INSERT OR REPLACE would put itself in the place of, in each guarded table."""

_ASKED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, concat_ws(' ', tgenabled, pg_get_triggerdef(t.oid, true), lanname, prosrc)
        FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid JOIN pg_language l ON l.oid = prolang
        WHERE NOT tgisinternal""",
}


def unprotected(connection: Connection) -> list[str]:
    """The guards that are not there any more, or not as they were made, in words."""
    found = {(name, _plain(made)) for name, made in connection.exec_driver_sql(_ASKED[connection.dialect.name])}
    names = {name for name, _ in found}
    return [
        "The database does not guard the record as it should: "
        f"the trigger {name} is {'not as it was made' if name in names else 'missing'}."
        for name, made in sorted(guards(connection.dialect.name).items())
        if (name, _plain(made)) not in found
    ]


def guards(dialect: str) -> dict[str, str]:
    """Each by its name, as this database tells of it."""
    return dict(guard for table in TAKEN for guard in (_on_sqlite if dialect == "sqlite" else _on_postgresql)(table))


def _on_sqlite(table: str) -> list[tuple[str, str]]:
    events = {
        "update": f"UPDATE ON {table}",
        "delete": f"DELETE ON {table}",
        "replace": f"INSERT ON {table} WHEN EXISTS ({TAKEN[table]})",
    }
    aborts = f"BEGIN SELECT RAISE(ABORT, '{WHY.format(table)}'); END"
    names = {f"{table}_no_{action}": event for action, event in events.items()}
    return [(name, f"CREATE TRIGGER {name} BEFORE {event} {aborts}") for name, event in names.items()]


def _on_postgresql(table: str) -> list[tuple[str, str]]:
    """Each "A", always: also in a session that plays the replica."""
    raises = f"plpgsql BEGIN RAISE EXCEPTION '{WHY.format(table)}'; END"
    names = {f"{table}_no_{action}": f"{action} ON {table}" for action in ("update", "delete", "truncate")}
    return [
        (name, f"A CREATE TRIGGER {name} BEFORE {event} FOR EACH STATEMENT EXECUTE FUNCTION {name}() {raises}")
        for name, event in names.items()
    ]


def _plain(made: str) -> str:
    """Without what databases write now so, now so: blanks, quotes around names, capitals."""
    return " ".join(made.replace('"', "").lower().split())
