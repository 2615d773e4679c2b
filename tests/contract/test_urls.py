"""Addresses that come from outside: where the bot would have to be mad to go, not one request is made (T13)."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from conftest import Running
from sqlalchemy import update
from standins import BEN, activity, teams_on_loopback

from bot.file_checks import Refused
from bot.file_transfer import NotBrought, Transfer, on_microsofts_hosts
from bot.front_door import trusted_origins
from bot.resolving import PublicOnly, is_public
from rapid_review.documents import NotTaken
from storage.tables import conversation

HOSTILE = [
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://017700000001/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://169.254.169.254/metadata/identity/oauth2/token",
    "https://metadata.google.internal/",
    "https://localhost/",
    "https://localhost.localdomain/",
    "http://fellshire.sharepoint.com/",
    "ftp://fellshire.sharepoint.com/",
    "file:///etc/passwd",
    "gopher://fellshire.sharepoint.com/",
    "javascript://fellshire.sharepoint.com/%0aalert(1)",
    "//fellshire.sharepoint.com/",
    "fellshire.sharepoint.com",
    "https://user@fellshire.sharepoint.com/",
    "https://fellshire.sharepoint.com@evil.example/",
    "https://evil.example/fellshire.sharepoint.com",
    "https://evil.example#fellshire.sharepoint.com",
    "https://evil.example?fellshire.sharepoint.com",
    "https://evil.example\\.sharepoint.com/",
    "https://evil.example\\@fellshire.sharepoint.com/",
    "https://evil.example%2f.sharepoint.com/",
    "https://evil.example%23.sharepoint.com/",
    "https://evil.example%00.sharepoint.com/",
    "https://evil.example\0.sharepoint.com/",
    "https://evil.example /.sharepoint.com/",
    "https://fellshire.sharepoint.com\t.evil.example/",
    "https://fellshire.sharepoint.com\r\nHost: evil.example/",
    "https://fellshire.sharepoint.com/\r\nX-Evil: 1",
    "https://evil.example\u3002sharepoint.com/",
    "https://evil\uff0eexample\uff0fsharepoint.com/",
    "https://xn--sharepoint-.com/",
    "https://sharepoint.com.evil.example/",
    "https://evilsharepoint.com/",
    "https://sharepoint.co/",
    "https://.sharepoint.com/",
    "https://fellshire..sharepoint.com/",
    "https://fellshire.sharepoint.com:8443/",
    "https://fellshire.sharepoint.com:22/",
    "https://fellshire.sharepoint.com:0/",
    "https://fellshire.sharepoint.com:port/",
    "https://[::1",
    "https://",
    "https:///x",
    "",
    "\0",
    "x" * 100_000,
]


class Never(TCPConnector):
    """A network that nobody may use."""

    async def connect(self, *args: object, **options: object) -> object:  # type: ignore[override]
        raise AssertionError("a request was made")


@pytest.fixture
async def transfer() -> AsyncIterator[Transfer]:
    async with ClientSession(connector=Never(), cookie_jar=DummyCookieJar()) as session:
        yield Transfer(session)


@pytest.mark.parametrize("url", HOSTILE, ids=lambda url: ascii(url[:60]))
async def test_nothing_is_fetched_from_or_brought_to_a_hostile_address(transfer: Transfer, url: str) -> None:
    with pytest.raises(Refused) as refused:
        await transfer.fetch(url)
    assert refused.value.why is NotTaken.STRANGE_HOST
    with pytest.raises(NotBrought, match="strange_host"):
        await transfer.bring(url, b"a document")


async def test_nothing_is_sent_to_a_hostile_service_url(bot: Running) -> None:
    """Even if the Bot Connector itself had put it in the token."""
    trusted = trusted_origins(frozenset({"https://smba.trafficmanager.net"}))
    for url in HOSTILE:
        token = bot.teams.token(serviceurl=url[:2_000])
        response = await bot.post(activity(bot.teams, text="help", serviceUrl=url), token=token)
        assert response.status in (400, 401, 403), url[:60]
        assert not trusted(url.replace("fellshire.sharepoint.com", "smba.trafficmanager.net:9")), url[:60]
    await bot.settle()
    assert bot.teams.calls == []
    assert bot.dialogs.turns == []


async def _kept(bot: Running, key: str, **changed: str) -> None:
    """Somebody's row of the database, as whoever can write there would have it."""
    with bot.parts.store._engine.begin() as connection:
        connection.execute(update(conversation).where(conversation.c.key == key).values(**changed))


async def test_nothing_is_sent_to_an_address_that_was_changed_in_the_database(
    bot: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No token and no card goes there; the chat is begun anew at Teams, and that is kept."""
    monkeypatch.setattr("bot.reaching.TEAMS_SERVICE_URL", bot.teams.service_url)
    bot.dialogs.answer = lambda turn, desk: None
    assert await bot.says("help") == 200
    ben = BEN["aadObjectId"]
    async with teams_on_loopback() as theirs:
        await _kept(bot, ben, service_url=theirs.service_url)
        for key in ("1", "2"):
            await bot.owes(key=key, to=ben)
            await bot.settle()
        assert theirs.calls == []
    chat = f"/emea/v3/conversations/chat-with-{ben}/activities"
    assert [call.path for call in bot.teams.sent()] == ["/emea/v3/conversations", chat, chat]
    assert [record.message for record in caplog.records if "not safe" in record.message] == [
        "connection not safe code=strange_host"
    ]


async def test_a_card_at_a_strange_address_is_edited_where_it_is(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not taken for gone, as if it had been emptied."""
    monkeypatch.setattr("bot.reaching.TEAMS_SERVICE_URL", bot.teams.service_url)
    bot.dialogs.answer = lambda turn, desk: None
    assert await bot.says("help") == 200
    ben = BEN["aadObjectId"]
    await bot.owes(key="1", to=ben, slot="RR-2026-001:status")
    await bot.settle()
    await _kept(bot, ben, service_url="https://mallory.example/")
    await bot.owes(key="2", to=ben, slot="RR-2026-001:status", mode="edit")
    await bot.settle()
    posted, edited = bot.teams.calls
    assert (edited.method, edited.path) == ("PUT", f"{posted.path}/message-1")


# -- Names that lead inside ------------------------------------------------------------------------------------------


class Names(AbstractResolver):
    """A name server that says what the test wants."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)
            for one in self.addresses
        ]

    async def close(self) -> None:
        """There is nothing to close."""


PRIVATE = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["13.107.136.10", "2620:1ec:8f8::10", "::ffff:13.107.136.10"])
def test_an_address_outside_is_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("13.107.136.10", "127.0.0.1")])
async def test_a_good_name_that_leads_inside_is_not_followed(addresses: tuple[str, ...]) -> None:
    connections = 0

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        writer.close()

    inside = await asyncio.start_server(count, "127.0.0.1", 0)
    url = f"http://fellshire.sharepoint.com:{inside.sockets[0].getsockname()[1]}/a.pdf"
    connector = TCPConnector(resolver=PublicOnly(Names(*addresses)))
    async with inside, ClientSession(connector=connector, cookie_jar=DummyCookieJar()) as session:
        transfer = Transfer(session, trusted=lambda url: True)
        with pytest.raises(Refused) as refused:
            await transfer.fetch(url)
        with pytest.raises(NotBrought):
            await transfer.bring(url, b"a document")
    assert refused.value.why is NotTaken.NOT_FETCHED
    assert connections == 0


async def test_in_production_files_are_carried_by_the_wary_one(bot: Running) -> None:
    connector = bot.parts.files.transfer._session.connector
    assert isinstance(connector, TCPConnector)
    assert isinstance(connector._resolver, PublicOnly)
    assert on_microsofts_hosts("https://fellshire-my.sharepoint.com/personal/a%20b/download.aspx?tempauth=1")
