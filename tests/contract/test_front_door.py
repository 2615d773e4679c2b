"""Who gets in: the Bot Connector for our tenants, and nobody else. Nobody is answered with a 500."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Running
from standins import AMINA, BEN, Scripted, Teams, activity, pressed

from bot.front_door import on_this_machine, trusted_origins

Forge = Callable[[Teams], str | None]

FORGED: dict[str, Forge] = {
    "no token": lambda teams: None,
    "an empty header": lambda teams: "",
    "another scheme": lambda teams: f"Basic {teams.token()}",
    "the scheme in small letters": lambda teams: f"bearer {teams.token()}",
    "garbage": lambda teams: "Bearer garbage",
    "three dots": lambda teams: "Bearer ...",
    "not ASCII": lambda teams: "Bearer caf\u00e9.caf\u00e9.caf\u00e9",
    "signed by somebody else": lambda teams: f"Bearer {teams.token('forger', kid='first')}",
    "an unknown key": lambda teams: f"Bearer {teams.token('forger')}",
    "no key id": lambda teams: f"Bearer {teams.token(kid='')}",
    "no signature": lambda teams: f"Bearer {teams.token(algorithm='none')}",
    "a shared secret": lambda teams: f"Bearer {teams.token(algorithm='HS256')}",
    "expired": lambda teams: f"Bearer {teams.token(exp=int(time.time()) - 400)}",
    "not yet valid": lambda teams: f"Bearer {teams.token(nbf=int(time.time()) + 400)}",
    "without an end": lambda teams: f"Bearer {teams.token(exp=None)}",
    "an end that is no number": lambda teams: f"Bearer {teams.token(exp='soon')}",
    "for another bot": lambda teams: f"Bearer {teams.token(aud='00000000-0000-4000-8000-00000000dead')}",
    "for no bot": lambda teams: f"Bearer {teams.token(aud=None)}",
    "another issuer": lambda teams: f"Bearer {teams.token(iss='https://evil.example')}",
    "the emulator's issuer": lambda teams: (
        f"Bearer {teams.token(iss='https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', ver='1.0')}"
    ),
    "no issuer": lambda teams: f"Bearer {teams.token(iss=None)}",
    "another skill's": lambda teams: f"Bearer {teams.token(ver='2.0', azp='00000000-0000-4000-8000-00000000dead')}",
    "for another service URL": lambda teams: f"Bearer {teams.token(serviceurl='https://evil.example/')}",
    "for no service URL": lambda teams: f"Bearer {teams.token(serviceurl=None)}",
    "changed after signing": lambda teams: f"Bearer {_changed(teams.token())}",
}


def _changed(token: str) -> str:
    head, claims, signature = token.split(".")
    return f"{head}.{claims[:-4]}AAAA.{signature}"


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_token_is_refused(bot: Running, forged: str) -> None:
    header = FORGED[forged](bot.teams)
    headers = {} if header is None else {"Authorization": header}
    response = await bot.session.post(f"{bot.url}/api/messages", json=activity(bot.teams, text="help"), headers=headers)
    assert response.status == 401
    assert await response.text() == ""
    assert bot.dialogs.turns == []


async def test_a_good_token_lets_in(bot: Running) -> None:
    assert await bot.says("help") == 200
    assert [turn.who.person for turn in bot.dialogs.turns] == [BEN["aadObjectId"]]


FOREIGN: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another tenant": lambda body: body["channelData"]["tenant"].update(id="00000000-0000-4000-9000-00000000dead"),
    "another tenant's conversation": lambda body: body["conversation"].update(tenantId="evil"),
    "no tenant": lambda body: (body.pop("channelData"), body["conversation"].pop("tenantId")),
    "no account": lambda body: body["from"].pop("aadObjectId"),
}


@pytest.mark.parametrize("foreign", FOREIGN)
async def test_whoever_we_do_not_serve_is_refused(bot: Running, foreign: str) -> None:
    body = json.loads(json.dumps(activity(bot.teams, text="help")))
    FOREIGN[foreign](body)
    assert (await bot.post(body)).status == 403
    assert bot.dialogs.turns == []


ELSEWHERE = [
    "https://evil.example/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evil.example/smba.trafficmanager.net",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example\\@smba.trafficmanager.net/",
    "https://evil.example#smba.trafficmanager.net",
    "http://smba.trafficmanager.net/",
    "https://smba.trafficmanager.net:8443/",
    "http://169.254.169.254/latest/",
    "file:///etc/passwd",
    "https://[::1",
    "//smba.trafficmanager.net/",
    "smba.trafficmanager.net",
]


@pytest.mark.parametrize("service_url", ELSEWHERE)
async def test_a_service_url_elsewhere_is_refused_even_with_a_good_token(bot: Running, service_url: str) -> None:
    body = activity(bot.teams, text="help", serviceUrl=service_url)
    assert (await bot.post(body, token=bot.teams.token(serviceurl=service_url))).status == 403
    assert not trusted_origins(frozenset({"https://smba.trafficmanager.net"}))(service_url)


def test_teams_own_service_url_is_trusted() -> None:
    trusted = trusted_origins(frozenset({"https://smba.trafficmanager.net"}))
    assert trusted("https://smba.trafficmanager.net/emea/")
    assert trusted("https://SMBA.trafficmanager.net/uk/")


def test_the_demonstration_trusts_this_machine_only() -> None:
    assert on_this_machine("http://localhost:56150/_connector")
    assert on_this_machine("http://127.0.0.1:56150/_connector")
    assert not any(on_this_machine(url) for url in ["http://localhost.evil.example/", "https://example.org/", ""])


async def test_a_token_is_remembered_only_with_its_service_url(bot: Running) -> None:
    token = bot.teams.token()
    assert (await bot.post(activity(bot.teams, text="one"), token=token)).status == 200
    elsewhere = activity(bot.teams, text="two", serviceUrl=f"{bot.teams.url}/other/")
    assert (await bot.post(elsewhere, token=token)).status == 401
    assert (await bot.post(activity(bot.teams, id="3", text="three"), token=token)).status == 200
    assert [turn.said for turn in bot.dialogs.turns] == ["one", "three"]


async def test_a_new_signing_key_is_accepted_at_once(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = _keys_at(bot, monkeypatch)
    assert await bot.says("help") == 200
    seconds.append(61.0)
    bot.teams.published = {"first": ["msteams"], "second": ["msteams"]}
    rotated = bot.teams.token("second")
    assert (await bot.post(activity(bot.teams, id="2", text="help"), token=rotated)).status == 200
    assert bot.teams.key_fetches == 2


async def test_forged_key_ids_cause_no_fetches(bot: Running) -> None:
    assert await bot.says("help") == 200
    for number in range(20):
        response = await bot.post(activity(bot.teams, text="x"), token=bot.teams.token("forger", kid=f"k{number}"))
        assert response.status == 401
    assert bot.teams.key_fetches == 1


async def test_known_keys_stay_good_while_the_key_server_is_down(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = _keys_at(bot, monkeypatch)
    assert await bot.says("help") == 200
    for answer in (Scripted(503), Scripted(200, body=b"<html>"), Scripted(200, body=b'{"jwks_uri": 5}')):
        bot.teams.keys_answer = answer
        seconds.append(seconds[-1] + 90_000.0)
        response = await bot.post(activity(bot.teams, text="help"), token=bot.teams.token(nonce=str(answer)))
        assert response.status == 200
    assert bot.teams.key_fetches == 4


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


def _keys_at(bot: Running, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The key store's clock: its last entry is now."""
    seconds = [0.0]
    monkeypatch.setattr(bot.parts.endpoint.door.keys, "_monotonic", lambda: seconds[-1])
    return seconds
