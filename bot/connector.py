"""The Bot Connector's REST interface: the five calls the bot makes, and what can go wrong with them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientSSLError, ClientTimeout

from bot.answered import error_code, object_in, seconds_of, text_in
from bot.credentials import NoToken, Tokens

log = logging.getLogger(__name__)

TIMEOUT = ClientTimeout(total=10)
"""Well below half of the lease on a message, so that nobody else takes it up meanwhile."""
STRANGE_HOST = "strange_host"
PAGE, MOST_PAGES = 500, 20
"""Members of a channel are listed 500 at a time, which is as many as Teams gives."""


class NotSent(Exception):
    """A call that did not succeed; the message is a code for the log and the outbox."""


class Gone(NotSent):
    """403 or 404: this conversation, or the message in it, cannot be written to."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}".strip())
        self.missing = status == 404
        self.wrong_host = code == "InvalidBotApiHost"
        self.closed = not self.wrong_host and code != "NotEnoughPermissions"
        """Whether the conversation itself is at an end, rather than our set-up wrong."""
        self.begun_anew = self.missing
        """Whether it may be there still, if it is begun once more."""


class StrangeHost(Gone):
    """The address that was kept is none that we send to: nothing was sent, and our token went nowhere (T13)."""

    def __init__(self) -> None:
        NotSent.__init__(self, STRANGE_HOST)
        # Of the card there nothing is known: whoever wants it emptied must not be told that it is gone.
        self.missing, self.wrong_host, self.closed, self.begun_anew = False, False, True, True


class Rejected(NotSent):
    """The call itself is wrong; it would be wrong again."""


class Throttled(NotSent):
    """It was not taken in now; it will be later. `after` is in seconds, if the Connector said."""

    def __init__(self, code: str, after: float | None = None) -> None:
        super().__init__(code)
        self.after = after


class Uncertain(NotSent):
    """No answer: it may have arrived or not."""


@dataclass(frozen=True)
class Posted:
    """Where a message went. The id is empty when the Connector did not say."""

    conversation: str
    id: str


class Connector:
    """One session for the whole process. `trusted` says whether our token may go to an address."""

    def __init__(self, session: ClientSession, tokens: Tokens, bot_id: str, trusted: Callable[[str], bool]) -> None:
        self._session, self._tokens, self._trusted = session, tokens, trusted
        self._bot = {"id": bot_id}

    async def post(self, service_url: str, conversation: str, activity: dict[str, Any]) -> Posted:
        """Send to a conversation."""
        url = _url(service_url, conversation, "activities")
        said = await self._call("POST", url, {**activity, "from": self._bot})
        return Posted(conversation, text_in(said, "id"))

    async def update(self, service_url: str, posted: Posted, activity: dict[str, Any]) -> None:
        """Put another card in the place of one sent before. Doing it twice is doing it once."""
        url = _url(service_url, posted.conversation, "activities", posted.id)
        await self._call("PUT", url, {**activity, "from": self._bot, "id": posted.id})

    async def open_chat(self, service_url: str, tenant: str, person: str) -> str:
        """The conversation with one person, by their directory id. The same person has always the same."""
        said = await self._call(
            "POST",
            _url(service_url),
            {
                "bot": self._bot,
                "members": [{"id": person}],
                "isGroup": False,
                "tenantId": tenant,
                "channelData": {"tenant": {"id": tenant}},
            },
            repeatable=True,  # It gives the chat there is; nothing is written in it.
        )
        if not (conversation := text_in(said, "id")):
            raise Rejected("no_conversation_id")
        return conversation

    async def post_in_channel(self, service_url: str, tenant: str, channel: str, activity: dict[str, Any]) -> Posted:
        """Begin a thread in a channel. What is said later in the thread goes to the conversation this names."""
        said = await self._call(
            "POST",
            _url(service_url),
            {
                "bot": self._bot,
                "isGroup": True,
                "tenantId": tenant,
                "channelData": {"channel": {"id": channel}, "tenant": {"id": tenant}},
                "activity": {**activity, "from": self._bot},
            },
        )
        return Posted(text_in(said, "id") or channel, text_in(said, "activityId"))

    async def members(self, service_url: str, conversation: str) -> list[dict[str, Any]]:
        """Everybody who reads along in a conversation. Raises `NotSent` if the list cannot be had to its end."""
        found: list[dict[str, Any]] = []
        after = ""
        for _ in range(MOST_PAGES):
            url = f"{_url(service_url, conversation, 'pagedmembers')}?pageSize={PAGE}"
            said = await self._call("GET", f"{url}&continuationToken={quote(after, safe='')}" if after else url, None)
            page = said.get("members")
            if not isinstance(page, list) or not all(isinstance(member, dict) for member in page):
                raise Rejected("no_members")
            found += page
            if not (after := text_in(said, "continuationToken")):
                return found
        raise Rejected("too_many_members")

    async def _call(
        self, method: str, url: str, sent: dict[str, Any] | None, *, repeatable: bool | None = None
    ) -> dict[str, Any]:
        """`repeatable` says whether doing it twice is doing it once; unless said, a POST is not."""
        again = method != "POST" if repeatable is None else repeatable
        if not self._trusted(url):  # It was when the address was kept; since then it lay in the database.
            log.error("connection not safe code=%s", STRANGE_HOST)
            raise StrangeHost
        try:
            headers = {"Content-Type": "application/json"}
            if token := await self._tokens.token():
                headers["Authorization"] = f"Bearer {token}"
        except NoToken as error:
            raise Throttled(f"no_token {error}") from None
        try:
            body = None if sent is None else orjson.dumps(sent)
            # A redirect would carry our token to a host that is on no list.
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                return await self._read(again, response)
        except ClientSSLError as error:
            # Nothing was sent, and it may be a proxy that reads along, or a machine whose authorities are too old.
            log.error("connection not safe code=%s", type(error))
            raise Throttled("not_safe") from None
        except ClientConnectorError:
            raise Throttled("no_connection") from None
        except (ClientError, TimeoutError) as error:
            raise _unanswered(again, type(error).__name__) from None

    async def _read(self, again: bool, response: ClientResponse) -> dict[str, Any]:
        said, status = await object_in(response), response.status
        if status < 300:
            return said
        code = f"{status} {error_code(said)}".strip()
        if status in (403, 404):
            raise Gone(status, error_code(said))
        if status == 401:
            self._tokens.reject()
            raise Throttled(code)
        if status in (412, 429, 503):
            raise Throttled(code, seconds_of(response.headers.get("Retry-After")))
        if status >= 500:
            raise _unanswered(again, code)
        raise Rejected(code)


def _unanswered(again: bool, code: str) -> NotSent:
    """A message has no key by which the Connector could know it again; an edit may be repeated freely."""
    return Throttled(code) if again else Uncertain(code)


def _url(service_url: str, *parts: str) -> str:
    return "/".join([service_url.rstrip("/"), "v3/conversations", *(quote(part, safe="") for part in parts)])
