"""The bot's own token: fetched once, renewed ahead, and never waited for by anybody who does not need it."""

import asyncio
import threading
from typing import Any

import pytest
from standins import Authority, Page

from bot.credentials import AppTokens, NoToken


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def tokens(authority: Authority, seconds: Seconds) -> AppTokens:
    return AppTokens(
        "app",
        "secret",
        "https://login.microsoftonline.com/tenant",
        monotonic=lambda: seconds.now,
        http_client=authority,
    )


async def test_many_at_once_fetch_one_token(tokens: AppTokens, authority: Authority) -> None:
    assert set(await asyncio.gather(*[tokens.token() for _ in range(20)])) == {"token-1"}
    assert await tokens.token() == "token-1"
    assert authority.token_requests == 1


async def test_it_is_renewed_before_it_ends(tokens: AppTokens, authority: Authority, seconds: Seconds) -> None:
    # MSAL has its own clock, and would hand out a token until five minutes before its end.
    authority.life = 200
    await tokens.token()
    seconds.now = 159.0
    assert await tokens.token() == "token-1"
    seconds.now = 161.0
    assert await tokens.token() == "token-2"


async def test_an_authority_that_is_down_does_no_harm_while_the_token_is_good(
    tokens: AppTokens, authority: Authority, seconds: Seconds
) -> None:
    authority.life = 200
    await tokens.token()
    authority.error = "temporarily_unavailable"
    seconds.now = 161.0
    assert await tokens.token() == "token-1"
    assert await tokens.token() == "token-1"
    assert authority.token_requests == 2, "asked once, then left alone for a while"
    seconds.now = 201.0
    with pytest.raises(NoToken):
        await tokens.token()


@pytest.mark.parametrize("error", ["invalid_client", "server_error"])
async def test_no_token_says_why_and_not_more(
    tokens: AppTokens, authority: Authority, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    authority.error = error
    with pytest.raises(NoToken, match=error):
        await tokens.token()
    assert f"no token code={error}" in caplog.text
    assert "secret" not in caplog.text


async def test_a_token_that_was_refused_is_not_used_again(tokens: AppTokens, authority: Authority) -> None:
    assert await tokens.token() == "token-1"
    tokens.reject()
    assert await tokens.token() == "token-2"


async def test_a_slow_authority_holds_up_nobody_else(
    tokens: AppTokens, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on, post = threading.Event(), threading.Event(), authority.post

    def slow(url: str, **options: Any) -> Page:
        asked.set()
        assert go_on.wait(10)
        return post(url, **options)

    monkeypatch.setattr(authority, "post", slow)
    waiting = asyncio.create_task(tokens.token())
    assert await asyncio.to_thread(asked.wait, 10)
    assert not waiting.done(), "the loop turns while the thread waits"
    go_on.set()
    assert await waiting == "token-1"
