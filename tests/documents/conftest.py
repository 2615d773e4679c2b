"""One rich fictional case, from the notification to the decision, as documents are made from it."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from rich_case import does_not_agree, goes_on, plays, read
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


@pytest.fixture(scope="session")
def afterwards(decided: Teams, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFile]:
    """The same case weeks later: the Panel has answered, two forms were corrected, the report is published."""
    teams = decided.twin(tmp_path_factory.mktemp("afterwards") / "case.db")
    with closing(teams.store):
        goes_on(teams)
        yield read(teams)


@pytest.fixture(scope="session")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseFile]:
    """Another case, in which the partners do not agree."""
    teams = Teams(open_store(tmp_path_factory.mktemp("waiting") / "case.db"))
    with closing(teams.store):
        does_not_agree(teams)
        yield read(teams)
