"""One rich fictional case, from the notification to the decision, as documents are made from it."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from rich_case import plays, read
from transcript import Teams, open_store

from documents.casefile import CaseFile


@pytest.fixture(scope="session")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    teams = Teams(open_store(tmp_path_factory.mktemp("documents") / "case.db"))
    with closing(teams.store):
        plays(teams)
        yield teams


@pytest.fixture(scope="session")
def file(decided: Teams) -> CaseFile:
    return read(decided)
