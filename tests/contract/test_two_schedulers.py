"""Two processes whose clocks tick at the same moment owe each reminder once, on either database."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest
from cast import PARTNERSHIP, london
from crash_databases import postgresql

from bot.scheduler import Scheduler
from dialogs.announcements import announce
from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict
from rapid_review.notification import NotificationFacts
from rapid_review.policy import ENGLAND_2026
from storage.store import Store
from storage.work import Work

MONDAY = london("Mon 2026-11-23 09:00")
CASES = 8


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[object], str]]:
    with postgresql(tmp_path_factory.mktemp("pg")) as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    made: Callable[[object], str] = request.getfixturevalue("databases")
    return made("race")


class World:
    """As much of a process as a scheduler needs, and a clock that both share."""

    def __init__(self) -> None:
        self.clock, self.time = self, MONDAY

    def now(self) -> object:
        return self.time

    def desk(self, work: Work[Case], now: object) -> Desk:
        return Desk(work, PARTNERSHIP, ENGLAND_2026, self.time)


def opened(url: str) -> Store[Case]:
    return Store.connect(
        url,
        bytes(range(32)),
        case_type=Case,
        announce=lambda case, event: announce(case, event, PARTNERSHIP),
        exclusive=False,
    )


def asks(work: Work[Case]) -> None:
    """Amina asks Police and Health in a new case."""
    amina = PARTNERSHIP.standing("amina")
    facts, day_one = NotificationFacts(children=1), MONDAY.date()
    reference = work.next_reference(2026)
    case = Case.file(reference, by=amina, facts=facts, policy=ENGLAND_2026, revision=1, day_one=day_one, now=MONDAY)
    work.add(case)
    case.sign_confidentiality(by=amina, now=MONDAY)
    case.declare_conflict(Conflict.NONE, perceived=False, by=amina, revision=1, now=MONDAY)
    case.ask_agencies({"police": "chosen", "health": "chosen"}, by=amina, now=MONDAY)


async def test_each_reminder_is_owed_once_and_none_is_left_out(url: str, tmp_path: Path) -> None:
    alone = await _twelve_days(f"sqlite:///{tmp_path / 'alone.db'}", "one")
    racing = await _twelve_days(url, "one", "other")
    assert sorted(racing) == sorted(alone)
    assert sum(":return/health:due@2026-12-04:carys" in key for key in racing) == CASES


async def _twelve_days(url: str, *processes: str) -> list[str]:
    """The keys of all that is owed after these processes have ticked at the same moments for as long."""
    with ExitStack() as opening:
        stores = [opening.enter_context(closing(opened(url))) for _ in processes]
        stores[0].migrate()
        for _ in range(CASES):
            stores[0].run_now(asks)
        world = World()
        racing = [Scheduler(store, world, process=name) for store, name in zip(stores, processes, strict=True)]  # type: ignore[arg-type]
        for hours in range(0, 24 * 12, 4):
            world.time = MONDAY + timedelta(hours=hours)
            await asyncio.gather(*(scheduler.tick_once() for scheduler in racing))
        beats = stores[0].run_now(lambda work: work.heartbeats())
        assert {beat.process for beat in beats if beat.work == "scheduler"} == set(processes)
        return stores[0].run_now(_owed)


def _owed(work: Work[Case]) -> list[str]:
    claimed, keys = True, []
    while claimed:
        claimed = work.claim(MONDAY + timedelta(days=30), 500, "looker", 60)
        for one in claimed:
            keys.append(one.message.key)
            work.cancelled(one)
    return keys
