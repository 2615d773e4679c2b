"""Each process leaves signs of its work; old ones are forgotten, and so is a process that has ended."""

from datetime import timedelta

import pytest
from folders import NOW, Folder, minutes

from storage.heartbeats import Heartbeat
from storage.store import Store


@pytest.fixture
def beating(store: Store[Folder]) -> Store[Folder]:
    """Two processes; the one's clock has ticked twice."""
    for process, work, at in (
        ("one", "scheduler", 0),
        ("one", "scheduler", 1),
        ("one", "dispatcher", 1),
        ("other", "scheduler", -61),
    ):
        store.run_now(lambda it, process=process, work=work, at=at: it.beat(process, work, minutes(at)))  # type: ignore[misc]
    return store


def signs(store: Store[Folder]) -> list[Heartbeat]:
    return store.run_now(lambda work: work.heartbeats())


def test_the_last_of_each_kind_of_work_is_kept(beating: Store[Folder]) -> None:
    assert signs(beating) == [
        Heartbeat("one", "dispatcher", minutes(1)),
        Heartbeat("one", "scheduler", minutes(1)),
        Heartbeat("other", "scheduler", minutes(-61)),
    ]


def test_whoever_is_silent_for_an_hour_is_forgotten(beating: Store[Folder]) -> None:
    beating.run_now(lambda work: work.forget_silent(NOW - timedelta(hours=1)))
    assert {sign.process for sign in signs(beating)} == {"one"}


def test_a_process_that_ends_is_forgotten_whole(beating: Store[Folder]) -> None:
    beating.run_now(lambda work: work.forget_process("one"))
    assert {sign.process for sign in signs(beating)} == {"other"}
