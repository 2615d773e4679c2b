"""Where a request ends, by two ways of saying it that disagree; and the headers of every answer (V4.2.1, V13.4.6)."""

import asyncio
import json
from typing import Any

import pytest
from conftest import Running
from standins import activity

HEAD = "POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
SECOND = "POST /api/messages HTTP/1.1\r\nHost: bot\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

AMBIGUOUS = {
    "two lengths that differ": "Content-Length: {n}\r\nContent-Length: 3\r\n",
    "two lengths that are the same": "Content-Length: {n}\r\nContent-Length: {n}\r\n",
    "two lengths in one": "Content-Length: {n}, {n}\r\n",
    "a length and chunks": "Content-Length: {n}\r\nTransfer-Encoding: chunked\r\n",
    "chunks and a length": "Transfer-Encoding: chunked\r\nContent-Length: {n}\r\n",
    "chunks, and then something else": "Transfer-Encoding: chunked, identity\r\n",
    "a length with a sign": "Content-Length: +{n}\r\n",
    "a length in another base": "Content-Length: 0x{n}\r\n",
    "a length below nothing": "Content-Length: -1\r\n",
    "a space before the colon": "Content-Length : {n}\r\n",
}


async def told(bot: Running, request: bytes) -> list[str]:
    """The status of everything that is answered until the line is closed."""
    at = bot.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(at[0], int(at[1]))
    writer.write(request)
    await writer.drain()
    async with asyncio.timeout(30):  # Whoever waits for more of it has not seen that it is over.
        answers = await reader.read()
    writer.close()
    return [line.split()[1] for line in answers.decode("latin-1").split("\r\n") if line.startswith("HTTP/1.")]


def _attempt(bot: Running, how: str) -> bytes:
    body = json.dumps(activity(bot.teams, text="help"))
    head = f"{HEAD}Authorization: Bearer {bot.teams.token()}\r\n{how.format(n=len(body))}\r\n"
    return f"{head}{body}{SECOND}".encode()


@pytest.mark.parametrize("what", AMBIGUOUS)
async def test_a_request_whose_end_is_in_doubt_is_refused_and_nothing_after_it_is_read(bot: Running, what: str) -> None:
    assert await told(bot, _attempt(bot, AMBIGUOUS[what])) == ["400"]
    assert bot.dialogs.turns == []


async def test_a_request_with_one_length_is_read_to_its_end_and_so_is_the_next(bot: Running) -> None:
    assert await told(bot, _attempt(bot, "Content-Length: {n}\r\n")) == ["200", "401"]
    assert len(bot.dialogs.turns) == 1


async def test_trace_shows_nobody_what_they_sent(bot: Running) -> None:
    async with bot.session.request("TRACE", f"{bot.url}/api/messages", headers={"X-Mine": "canary"}) as response:
        assert response.status == 405
        assert "canary" not in await response.text() + str(response.headers)


async def test_no_answer_says_what_serves_it_or_may_be_kept(bot: Running) -> None:
    asked: dict[int, tuple[str, str, dict[str, Any]]] = {
        200: ("GET", "/healthz", {}),
        401: ("POST", "/api/messages", {"json": {}}),
        404: ("GET", "/.git/config", {}),
        405: ("GET", "/api/messages", {}),
    }
    for status, (method, path, options) in asked.items():
        async with bot.session.request(method, bot.url + path, **options) as response:
            assert response.status == status
            assert "Server" not in response.headers
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Cache-Control"] == "no-store"
    press = await bot.post(activity(bot.teams, text="help"))
    assert (press.status, press.headers.get("Server"), press.headers["Cache-Control"]) == (200, None, "no-store")
