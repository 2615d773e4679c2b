"""Whether SQLite's file is what SQLite made of it."""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from storage.errors import Corrupt
from storage.troubles import meant

MOST = 5
"""Faults told: one is enough, and a damaged page has hundreds."""


def faults_of_the_file(engine: Engine) -> list[str]:
    """What is wrong with it, if it can be opened at all."""
    try:
        with engine.begin() as connection:
            return [*faults(connection)]
    except DatabaseError as error:
        if meant(error, committing=False).__class__ is not Corrupt:
            raise
        return [f"The database’s file cannot be read: {error.orig}."]


def faults(connection: Connection, *, thorough: bool = False) -> Iterator[str]:
    """What is wrong with the pages and the keys, in words. Thorough compares each index with its table too."""
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.exec_driver_sql(f"PRAGMA {'integrity' if thorough else 'quick'}_check({MOST})"):
        if found != "ok":
            yield f"The database’s file is damaged: {found}."
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        yield "Rows of the database point to rows that are not there."
