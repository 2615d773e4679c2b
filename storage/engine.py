"""The engine for SQLite or PostgreSQL: how each is opened, begun and kept safe."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",  # Deleted text is overwritten, not left in free pages.
    "temp_store=MEMORY",  # Sorting must not spill case data into a temporary file.
    "trusted_schema=OFF",
)
POSTGRESQL_THREADS = 4
CONNECT_SECONDS = 5
POSTGRESQL_LIMITS = {
    "lock_timeout": "4s",  # As SQLite's busy_timeout: who waits behind another gives up while a person still waits.
    "statement_timeout": "8s",  # Nobody waits for an answer for longer than nine.
    "idle_in_transaction_session_timeout": "60s",  # A process that stands still lets go of what it locked.
}
HALF_OPEN = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""Seconds, and milliseconds: a server that is gone without a word is noticed, and its thread is free again."""


def normalised(url: str) -> str:
    """The address as SQLAlchemy wants it; hosts of databases hand out `postgres://`."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def sqlite_path(url: str) -> str | None:
    """The file of an SQLite address; None for PostgreSQL. A database in memory would lose everything: refused."""
    parsed = make_url(normalised(url))
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("name a file for the SQLite database")
    return parsed.database


def open_engine(url: str) -> Engine:
    """An engine that hides what it binds: parameters are case data and must not reach a log."""
    if sqlite_path(url):
        return _sqlite(url)
    return create_engine(
        normalised(url),
        hide_parameters=True,
        pool_size=POSTGRESQL_THREADS,
        pool_pre_ping=True,
        pool_timeout=CONNECT_SECONDS,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": _limits(), **HALF_OPEN},
    )


def _limits() -> str:
    return " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_LIMITS.items())


def threads(engine: Engine) -> int:
    """How many transactions may run at once. SQLite has one writer, so more would only wait for each other."""
    return POSTGRESQL_THREADS if engine.dialect.name == "postgresql" else 1


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=1, max_overflow=0)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_pragmas(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # The driver's own, deferred BEGIN would lock too late to wait.
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
