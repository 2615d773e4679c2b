"""What whoever runs the machine can count, on a port that the outside does not reach, and without anybody in it."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientConnectorError, ClientSession
from aiohttp.test_utils import make_mocked_request
from conftest import Running
from served import free_port
from standins import BEN, Scripted, activity, pressed

from bot.metrics_endpoint import offered
from bot.pulse import Pulse
from bot.settings import Settings
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.openly import openly

CANARY = "Canary-Jones"
CASE = "RR-2026-001"


async def page(bot: Running) -> str:
    response = await bot.parts.metrics.get(make_mocked_request("GET", "/metrics"))
    assert isinstance(response.body, bytes)
    return response.body.decode()


async def figures(bot: Running) -> dict[str, float]:
    """Every sample of ours, by its name and labels."""
    lines = [line for line in (await page(bot)).splitlines() if line.startswith("rapid_review")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


async def test_turns_are_counted_by_the_kind_of_verb_and_what_became_of_them(bot: Running) -> None:
    def broken(turn: Turn, desk: Desk) -> Answer:
        raise ValueError(CANARY)

    await bot.presses("meeting.start")
    await bot.presses("meeting.end")
    await bot.presses(CANARY)
    await bot.says("help")
    bot.dialogs.answer = broken
    await bot.presses("meeting.end")
    counted = {
        name: n for name, n in (await figures(bot)).items() if name.startswith("rapid_review_turn_seconds_count")
    }
    assert counted == {
        'rapid_review_turn_seconds_count{outcome="done",verbs="meeting"}': 2,
        'rapid_review_turn_seconds_count{outcome="done",verbs="other"}': 1,
        'rapid_review_turn_seconds_count{outcome="done",verbs="typed"}': 1,
        'rapid_review_turn_seconds_count{outcome="failed",verbs="meeting"}': 1,
    }


async def test_refusals_are_counted_by_their_code(bot: Running) -> None:
    assert (await bot.post({}, token="forged")).status == 401
    assert (await bot.post({})).status == 400
    assert (await bot.post(activity(bot.teams, serviceUrl="https://elsewhere.example/"))).status in (401, 403)
    counted = {name: n for name, n in (await figures(bot)).items() if name.startswith("rapid_review_refused_total")}
    assert sum(counted.values()) == 3
    assert 'rapid_review_refused_total{code="not_from_teams",status="400"}' in str(counted) or len(counted) == 3


async def test_sends_are_counted_by_what_came_of_them_and_what_waits_by_its_state(bot: Running) -> None:
    bot.dialogs.answer = lambda turn, desk: None
    assert await bot.says("help") == 200  # So that his chat is known.
    for key in ("1", "2", "3"):
        await bot.owes(key=key, to=BEN["aadObjectId"])
    bot.teams.script(Scripted(200, body=b'{"id": "1"}'), Scripted(500, "ServiceError"), Scripted(400, "BadArgument"))
    await bot.settle()
    bot.clock.time += timedelta(minutes=3)
    found = await figures(bot)
    assert found['rapid_review_sends_total{code="",outcome="sent"}'] == 1
    assert found['rapid_review_sends_total{code="500",outcome="uncertain"}'] == 1
    assert found['rapid_review_messages_sent_total{view="task"}'] == 1
    assert found['rapid_review_outbox_messages{state="uncertain"}'] == 1
    assert found["rapid_review_outbox_oldest_seconds"] == 180
    await bot.settle()
    found = await figures(bot)
    assert found['rapid_review_sends_total{code="400",outcome="rejected"}'] == 1
    assert found['rapid_review_outbox_messages{state="failed"}'] == 1
    assert found["rapid_review_outbox_oldest_seconds"] == 0


async def test_what_the_clock_owes_is_counted(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.messages import Message

    def ticks(desk: Desk, references: object) -> None:
        for key in ("1", "2"):
            desk.work.owe(Message(key=key, to="ben", route="person", view="task", due=desk.now))

    monkeypatch.setattr(bot.parts.scheduler, "ticking", ticks)
    for _ in range(2):
        await bot.parts.scheduler.tick_a_part([CASE], bot.clock.now())
    assert (await figures(bot))["rapid_review_clock_owed_total"] == 2, "twice, but owed once"


async def test_ages_and_states(bot: Running) -> None:
    before = await figures(bot)
    assert before["rapid_review_ready"] == 0
    assert before['rapid_review_well{part="scheduler"}'] == 0
    assert 'rapid_review_age_seconds{of="tick"}' not in before, "it never was"
    await bot.says("help")
    await bot.parts.scheduler.tick_once()
    await bot.parts.auditor.audit_once()
    await bot.settle()
    found = await figures(bot)
    assert found["rapid_review_ready"] == 1
    assert found['rapid_review_well{part="scheduler"}'] == 1
    ages = {name for name in found if name.startswith("rapid_review_age_seconds")}
    told = {"tick", "pass", "audit", "signing_keys", "token"}
    assert {f'rapid_review_age_seconds{{of="{of}"}}' for of in told} <= ages


async def test_without_the_database_the_rest_is_still_told(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(work: object) -> None:
        raise OSError(CANARY)

    monkeypatch.setattr(bot.parts.store, "run", failing)
    assert (await figures(bot))['rapid_review_well{part="database"}'] == 0


async def test_nobody_and_no_case_is_in_it(bot: Running) -> None:
    named = {**BEN, "name": CANARY}
    bot.dialogs.draw = lambda message, desk: Answer({"type": "AdaptiveCard", "x": CANARY}, openly("News"))
    await bot.post(activity(bot.teams, named, text=f"{CANARY} {CASE}"))
    await bot.post(pressed(bot.teams, f"{CANARY}.read", named, id="2", child=CANARY, case=CASE))
    await bot.post(pressed(bot.teams, f"case.{CANARY}", named, id="3"))
    await bot.post({CANARY: CASE}, token=CANARY)
    bot.teams.script(Scripted(400, CANARY, body=CANARY.encode()), Scripted(403, CANARY.replace("-", "")))
    await bot.owes(key=f"{CASE}:{BEN['aadObjectId']}", to=BEN["aadObjectId"], case=CASE)
    await bot.settle()
    told = await page(bot)
    assert "rapid_review_turn_seconds_count" in told
    for word in (CANARY, "Canary", CASE, "RR-", BEN["aadObjectId"], "Ben"):
        assert word not in told


# -- The port


async def test_it_is_not_on_the_port_that_teams_speaks_to(bot: Running) -> None:
    assert (await bot.session.get(f"{bot.url}/metrics")).status == 404


async def test_it_has_a_port_of_its_own_while_the_bot_runs(bot: Running, settings: Settings) -> None:
    inner = settings.model_copy(update={"metrics_port": free_port()})
    url = f"http://127.0.0.1:{inner.metrics_port}"
    async with ClientSession() as session:
        async with offered(inner, bot.parts.metrics):
            async with session.get(f"{url}/metrics") as response:
                assert response.headers["Content-Type"].startswith("text/plain; version=")
                assert "rapid_review_ready 0.0" in await response.text()
                assert (response.headers.get("Server"), response.headers["Cache-Control"]) == (None, "no-store")
            assert (await session.get(f"{url}/readyz")).status == 404
        with pytest.raises(ClientConnectorError):
            await session.get(f"{url}/metrics")


async def test_unless_a_port_is_set_nothing_listens(bot: Running, settings: Settings) -> None:
    before = len(asyncio.all_tasks())
    async with offered(settings, bot.parts.metrics):
        assert len(asyncio.all_tasks()) == before


# -- How long the loop stood still


def test_the_longest_of_the_last_minute_is_told() -> None:
    seconds = [100.0]
    pulse = Pulse(lambda: seconds[-1])
    assert pulse.longest_seconds() == 0
    for now, late in ((100.0, 0.2), (100.5, 0.9), (101.0, 0.1), (130.0, 0.3)):
        pulse.note(now, late)
    seconds.append(130.0)
    assert pulse.longest_seconds() == 0.9
    seconds.append(165.0)
    assert pulse.longest_seconds() == 0.3
    pulse.note(165.0, 0.0)
    seconds.append(300.0)
    assert pulse.longest_seconds() == 0
