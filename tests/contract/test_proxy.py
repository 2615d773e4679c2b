"""deploy/Caddyfile in a real Caddy before the bot: what Teams sends gets through, by today’s TLS, and nothing else."""

import asyncio
import contextlib
import io
import json
import os
import shutil
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from conftest import Running
from forging import PACKED
from served import free_port
from standins import activity

CADDYFILE = Path(__file__).parents[2] / "deploy" / "Caddyfile"
OWN_CERTIFICATES = "{\n\tlocal_certs\n\tskip_install_trust"
"""Caddy's own authority in place of a public one, which would ask the network."""

pytestmark = pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")


@dataclass
class Proxy:
    port: int
    bot: Running

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    async def status(self, method: str, path: str, *, true: bool = False, body: bytes = b"{}", **more: str) -> int:
        token = {"Authorization": f"Bearer {self.bot.teams.token()}"} if true else {}
        head = {"Content-Type": "application/json", **token, **more}
        ask = {"data": io.BytesIO(body), "headers": head, "ssl": trusting()}
        async with self.bot.session.request(method, self.url + path, **ask) as answer:  # type: ignore[arg-type]
            return answer.status


def trusting(highest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
    """Whose certificate it is, is not the question here; which versions are spoken is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, highest
    return context


@pytest.fixture
async def proxy(bot: Running, tmp_path: Path) -> AsyncIterator[Proxy]:
    port, ours = free_port(), tmp_path / "Caddyfile"
    ours.write_text(CADDYFILE.read_text("utf-8").replace("{\n", f"{OWN_CERTIFICATES}\n", 1), "utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "RR_HOST": f"localhost:{port}",
        "RR_UPSTREAM": bot.url.removeprefix("http://"),
    }
    caddy = await asyncio.create_subprocess_exec(
        *("caddy", "run", "--adapter", "caddyfile", "--config", str(ours)),
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    assert caddy.stderr
    async for line in caddy.stderr:
        if b"certificate obtained" in line:
            break
    draining = asyncio.create_task(caddy.stderr.read())
    await shaken_hands(bot, port)
    yield Proxy(port, bot)
    caddy.terminate()
    await caddy.wait()
    await draining


async def shaken_hands(bot: Running, port: int) -> None:
    """It says that it has its certificate a little before it uses it."""
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(aiohttp.ClientConnectorError):
                async with bot.session.get(f"https://localhost:{port}", ssl=trusting()):
                    return


async def test_what_teams_sends_reaches_the_bot_once_and_nothing_else_does(proxy: Proxy) -> None:
    hello = json.dumps(activity(proxy.bot.teams, text="help")).encode()
    assert await proxy.status("POST", "/api/messages", true=True, body=hello) == 200
    assert len(proxy.bot.dialogs.turns) == 1
    assert await proxy.status("POST", "/api/messages") == 401, "the bot itself asks for the token"
    for method, path in (
        ("GET", "/api/messages"),
        ("POST", "/api/messages/"),
        ("POST", "/"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/metrics"),
        ("POST", "/api/messages/%2e%2e/%2e%2e/healthz"),
    ):
        assert await proxy.status(method, path, true=True) == 404, (method, path)
    assert len(proxy.bot.dialogs.turns) == 1


async def test_a_body_above_a_megabyte_does_not_get_through(proxy: Proxy) -> None:
    assert await proxy.status("POST", "/api/messages", true=True, body=b" " * 1_200_000) >= 400
    assert proxy.bot.dialogs.turns == []


async def test_a_packed_body_gets_through_and_is_refused_as_it_is(proxy: Proxy) -> None:
    """The proxy counts its bytes as they are sent; the bot unpacks none of them."""
    packed = PACKED["br"](bytes(20_000_000))
    for true, status in ((False, 401), (True, 415)):
        how = {"Content-Encoding": "br"}
        assert await proxy.status("POST", "/api/messages", true=true, body=packed, **how) == status


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_it_speaks_tls_as_it_is_today(proxy: Proxy, version: ssl.TLSVersion) -> None:
    async with proxy.bot.session.get(proxy.url, ssl=trusting(version)) as answer:
        assert answer.status == 404


@pytest.mark.filterwarnings("ignore:.*TLSv1_1 is deprecated:DeprecationWarning")
async def test_it_speaks_no_older_tls_and_sends_nobody_on_from_http(proxy: Proxy) -> None:
    with pytest.raises(aiohttp.ClientConnectorError):
        await proxy.bot.session.get(proxy.url, ssl=trusting(ssl.TLSVersion.TLSv1_1))
    plain = f"http://localhost:{proxy.port}/api/messages"
    async with proxy.bot.session.post(plain, data=b"{}", allow_redirects=False) as answer:
        assert answer.status == 400
