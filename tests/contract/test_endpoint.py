"""What Teams may send and what it is answered: a turn for what is understood, a plain refusal for what is broken."""

import asyncio
import json
import threading
import unicodedata
from typing import Any

import pytest
from conftest import Running, card
from standins import AMINA, BEN, BOT, TENANT, Teams, activity, pressed

from bot import body
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.openly import openly

CHANNEL = "19:team@thread.tacv2"


def _bytes(teams: Teams, **fields: Any) -> bytes:
    return json.dumps(activity(teams, text="help", **fields)).encode()


MALFORMED: dict[str, bytes] = {
    "empty": b"",
    "cut short": b'{"type": "message"',
    "bad UTF-8": b'{"type": "\xff\xfe"}',
    "a list": b"[]",
    "null": b"null",
    "text": b'"message"',
    "not a number": b'{"type": NaN}',
    "an endless number": b'{"type": ' + b"9" * 5000 + b"}",
    "a number of 4,000 digits": b'{"value": ' + b"9" * 4000 + b"}",
    "a number that no database holds": b'{"value": 9223372036854775808}',
    "a number below all": b'{"value": -9223372036854775809}',
    "a number beyond all": b'{"value": 1e999}',
    "a number below all others": b'{"value": -1e999}',
    "infinity": b'{"value": -Infinity}',
    "900 deep": b'{"a":' * 900 + b"1" + b"}" * 900,
    "100,000 deep": b"[" * 100_000,
    "10,000 objects": b'{"a": [' + b"{}," * 10_000 + b"{}]}",
    "10,000 numbers": b'{"a": [' + b"1," * 10_000 + b"1]}",
    "10,000 names": b"{" + b",".join(b'"%d": 1' % n for n in range(10_000)) + b"}",
    "the same name twice": b'{"role": "member", "role": "chair"}',
    "the same name twice, deep inside": b'{"value": {"action": {"data": {"case": "a", "case": "b"}}}}',
    "the same name twice, once with NUL": b'{"role": "member", "role\\u0000": "chair"}',
    "the same name twice, accented in two ways": b'{"\\u00e9": "member", "e\\u0301": "chair"}',
    "the same name twice, escaped": b'{"role": "member", "r\\u006fle": "chair"}',
}


@pytest.mark.parametrize("what", MALFORMED)
async def test_a_malformed_body_is_a_bad_request(bot: Running, what: str) -> None:
    response = await bot.post(MALFORMED[what], headers={"Content-Type": "application/json"})
    assert response.status == 400
    assert bot.dialogs.turns == []


BROKEN: dict[str, dict[str, Any]] = {
    "no type": {"type": None},
    "a type that is no text": {"type": 7},
    "no id": {"id": None},
    "no channel": {"channelId": None},
    "another channel": {"channelId": "webchat"},
    "no service URL": {"serviceUrl": None},
    "no sender": {"from": None},
    "a sender that is text": {"from": "x"},
    "a sender without an id": {"from": {"aadObjectId": BEN["aadObjectId"]}},
    "an account that is a number": {"from": {**BEN, "aadObjectId": 5}},
    "no conversation": {"conversation": None},
    "a conversation that is text": {"conversation": "x"},
    "a conversation without an id": {"conversation": {}},
    "channel data that is a list": {"channelData": [1]},
    "text that is a list": {"text": ["help"]},
    "a press without a value": {"type": "invoke", "name": "adaptiveCard/action"},
    "a press whose action is text": {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": "x"}},
    "a press without a verb": {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"data": {}}}},
    "a press whose data is a list": {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {"action": {"verb": "help", "data": [1]}},
    },
}


@pytest.mark.parametrize("what", BROKEN)
async def test_a_broken_activity_is_a_bad_request(bot: Running, what: str) -> None:
    response = await bot.post(activity(bot.teams, **BROKEN[what]))
    assert response.status == 400
    assert bot.dialogs.turns == []


async def test_other_requests_are_told_apart(bot: Running) -> None:
    good = _bytes(bot.teams)
    assert (await bot.post(good, headers={"Content-Type": "text/plain"})).status == 415
    assert (await bot.post(b" " * 300 * 1024, headers={"Content-Type": "application/json"})).status == 413
    assert (await bot.session.get(f"{bot.url}/api/messages")).status == 405
    assert (await bot.session.get(f"{bot.url}/demo/clock")).status == 404
    assert bot.dialogs.turns == []


async def test_what_is_typed_is_answered_by_the_outbox(bot: Running) -> None:
    assert await bot.says("  my tasks ") == 200
    assert bot.dialogs.turns[0].said == "my tasks"
    assert bot.teams.calls == []
    await bot.settle()
    [sent] = bot.teams.sent()
    assert sent.path == "/emea/v3/conversations/a:ben/activities"
    assert sent.card == card("my tasks")
    assert sent.body["summary"] == "A card"
    assert sent.body["channelData"] == {"notification": {"alert": True}}
    assert "text" not in sent.body


async def test_what_is_delivered_again_is_done_once(bot: Running) -> None:
    for _ in range(3):
        assert await bot.says("notify", id="the same") == 200
    await bot.settle()
    assert len(bot.dialogs.turns) == 1
    assert len(bot.teams.sent()) == 1


async def test_what_is_delivered_many_times_at_once_is_done_once(bot: Running) -> None:
    assert await asyncio.gather(*[bot.says("notify", id="the same") for _ in range(20)]) == [200] * 20
    await bot.settle()
    assert len(bot.dialogs.turns) == 1
    assert len(bot.teams.sent()) == 1


async def test_a_press_is_answered_at_once(bot: Running) -> None:
    answer = await bot.presses("case", case="RR-2026-001", msteams={"type": "x"})
    assert answer == {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card("case")}
    [turn] = bot.dialogs.turns
    assert (turn.verb, dict(turn.data), turn.on_message) == ("case", {"case": "RR-2026-001"}, "the-card")
    assert not turn.automatic
    assert turn.who.channel_id == BEN["id"]


async def test_a_press_is_run_again_when_it_is_delivered_again(bot: Running) -> None:
    first, second = await bot.presses("case"), await bot.presses("case")
    assert first == second
    assert len(bot.dialogs.turns) == 2


async def test_a_refresh_by_the_client_is_known_as_such(bot: Running) -> None:
    body = pressed(bot.teams, "case")
    body["value"]["trigger"] = "automatic"
    assert (await bot.post(body)).status == 200
    assert bot.dialogs.turns[0].automatic


async def test_a_press_with_nothing_to_answer_gets_a_short_message(bot: Running) -> None:
    bot.dialogs.answer = lambda turn, desk: None
    answer = await bot.presses("case")
    assert answer["type"] == "application/vnd.microsoft.activity.message"
    assert answer["value"] == "There is nothing more to do here."


async def test_an_old_client_presses_by_a_message(bot: Running) -> None:
    value = {"verb": "form.save", "form": "declaration", "msteams": {}}
    assert (await bot.post(activity(bot.teams, value=value, replyToId="the-card"))).status == 200
    [turn] = bot.dialogs.turns
    assert (turn.verb, dict(turn.data), turn.said) == ("form.save", {"form": "declaration"}, "")


async def test_other_invokes_are_declined_in_the_proper_form(bot: Running) -> None:
    for name in ("task/fetch", "composeExtension/query", "application/search", "unheard/of", None):
        response = await bot.post(activity(bot.teams, type="invoke", name=name, value={}))
        assert response.status == 400
        assert await response.json() == {
            "statusCode": 400,
            "type": "application/vnd.microsoft.error",
            "value": {"code": "NotImplemented", "message": "This bot does not do that."},
        }
    assert bot.dialogs.turns == []


async def test_what_the_bot_has_no_answer_to_is_taken_in_quietly(bot: Running) -> None:
    for fields in (
        {"type": "typing"},
        {"type": "messageReaction"},
        {"type": "installationUpdate", "action": "remove"},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:somebody"}]},
        {"type": "conversationUpdate", "membersAdded": "x"},
        {"type": "conversationUpdate", "membersRemoved": [BOT]},
    ):
        assert (await bot.post(activity(bot.teams, **fields))).status == 200
    assert bot.dialogs.turns == []
    assert await bot.outbox() == {}


async def test_being_added_is_answered_with_one_welcome(bot: Running) -> None:
    added = [
        activity(bot.teams, type="installationUpdate", action="add", id="i"),
        activity(bot.teams, type="conversationUpdate", membersAdded=[BOT], id="c"),
    ]
    for one in added:
        assert (await bot.post(one)).status == 200
    assert [turn.verb for turn in bot.dialogs.turns] == ["hello"]
    await bot.settle()
    assert len(bot.teams.sent()) == 1


async def test_the_bots_name_is_not_part_of_what_is_said(bot: Running) -> None:
    mention = {"type": "mention", "text": "<at>Rapid Review</at>", "mentioned": BOT}
    other = {"type": "mention", "text": "<at>Amina</at>", "mentioned": {"id": AMINA["id"]}}
    channel = {"conversationType": "channel", "tenantId": TENANT, "id": f"{CHANNEL};messageid=1"}
    said = "<at>Rapid Review</at> tell <at>Amina</at> what <at>Rapid Review</at> is"
    assert await bot.says(said, entities=[mention, other, "x"], conversation=channel) == 200
    [turn] = bot.dialogs.turns
    assert turn.said == "tell <at>Amina</at> what <at>Rapid Review</at> is"
    assert (turn.where.kind, turn.where.channel) == ("channel", CHANNEL)
    await bot.settle()
    assert bot.teams.sent()[0].path == f"/emea/v3/conversations/{CHANNEL};messageid=1/activities"


async def test_hundreds_of_mentions_are_not_each_sought_in_the_text(bot: Running) -> None:
    """For each the whole text would be copied, a second of it in all: three of them are all that is taken out."""
    mention = {"type": "mention", "text": "@", "mentioned": BOT}
    assert await bot.says("@" * 800 + "help", entities=[mention] * 800) == 200
    assert bot.dialogs.turns[0].said == "@" * 797 + "help"


async def test_text_is_made_fit_to_be_stored(bot: Running) -> None:
    raw = _bytes(bot.teams).replace(b'"help"', rb'"a\u0000b \ud800 e\u0301 \ud83d\udc68\u200d\ud83d\udc67"')
    assert (await bot.post(raw, headers={"Content-Type": "application/json"})).status == 200
    assert bot.dialogs.turns[0].said == "ab \N{REPLACEMENT CHARACTER} \u00e9 \U0001f468\u200d\U0001f467"


def test_endless_accents_are_kept_and_are_not_normalised_all_together() -> None:
    """What takes the time of their square is done to thirty of them at once (UAX 15)."""
    typed = "Zo" + "\u0316\u0301\u0f73" * 5_000 + "\u00eb"
    kept = body.read(json.dumps({"text": typed}).encode())["text"]
    assert max(len(run) for run in kept.split(body.JOINER)) <= 3 * body.MOST_MARKS + 2
    assert sorted(unicodedata.normalize("NFD", kept.replace(body.JOINER, ""))) == sorted(
        unicodedata.normalize("NFD", typed)
    )
    few = "e" + "\u0301" * body.MOST_MARKS
    assert body.read(json.dumps({"text": few}).encode())["text"] == unicodedata.normalize("NFC", few)


async def test_our_own_mistake_is_told_with_a_reference_and_saves_nothing(
    bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(turn: Turn, desk: Desk) -> Answer:
        desk.work.first_time("press", turn.who.person, desk.now)
        raise RuntimeError(f"{turn.who.name} broke it")

    bot.dialogs.answer = broken
    answer = await bot.presses("case")
    assert answer["type"] == "application/vnd.microsoft.activity.message"
    reference = answer["value"].removesuffix(".").rpartition(" ")[2]
    assert reference in caplog.text
    assert await bot.parts.store.run(lambda work: work.first_time("press", BEN["aadObjectId"], bot.clock.now()))
    assert await bot.says("notify") == 200
    await bot.settle()
    assert "nothing was saved" in json.dumps(bot.teams.sent()[0].card)


async def test_a_turn_that_takes_too_long_is_not_waited_for(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    bot.dialogs.answer = lambda turn, desk: Answer(card("late"), openly("late")) if go_on.wait(10) else None
    monkeypatch.setattr("bot.turns.ANSWER_WITHIN_SECONDS", 0.05)
    answer = await bot.presses("case")
    assert answer["value"] == "This is taking longer than it should. Please look again in a minute."
    assert await bot.says("notify") == 200
    go_on.set()
    await bot.outbox()
    await bot.settle()
    assert [call.card for call in bot.teams.sent()] == [card("late")]


async def test_without_a_database_a_press_is_told_and_a_message_is_to_come_again(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(work: object) -> None:
        raise OSError("no database")

    with monkeypatch.context() as patch:
        patch.setattr(bot.parts.store, "run", failing)
        assert "nothing was saved" in (await bot.presses("case"))["value"]
        assert await bot.says("notify") == 503
    assert await bot.says("notify") == 200
    assert [turn.said for turn in bot.dialogs.turns] == ["notify"]
