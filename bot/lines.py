"""The connections that the bot makes by itself: to hosts that we name, and to hosts that somebody in Teams names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from bot.resolving import PublicOnly

MOST_CONNECTIONS = 32


@dataclass(frozen=True)
class Lines:
    """Neither keeps cookies: what one host leaves must not be carried back to it with the next person's file."""

    named: ClientSession
    """To Teams, Graph, the key list and the monitor."""
    wary: ClientSession
    """To where files are. No such host may lead into our own network."""


@asynccontextmanager
async def opened_lines(*, demo: bool) -> AsyncIterator[Lines]:
    """In a demonstration everything is on this machine, files too."""
    public = None if demo else PublicOnly()
    async with (
        ClientSession(connector=TCPConnector(limit=MOST_CONNECTIONS), cookie_jar=DummyCookieJar()) as named,
        ClientSession(
            connector=TCPConnector(limit=MOST_CONNECTIONS, resolver=public), cookie_jar=DummyCookieJar()
        ) as wary,
    ):
        yield Lines(named, wary)
