"""Once a week Teams is asked whether people can be written to; nobody hears of it, but the team of who cannot."""

from datetime import timedelta

import pytest
from conftest import Running
from standins import AMINA, Scripted, activity

from bot.selftest import SelfTest, wanted
from cards.elements import Card
from dialogs.views import draw


@pytest.fixture
def self_test(bot: Running, monkeypatch: pytest.MonkeyPatch) -> SelfTest:
    """The bot's own, which reaches the stand-in where it would reach Teams."""
    monkeypatch.setattr("bot.selftest.TEAMS_SERVICE_URL", bot.teams.service_url)
    courier = bot.parts.dispatcher.courier
    return SelfTest(bot.parts.store, bot.parts.around, courier.connector, courier.pace)


async def test_it_does_not_run_where_teams_is_not_reached(bot: Running) -> None:
    assert bot.parts.self_test is None


def opened(bot: Running) -> list[str]:
    """Whom Teams was asked to open a chat with."""
    return [call.body["members"][0]["id"] for call in bot.teams.calls if "members" in call.body]


async def test_everybody_is_tested_once_a_week_and_nothing_is_posted(bot: Running, self_test: SelfTest) -> None:
    people = wanted(bot.parts.around.partnership())
    assert await self_test.test_all() == len(people) > 20
    assert sorted(opened(bot)) == sorted(people)
    assert not [call for call in bot.teams.calls if call.path.endswith("/activities")]
    assert await self_test.test_all() == 0
    bot.clock.time += timedelta(days=7, hours=1)
    assert await self_test.test_all() == len(people)


async def test_the_team_hears_on_monday_of_who_cannot_be_reached(bot: Running, self_test: SelfTest) -> None:
    bot.clock.time += timedelta(days=2)  # A Wednesday.
    bot.teams.script(*[Scripted(403, "BotNotInConversationRoster")] * 2)
    await self_test.test_all()
    await bot.says("hello", sender=AMINA)
    bot.dialogs.draw = draw
    bot.teams.calls.clear()
    await bot.settle()
    assert "cannot be reached" not in str(bot.teams.calls)
    bot.clock.time += timedelta(days=5, minutes=1)
    await bot.settle()
    told = _card(bot)
    assert told["fallbackText"] == "Some people cannot be reached in Teams"
    assert "2 people with a part in Rapid Reviews cannot be written to." in str(told)
    assert "Rapid Review is not installed for them in Teams." in str(told)


async def test_trouble_with_teams_itself_says_nothing_of_anybody(bot: Running, self_test: SelfTest) -> None:
    bot.teams.script(Scripted(200, body=b'{"id": "chat"}'), Scripted(503))
    assert await self_test.test_all() == 1
    assert len(bot.teams.calls) == 2, "the others are left in peace"
    assert await bot.parts.store.run(lambda work: work.unreached()) == []
    bot.clock.time += timedelta(hours=1)
    assert await self_test.test_all() == len(wanted(bot.parts.around.partnership())) - 1


async def test_whoever_speaks_can_be_reached_again(bot: Running, self_test: SelfTest) -> None:
    bot.teams.script(*[Scripted(403, "ConversationBlockedByUser")] * 60)
    await self_test.test_all()
    before = await bot.parts.store.run(lambda work: {one.person for one in work.unreached()})
    assert AMINA["aadObjectId"] in before
    bot.clock.time += timedelta(minutes=1)
    await bot.post(activity(bot.teams, AMINA, text="hello"))
    after = await bot.parts.store.run(lambda work: {one.person for one in work.unreached()})
    assert before - after == {AMINA["aadObjectId"]}


async def test_two_processes_test_each_person_once(bot: Running) -> None:
    now = bot.clock.now()
    week, abandoned = now - timedelta(days=7), now - timedelta(minutes=10)
    claims = [
        await bot.parts.store.run(lambda work: work.claim_test("someone", now, week, abandoned)) for _ in range(2)
    ]
    assert claims == [True, False]


def _card(bot: Running) -> Card:
    return next(
        call.card for call in bot.teams.calls if "attachments" in str(call.body) and "reached" in str(call.body)
    )
