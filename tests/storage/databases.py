"""What a database is, as plain facts to compare: its schema and its rows; and how to make an older one like it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect

from storage import migrate
from storage.engine import sqlite_path

SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
POSTGRESQL = (
    """SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, ordinal_position
       FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 7""",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    "SELECT tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def schema(connection: Connection) -> list[tuple[Any, ...]]:
    """Tables, columns, keys, indexes and triggers, each as the database itself tells it."""
    asked = (SQLITE,) if connection.dialect.name == "sqlite" else POSTGRESQL
    return [tuple(row) for statement in asked for row in connection.exec_driver_sql(statement)]


def columns(connection: Connection) -> dict[str, list[str]]:
    """The columns of each table, in the order in which the tables can be filled."""
    found = MetaData()
    found.reflect(connection)
    return {str(t.name): [str(c.name) for c in t.columns] for t in found.sorted_tables if t.name != "alembic_version"}


def rows(connection: Connection, of: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """How many rows each of these tables has, and a checksum over these columns of them."""
    return {table: _checksum(connection, table, chosen) for table, chosen in of.items()}


def _checksum(connection: Connection, table: str, chosen: list[str]) -> tuple[int, str]:
    found = sorted(repr(tuple(row)) for row in connection.exec_driver_sql(f"SELECT {_listed(chosen)} FROM {table}"))
    return len(found), hashlib.sha256("\n".join(found).encode()).hexdigest()


def upgraded(engine: Engine, to: str) -> None:
    """Bring an empty or older database to this revision."""
    with migrate.migrating(engine) as connection:
        migrate.upgrade(connection, to)


def copied(source: Connection, target: Connection) -> None:
    """Every row of the newer database, as far as the older one has tables and columns for it."""
    newer, mark = columns(source), "?" if source.dialect.name == "sqlite" else "%s"
    for table, chosen in columns(target).items():
        shared = [column for column in chosen if column in newer[table]]
        found = [tuple(row) for row in source.exec_driver_sql(f"SELECT {_listed(shared)} FROM {table}")]
        marks = ", ".join([mark] * len(shared))
        if found:
            target.exec_driver_sql(f"INSERT INTO {table} ({_listed(shared)}) VALUES ({marks})", found)


def state(url: str, of: dict[str, list[str]]) -> tuple[Any, ...]:
    """All of it: the revision, the schema, and the rows of these tables."""
    with connected(url) as connection:
        there = {table: chosen for table, chosen in of.items() if inspect(connection).has_table(table)}
        return migrate.revision_of(connection), schema(connection), rows(connection, there)


def emptied(url: str) -> None:
    """As if nothing had ever been in it."""
    if path := sqlite_path(url):
        Path(path).unlink()
        return
    with connected(url) as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
