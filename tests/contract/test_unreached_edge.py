"""What Teams refuses goes on to the mail server and to the Partnership Team, over real connections."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cast import PARTNERSHIP
from conftest import Running, running
from mailserver import Mailbox, mail_on_loopback
from standins import AMINA, BEN, TENANT, Scripted, Teams
from story import RR, dev_notifies
from transcript import Teams as Chats

from bot.connector import Gone
from bot.courier import Parcel
from bot.reaching import GOVERNMENT_HOST, Target
from bot.settings import Settings
from rapid_review.reaching import Fate, fate
from storage.work import Contact

AMINAS, BENS = AMINA["aadObjectId"], BEN["aadObjectId"]
BLOCKED = Scripted(403, "ConversationBlockedByUser")


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with mail_on_loopback(tls=False) as mailbox:
        yield mailbox


@pytest.fixture
async def bot(
    teams: Teams, settings: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Running]:
    """The bot with a mail server, a case, and Ben met; nothing is owed any more."""
    monkeypatch.setattr("bot.reaching.TEAMS_SERVICE_URL", teams.service_url)
    mail = {"mail_host": "127.0.0.1", "mail_port": mailbox.port, "mail_security": "none", "mail_from": "rr@scp.example"}
    async with running(teams, settings.model_copy(update=mail)) as bot:
        chats = Chats(bot.parts.store, PARTNERSHIP)
        chats.now = bot.clock.now()
        assert dev_notifies(chats) == RR
        bot.dialogs.answer = lambda turn, desk: None
        assert await bot.says("help") == 200
        teams.calls.clear()
        yield bot


async def _owes_ben(bot: Running, key: str = "1", **more: str) -> None:
    await bot.owes(key=key, to=BENS, case=RR, view="outcome", **more)
    await bot.settle()


async def _contact(bot: Running, person: str, route: str = "person") -> Contact:
    found = await bot.parts.store.run(lambda work: work.contacts(RR))
    return next(contact for contact in found if (contact.person, contact.route) == (person, route))


async def test_a_refusal_leads_to_an_e_mail_and_a_card_for_the_team(bot: Running, mailbox: Mailbox) -> None:
    bot.teams.script(BLOCKED)
    await _owes_ben(bot)
    assert mailbox.to == ["ben.hollis@fellshire-police.example"]
    assert mailbox.came[0]["Subject"] == f"{RR}: please open Rapid Review in Teams"
    assert [message.to for message in bot.dialogs.drawn if message.view == "unreached"][:1] == [AMINAS]
    assert f"/emea/v3/conversations/chat-with-{AMINAS}/activities" in [call.path for call in bot.teams.sent()]
    assert (await _contact(bot, BENS, "mail")).state == "sent"


async def test_a_mail_server_that_is_busy_is_tried_again(bot: Running, mailbox: Mailbox) -> None:
    mailbox.recipients.append("450 Greylisted")
    bot.teams.script(BLOCKED)
    await _owes_ben(bot)
    waiting = await _contact(bot, BENS, "mail")
    assert (waiting.state, waiting.code) == ("ready", "mail 450")
    bot.clock.time += timedelta(seconds=2)
    await bot.settle()
    assert len(mailbox.came) == 1


async def test_an_answer_that_was_lost_is_tried_once_more_with_the_same_id(bot: Running, mailbox: Mailbox) -> None:
    mailbox.answers.extend(["", ""])
    bot.teams.script(BLOCKED)
    await _owes_ben(bot)
    assert (await _contact(bot, BENS, "mail")).state == "uncertain"
    bot.clock.time += timedelta(minutes=1)
    await bot.settle()
    assert len({came["Message-ID"] for came in mailbox.came}) == 1
    assert len(mailbox.came) == 2
    ended = await _contact(bot, BENS, "mail")
    assert fate(ended.state, ended.code) is Fate.UNKNOWN


async def test_a_guest_is_not_written_to_where_nobody_looks(bot: Running, mailbox: Mailbox) -> None:
    known = await bot.parts.store.run(lambda work: work.conversation_of(BENS))
    assert known
    there = {"kind": known.kind, "conversation": known.conversation, "service_url": known.service_url}
    elsewhere = TENANT.replace("1", "9")
    await bot.parts.store.run(
        lambda work: work.remember_conversation(BENS, tenant=elsewhere, now=bot.clock.now(), **there)
    )
    await _owes_ben(bot)
    assert "/emea/v3/conversations/a:ben/activities" not in [call.path for call in bot.teams.sent()]
    ended = await _contact(bot, BENS)
    assert (ended.state, ended.code, ended.attempts) == ("failed", "other_tenant", 1)
    assert mailbox.to == ["ben.hollis@fellshire-police.example"]


async def test_what_our_set_up_lacks_does_not_close_the_chat(bot: Running) -> None:
    bot.teams.script(Scripted(403, "NotEnoughPermissions"))
    await _owes_ben(bot)
    known = await bot.parts.store.run(lambda work: work.conversation_of(BENS))
    assert known
    assert known.dead_code == ""


async def test_an_answer_that_never_comes_ends_as_unknown(bot: Running) -> None:
    bot.teams.script(Scripted(502))
    await _owes_ben(bot)
    bot.clock.time += timedelta(minutes=1)
    bot.teams.script(Scripted(502))
    await bot.settle()
    ended = await _contact(bot, BENS)
    assert (ended.state, ended.code) == ("failed", "uncertain 502")


async def test_a_message_counts_as_seen_once_the_person_does_something(bot: Running) -> None:
    bot.clock.time += timedelta(seconds=10)
    await _owes_ben(bot)
    before = await _contact(bot, BENS)
    assert fate(before.state, before.code, sent_at=before.sent_at, seen_at=before.seen_at) is Fate.SENT
    bot.clock.time += timedelta(seconds=10)
    assert await bot.says("my tasks", id="2") == 200
    after = await _contact(bot, BENS)
    assert fate(after.state, after.code, sent_at=after.sent_at, seen_at=after.seen_at) is Fate.SEEN


@pytest.mark.parametrize(("extra", "moved"), [(frozenset[str](), False), (frozenset({GOVERNMENT_HOST}), True)])
async def test_another_cloud_is_written_to_if_the_settings_name_it(
    bot: Running, extra: frozenset[str], moved: bool
) -> None:
    ledger = bot.parts.dispatcher.ledger
    around = replace(ledger.around, settings=ledger.around.settings.model_copy(update={"extra_hosts": extra}))
    ledger = replace(ledger, around=around)
    await bot.owes(key="1", to=BENS, case=RR, view="outcome")
    [claimed] = [
        one
        for one in await bot.parts.store.run(lambda work: work.claim(bot.clock.now(), 50, "a test", 60))
        if one.message.key == "1"
    ]
    parcel = Parcel(Target(BENS, bot.teams.service_url, TENANT, "a:ben", BENS), {})
    wrong = Gone(403, "InvalidBotApiHost")
    await bot.parts.store.run(lambda work: ledger.failed(work, claimed, parcel, wrong))
    known = await bot.parts.store.run(lambda work: work.conversation_of(BENS))
    assert known
    assert known.service_url == (f"https://{GOVERNMENT_HOST}/emea/" if moved else bot.teams.service_url)
    assert known.dead_code == ""
    assert (await _contact(bot, BENS)).state == ("ready" if moved else "failed")


async def test_in_a_demonstration_nobody_waits_long_for_a_window_that_is_not_there(
    teams: Teams, settings: Settings
) -> None:
    async with running(teams, settings.model_copy(update={"env": "demo"})) as bot:
        chats = Chats(bot.parts.store, PARTNERSHIP)
        chats.now = bot.clock.now()
        assert dev_notifies(chats) == RR
        await bot.owes(key="1", to=BENS, case=RR, view="outcome")
        for seconds in (0, 2, 7):
            bot.clock.time += timedelta(seconds=seconds)
            await bot.settle()
        ended = await _contact(bot, BENS)
        assert (ended.state, ended.code) == ("failed", "not_met")
        mailed = await _contact(bot, BENS, "mail")
        assert (mailed.state, mailed.code) == ("failed", "no_mail")
        assert teams.calls == []
