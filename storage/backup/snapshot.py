"""The whole database as files, as it was at one moment, while others go on writing; and such files read back."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, func, inspect, select, table

from storage.backup.errors import DoesNotFit

DATABASE = "database.sqlite"
TABLES = "tables"
VERSION = "alembic_version"
BUSY_SECONDS = 5.0


@contextmanager
def snapshot(engine: Engine, into: Path) -> Iterator[Connection]:
    """The database's files are in the folder; the connection reads exactly what they hold."""
    if engine.dialect.name == "sqlite":
        yield from _vacuumed(str(engine.url.database), into / DATABASE)
    else:
        yield from _copied(engine, into / TABLES)


def _vacuumed(database: str, copy: Path) -> Iterator[Connection]:
    """VACUUM INTO reads in one transaction, and readers do not stop the writer. Copying the file would tear it."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=BUSY_SECONDS)) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    engine = create_engine(f"sqlite:///{copy}", hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _copied(engine: Engine, folder: Path) -> Iterator[Connection]:
    """COPY in one snapshot. Not pg_dump, which does not read a server newer than itself and is not everywhere."""
    from storage.backup.copying import copy_out  # Not at the start: it holds PostgreSQL's driver.

    folder.mkdir()
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        for table in tables(connection):
            if table.name != VERSION:
                copy_out(connection, table, folder / table.name)
        yield connection


def tables(connection: Connection) -> list[Table]:
    """Every table as the database has it, those first that others refer to."""
    found = MetaData()
    found.reflect(connection)
    return found.sorted_tables


def columns(connection: Connection) -> dict[str, list[str]]:
    """What stands in each table's file. SQLite's file says so itself."""
    if connection.dialect.name == "sqlite":
        return {}
    return {str(table.name): [str(column.name) for column in table.columns] for table in tables(connection)}


def rows(connection: Connection) -> dict[str, int]:
    """How many there are in each table. By name only: to read the whole schema would fill the memory with objects."""
    names = inspect(connection).get_table_names()
    counted = {name: select(func.count()).select_from(table(name)) for name in names}
    return {name: connection.execute(count).scalar_one() for name, count in counted.items()}


def fill(connection: Connection, folder: Path, filled: Mapping[str, list[str]]) -> None:
    """Put a snapshot's rows into the empty tables of a PostgreSQL of the same revision."""
    from storage.backup.copying import copy_in

    made = {table.name: table for table in tables(connection)}
    for name, wanted in filled.items():
        if name == VERSION:
            continue
        if name not in made or {column.name for column in made[name].columns} != set(wanted):
            raise DoesNotFit(
                f"The backup's table {name} is not as this program makes it. Use the program it came from."
            )
        copy_in(connection, made[name], wanted, folder / name)
