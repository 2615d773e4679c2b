"""What is owed goes out: drawn late, in order, at the pace Teams allows, and once, whatever the Connector answers."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientTimeout
from conftest import Running, card
from standins import AMINA, BEN, TENANT, Scripted, activity

from dialogs.desk import Desk
from dialogs.turn import Answer
from rapid_review.openly import openly
from storage.messages import Message

AMINAS, BENS = AMINA["aadObjectId"], BEN["aadObjectId"]
STATUS = {"slot": "RR-2026-001:status", "to": BENS}


async def _met(bot: Running) -> None:
    """Ben has said something, so his chat is known; the answer is out of the way."""
    bot.dialogs.answer = lambda turn, desk: None
    assert await bot.says("help") == 200


async def _last_code(bot: Running) -> str:
    """What the outbox says of the last attempt, by claiming the message once more, much later."""
    later = bot.clock.now() + timedelta(days=1)
    claimed = await bot.parts.store.run(lambda work: work.claim(later, 1, "a test", 1))
    return claimed[0].last_code


async def test_a_person_who_was_met_is_written_to_in_their_chat(bot: Running) -> None:
    await _met(bot)
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    [sent] = bot.teams.sent()
    assert sent.path == "/emea/v3/conversations/a:ben/activities"
    assert sent.body["summary"] == "News of a case"
    assert sent.authorization == "Bearer token-1"
    assert await bot.outbox() == {"sent": 1}


async def test_a_person_who_was_not_met_is_written_to_by_their_directory_id(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reaching.TEAMS_SERVICE_URL", bot.teams.service_url)
    await bot.owes(key="1", to=AMINAS)
    await bot.settle()
    opened, sent = bot.teams.sent()
    assert opened.path == "/emea/v3/conversations"
    assert opened.body["members"] == [{"id": AMINAS}]
    assert opened.body["channelData"] == {"tenant": {"id": TENANT}}
    assert sent.path == f"/emea/v3/conversations/chat-with-{AMINAS}/activities"
    await bot.owes(key="2", to=AMINAS)
    await bot.settle()
    assert bot.teams.sent()[2].path == sent.path, "the chat is known from now on"


async def test_a_channel_gets_a_thread_and_later_news_in_its_place(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reaching.TEAMS_SERVICE_URL", bot.teams.service_url)
    channel = bot.parts.around.partnership().channels["team"]
    for key in ("1", "2"):
        await bot.owes(key=key, to="team", route="channel", slot="RR-2026-001:status", mode="upsert")
        await bot.settle()
    begun, changed = bot.teams.calls
    assert begun.body["channelData"]["channel"] == {"id": channel}
    assert begun.card == card("task")
    assert (changed.method, changed.path) == (
        "PUT",
        f"/emea/v3/conversations/{channel};messageid=1/activities/message-1",
    )


async def test_the_card_is_drawn_when_it_is_sent(bot: Running) -> None:
    await _met(bot)
    await bot.owes(key="1", to=BENS)
    bot.dialogs.draw = lambda message, desk: Answer(card("as it is now"), openly("News"))
    await bot.settle()
    assert bot.teams.sent()[0].card == card("as it is now")


async def test_what_is_no_longer_wanted_is_not_sent(bot: Running) -> None:
    await _met(bot)
    await bot.owes(key="1", to=BENS)
    bot.dialogs.draw = lambda message, desk: None
    await bot.settle()
    assert bot.teams.calls == []
    assert await bot.outbox() == {"cancelled": 1}


async def test_what_cannot_be_drawn_is_tried_again_and_holds_up_nobody(bot: Running) -> None:
    await _met(bot)
    bot.dialogs.draw = lambda message, desk: 1 / 0 if message.key == "bad" else Answer(card("good"), openly("News"))
    await bot.owes(key="bad", to=AMINAS)
    await bot.owes(key="good", to=BENS)
    await bot.settle()
    assert [call.card for call in bot.teams.sent()] == [card("good")]
    assert await bot.outbox() == {"ready": 1, "sent": 1}
    assert await _last_code(bot) == "internal ZeroDivisionError"


async def test_a_card_that_is_too_large_is_not_cut_short(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    await _met(bot)
    bot.dialogs.draw = lambda message, desk: Answer(card("x" * 41_000), openly("News"))
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert bot.teams.calls == []
    assert await bot.outbox() == {"failed": 1}
    assert "card_too_large" in caplog.text


async def test_one_at_a_time_and_in_order_to_each_person(bot: Running) -> None:
    await _met(bot)
    for number in range(4):
        await bot.owes(key=str(number), to=BENS, view=str(number))
    await bot.settle()
    assert [call.card for call in bot.teams.sent()] == [card(str(number)) for number in range(4)]
    assert bot.teams.most_at_once == {"a:ben": 1}


async def test_a_reply_and_a_prompt_in_one_chat_do_not_overlap(bot: Running) -> None:
    assert await bot.says("help") == 200
    await bot.owes(key="1", to=BENS)
    bot.teams.gate.clear()
    bot.teams.called.clear()
    sending = asyncio.create_task(bot.settle())
    await bot.teams.called.wait()
    await bot.outbox()
    bot.teams.gate.set()
    await sending
    assert len(bot.teams.sent()) == 2
    assert bot.teams.most_at_once == {"a:ben": 1}


async def test_no_faster_than_teams_allows(bot: Running) -> None:
    await _met(bot)
    for number in range(12):
        await bot.owes(key=str(number), to=BENS)
    started = bot.waits.now()
    await bot.settle()
    assert len(bot.teams.sent()) == 12
    assert bot.waits.now() - started >= 4.0, "five in any two seconds"


async def test_throttled_it_waits_as_long_as_it_is_told(bot: Running) -> None:
    await _met(bot)
    bot.teams.script(Scripted(429, "Throttled", {"Retry-After": "17"}))
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert len(bot.teams.sent()) == 1
    bot.clock.time += timedelta(seconds=16)
    await bot.settle()
    assert len(bot.teams.sent()) == 1
    bot.clock.time += timedelta(seconds=1)
    bot.waits.seconds += 17
    await bot.settle()
    assert len(bot.teams.sent()) == 2
    assert await bot.outbox() == {"sent": 1}


@pytest.mark.parametrize("status", [412, 429, 503])
async def test_not_now_is_tried_again_up_the_ladder(bot: Running, status: int) -> None:
    await _met(bot)
    bot.teams.script(*[Scripted(status)] * 3)
    await bot.owes(key="1", to=BENS)
    for seconds in (0, 1.3, 6.1, 36.1):
        bot.clock.time += timedelta(seconds=seconds)
        bot.waits.seconds += seconds
        await bot.settle()
    assert len(bot.teams.sent()) == 4
    assert await bot.outbox() == {"sent": 1}


async def test_it_is_given_up_after_twelve_attempts_and_said_so(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    await _met(bot)
    bot.teams.script(*[Scripted(503)] * 12)
    await bot.owes(key="1", to=BENS)
    for _ in range(12):
        await bot.settle()
        bot.clock.time += timedelta(hours=2)
        bot.waits.seconds += 7200
    assert await bot.outbox() == {"failed": 1}
    assert "message given up view=task case= code=503" in caplog.text


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_without_an_answer_it_is_sent_once_more_after_a_minute(bot: Running, status: int) -> None:
    await _met(bot)
    bot.teams.script(Scripted(status), Scripted(status))
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert await bot.outbox() == {"uncertain": 1}
    bot.clock.time += timedelta(seconds=59)
    await bot.settle()
    assert len(bot.teams.sent()) == 1
    bot.clock.time += timedelta(seconds=1)
    await bot.settle()
    assert len(bot.teams.sent()) == 2
    assert await bot.outbox() == {"failed": 1}


async def test_a_connector_that_hangs_is_cut_off(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    await _met(bot)
    monkeypatch.setattr("bot.connector.TIMEOUT", ClientTimeout(total=0.05))
    bot.teams.script(Scripted(200, hang=True))
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert await bot.outbox() == {"uncertain": 1}


async def test_an_edit_without_an_answer_is_simply_repeated(bot: Running) -> None:
    await _met(bot)
    await bot.owes(key="1", **STATUS)
    await bot.settle()
    bot.teams.script(Scripted(502))
    await bot.owes(key="2", mode="edit", **STATUS)
    await bot.settle()
    assert await bot.outbox() == {"sent": 1, "ready": 1}
    bot.clock.time += timedelta(seconds=2)
    await bot.settle()
    assert [call.method for call in bot.teams.calls] == ["POST", "PUT", "PUT"]


@pytest.mark.parametrize("code", ["ConversationBlockedByUser", "BotNotInConversationRoster", "BotDisabledByAdmin"])
async def test_a_conversation_closed_to_us_is_left_alone_until_it_speaks(bot: Running, code: str) -> None:
    await _met(bot)
    bot.teams.script(Scripted(403, code))
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert await bot.outbox() == {"failed": 1}
    known = await bot.parts.store.run(lambda work: work.conversation_of(BENS))
    assert known is not None
    assert known.dead_code == f"403 {code}"
    assert await bot.says("help", id="2") == 200
    await bot.owes(key="2", to=BENS)
    await bot.settle()
    assert await bot.outbox() == {"failed": 1, "sent": 1}


async def test_a_conversation_that_was_lost_is_begun_anew(bot: Running) -> None:
    await _met(bot)
    bot.teams.script(Scripted(404, "ConversationNotFound"))
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert [call.path.removeprefix("/emea/v3/conversations") for call in bot.teams.sent()] == [
        "/a:ben/activities",
        "",
        f"/chat-with-{BENS}/activities",
    ]
    assert await bot.outbox() == {"sent": 1}


async def test_a_later_card_takes_the_place_of_the_earlier(bot: Running) -> None:
    await _met(bot)
    await bot.owes(key="1", **STATUS)
    await bot.settle()
    await bot.owes(key="2", mode="upsert", view="status", **STATUS)
    await bot.settle()
    posted, edited = bot.teams.calls
    assert edited.method == "PUT"
    assert edited.path == "/emea/v3/conversations/a:ben/activities/message-1"
    assert edited.card == card("status")
    assert "channelData" not in edited.body, "an edit rings no bell"
    assert posted.method == "POST"


async def test_a_card_that_was_deleted_is_posted_anew(bot: Running) -> None:
    await _met(bot)
    await bot.owes(key="1", **STATUS)
    await bot.settle()
    bot.teams.script(Scripted(404, "ActivityNotFoundInConversation"))
    await bot.owes(key="2", mode="upsert", **STATUS)
    await bot.settle()
    await bot.owes(key="3", mode="upsert", **STATUS)
    await bot.settle()
    assert [call.method for call in bot.teams.calls] == ["POST", "PUT", "POST", "PUT"]
    assert bot.teams.calls[3].path.endswith("/message-3")


async def test_an_edit_of_a_card_that_is_not_there_is_dropped(bot: Running) -> None:
    await _met(bot)
    await bot.owes(key="1", mode="edit", **STATUS)
    await bot.settle()
    await bot.owes(key="2", **STATUS)
    await bot.settle()
    bot.teams.script(Scripted(404, "ActivityNotFoundInConversation"))
    await bot.owes(key="3", mode="edit", **STATUS)
    await bot.settle()
    assert [call.method for call in bot.teams.calls] == ["POST", "PUT"]
    assert await bot.outbox() == {"cancelled": 2, "sent": 1}


async def test_a_second_prompt_in_a_slot_is_a_card_of_its_own(bot: Running) -> None:
    await _met(bot)
    for key in ("1", "2"):
        await bot.owes(key=key, **STATUS)
        await bot.settle()
    assert [call.method for call in bot.teams.calls] == ["POST", "POST"]


async def test_a_call_that_is_wrong_is_not_repeated(bot: Running) -> None:
    await _met(bot)
    for status in (400, 413):
        bot.teams.script(Scripted(status, "BadArgument"))
        await bot.owes(key=str(status), to=BENS)
        await bot.settle()
    assert len(bot.teams.sent()) == 2
    assert await bot.outbox() == {"failed": 2}


async def test_a_success_that_says_nothing_is_a_success(bot: Running) -> None:
    await _met(bot)
    for body in (b"<html>", b"", b"[]", b'{"id": 5}'):
        bot.teams.script(Scripted(200, body=body))
        await bot.owes(key=str(body), **STATUS)
        await bot.settle()
    await bot.owes(key="edit", mode="upsert", **STATUS)
    await bot.settle()
    assert [call.method for call in bot.teams.calls] == ["POST"] * 5
    assert await bot.outbox() == {"sent": 5}


async def test_a_redirect_is_not_followed_with_our_token(bot: Running) -> None:
    await _met(bot)
    bot.teams.script(Scripted(307, headers={"Location": f"{bot.teams.url}/elsewhere"}))
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert len(bot.teams.calls) == 1
    assert await bot.outbox() == {"failed": 1}


async def test_two_senders_send_everything_once(bot: Running) -> None:
    await _met(bot)
    for number in range(6):
        await bot.owes(key=str(number), to=BENS if number % 2 else AMINAS)
    await bot.post(activity(bot.teams, AMINA, text="help", id="2"))
    await asyncio.gather(bot.settle(), bot.settle())
    assert len(bot.teams.sent()) == 6


async def test_a_message_whose_lease_ran_out_is_let_go(bot: Running) -> None:
    await _met(bot)
    seconds = [0.0]
    bot.parts.dispatcher.monotonic = lambda: seconds[-1]

    def slow(message: Message, desk: Desk) -> Answer:
        seconds.append(31.0)  # More than half of the lease has gone by when the card is drawn.
        return Answer(card("late"), openly("News"))

    bot.dialogs.draw = slow
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert bot.teams.calls == []
    assert await bot.outbox() == {"sending": 1}
    bot.clock.time += timedelta(seconds=61)
    await bot.settle()
    assert [call.card for call in bot.teams.sent()] == [card("late")]


async def test_what_came_of_a_send_is_written_down_even_if_the_database_stumbles(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _met(bot)
    dispatcher, sent, stumbles = bot.parts.dispatcher, bot.parts.dispatcher.ledger.sent, [1, 2]

    def stumbling(*arguments: object) -> None:
        if stumbles:
            stumbles.pop()
            raise OSError("the database is restarting")
        sent(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.ledger.Ledger.sent", lambda ledger, *arguments: stumbling(*arguments))
    dispatcher.sleep = bot.waits.sleep
    await bot.owes(key="1", to=BENS)
    await bot.settle()
    assert len(bot.teams.sent()) == 1
    assert await bot.outbox() == {"sent": 1}


async def test_running_it_sends_as_soon_as_something_is_owed(bot: Running) -> None:
    await _met(bot)
    bot.teams.called.clear()
    running = asyncio.create_task(bot.parts.dispatcher.run())
    await bot.owes(key="1", to=BENS)
    await bot.teams.called.wait()
    await bot.parts.dispatcher.stop()
    await running
    assert await bot.outbox() == {"sent": 1}
