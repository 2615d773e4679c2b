"""One card in a channel or a group chat, asked again by Teams for each person, and each shown their own view of it."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from conftest import Running, running
from standins import AMINA, TENANT, Call, Teams, person, pressed
from transcript import words

from bot.settings import Settings
from dialogs import answer, draw
from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.notification import NotificationFacts
from rapid_review.people import Standing
from storage.work import Work

RR = "RR-2026-001"
CHANNEL = {
    "conversationType": "channel",
    "tenantId": TENANT,
    "id": "19:fellshire-partnership-team@thread.tacv2;messageid=1",
}
GROUP = {"conversationType": "groupChat", "tenantId": TENANT, "id": "19:a-group@thread.v2"}
EFUA, GWEN, ZACK = person(5, "Efua"), person(7, "Gwen"), person(99, "Zack")


@pytest.fixture
async def bot(teams: Teams, settings: Settings) -> AsyncIterator[Running]:
    """The bot with its real dialogs, and a case in which Gwen is recused, posted in the channel."""
    async with running(teams, settings) as bot:
        bot.dialogs.answer, bot.dialogs.draw = answer, draw
        assert await bot.says("hello", conversation=CHANNEL) == 200  # Now the bot knows the channel.
        await bot.settle()
        teams.calls.clear()
        await bot.parts.store.run(lambda work: work.add(_case(bot, work)))
        await bot.settle()
        yield bot


def _case(bot: Running, work: Work[Case]) -> Case:
    now, file = bot.clock.now(), bot.parts.around.partnership()
    policy = bot.parts.around.desk(work, now).policy

    def who(sender: dict[str, str]) -> Standing:
        return file.standing(sender["aadObjectId"])

    case = Case.file(
        RR,
        by=who(person(4, "Dev")),
        facts=NotificationFacts(children=1),
        policy=policy,
        revision=1,
        day_one=date(2026, 11, 23),
        now=now,
    )
    for sender, conflict in ((AMINA, Conflict.NONE), (EFUA, Conflict.NONE), (GWEN, Conflict.ACTUAL)):
        case.sign_confidentiality(by=who(sender), now=now)
        case.declare_conflict(conflict, perceived=False, by=who(sender), revision=1, now=now)
    case.rule(GWEN["aadObjectId"], Ruling.RECUSE, by=who(EFUA), revision=1, now=now)
    return case


def _posted(bot: Running) -> Call:
    [post] = [call for call in bot.teams.sent() if call.body.get("isGroup")]
    return post


async def _refreshes(bot: Running, sender: dict[str, str], where: dict[str, str]) -> dict[str, Any]:
    """What Teams does by itself when somebody opens the chat: it asks by the posted card's own refresh."""
    action = _posted(bot).card["refresh"]["action"]
    value = {"action": action, "trigger": "automatic"}
    body = {**pressed(bot.teams, action["verb"], sender), "conversation": where, "value": value}
    response = await bot.post(body)
    assert response.status == 200
    answered: dict[str, Any] = await response.json()
    card: dict[str, Any] = answered["value"]
    return card


async def test_the_posted_card_holds_only_what_everybody_in_the_channel_may_know(bot: Running) -> None:
    card = _posted(bot).card
    assert words(card).startswith(f"{RR}\nDay\n1 of 15\nAnswers in\n0 of 0\nNext\n")
    assert "29:" not in json.dumps(card), "nor whom it is about: Teams asks for everybody who opens it"
    file = bot.parts.around.partnership()
    assert not any(known.name in words(card) or known.id in json.dumps(card) for known in file.people.values())


@pytest.mark.parametrize("where", [CHANNEL, GROUP], ids=["channel", "group chat"])
async def test_three_people_see_three_views_of_the_same_card(bot: Running, where: dict[str, str]) -> None:
    before = await bot.outbox()
    amina, efua, gwen = [words(await _refreshes(bot, sender, where)) for sender in (AMINA, EFUA, GWEN)]
    assert amina.startswith(f"{RR}: your part\nChoose the agencies to ask\nby ")
    assert "Choose the agencies" not in efua
    assert efua.startswith(f"{RR}: your part\n")
    assert gwen.startswith(f"You are recused from {RR}\n")
    assert "Day" not in gwen
    assert await bot.outbox() == before, "looking sends nothing to anybody"


async def test_a_view_asks_for_itself_again_so_that_it_stays_true(bot: Running) -> None:
    card = await _refreshes(bot, AMINA, CHANNEL)
    assert card["refresh"] == _posted(bot).card["refresh"]


async def test_a_stranger_is_shown_the_post_in_the_channel_and_elsewhere_nothing(bot: Running) -> None:
    assert await _refreshes(bot, ZACK, CHANNEL) == _posted(bot).card
    assert words(await _refreshes(bot, ZACK, GROUP)) == "There is nothing here for you."


async def test_a_press_leaves_a_recused_person_with_the_recusal_alone(bot: Running) -> None:
    """And whoever presses in a group of their own learns not even that there is such a case."""
    body = pressed(bot.teams, "case.private", GWEN, case=RR)
    shown = await (await bot.post({**body, "conversation": CHANNEL})).json()
    assert words(shown["value"]).startswith(f"You are recused from {RR}\n")
    body = pressed(bot.teams, "case.private", ZACK, case=RR)
    shown = await (await bot.post({**body, "conversation": GROUP})).json()
    assert RR not in json.dumps(shown)
