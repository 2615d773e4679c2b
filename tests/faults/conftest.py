"""Databases to be ill-treated: a file of SQLite under the running bot, and a PostgreSQL of our own that may crash."""

import importlib.util
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "contract"), str(TESTS / "storage"), str(Path(__file__).parent)]

from folders import KEY, Folder, Open, told  # noqa: E402
from ill_treated import Server  # noqa: E402

from storage.store import Store  # noqa: E402


def _edge() -> Any:
    """The fixtures of the running bot. They are in a file of the same name as this."""
    spec = importlib.util.spec_from_file_location("edge", TESTS / "contract" / "conftest.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["edge"] = module
    spec.loader.exec_module(module)
    return module


edge = _edge()
teams, settings = edge.teams, edge.settings
_numbers = count(1)


@pytest.fixture
async def bot(teams: Any, settings: Any, tmp_path: Path) -> AsyncIterator[Any]:
    """The running bot, on a file of SQLite."""
    on_file = {"database_url": SecretStr(f"sqlite:///{tmp_path / 'rapid-review.db'}")}
    async with edge.running(teams, settings.model_copy(update=on_file)) as bot:
        yield bot


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of our own."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder, Server.started(Path(folder)) as started:
        yield started


@pytest.fixture
def database(server: Server) -> str:
    """The address of a new database on it."""
    name = f"fault_{next(_numbers)}"
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return engine.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def opening() -> Iterator[Open]:
    """Opens stores, and closes them in the end."""
    opened: list[Store[Folder]] = []

    def open_(url: str, **more: Any) -> Store[Folder]:
        opened.append(Store.connect(url, KEY, case_type=Folder, announce=told, **more))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def on_file(opening: Open, tmp_path: Path) -> Store[Folder]:
    """A store on SQLite."""
    store = opening(f"sqlite:///{tmp_path / 'cases.db'}")
    store.migrate()
    return store


@pytest.fixture
def on_server(opening: Open, database: str) -> Store[Folder]:
    """A store on PostgreSQL."""
    store = opening(database)
    store.migrate()
    return store
