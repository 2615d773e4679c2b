"""Reviews that have got as far as a transcript wants: each stage is played once, then every test gets a copy."""

from collections.abc import Callable, Iterator
from contextlib import closing
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest
from cast import PARTNERSHIP
from story import RR, amina_asks, declares, dev_notifies, papers_go_out, returns_nil, summarises
from telling import decides, signs_off
from transcript import Teams, open_store

from rapid_review.people import Person


def _filed(teams: Teams) -> None:
    assert dev_notifies(teams) == RR


def _asked(teams: Teams) -> None:
    amina_asks(teams, RR)


def _answered(teams: Teams) -> None:
    returns_nil(teams, "ben", RR)
    summarises(teams, "carys", RR)


def _polling(teams: Teams) -> None:
    papers_go_out(teams, RR)


STAGES: dict[str, Callable[[Teams], None]] = {
    "filed": _filed,
    "asked": _asked,
    "answered": _answered,
    "polling": _polling,
}


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Teams]]:
    """One review as it stood after each stage."""
    folder = tmp_path_factory.mktemp("stages")
    stages = {"empty": Teams(open_store(folder / "empty.db"))}
    before = stages["empty"]
    for name, play in STAGES.items():
        before = stages[name] = before.twin(folder / f"{name}.db")
        play(before)
    yield stages
    for teams in stages.values():
        teams.store.close()


def _copy(stage: str) -> Callable[..., Iterator[Teams]]:
    @pytest.fixture(name=stage)
    def copied(played: dict[str, Teams], tmp_path: Path) -> Iterator[Teams]:
        teams = played[stage].twin(tmp_path / f"{stage}.db")
        with closing(teams.store):
            yield teams

    return copied


filed, asked, answered, polling = map(_copy, STAGES)


@pytest.fixture(scope="session")
def once(played: dict[str, Teams], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    """Decided and signed on Monday; it is Tuesday. Played once."""
    teams = played["polling"].twin(tmp_path_factory.mktemp("decided") / "once.db")
    decides(teams)
    signs_off(teams)
    teams.at("Tue 2026-11-24 09:00")
    with closing(teams.store):
        yield teams


@pytest.fixture
def decided(once: Teams, tmp_path: Path) -> Iterator[Teams]:
    teams = once.twin(tmp_path / "decided.db")
    with closing(teams.store):
        yield teams


@pytest.fixture
def declared(played: dict[str, Teams], tmp_path: Path) -> Iterator[Teams]:
    """The team, the scrutineer and the chair have declared, and the requests are out."""
    teams = played["filed"].twin(tmp_path / "declared.db")
    with closing(teams.store):
        for person in ("amina", "imran", "efua"):
            teams.opens(person, "declare", RR)
            declares(teams, person, RR)
        amina_asks(teams, RR)
        yield teams


WIDER = replace(
    PARTNERSHIP,
    people={
        **PARTNERSHIP.people,
        "lena": Person("lena", "Lena Ford", "housing", "Head of Homelessness"),
        "ravi": Person("ravi", "Ravi Menon", "health", "Medical Director"),
    },
)


@pytest.fixture
def wider(played: dict[str, Teams], tmp_path: Path) -> Iterator[Teams]:
    """The requests are out, and the chair has declared, in a directory with two people more."""
    wider = copy(played["asked"])
    wider.partnership = WIDER
    teams = wider.twin(tmp_path / "wider.db")
    with closing(teams.store):
        declares(teams, "efua", RR)
        yield teams
