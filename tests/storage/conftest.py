"""A store to test: the same tests on SQLite and on PostgreSQL, each with a database of its own."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from folders import BACKUP_KEY, KEY, LATER, NOW, Folder, Open, told
from sqlalchemy import create_engine, text
from whereabouts import a_server

from storage.backup.restoring import Restored, Target, restore
from storage.backup.taking import Source, Taken, take
from storage.files import Folder as Disk
from storage.store import Store
from storage.vault import Vault

_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL to make databases in."""
    with a_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cases.db'}"
        return
    with _made(request.getfixturevalue("postgresql")) as made:
        yield made


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Iterator[str]:
    """Another empty database of the same kind."""
    if url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'elsewhere.db'}"
        return
    with _made(request.getfixturevalue("postgresql")) as made:
        yield made


@contextmanager
def _made(server: str) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(_numbers)}"
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


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "files")


@pytest.fixture
def backed_up(store: Store[Folder], disk: Disk, tmp_path: Path) -> Callable[..., Taken]:
    """Makes a backup of the store and the files."""
    (tmp_path / "backups").mkdir()

    def make(files: Any = disk, key: bytes = BACKUP_KEY) -> Taken:
        source = Source(store._engine, Vault(KEY), files)
        return take(source, key, tmp_path / "backups", tmp_path / "spool", NOW)

    return make


@pytest.fixture
def put_back(elsewhere: str, tmp_path: Path) -> Callable[..., Restored]:
    """Puts a backup back elsewhere."""

    def put(path: Path, key: bytes = BACKUP_KEY, master: bytes = KEY, url: str = elsewhere, **more: Any) -> Restored:
        return restore(path, key, Target(url, tmp_path / "files again", Vault(master), Folder), LATER, **more)

    return put


@pytest.fixture
def again(elsewhere: str) -> Callable[[], Store[Folder]]:
    """What was put back."""
    return lambda: Store.connect(elsewhere, KEY, case_type=Folder, announce=told)
