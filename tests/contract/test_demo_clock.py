"""The demonstration's clock: moved forward from the chat, the command line or here, and kept over a restart."""

import json
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from conftest import PARTNERSHIP, Dialogs, StillClock
from standins import Teams, activity

from bot.app import PARTS, Outside, make_app
from bot.cli import main
from bot.clock import DemoClock
from bot.clock_endpoint import moment
from bot.settings import Settings
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.errors import Refusal
from rapid_review.policy import ENGLAND_2026

FRIDAY = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)


@pytest.fixture
def clock(tmp_path: Path) -> DemoClock:
    return DemoClock(tmp_path / "rapid-review.clock", StillClock())


def test_it_runs_as_the_machines_until_it_is_moved(clock: DemoClock) -> None:
    assert clock.now() == StillClock().now()
    clock.move(FRIDAY)
    assert clock.now() == FRIDAY


def test_a_restart_keeps_it(clock: DemoClock) -> None:
    clock.move(FRIDAY)
    assert DemoClock(clock.kept_in, StillClock()).now() == FRIDAY


def test_it_does_not_go_back(clock: DemoClock) -> None:
    clock.move(FRIDAY)
    with pytest.raises(Refusal, match="only moves forward"):
        clock.move(datetime(2026, 11, 27, 15, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("next working day", "2026-11-30T09:00:00+00:00"),
        ("next", "2026-11-30T09:00:00+00:00"),
        ("+1 day", "2026-11-28T15:30:00+00:00"),
        ("+2 hours", "2026-11-27T17:30:00+00:00"),
        ("+30 minutes", "2026-11-27T16:00:00+00:00"),
        ("2026-12-01T09:00+00:00", "2026-12-01T09:00:00+00:00"),
    ],
)
def test_what_can_be_said(said: str, then: str) -> None:
    assert moment(said, FRIDAY, ENGLAND_2026).astimezone(UTC).isoformat() == then


@pytest.mark.parametrize("said", ["", "tomorrow", "+1 fortnight", "2026-12-01T09:00", "-1 day"])
def test_what_cannot_be_said_is_told(said: str) -> None:
    with pytest.raises(Refusal, match=r"\+1 day|time zone"):
        moment(said, FRIDAY, ENGLAND_2026)


@pytest.fixture
def demo(tmp_path: Path) -> Settings:
    return Settings(env="demo", partnership=PARTNERSHIP, database_url=f"sqlite:///{tmp_path / 'rapid-review.db'}")


async def test_a_demonstration_starts_by_itself_and_its_clock_is_moved(demo: Settings, tmp_path: Path) -> None:
    dialogs = Dialogs()
    server = TestServer(make_app(demo, outside=Outside(background=False), saying=dialogs.saying()))
    await server.start_server()
    async with aiohttp.ClientSession() as session:
        response = await session.post(server.make_url("/demo/clock"), json={"to": "+1 day"})
        assert response.status == 200
        ahead = json.loads((tmp_path / "rapid-review.clock").read_text())["seconds_ahead"]
        assert ahead == pytest.approx(86_400, abs=5)
        for body in ({"to": "yesterday"}, {}, [], {"to": "2020-01-01T09:00+00:00"}):
            response = await session.post(server.make_url("/demo/clock"), json=body)
            assert response.status == 400
            assert (await response.json())["error"]
        response = await session.post(server.make_url("/demo/clock"), data="{", headers={"Content-Type": "text/plain"})
        assert response.status == 403
    await server.close()


async def test_the_chat_moves_it_once_the_turn_is_kept(demo: Settings) -> None:
    dialogs = Dialogs()
    app = make_app(demo, outside=Outside(background=False), saying=dialogs.saying())
    server = TestServer(app)
    await server.start_server()
    teams = Teams()
    teams.url = "http://localhost:56150"
    later = datetime(2030, 1, 2, 9, 0, tzinfo=UTC)

    def move(turn: Turn, desk: Desk) -> Answer | None:
        assert desk.move_clock is not None
        desk.move_clock(later)
        assert app[PARTS].around.clock.now() < later, "not before the turn is kept"
        return None

    dialogs.answer = move
    async with aiohttp.ClientSession() as session:
        response = await session.post(server.make_url("/api/messages"), json=activity(teams, text="next working day"))
        assert response.status == 200
    assert app[PARTS].around.clock.now() >= later
    assert app[PARTS].scheduler._woken.is_set(), "what has come due is looked for at once"
    await server.close()


def test_the_command_line_says_plainly_when_nothing_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unused_tcp_port: int
) -> None:
    monkeypatch.setenv("RR_PORT", str(unused_tcp_port))
    assert main(["clock", "next"]) == 1
    assert "No demonstration answers" in capsys.readouterr().err
