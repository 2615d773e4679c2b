"""Fetching a file from where Teams says it is, and bringing one to where Teams says there is room.

Both addresses come through the client, so they are held to Microsoft's own hosts. They are passes in themselves: they
are in no log, and our token never goes with them.
"""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urljoin, urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.file_checks import Refused
from rapid_review.documents import LARGEST_BYTES, NotTaken

FILE_HOSTS = ("sharepoint.com", "svc.ms", "sharepoint.us", "sharepoint-mil.us", "svc.us")
TIMEOUT = ClientTimeout(total=90, sock_connect=10, sock_read=20)
PIECE = 64 * 1024
MOST_REDIRECTS = 3
_PLAIN_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
REDIRECTS = (301, 302, 303, 307, 308)

Trusted = Callable[[str], bool]


class NotBrought(Exception):
    """The file did not arrive; the message is a code for the log."""


def on_microsofts_hosts(url: str) -> bool:
    """Whether this is an address of SharePoint or OneDrive."""
    return is_on(url, FILE_HOSTS)


def is_on(url: str, hosts: Sequence[str]) -> bool:
    """Whether this is an https address on one of these hosts, or below one, and nothing cleverer."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or "@" in parts.netloc or "\\" in url or port not in (None, 443):
        return False
    if not _PLAIN_HOST.fullmatch(host) or not url.isprintable() or " " in url:
        return False
    return any(host == known or host.endswith(f".{known}") for known in hosts)


class Transfer:
    """Carries bytes, and nothing that would say who we are."""

    def __init__(self, session: ClientSession, trusted: Trusted = on_microsofts_hosts) -> None:
        """The session must be one without cookies."""
        self._session, self._trusted = session, trusted

    async def fetch(self, url: str) -> bytes:
        """The file's bytes, never more than is taken. Raises `Refused`."""
        if not self._trusted(url):
            raise Refused(NotTaken.STRANGE_HOST)
        try:
            return await self._fetch(url, MOST_REDIRECTS)
        except (ClientError, TimeoutError, OSError, ValueError):
            raise Refused(NotTaken.NOT_FETCHED) from None  # The cause would repeat the address.

    async def _fetch(self, url: str, redirects: int) -> bytes:
        headers = {"Accept-Encoding": "identity"}
        async with self._session.get(url, headers=headers, timeout=TIMEOUT, allow_redirects=False) as response:
            if response.status == 200:
                return await _whole(response)
            if response.status not in REDIRECTS or not redirects:
                raise Refused(NotTaken.NOT_FETCHED)
            onward = urljoin(url, response.headers.get("Location", ""))
        if urlsplit(onward).netloc != urlsplit(url).netloc or not self._trusted(onward):
            raise Refused(NotTaken.STRANGE_HOST)
        return await self._fetch(onward, redirects - 1)

    async def bring(self, url: str, content: bytes) -> None:
        """Put the whole file where there is room for it. Raises `NotBrought`."""
        if not self._trusted(url):
            raise NotBrought("strange_host")
        span = f"bytes 0-{len(content) - 1}/{len(content)}"
        headers = {"Content-Range": span, "Content-Type": "application/octet-stream"}
        try:
            async with self._session.put(
                url, data=content, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                status = response.status
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise NotBrought(type(error).__name__) from None
        if status not in (200, 201):
            raise NotBrought(f"status_{status}")


async def _whole(response: ClientResponse) -> bytes:
    """Counted while it comes: what a header promises is only a promise."""
    if (response.content_length or 0) > LARGEST_BYTES:
        raise Refused(NotTaken.TOO_LARGE)
    content = bytearray()
    async for piece in response.content.iter_chunked(PIECE):
        content += piece
        if len(content) > LARGEST_BYTES:
            raise Refused(NotTaken.TOO_LARGE)
    return bytes(content)
