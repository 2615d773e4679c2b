"""Each state that /readyz can be in, brought about: red takes the process away, amber asks for somebody to look."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import Running, StillClock, card, running
from served import free_port
from standins import AMINA, BEN, Scripted, Teams, person

from bot.disk import FULL_BYTES, LOW_BYTES, Disk
from bot.health import clock_state
from bot.letters import LEASE_SECONDS
from bot.settings import Settings
from cards.reach.reaching import Letter
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.errors import NotYours
from rapid_review.openly import openly
from storage.messages import Message

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
async def well(bot: Running) -> Running:
    """The bot with all green."""
    await bot.parts.scheduler.tick_once()
    await bot.parts.auditor.audit_once()
    assert await _states(bot) == (200, {"state": "green"})
    return bot


async def _states(bot: Running) -> tuple[int, dict[str, str]]:
    """The status, and what is not as it should be."""
    response = await bot.session.get(f"{bot.url}/readyz")
    said: dict[str, str] = await response.json()
    assert (await bot.session.get(f"{bot.url}/healthz")).status == 200, "it is alive, whatever else is wrong"
    return response.status, {part: state for part, state in said.items() if state != "ok"}


async def test_a_tick_that_is_late(well: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.scheduler.monotonic", lambda: float("inf"))
    assert await _states(well) == (503, {"scheduler": "late", "state": "red"})
    monkeypatch.undo()
    await well.parts.scheduler.tick_once()
    assert await _states(well) == (200, {"state": "green"})


async def test_an_auditor_that_is_silent(well: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.auditor.monotonic", lambda: float("inf"))
    assert await _states(well) == (200, {"delivery": "unchecked", "state": "amber"})


@pytest.fixture
async def since(well: Running) -> list[float]:
    """What the sender's watch shows: the last of these."""
    seconds = _watched(well)
    await _later(well, seconds, 0)
    return seconds


def _watched(bot: Running) -> list[float]:
    seconds = [1000.0]
    bot.parts.dispatcher.monotonic = bot.parts.mailroom.monotonic = lambda: seconds[-1]
    return seconds


async def _later(bot: Running, since: list[float], seconds: float = 150) -> None:
    since.append(since[-1] + seconds)
    bot.clock.time += timedelta(seconds=seconds)
    await bot.parts.dispatcher.settle()
    await bot.parts.mailroom.settle()
    await bot.parts.scheduler.tick_once()


async def test_it_is_not_ready_while_nothing_goes_out(well: Running, since: list[float]) -> None:
    well.teams.script(*[Scripted(503)] * 4)
    assert await well.says("help") == 200
    for _ in range(3):
        assert await _states(well) == (200, {"state": "green"})
        await _later(well, since)
    await _later(well, since)
    assert await _states(well) == (503, {"outbox": "stuck", "state": "red"})
    await _later(well, since)
    assert await _states(well) == (200, {"state": "green"})


def _without_a_template(bot: Running) -> None:
    def draw(message: Message, desk: Desk) -> Answer | None:
        raise LookupError("no template")

    bot.dialogs.draw = draw


async def test_it_is_not_ready_while_nothing_can_be_drawn(well: Running, since: list[float]) -> None:
    """Whatever it is that fails, people wait in vain."""
    assert await well.says("help") == 200
    await _later(well, since, 0)
    draws = well.dialogs.draw
    _without_a_template(well)
    for each in (AMINA, BEN, person(3, "Carys")):
        await well.owes(key=each["name"], to=each["aadObjectId"])
    for _ in range(4):
        await _later(well, since)
    assert await _states(well) == (503, {"outbox": "stuck", "state": "red"})
    well.dialogs.draw = draws
    await _later(well, since, 7_200)
    assert await _states(well) == (200, {"state": "green"})


async def test_one_card_that_cannot_be_drawn_does_not_make_it_unready(well: Running, since: list[float]) -> None:
    _without_a_template(well)
    await well.owes(key="1", to=BEN["aadObjectId"])
    for _ in range(4):
        await _later(well, since)
    assert await _states(well) == (200, {"state": "green"})


async def test_one_person_who_cannot_be_reached_does_not_make_it_unready(well: Running, since: list[float]) -> None:
    await well.owes(key="1", to="nobody", route="channel")
    await _later(well, since, 0)
    await _later(well, since, 1_800)
    assert await _states(well) == (200, {"state": "green"})


async def test_a_mail_server_that_is_not_there_is_said_and_stops_nothing(
    teams: Teams, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taking the process away would bring no mail server back."""
    monkeypatch.setattr("bot.ledger.unreached.letter", lambda message, desk: Letter("Please open Teams", "It waits."))
    mail = {"mail_host": "127.0.0.1", "mail_port": free_port(), "mail_from": "rapid.review@fellshire.example"}
    async with running(teams, settings.model_copy(update=mail)) as bot:
        seconds = _watched(bot)
        await _later(bot, seconds, 0)
        await bot.parts.auditor.audit_once()
        await bot.owes(key="1", to=BEN["aadObjectId"], route="mail")
        for _ in range(4):
            assert await _states(bot) == (200, {"state": "green"})
            await _later(bot, seconds, 100)
        await _later(bot, seconds, 100)
        assert await _states(bot) == (200, {"mail": "stalled", "state": "amber"})


async def test_letters_that_nobody_can_make_leave(well: Running, since: list[float]) -> None:
    await well.owes(key="1", to="panel", route="outward", args={"duty": "panel"}, case="RR-2026-404")
    with pytest.raises(NotYours):
        await _later(well, since, LEASE_SECONDS + 1)
    await well.parts.scheduler.tick_once()
    assert await _states(well) == (200, {"mail": "stalled", "state": "amber"})


async def test_a_database_that_another_key_was_laid_in(well: Running) -> None:
    other = "UPDATE keystone SET sealed = zeroblob(40)"
    await well.parts.store.run(lambda work: work._connection.exec_driver_sql(other))
    assert await _states(well) == (503, {"key": "wrong", "state": "red"})


async def test_a_clock_that_is_not_the_databases(well: Running) -> None:
    machine = StillClock()
    machine.time = datetime.now(UTC) + timedelta(minutes=6)
    well.parts.health.machine = machine
    assert await _states(well) == (503, {"clock": "off", "state": "red"})
    machine.time = datetime.now(UTC) - timedelta(seconds=30)
    assert await _states(well) == (200, {"clock": "drifting", "state": "amber"})


@pytest.mark.parametrize(
    ("seconds", "copies", "state"),
    [(0, 1, "ok"), (9, 7, "ok"), (-15, 7, "drifting"), (25, 1, "drifting"), (25, 2, "off"), (-301, 1, "off")],
)
def test_copies_must_agree_more_closely(seconds: int, copies: int, state: str) -> None:
    """They lend each other messages for a minute."""
    assert clock_state(NOW + timedelta(seconds=seconds), NOW, copies) == state


async def test_told_to_stop(well: Running) -> None:
    await well.parts.finish()
    assert await _states(well) == (503, {"process": "stopping", "state": "red"})


# -- The disk


def _free(disk: Disk, bytes: int) -> None:
    disk.free_on, disk._look_at = (lambda folder: bytes), float("-inf")


def _reads(turn: Turn, desk: Desk) -> Answer:
    return Answer(card(f"{len(desk.work.drafts_of(turn.who.person))} drafts"), openly("Drafts"))


def _writes(turn: Turn, desk: Desk) -> Answer:
    desk.work.put_draft(turn.who.person, "notification", "new", {"what": turn.said}, desk.now)
    return _reads(turn, desk)


async def test_a_disk_that_fills_up(well: Running) -> None:
    disk = well.parts.health.disk
    assert disk.folders, "where the database is"
    _free(disk, LOW_BYTES - 1)
    assert await _states(well) == (200, {"disk": "low", "state": "amber"})
    _free(disk, FULL_BYTES - 1)
    assert await _states(well) == (503, {"disk": "full", "state": "red"})


async def test_a_full_disk_takes_nothing_in_and_can_still_be_read(well: Running) -> None:
    well.dialogs.answer = _writes
    await well.presses("draft.put")
    _free(well.parts.turns.disk, FULL_BYTES - 1)
    refused = await well.presses("draft.put")
    assert "disk is nearly full" in refused["value"]
    assert "was not saved" in refused["value"]
    well.dialogs.answer = _reads
    assert "1 drafts" in str((await well.presses("draft.list"))["value"])
    assert await well.says("what did I write?") == 200
    await well.settle()
    assert "1 drafts" in str(well.teams.sent()[-1].card)
    _free(well.parts.turns.disk, LOW_BYTES + 1)
    well.dialogs.answer = _writes
    assert "1 drafts" in str((await well.presses("draft.put"))["value"])


async def test_one_look_at_the_disk_does_for_a_while() -> None:
    looks: list[Any] = []
    disk = Disk((NOW,), free_on=lambda folder: looks.append(folder) or FULL_BYTES)  # type: ignore[arg-type,func-returns-value]
    assert (disk.state, disk.full, disk.state) == ("low", False, "low")
    assert len(looks) == 1
