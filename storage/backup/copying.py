"""PostgreSQL's COPY: a table as a file, and back. Apart, since who is on SQLite need not hold the driver."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from psycopg import Connection as PostgreSQL
from psycopg import Cursor, Error, sql
from sqlalchemy import Column, Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

PART_BYTES = 1 << 20
_OUT, _IN = sql.SQL("COPY ({}) TO STDOUT"), sql.SQL("COPY {} ({}) FROM STDIN")


def copy_out(connection: Connection, table: Table, file: Path) -> None:
    """In the order of the key, so that a record is put back in the order in which it grew."""
    rows_ = sql.SQL("SELECT {} FROM {}").format(_names(table.columns), sql.Identifier(table.name))
    if table.primary_key.columns:
        rows_ += sql.SQL(" ORDER BY {}").format(_names(table.primary_key.columns))
    with _cursor(connection) as cursor, file.open("xb") as out, cursor.copy(_OUT.format(rows_)) as copy:
        for part in copy:
            out.write(part)


def copy_in(connection: Connection, table: Table, wanted: list[str], file: Path) -> None:
    into = _IN.format(sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, wanted)))
    with _cursor(connection) as cursor, file.open("rb") as source, cursor.copy(into) as copy:
        while part := source.read(PART_BYTES):
            copy.write(part)
    for column in table.columns:
        if column.identity is not None:
            highest = connection.execute(select(func.max(column))).scalar()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), highest)))


@contextmanager
def _cursor(connection: Connection) -> Iterator[Cursor[Any]]:
    """The driver's own. What goes wrong in it is raised as SQLAlchemy would have raised it."""
    try:
        with cast("PostgreSQL[Any]", connection.connection.driver_connection).cursor() as cursor:
            yield cursor
    except Error as error:
        raise DBAPIError("COPY", None, error, hide_parameters=True) from error


def _names(columns_: Iterable[Column[Any]]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in columns_)
