"""A process that is killed while people press loses nothing it answered, does nothing twice, and breaks no chain."""

import tempfile
from pathlib import Path

import pytest
from action_storm import seed_at, storm
from crash_databases import postgresql

CASES = 4


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_what_was_answered_is_there_once_and_the_record_holds(tmp_path: Path, database: str) -> None:
    if database == "sqlite":
        _look(f"sqlite:///{tmp_path / 'cases.db'}", tmp_path, processes=1)
    else:
        with tempfile.TemporaryDirectory(prefix="pg") as folder, postgresql(Path(folder)) as databases:
            _look(databases(1), tmp_path, processes=2)


def _look(url: str, folder: Path, *, processes: int) -> None:
    seed_at(url, CASES)
    seen = storm(url, folder, processes=processes, kills=3)
    assert seen.good, str(seen)
    assert seen.voted and seen.entries > CASES
