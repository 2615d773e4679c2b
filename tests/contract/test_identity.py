"""How the bot proves that it is the bot: a secret, a certificate or a managed identity, to Teams and to Graph."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from mailserver import certificate_pem
from standins import APP_ID, TENANT, Authority

from bot.credentials import GRAPH, AppTokens, ManagedTokens, NoToken, _straight
from bot.identity import bot_tokens, graph_tokens
from bot.settings import Settings

MAILER = "00000000-0000-4000-8000-00000000a11e"


class Host:
    """The metadata service of a virtual machine in Azure."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer: dict[str, Any] = {"access_token": "given by the host", "expires_in": "3600"}
        self.status = 200
        self.elsewhere = ""

    async def token(self, request: web.Request) -> web.Response:
        assert request.headers["Metadata"] == "true"
        self.asked.append(dict(request.query))
        if self.elsewhere:
            raise web.HTTPFound(self.elsewhere)
        return web.json_response(self.answer, status=self.status)

    async def given_away(self, request: web.Request) -> web.Response:
        return web.json_response({"access_token": "somebody else's", "expires_in": "3600"})


@pytest.fixture
async def host(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Host]:
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET"):
        monkeypatch.delenv(name, raising=False)
    host, app = Host(), web.Application()
    app.router.add_get("/metadata/identity/oauth2/token", host.token)
    app.router.add_get("/elsewhere", host.given_away)
    server = TestServer(app)
    await server.start_server()
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", str(server.make_url("")))
    yield host
    await server.close()


def of(**given: Any) -> Settings:
    return Settings(app_id=APP_ID, app_tenant_id=TENANT, **given)


async def test_a_managed_identity_speaks_for_the_bot(host: Host) -> None:
    tokens = bot_tokens(of(app_type="UserAssignedMSI"))
    assert set(await asyncio.gather(*[tokens.token() for _ in range(20)])) == {"given by the host"}
    [asked] = host.asked
    assert asked["client_id"] == APP_ID
    assert asked["resource"] == "https://api.botframework.com"


async def test_a_managed_identity_speaks_to_graph_too(host: Host) -> None:
    assert await graph_tokens(of(app_type="UserAssignedMSI")).token() == "given by the host"
    assert host.asked[0]["resource"] == "https://graph.microsoft.com"


async def test_a_managed_identity_whose_token_was_refused_gets_another(host: Host) -> None:
    tokens = bot_tokens(of(app_type="UserAssignedMSI"))
    await tokens.token()
    tokens.reject()
    host.answer = {**host.answer, "access_token": "another"}
    assert await tokens.token() == "another"


@pytest.mark.parametrize(
    ("status", "answer", "code"),
    [
        (400, {"error": "invalid_request", "error_description": "Identity not found: secret-id"}, "invalid_request"),
        (500, {}, "None"),
        (200, {"access_token": "x"}, "None"),
    ],
)
async def test_a_host_that_gives_no_token_says_why_and_not_more(
    host: Host, status: int, answer: dict[str, Any], code: str, caplog: pytest.LogCaptureFixture
) -> None:
    host.status, host.answer = status, answer
    with pytest.raises(NoToken, match=code):
        await bot_tokens(of(app_type="UserAssignedMSI")).token()
    assert "secret-id" not in caplog.text


async def test_a_token_is_not_looked_for_where_a_redirect_leads(host: Host) -> None:
    """Nor by the session with which a secret or a certificate is shown."""
    host.elsewhere = "/elsewhere"
    with pytest.raises(NoToken):
        await bot_tokens(of(app_type="UserAssignedMSI")).token()
    at = os.environ["AZURE_POD_IDENTITY_AUTHORITY_HOST"].rstrip("/") + "/metadata/identity/oauth2/token"
    for through_proxy in (True, False):
        session = _straight(through_proxy=through_proxy)
        told = await asyncio.to_thread(session.get, at, headers={"Metadata": "true"})
        assert (told.status_code, told.history) == (302, [])


async def test_without_its_host_a_managed_identity_is_nobody(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1")
    with pytest.raises(NoToken, match="ConnectionError"):
        await bot_tokens(of(app_type="UserAssignedMSI")).token()


def speaking_to(authority: Authority, tokens: AppTokens) -> AppTokens:
    tokens._options["http_client"] = authority
    return tokens


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    (file := tmp_path / "bot.pem").write_bytes(b"".join(certificate_pem()))
    return file


async def test_a_certificate_speaks_for_the_bot_and_is_never_sent(certificate: Path) -> None:
    authority = Authority()
    assert await speaking_to(authority, bot_tokens(of(app_certificate=certificate))).token() == "token-1"
    assert "client_secret" not in authority.posted
    public = certificate_pem()[1]
    said = jwt.decode(authority.posted["client_assertion"], options={"verify_signature": False})
    assert said["iss"] == said["sub"] == APP_ID
    assert jwt.get_unverified_header(authority.posted["client_assertion"])["alg"] in ("RS256", "PS256")
    assert public.decode() not in str(authority.posted)
    assert "PRIVATE" not in str(authority.posted)


async def test_graph_is_asked_as_the_bot_unless_it_has_an_application_of_its_own(certificate: Path) -> None:
    authority = Authority()
    await speaking_to(authority, graph_tokens(of(app_certificate=certificate))).token()
    assert (authority.posted["client_id"], "client_assertion" in authority.posted) == (APP_ID, True)
    assert GRAPH in str(authority.posted["scope"])
    await speaking_to(authority, graph_tokens(of(app_password="a", graph_app_id=MAILER, graph_secret="b"))).token()
    assert (authority.posted["client_id"], authority.posted["client_secret"]) == (MAILER, "b")
    host_and_own = of(app_type="UserAssignedMSI", graph_app_id=MAILER, graph_certificate=certificate)
    assert not isinstance(graph_tokens(host_and_own), ManagedTokens)


async def test_a_secret_goes_to_the_tenant_that_the_bot_is_registered_in() -> None:
    authority = Authority()
    tokens = speaking_to(authority, bot_tokens(of(app_password="a secret")))
    await tokens.token()
    assert authority.posted["client_secret"] == "a secret"
    assert tokens._authority.endswith(TENANT)
    assert bot_tokens(of(app_type="MultiTenant", app_password="a"))._authority.endswith("botframework.com")
