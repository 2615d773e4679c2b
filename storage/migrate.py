"""Bringing the database to the program's own revision: in one transaction, by one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table

from storage.errors import WrongRevision

MIGRATIONS = Path(__file__).parent / "migrations"
_REVISION = table("alembic_version", column("version_num"))
ADVISORY_LOCK = 5_241_107_113
"""Any number, the same in every process: only one of them migrates."""


@cache
def revisions() -> tuple[str, ...]:
    """All that this program has a migration to, the newest last: each begins the name of its file."""
    return tuple(sorted(file.name.partition("_")[0] for file in MIGRATIONS.glob("versions/[0-9]*.py")))


def head() -> str:
    """The revision this program needs."""
    return revisions()[-1]


def revision_of(connection: Connection) -> str | None:
    """The revision the database is at; None when it is empty."""
    if not inspect(connection).has_table(_REVISION.name):
        return None
    return connection.execute(select(_REVISION.c.version_num)).scalar_one_or_none()


def require_head(connection: Connection) -> None:
    """Refuse a database that is not at the program's own revision."""
    if (found := revision_of(connection)) != head():
        raise WrongRevision(found, head())


def require_known(connection: Connection) -> None:
    """Refuse a database of a later program: an image rolled back must not write to it."""
    found = revision_of(connection)
    if found and not known(found):
        raise WrongRevision(found, head())


def known(revision: str) -> bool:
    """Whether this program has a migration to this revision."""
    return revision in revisions()


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction in which tables may be altered; a kill leaves the old schema whole."""
    with engine.connect() as connection:
        on_sqlite = engine.dialect.name == "sqlite"
        if on_sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                if not on_sqlite:
                    # A turn's limits are not a migration's: it may wait for another's, and take its time.
                    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
                yield connection
                if on_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("the migration left rows that point nowhere; nothing was changed")
        finally:
            if on_sqlite:
                _foreign_keys(connection, "ON")


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run every migration that is missing, in the connection's transaction; up to an older one only to fill it."""
    require_known(connection)
    if to == "head" and revision_of(connection) == head():
        return
    from alembic import command  # Not at the start: it is large, and a bot that serves has no use for it.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _foreign_keys(connection: Connection, switch: str) -> None:
    """Altering a table copies it. The switch does nothing inside a transaction, so it goes around ours."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={switch}")
