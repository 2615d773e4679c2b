"""Too much at once: whoever floods is slowed, everybody else is served, and nothing is lost on the way."""

import asyncio
import threading

import pytest
from conftest import SAID, Running, card
from standins import AMINA, BEN, activity, person, pressed

from bot.bucket import Bucket
from bot.shedding import AT_ONCE, CROWDED, HURRIED, MOST_REMEMBERED, MOST_UNDER_WAY, Shed, Shedding
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn

TOAST = "application/vnd.microsoft.activity.message"


def _seconds(bot: Running, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of what is shed: its last entry is now."""
    seconds = [1000.0]
    monkeypatch.setattr(bot.parts.endpoint.shedding, "_monotonic", lambda: seconds[-1])
    return seconds


async def _press(bot: Running, sender: dict[str, str], n: int = 0) -> dict[str, object]:
    response = await bot.post(pressed(bot.teams, "case", sender, id=f"{n}"))
    assert response.status == 200
    answer: dict[str, object] = await response.json()
    return answer


def test_a_bucket_gives_what_it_holds_and_then_what_flows_in() -> None:
    bucket = Bucket(3, 0.5, 10.0)
    assert [bucket.take(10.0) for _ in range(4)] == [True, True, True, False]
    assert not bucket.take(11.9)
    assert bucket.take(12.0)
    assert not bucket.take(5.0), "a clock that goes back fills nothing"
    assert not bucket.full(14.0)
    assert bucket.full(1_000.0)
    assert [bucket.take(1_000.0) for _ in range(4)] == [True, True, True, False], "no more than it holds"


async def test_somebody_who_presses_too_fast_is_told_so_kindly(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = _seconds(bot, monkeypatch)
    answers = [await _press(bot, BEN, n) for n in range(AT_ONCE + 5)]
    assert [answer["type"] == TOAST for answer in answers] == [False] * AT_ONCE + [True] * 5
    assert answers[-1]["value"] == HURRIED
    assert len(bot.dialogs.turns) == AT_ONCE
    seconds.append(1001.0)
    assert [(await _press(bot, BEN, n))["type"] == TOAST for n in range(3)] == [False, False, True]


async def test_one_persons_flood_takes_nothing_from_the_others(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    _seconds(bot, monkeypatch)
    for n in range(200):
        await _press(bot, BEN, n)
    assert (await _press(bot, AMINA))["type"] != TOAST
    assert sum(turn.who.person == BEN["aadObjectId"] for turn in bot.dialogs.turns) == AT_ONCE


async def test_what_is_typed_too_fast_is_to_come_again(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = _seconds(bot, monkeypatch)
    assert [await bot.says("help", id=f"{n}") for n in range(AT_ONCE)] == [200] * AT_ONCE
    response = await bot.post(activity(bot.teams, text="help", id="more"))
    assert (response.status, response.headers["Retry-After"], await response.text()) == (429, "5", "")
    seconds.append(1005.0)
    assert await bot.says("help", id="more") == 200
    assert len(bot.dialogs.turns) == AT_ONCE + 1


async def test_a_refresh_that_nobody_asked_for_is_refused_without_words(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client keeps the card that it has."""
    _seconds(bot, monkeypatch)
    body = pressed(bot.teams, "case")
    body["value"]["trigger"] = "automatic"
    statuses = [(await bot.post(body)).status for _ in range(AT_ONCE + 1)]
    assert statuses == [200] * AT_ONCE + [429]


async def test_one_person_has_one_measure_in_every_chat(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure is the person's, whatever conversation, client or kind of activity."""
    _seconds(bot, monkeypatch)
    for n in range(AT_ONCE):
        where = {"conversationType": "channel", "id": f"19:{n}@thread.tacv2"}
        sent = activity(bot.teams, {**BEN, "id": f"29:{n}"}, text="help", id=f"{n}", conversation=where)
        assert (await bot.post(sent)).status == 200
    assert (await _press(bot, BEN))["type"] == TOAST


async def test_more_turns_than_can_be_done_are_not_begun(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.shedding.MOST_UNDER_WAY", 3)
    go_on, begun = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(turn: Turn, desk: Desk) -> Answer | None:
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(30)
        return None

    bot.dialogs.answer = slow
    people = [person(20 + n, f"Person{n}") for n in range(5)]
    waiting = [asyncio.create_task(_press(bot, one)) for one in people[:3]]
    await begun.wait()
    for _ in range(100_000):
        if bot.parts.turns.under_way == 3:
            break
        await asyncio.sleep(0)
    assert (await _press(bot, people[3]))["value"] == CROWDED
    response = await bot.post(activity(bot.teams, people[4], text="help"))
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert (await bot.session.get(f"{bot.url}/healthz")).status == 200
    go_on.set()
    await asyncio.gather(*waiting)
    bot.dialogs.answer = lambda turn, desk: None
    assert (await bot.post(activity(bot.teams, people[4], text="help"))).status == 200


async def test_a_turn_that_nobody_waits_for_any_more_still_counts(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.ANSWER_WITHIN_SECONDS", 0.01)
    go_on = threading.Event()
    bot.dialogs.answer = lambda turn, desk: None if go_on.wait(30) else Answer(card("late"), SAID)
    assert "taking longer" in str((await _press(bot, BEN))["value"])
    assert bot.parts.turns.under_way == 1
    go_on.set()
    await bot.outbox()
    await bot.parts.turns.settle()
    assert bot.parts.turns.under_way == 0


async def test_what_is_not_understood_costs_nobody_a_turn(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    _seconds(bot, monkeypatch)
    for n in range(AT_ONCE * 2):
        assert (await bot.post(activity(bot.teams, type="messageReaction", id=f"{n}"))).status == 200
    assert (await _press(bot, BEN))["type"] != TOAST


def test_so_many_people_are_remembered_and_no_more() -> None:
    now = [0.0]
    shedding = Shedding(lambda: 0, monotonic=lambda: now[-1])
    for _ in range(AT_ONCE):
        shedding.take_in("ben")
    for n in range(MOST_REMEMBERED + 10):
        shedding.take_in(f"person {n}")
        now.append(now[-1] + 0.001)
    assert len(shedding._people) <= MOST_REMEMBERED
    now.append(now[-1] + 3600.0)
    shedding.take_in("somebody new")
    with pytest.raises(Shed, match="Very many people"):
        Shedding(lambda: MOST_UNDER_WAY).take_in("ben")
