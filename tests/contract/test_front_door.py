"""The door itself: tokens are remembered as far as they go, keys are new when they are new, and nobody is held up.

What is refused is in the table of `test_tokens.py`.
"""

import asyncio
import json
from time import monotonic

import pytest
from conftest import Running
from forging import PACKED
from standins import AMINA, Scripted, activity, pressed

from bot.front_door import FrontDoor, on_this_machine, trusted_origins


def test_the_demonstration_trusts_this_machine_only() -> None:
    assert on_this_machine("http://localhost:56150/_connector")
    assert on_this_machine("http://127.0.0.1:56150/_connector")
    assert not any(on_this_machine(url) for url in ["http://localhost.evil.example/", "https://example.org/", ""])


async def test_nobody_is_let_in_without_a_token_but_on_this_machine(bot: Running) -> None:
    """Whatever the settings' checks were passed by."""
    with pytest.raises(ValueError, match="for the demonstration only"):
        FrontDoor("", bot.parts.endpoint.door.keys, frozenset, trusted_origins(frozenset()), bot.clock.now)


async def test_a_token_is_remembered_only_with_its_service_url(bot: Running) -> None:
    token = bot.teams.token()
    assert (await bot.post(activity(bot.teams, text="one"), token=token)).status == 200
    elsewhere = activity(bot.teams, text="two", serviceUrl=f"{bot.teams.url}/other/")
    assert (await bot.post(elsewhere, token=token)).status == 401
    assert (await bot.post(activity(bot.teams, id="3", text="three"), token=token)).status == 200
    assert [turn.said for turn in bot.dialogs.turns] == ["one", "three"]


async def test_a_new_signing_key_is_accepted_at_once(bot: Running) -> None:
    assert await bot.says("help") == 200
    bot.teams.published = {"first": ["msteams"], "second": ["msteams"]}
    rotated = bot.teams.token("second")
    assert (await bot.post(activity(bot.teams, id="2", text="help"), token=rotated)).status == 200
    assert bot.teams.key_fetches == 2


async def _forged(bot: Running, key_id: str) -> int:
    return (await bot.post(activity(bot.teams, text="x"), token=bot.teams.token("forger", kid=key_id))).status


async def test_forgers_who_invent_key_ids_cause_few_fetches(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = _keys_at(bot, monkeypatch)
    assert await bot.says("help") == 200
    assert [await _forged(bot, f"k{n}") for n in range(50)] == [401] * 4 + [503] * 46
    assert bot.teams.key_fetches == 5
    seconds.append(seconds[-1] + 60.0)
    assert [await _forged(bot, f"l{n}") for n in range(50)] == [401] * 5 + [503] * 45
    assert bot.teams.key_fetches == 10
    assert [turn.said for turn in bot.dialogs.turns] == ["help"]


async def test_a_forger_delays_a_new_key_by_five_seconds_at_most(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = _keys_at(bot, monkeypatch)
    assert await bot.says("help") == 200
    while await _forged(bot, "invented") == 401:
        pass
    bot.teams.published = {"first": ["msteams"], "second": ["msteams"]}
    rotated = bot.teams.token("second")
    told = await bot.post(activity(bot.teams, id="2", text="help"), token=rotated)
    assert (told.status, told.headers["Retry-After"]) == (503, "5")
    seconds.append(seconds[-1] + 5.0)
    assert (await bot.post(activity(bot.teams, id="2", text="help"), token=rotated)).status == 200


async def test_many_who_ask_for_a_new_key_at_once_share_one_fetch(bot: Running) -> None:
    assert await bot.says("help") == 200
    bot.teams.published = {"first": ["msteams"], "second": ["msteams"]}
    tokens = [bot.teams.token("second", nonce=n) for n in range(20)]
    sent = [bot.post(activity(bot.teams, id=f"{n}", text="help"), token=token) for n, token in enumerate(tokens)]
    assert [response.status for response in await asyncio.gather(*sent)] == [200] * 20
    assert bot.teams.key_fetches <= 3


JUNK = (
    Scripted(503),
    Scripted(200, body=b"<html>"),
    Scripted(200, body=b"[" * 100_000),
    Scripted(200, body=b'{"jwks_uri": 5}'),
    Scripted(200, body=b'{"jwks_uri": "https://127.0.0.1:1/keys"}'),
    Scripted(200, body=b"{}"),
    Scripted(200, body=b"\xff\xfe"),
    Scripted(302, headers={"Location": "http://127.0.0.1:1/"}, body=b""),
)


async def test_known_keys_stay_good_while_the_key_server_is_down(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = _keys_at(bot, monkeypatch)
    assert await bot.says("help") == 200
    for fetches, answer in enumerate(JUNK, start=2):
        bot.teams.keys_answer = answer
        seconds.append(seconds[-1] + 90_000.0)
        response = await bot.post(activity(bot.teams, id=f"{fetches}"), token=bot.teams.token(nonce=fetches))
        assert response.status == 200
        await asyncio.gather(*filter(None, [bot.parts.endpoint.door.keys._under_way]))
        assert bot.teams.key_fetches == fetches


async def test_a_key_that_is_withdrawn_is_believed_for_a_day_even_if_a_fetch_fails(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = _keys_at(bot, monkeypatch)
    assert await bot.says("help") == 200
    bot.teams.published = {"second": ["msteams"]}
    bot.teams.keys_answer = Scripted(503)

    async def a_press(after: float) -> int:
        seconds.append(seconds[-1] + after)
        status = (await bot.post(activity(bot.teams, text="help"), token=bot.teams.token(nonce=len(seconds)))).status
        await asyncio.gather(*filter(None, [bot.parts.endpoint.door.keys._under_way]))
        return status

    assert (await a_press(24 * 3600.0 + 1), bot.teams.key_fetches) == (200, 2)
    bot.teams.keys_answer = None
    assert (await a_press(30.0), bot.teams.key_fetches) == (200, 2), "not at every press"
    assert (await a_press(31.0), bot.teams.key_fetches) == (200, 3), "nobody waits for the new list"
    assert await a_press(1.0) == 401


async def test_the_list_of_keys_is_not_looked_for_elsewhere(bot: Running) -> None:
    """Not even where the place it leads to has a good one."""
    for status in (301, 302, 307, 308):
        listed = json.dumps({"jwks_uri": f"{bot.teams.url}/keys"}).encode()
        bot.teams.keys_answer = Scripted(status, headers={"Location": f"{bot.teams.url}/keys"}, body=listed)
        bot.parts.endpoint.door.keys._fetches.left = 5.0
        assert (await bot.post(activity(bot.teams, text="help"))).status == 503
    bot.teams.keys_answer = None
    bot.parts.endpoint.door.keys._fetches.left = 5.0
    assert await bot.says("help") == 200


async def test_without_any_keys_teams_is_asked_to_come_again(bot: Running) -> None:
    bot.teams.keys_answer = Scripted(503)
    assert (await bot.post(activity(bot.teams, text="help"))).status == 503


async def test_a_key_that_is_not_endorsed_for_teams_opens_nothing(bot: Running) -> None:
    bot.teams.published = {"first": ["msteams"], "skype": ["skype"], "bare": []}
    assert await bot.says("help") == 200
    for name in ("skype", "bare"):
        assert (await bot.post(activity(bot.teams, text="x"), token=bot.teams.token(name))).status == 401


async def test_slow_keys_hold_up_nobody_else(bot: Running) -> None:
    bot.teams.keys_gate.clear()
    waiting = asyncio.create_task(bot.post(pressed(bot.teams, "help", AMINA)))
    await bot.teams.called.wait()
    assert (await bot.session.get(f"{bot.url}/healthz")).status == 200
    assert not waiting.done()
    bot.teams.keys_gate.set()
    assert (await waiting).status == 200


async def test_only_so_many_wait_for_a_slow_list(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.signing_keys.MOST_WAITING", 3)
    assert await bot.says("help") == 200
    bot.teams.keys_gate.clear()
    waiting = [asyncio.create_task(_forged(bot, f"k{n}")) for n in range(3)]
    for _ in range(100_000):
        if bot.parts.endpoint.door.keys._waiting == 3:
            break
        await asyncio.sleep(0)
    assert await _forged(bot, "one more") == 503
    assert (await bot.post(activity(bot.teams, id="2", text="help"), token=bot.teams.token(nonce=1))).status == 200
    bot.teams.keys_gate.set()
    assert await asyncio.gather(*waiting) == [401] * 3


async def test_old_keys_are_renewed_while_nobody_waits(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = _keys_at(bot, monkeypatch)
    assert await bot.says("help") == 200
    bot.teams.keys_gate.clear()
    seconds.append(seconds[-1] + 90_000.0)
    turns = 0

    async def turning() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    ticker = asyncio.create_task(turning())
    for n in range(5):  # Each with a token of its own, so that each asks for the key.
        before = turns
        response = await bot.post(activity(bot.teams, id=f"n{n}", text="help"), token=bot.teams.token(nonce=n))
        assert response.status == 200
        assert turns > before + 3, "the loop went round while this was answered"
    ticker.cancel()
    assert bot.teams.key_fetches == 2
    bot.teams.keys_gate.set()


async def test_a_key_of_an_unknown_kind_spoils_no_other(bot: Running) -> None:
    bot.teams.more_keys = [
        {"kid": "curve", "kty": "EC", "endorsements": ["msteams"]},
        {"kid": "odd", "kty": "RSA", "n": "AA", "endorsements": ["msteams"]},
        {"kid": "bare", "kty": "RSA"},
    ]
    assert await bot.says("help") == 200
    assert await _forged(bot, "curve") == 401


@pytest.mark.parametrize("how", PACKED)
async def test_nothing_is_unpacked_before_or_behind_the_door(
    bot: Running, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few hundred bytes would become megabytes, and the loop would stand still for whoever has no token."""
    unpacked: list[bytes] = []
    monkeypatch.setattr("aiohttp.http_parser.DeflateBuffer.feed_data", lambda self, chunk, *_: unpacked.append(chunk))
    headers = {"Content-Type": "application/json", "Content-Encoding": how}
    for body in (PACKED[how](bytes(20_000_000)), PACKED[how](json.dumps(activity(bot.teams, text="help")).encode())):
        async with bot.session.post(f"{bot.url}/api/messages", data=body, headers=headers) as refused:
            assert refused.status == 401
        assert (await bot.post(body, headers=headers)).status == 415
    assert unpacked == []
    assert bot.dialogs.turns == []


async def test_a_body_that_is_said_to_be_as_it_is_is_taken(bot: Running) -> None:
    plain = {"Content-Type": "application/json", "Content-Encoding": "Identity"}
    assert (await bot.post(activity(bot.teams, text="help"), headers=plain)).status == 200
    assert [turn.said for turn in bot.dialogs.turns] == ["help"]


def _keys_at(bot: Running, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The key store's clock: its last entry is now."""
    seconds = [monotonic()]
    monkeypatch.setattr(bot.parts.endpoint.door.keys, "_monotonic", lambda: seconds[-1])
    return seconds
