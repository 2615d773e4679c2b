"""Killed with SIGKILL at every step of a message's life: nothing is lost, and nothing stays claimed for ever."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from crash_databases import postgresql
from crash_storm import storm
from crashing import MAY_REPEAT, OWING, SENDING, STEPS, begun, opened, owe, send
from standins import Teams

pytestmark = pytest.mark.simulation
SHORT_LEASE = 1.0


@pytest.fixture(scope="module")
def databases() -> Iterator[Callable[[object], str]]:
    """Makes empty PostgreSQL databases."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder, postgresql(Path(folder)) as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of today's revision."""
    on_postgresql = request.param == "postgresql"
    made: str = request.getfixturevalue("databases")(0) if on_postgresql else f"sqlite:///{tmp_path / 'kill.db'}"
    store = opened(made)
    store.migrate()
    store.close()
    return made


async def runs(target: Any, *arguments: Any) -> int:
    """A process's exit code when it has come to its end."""
    process = begun(target, *arguments)
    await asyncio.to_thread(process.join)
    return int(process.exitcode)


@pytest.mark.parametrize("step", STEPS)
async def test_killed_at(step: str, url: str, teams: Teams) -> None:
    killed = await runs(owe, url, teams.service_url, step if step in OWING else "")
    if step in SENDING:
        killed = await runs(send, url, teams.service_url, SHORT_LEASE, step)
    assert killed == -9
    if step == "owing, before the commit":
        assert await runs(owe, url, teams.service_url) == 0  # Nothing was kept of it: it is done again.
    assert await runs(send, url, teams.service_url, SHORT_LEASE) == 0
    store = opened(url)
    assert store.run_now(lambda work: work.outbox_counts()) == {"sent": 1}
    store.close()
    assert len(teams.sent()) == (2 if step in MAY_REPEAT else 1)


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_three_processes_send_two_thousand_messages_while_they_are_killed(url: str, teams: Teams) -> None:
    seen = await storm(url, teams, messages=2000, processes=3, kills=15)
    print(seen)  # noqa: T201  The figures.
    assert seen.states == {"sent": 2000}
    assert (seen.lost, seen.unexplained) == (0, 0)
    assert seen.repeats <= 16 * len(seen.kills)
