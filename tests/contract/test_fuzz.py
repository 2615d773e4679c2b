"""Whatever is sent with a true token: a proper answer, none of our insides in it, nobody's name in the log (G26).

`make fuzz` sends twenty thousand.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz_shapes import Shapes, every_shape, packed, press, wrong_with
from fuzz_world import CANARY, IN_THE_CASES, Played, World, play, running_on
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

EXAMPLES = 400
UNHURRIED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Played, Path]:
    database = tmp_path_factory.mktemp("fuzz") / "review.db"
    return play(database), database


@pytest.fixture(scope="module")
def world(played: tuple[Played, Path]) -> Iterator[World]:
    with running_on(*played) as world:
        yield world


@pytest.fixture(scope="module")
def shapes(world: World, played: tuple[Played, Path]) -> Shapes:
    return every_shape(world, played[0])


def test_one_press_that_arrives_fifty_times_at_once_acts_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under fifty ids, as Teams repeats presses (T7): one of them nudges, and the others are told that it was done.

    However slow the machine. Whoever waits for nine seconds is told that it takes long, and whoever comes before the
    signing keys are there, to come again: both are tested elsewhere.
    """
    monkeypatch.setattr("bot.turns.ANSWER_WITHIN_SECONDS", math.inf)
    assert world.send(json.dumps(press(world.connector, "help", "amina", {})).encode()).status == 200
    whole = press(world.connector, "chase.nudge", "amina", {"case": "RR-2026-002", "agency": "police"})
    bodies = [json.dumps({**whole, "id": f"again-{n}"}).encode() for n in range(50)]
    answers = world.run(world.at_once(bodies))
    owed = world.run(world.owed())
    assert {told.status for told in answers} == {200}
    assert sum("Fellshire Police is being reminded" in told.text for told in answers) == 1
    assert sum("They were nudged at" in told.text for told in answers) == 49
    world.send(bodies[0])
    assert world.run(world.owed()) == owed


def test_every_shape_as_it_should_be_is_answered(world: World, shapes: Shapes) -> None:
    for shape in shapes:
        told = world.send(json.dumps(shape).encode())
        assert not wrong_with(told), shape
        assert told.status == 200 or "NotImplemented" in told.text, shape
    assert world.ear.fallen == []


def test_whatever_is_sent_gets_a_proper_answer(world: World, shapes: Shapes) -> None:
    @UNHURRIED
    @given(packed(shapes))
    def send(sent: tuple[bytes, dict[str, str]]) -> None:
        before = len(world.ear.fallen)
        assert not wrong_with(world.send(*sent))
        assert world.ear.fallen[before:] == []

    send()
    assert world.send(b"{}").status == 400, "it is alive"


def test_nobodys_name_is_in_the_log(world: World, shapes: Shapes) -> None:
    """After all that was sent before."""
    assert world.send(b"{}", {"Authorization": ""}).status in (400, 401)
    written = "\n".join(world.ear.lines)
    assert "activity refused" in written
    assert [word for word in (CANARY, *IN_THE_CASES) if word in written] == []


def test_content_types_are_told_apart(world: World) -> None:
    @settings(max_examples=40, deadline=None, database=None)
    @given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz/;=+-*. ", max_size=40))
    def send(kind: str) -> None:
        told = world.send(b"{}", {"Content-Type": kind.strip() or "x/y"})
        assert told.status in (400, 415)

    send()
