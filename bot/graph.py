"""Microsoft Graph, for one mailbox: each call, what can go wrong with it, and how long to be quiet when told to."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from time import monotonic
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.answered import error_code, object_in, seconds_of, text_in
from bot.connector import NotSent, Rejected, Throttled, Uncertain
from bot.credentials import NoToken, Tokens

GRAPH = "https://graph.microsoft.com/v1.0"
TIMEOUT = ClientTimeout(total=120, sock_connect=10)
AT_ONCE = 3
"""Outlook allows four for an application and mailbox."""
TRIES = 4
LONGEST_WAIT_SECONDS = 30.0
"""Whoever must wait longer comes again later."""


class NoTokenNow(Throttled):
    """Nothing was asked of Graph. MSAL remembers a refusal for a while, so asking again at once is pointless."""


class Missing(Rejected):
    """There is no such message or event."""


class AlreadyThere(Rejected):
    """An event with this `transactionId` exists; its id, where Graph says it."""

    def __init__(self, code: str, id: str) -> None:
        super().__init__(code)
        self.id = id


class Graph:
    """One for the process and mailbox, so that all calls together keep quiet when Graph asks for it."""

    def __init__(
        self,
        session: ClientSession,
        tokens: Tokens,
        mailbox: str,
        url: str = GRAPH,
        monotonic: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session, self._tokens, self._of = session, tokens, f"{url}/users/{quote(mailbox)}"
        self._monotonic, self._sleep = monotonic, sleep
        self._quiet_until = 0.0
        self._room = asyncio.Semaphore(AT_ONCE)

    async def call(
        self,
        method: str,
        path: str,
        sent: Mapping[str, Any] | None = None,
        *,
        repeatable: bool,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """`repeatable` says whether doing it twice is doing it once. Raises `NotSent` in its kinds."""
        body = b"" if sent is None else orjson.dumps(sent)
        told = {"Content-Type": "application/json", **(headers or {})}
        return await self._tried(lambda: self._authorised(method, f"{self._of}/{path}", body, told, repeatable))

    async def upload(self, url: str, piece: bytes, begin: int, total: int) -> None:
        """One piece of a file. The address is a pass in itself: it is in no log, and our token never goes with it."""
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes {begin}-{begin + len(piece) - 1}/{total}",
        }
        await self._tried(lambda: self._asked("PUT", url, piece, headers, repeatable=True))

    async def _tried(self, ask: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        """What Graph certainly did not do is asked for again, when it says, or a little later each time."""
        async with self._room:
            for attempt in range(1, TRIES + 1):
                await self._quiet()
                try:
                    return await ask()
                except Throttled as busy:
                    if busy.after:
                        self._quiet_until = max(self._quiet_until, self._monotonic() + busy.after)
                    if attempt == TRIES or isinstance(busy, NoTokenNow):
                        raise
                    if not busy.after:
                        await self._sleep(2.0**attempt)
        raise AssertionError("The last attempt returns or raises.")

    async def _quiet(self) -> None:
        """Wait as long as Graph asked for, or do not ask at all."""
        if (seconds := self._quiet_until - self._monotonic()) > LONGEST_WAIT_SECONDS:
            raise Throttled("graph_quiet", seconds)
        if seconds > 0:
            await self._sleep(seconds)

    async def _authorised(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str], repeatable: bool
    ) -> dict[str, Any]:
        try:
            token = await self._tokens.token()
        except NoToken as error:
            raise NoTokenNow(f"graph_no_token {error}") from None
        return await self._asked(
            method, url, body, {**headers, "Authorization": f"Bearer {token}"}, repeatable=repeatable
        )

    async def _asked(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str], *, repeatable: bool
    ) -> dict[str, Any]:
        stream = BytesIO(body) if body else None  # Large bytes at once would hold up the loop.
        try:
            async with self._session.request(
                method, url, data=stream, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                return await self._read(response, repeatable)
        except ClientConnectorError:
            raise Throttled("graph_no_connection") from None  # It never arrived.
        except (ClientError, TimeoutError) as error:
            raise _unanswered(repeatable, f"graph {type(error).__name__}") from None

    async def _read(self, response: ClientResponse, repeatable: bool) -> dict[str, Any]:
        said = await object_in(response)
        if response.status < 300:
            return {"request-id": response.headers.get("request-id", ""), **said}
        raise self._failure(response.status, said, seconds_of(response.headers.get("Retry-After")), repeatable)

    def _failure(self, status: int, said: dict[str, Any], after: float | None, repeatable: bool) -> NotSent:
        code = f"graph {status} {error_code(said)}".strip()
        if status == 401:
            self._tokens.reject()
            return Throttled(code)
        if status == 429:
            return Throttled(code, after)
        if status >= 500 or status == 408:
            # Even a 503 may come from something that stands before the mailbox and gave up waiting for it.
            return Throttled(code, after) if repeatable else Uncertain(code)
        if code.endswith("ErrorDuplicateTransactionId"):
            return AlreadyThere(code, text_in(said["error"], "@event.existingEventId"))
        return Missing(code) if status == 404 else Rejected(code)


def _unanswered(repeatable: bool, code: str) -> NotSent:
    return Throttled(code) if repeatable else Uncertain(code)
