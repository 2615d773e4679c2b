"""A channel where somebody from outside reads along gets no post, and the Partnership Team is told what to do (T3)."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from cast import PARTNERSHIP
from conftest import Running, running
from standins import Scripted, Teams, member
from story import RR, dev_notifies
from transcript import Teams as Chats
from transcript import words

from bot import rooms
from bot.settings import Settings
from dialogs.views import draw
from rapid_review.people import Partnership

ELSEWHERE = "00000000-0000-4000-9000-000000000099"
OURS = [member(1, "Amina", role="owner")]
OURS += [member(number, name) for number, name in enumerate(("Ben", "Efua", "Farid", "Gwen"), 2)]


@pytest.fixture
async def bot(teams: Teams, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """The bot with a case whose messages have gone; only the channel is written to from here on."""
    monkeypatch.setattr("bot.reaching.TEAMS_SERVICE_URL", teams.service_url)
    async with running(teams, settings) as bot:
        chats = Chats(bot.parts.store, PARTNERSHIP)
        chats.now = bot.clock.now()
        assert dev_notifies(chats) == RR
        teams.members = list(OURS)
        yield bot


async def posts(bot: Running, key: str = "1") -> list[str]:
    """The channel's posts that reach Teams."""
    before, channel = len(bot.teams.calls), bot.parts.around.partnership().channels["team"]
    await bot.owes(key=key, to="team", route="channel", view="status", case=RR)
    await bot.settle()
    return [call.path for call in bot.teams.calls[before:] if channel in str(call.body) + call.path]


async def test_where_only_our_own_people_read_it_is_posted(bot: Running) -> None:
    assert await posts(bot) == ["/emea/v3/conversations"]
    assert bot.teams.roster_calls == 3, "two members to a page"


@pytest.mark.parametrize(
    "outsider",
    [
        member(9, "Gil", role="guest"),
        member(9, "Faye", tenant=ELSEWHERE),
        member(9, "Ann", role="anonymous"),
        {"id": "29:x", "name": "Of no tenant", "userRole": "user"},
    ],
    ids=["a guest", "another tenant", "anonymous", "of no tenant"],
)
async def test_nothing_is_posted_where_somebody_else_reads_along(bot: Running, outsider: dict[str, str]) -> None:
    bot.teams.members = [*OURS, outsider]
    assert await posts(bot) == []
    told = [message for message in bot.dialogs.drawn if message.view == "unreached"]
    assert [message.to for message in told] == [bot_team(bot)]
    shown = await drawn_for_the_team(bot)
    assert "Somebody from outside the partnership’s organisations can read that channel" in shown
    assert "Remove the guest from the team in Teams." in shown
    assert outsider["name"] not in shown


async def test_a_second_post_of_the_day_tells_nobody_again(bot: Running) -> None:
    bot.teams.members = [*OURS, member(9, "Gil", role="guest")]
    assert await posts(bot, "1") + await posts(bot, "2") == []
    slots = {message.slot for message in bot.dialogs.drawn if message.view == "unreached"}
    assert len(slots) == 1, "the same card, edited"


@pytest.mark.parametrize("status", [403, 404, 429, 500])
async def test_nobody_can_say_who_reads_so_nothing_is_posted(bot: Running, status: int) -> None:
    """S5. A failed question says nothing of the channel, which is not given up for it."""
    bot.teams.roster_answer = Scripted(status, "BotNotInConversationRoster")
    assert await posts(bot) == []
    assert (await bot.outbox())["ready"] == 1
    bot.teams.roster_answer = None
    bot.clock.time = bot.clock.time.replace(hour=10)
    await bot.settle()
    assert (await bot.outbox()).get("ready", 0) == 0


async def test_an_empty_list_is_no_answer(bot: Running) -> None:
    bot.teams.members = []
    assert await posts(bot) == []


async def test_who_joined_later_is_seen_when_the_list_is_asked_for_again(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr(rooms, "monotonic", lambda: moment[0])
    await posts(bot, "1")
    bot.teams.members = [*OURS, member(9, "Gil", role="guest")]
    moment[0] += rooms.KEPT_SECONDS - 1
    assert len(await posts(bot, "2")) == 1
    moment[0] += 2
    assert await posts(bot, "3") == []


async def test_a_partnership_may_decide_otherwise(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = bot.parts.around.watched
    ours, policy = watched.current(0.0)
    allowed: tuple[Partnership, object] = replace(ours, allow_guests_in_channel=True), policy
    monkeypatch.setattr(type(watched), "current", lambda self, now: allowed)
    bot.teams.members = [*OURS, member(9, "Gil", role="guest")]
    assert len(await posts(bot)) == 1
    assert bot.teams.roster_calls == 0


def bot_team(bot: Running) -> str:
    return bot.parts.around.partnership().roles["partnership_team"][0]  # type: ignore[index]


async def drawn_for_the_team(bot: Running) -> str:
    message = next(message for message in bot.dialogs.drawn if message.view == "unreached")
    given = await bot.parts.store.run(lambda work: draw(message, bot.parts.around.desk(work, bot.clock.now())))
    return words(given.card) if given else ""
