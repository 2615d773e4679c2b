"""Fixtures for every kind of test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from transcript import Teams, open_store

# A test never times: on a busy machine a slow example is no failure.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--redraw", action="store_true", help="draw the golden files anew; review the difference")


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[Teams]:
    """A fresh partnership with empty chats, on Monday 23 November 2026 at nine."""
    store = open_store(tmp_path / "review.db")
    yield Teams(store)
    store.close()
