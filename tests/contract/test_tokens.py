"""Every forged, expired, foreign and malformed token and activity: its right status, no word of why, nothing done."""

import json
import time
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import forging
import pytest
import pytest_asyncio
from conftest import PARTNERSHIP, Running, running
from forging import JSON, OTHER, OURS, Row, body, claims, elsewhere, head, header, raw_claims, said, tenant, token
from standins import APP_ID, BEN, ISSUER, TENANT, activity, teams_on_loopback

from bot.front_door import trusted_origins
from bot.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOW = int(time.time())
EMULATOR = "d6d49420-f39b-4df7-a1dc-d59a935871db"

TABLE: dict[str, Row] = {
    # The header.
    "no header": header(lambda teams: ()),
    "an empty header": header(lambda teams: ("",)),
    "the scheme alone": header(lambda teams: ("Bearer",)),
    "the scheme and a space": header(lambda teams: ("Bearer ",)),
    "another scheme": header(lambda teams: (f"Basic {teams.token()}",)),
    "the scheme in small letters": header(lambda teams: (f"bearer {teams.token()}",)),
    "no scheme": header(lambda teams: (teams.token(),)),
    "two spaces": header(lambda teams: (f"Bearer  {teams.token()}",)),
    "two tokens in a header": header(lambda teams: (f"Bearer {teams.token()} {teams.token()}",)),
    "two tokens with a comma": header(lambda teams: (f"Bearer {teams.token()},Bearer {teams.token()}",)),
    "two headers, both good": header(lambda teams: (f"Bearer {teams.token()}", f"Bearer {teams.token()}")),
    "two headers, the first good": header(lambda teams: (f"Bearer {teams.token()}", "Bearer x.y.z")),
    "two headers, the second good": header(lambda teams: ("Bearer x.y.z", f"Bearer {teams.token()}")),
    "a token that is not ASCII": token(lambda teams: "caf\u00e9.caf\u00e9.caf\u00e9"),
    "a token of 6,000 letters": token(lambda teams: "a" * 2_000 + "." + "b" * 2_000 + "." + "c" * 2_000),
    # What is no token.
    "garbage": token(lambda teams: "garbage"),
    "dots": token(lambda teams: "..."),
    "two parts": token(lambda teams: teams.token().rpartition(".")[0]),
    "five parts, as an encrypted one has": token(lambda teams: f"{teams.token()}.AAAA.AAAA"),
    "a head that is no base64": token(lambda teams: "%%%%." + teams.token().partition(".")[2]),
    "a head that is no JSON": token(lambda teams: "AAAA." + teams.token().partition(".")[2]),
    "a head that is a list": token(lambda teams: forging.signed(b"[1]", forging.written(teams))),
    "claims that are no base64": token(
        lambda teams: ".".join(["%%%%" if n == 1 else part for n, part in enumerate(teams.token().split("."))])
    ),
    "claims that are null": token(lambda teams: forging.crafted({}, b"null")),
    "claims that are a list": token(lambda teams: forging.crafted({}, b"[]")),
    "claims nested 50,000 deep": token(lambda teams: forging.crafted({}, b"[" * 1_500 + b"]" * 1_500)),
    "claims in bad UTF-8": token(lambda teams: forging.crafted({}, b'{"iss": "\xff"}')),
    "a signature that is no base64": token(lambda teams: teams.token().rpartition(".")[0] + ".%%%%"),
    "a signature cut off": token(lambda teams: teams.token().rpartition(".")[0] + "."),
    "a signature cut short": token(lambda teams: teams.token()[:-20]),
    "the signature of another token": token(forging.signature_of_another),
    "changed after signing": token(forging.changed_after_signing),
    # How it is signed.
    "not signed": token(lambda teams: teams.token(algorithm="none")),
    "not signed, and written otherwise": token(lambda teams: forging.unsigned(teams, "nOnE")),
    "said not to be signed, and signed": head(alg="none"),
    "a shared secret": token(lambda teams: teams.token(algorithm="HS256", kid="first")),
    "the public key as a secret": token(lambda teams: forging.by_public_key(teams, forging.public_pem())),
    "the public key as a secret, without its last line": token(
        lambda teams: forging.by_public_key(teams, forging.public_pem().strip())
    ),
    "RS512": head(alg="RS512"),
    "PS256": head(alg="PS256"),
    "a curve": token(forging.by_curve),
    "no algorithm": head(alg=None),
    "a list of algorithms": head(alg=["RS256"]),
    "signed by somebody else": head("forger"),
    # Which key.
    "an unknown key": head("forger", kid="forger"),
    "no key id": head(kid=None),
    "an empty key id": head(kid=""),
    "a key id that is a number": head(kid=0),
    "a key id that is a list": head(kid=["first"]),
    "a key id that is an object": head(kid={"first": 1}),
    "a key id that is a path": head("forger", kid="../../../../../../dev/null"),
    "a key id that is a query": head("forger", kid="x' UNION SELECT 'key"),
    "a key id of 5,000 letters": head("forger", kid="k" * 5_000),
    "a key endorsed for another channel": head("skype", kid="skype"),
    "a key endorsed for none": head("bare", kid="bare"),
    # What a head may not bring along.
    "a key of its own": head("forger", jwk=forging.own_jwk()),
    "a key of its own, by the name of ours": head("forger", jwk={**forging.own_jwk(), "kid": "first"}),
    "the address of its own keys": head("forger", jku="https://evil.example/keys"),
    "the address of its own certificate": head("forger", x5u="https://evil.example/cert.pem"),
    "a certificate of its own": head("forger", x5c=["AAAA"]),
    "something critical": head(crit=["exp"]),
    "something critical that nobody knows": head(crit=["evil"], evil=True),
    "claims that are not encoded": head(crit=["b64"], b64=False),
    "the algorithm twice": token(
        lambda teams: forging.signed(b'{"alg": "none", "alg": "RS256", "kid": "first"}', forging.written(teams))
    ),
    # Who made it, for whom, and when.
    "another issuer": claims(iss="https://evil.example"),
    "no issuer": claims(iss=None),
    "an issuer that is a list": token(lambda teams: forging.crafted({}, forging.written(teams, iss=[ISSUER]))),
    "an issuer that begins like ours": claims(iss=f"{ISSUER}.evil.example"),
    "an issuer with a slash": claims(iss=f"{ISSUER}/"),
    "the emulator's": claims(iss=f"https://sts.windows.net/{EMULATOR}/", ver="1.0", appid=APP_ID),
    "the emulator's of the second version": claims(
        iss=f"https://login.microsoftonline.com/{EMULATOR}/v2.0", ver="2.0", azp=APP_ID
    ),
    "the government cloud's": claims(iss="https://api.botframework.us"),
    "the government's emulator's": claims(
        iss="https://sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/", ver="1.0", appid=APP_ID
    ),
    "our own application's": claims(iss=f"https://sts.windows.net/{TENANT}/", ver="1.0", appid=APP_ID),
    "another application's of our tenant": claims(
        iss=f"https://login.microsoftonline.com/{TENANT}/v2.0", ver="2.0", azp=OTHER
    ),
    "another bot's that calls us as its skill": claims(ver="2.0", azp=OTHER),
    "for another bot": claims(aud=OTHER),
    "for nobody": claims(aud=None),
    "for the empty name": claims(aud=""),
    "for us and another": claims(aud=[APP_ID, OTHER]),
    "for whoever begins like us": claims(aud=f"{APP_ID}0"),
    "for two, one after the other": raw_claims(f'"aud": "{OTHER}"'.encode()),
    "two ends": raw_claims(b'"exp": 1'),
    "expired": claims(exp=NOW - 400),
    "not yet valid": claims(nbf=NOW + 4_000),
    "made in the future": claims(iat=NOW + 4_000),
    "without an end": claims(exp=None),
    "an end that is text": claims(exp="soon"),
    "an end that is true": claims(exp=True),
    "an end before the beginning of time": claims(exp=-1),
    "an end beyond all numbers": token(lambda teams: forging.crafted({}, forging.written(teams, exp=float("inf")))),
    "for another service URL": claims(serviceurl="https://evil.example/"),
    "for no service URL": claims(serviceurl=None),
    "for several service URLs": claims(serviceurl=["https://smba.trafficmanager.net/"]),
    # A body before a good token is not even read.
    "no header and no JSON": Row(401, lambda teams: forging.Attempt((), b"{")),
    "no header and 2 MB": Row(401, lambda teams: forging.Attempt((), b" " * 2_000_000)),
    "no header and another type": Row(401, lambda teams: forging.Attempt((), b"x", "text/html")),
    # A good token, and somebody whom we do not serve.
    "another tenant": said(403, **tenant(OTHER, OTHER)),
    "another tenant in the channel's data": said(403, **tenant(OTHER, OURS)),
    "another tenant in the conversation": said(403, **tenant(OURS, OTHER)),
    "no tenant": said(403, **tenant(None, None)),
    "empty tenants": said(403, **tenant("", "")),
    "a tenant that begins like ours": said(403, **tenant(f"{OURS}0", f"{OURS}0")),
    "a tenant that is a list": said(403, **tenant([OURS], None)),
    "a tenant in the conversation that is a list": said(400, **tenant(OURS, [OURS])),
    "no account": said(403, **{"from": {"id": BEN["id"], "name": "Ben"}}),
    "an empty account": said(403, **{"from": {**BEN, "aadObjectId": ""}}),
    "an account that is a list": said(400, **{"from": {**BEN, "aadObjectId": [BEN["aadObjectId"]]}}),
    "another channel": said(400, channelId="webchat"),
    "the emulator's channel": said(400, channelId="emulator"),
    "no channel": said(400, channelId=None),
    "a service URL that is not the token's": said(401, serviceUrl="https://smba.trafficmanager.net/teams/"),
    "no service URL": said(400, serviceUrl=None),
    "no sender": said(400, **{"from": None}),
    "no conversation": said(400, conversation=None),
    # A good token, and a body that is none.
    "an empty body": body(400, lambda teams: b""),
    "a body cut short": body(400, lambda teams: json.dumps(activity(teams)).encode()[:-1]),
    "a list": body(400, lambda teams: b"[]"),
    "null": body(400, lambda teams: b"null"),
    "bad UTF-8": body(400, lambda teams: b'{"type": "\xff"}'),
    "UTF-16": body(400, lambda teams: json.dumps(activity(teams)).encode("utf-16")),
    "100,000 deep": body(400, lambda teams: b"[" * 100_000),
    "two bodies": body(400, lambda teams: json.dumps(activity(teams)).encode() * 2),
    "a form": body(415, lambda teams: b"type=message", "application/x-www-form-urlencoded"),
    "JSON said to be text": body(415, lambda teams: json.dumps(activity(teams)).encode(), "text/plain"),
    "300 kB": body(413, lambda teams: b" " * 300 * 1024),
    **{
        f"a service URL at {url}": elsewhere(url)
        for url in (
            "https://evil.example/",
            "https://smba.trafficmanager.net.evil.example/",
            "https://evil.example/smba.trafficmanager.net",
            "https://smba.trafficmanager.net@evil.example/",
            "https://evil.example\\@smba.trafficmanager.net/",
            "https://evil.example#smba.trafficmanager.net",
            "https://evil.example?smba.trafficmanager.net",
            "https://smba.trafficmanager.net:8443/",
            "https://smba.trafficmanager.net.:443/",
            "https://smba.trafficmanager.net\u3002evil.example/",
            "https://smba.trafficmanager.net\t.evil.example/",
            "http://smba.trafficmanager.net/",
            "http://169.254.169.254/latest/",
            "http://2852039166/",
            "http://127.1/",
            "http://0x7f000001/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "https://[::1",
            "file:///etc/passwd",
            "gopher://smba.trafficmanager.net/",
            "//smba.trafficmanager.net/",
            "smba.trafficmanager.net",
        )
    },
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """One bot for the whole table, in production's settings."""
    folder: Path = tmp_path_factory.mktemp("tokens")
    settings = Settings(
        app_id=APP_ID,
        app_password="the client secret",
        app_tenant_id=TENANT,
        partnership=PARTNERSHIP,
        database_url=f"sqlite:///{folder / 'rapid-review.db'}",
        master_key="A" * 43 + "=",
    )
    async with teams_on_loopback() as teams, running(teams, settings) as bot:
        teams.published = {"first": ["msteams"], "skype": ["skype"], "bare": []}
        yield bot


@pytest.mark.parametrize("what", TABLE)
async def test_what_is_forged_or_foreign_is_refused(
    asked: Running, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked.parts.endpoint.door.keys._fetches.left = 5.0  # Another forger's key ids are no part of this.
    row = TABLE[what]
    attempt = row.attempt(asked.teams)
    headers = [("Content-Type", attempt.content_type), *(("Authorization", one) for one in attempt.authorization)]
    async with asked.session.post(f"{asked.url}/api/messages", data=BytesIO(attempt.body), headers=headers) as response:
        told = await response.text()
    assert response.status == row.status
    assert told in ("", "Maximum request body size 262144 exceeded.", "415: Unsupported Media Type")
    assert asked.dialogs.turns == []
    assert not any(record.exc_info for record in caplog.records)


async def test_the_table_is_long_enough() -> None:
    assert sum(row.status == 401 for row in TABLE.values()) >= 40


async def test_a_header_too_long_to_be_read_is_a_bad_request(asked: Running) -> None:
    headers = {"Content-Type": JSON, "Authorization": f"Bearer {'a' * 20_000}"}
    async with asked.session.post(f"{asked.url}/api/messages", data=b"{}", headers=headers) as response:
        told = await response.text()
    assert response.status == 400
    assert "Traceback" not in told
    assert asked.dialogs.turns == []


async def test_the_one_true_token_lets_in(asked: Running) -> None:
    attempt = forging.good(asked.teams)
    headers = {"Content-Type": JSON, "Authorization": attempt.authorization[0]}
    async with asked.session.post(f"{asked.url}/api/messages", data=attempt.body, headers=headers) as response:
        assert response.status == 200
    assert [turn.who.person for turn in asked.dialogs.turns] == [BEN["aadObjectId"]]
    asked.dialogs.turns.clear()


async def test_a_tenant_in_capitals_is_the_same(asked: Running) -> None:
    written = json.dumps(activity(asked.teams, text="help", id="9", **tenant(OURS.upper(), OURS))).encode()
    assert (await asked.post(written, headers={"Content-Type": JSON})).status == 200
    asked.dialogs.turns.clear()


async def test_teams_own_service_url_is_trusted() -> None:
    trusted = trusted_origins(frozenset({"https://smba.trafficmanager.net"}))
    assert trusted("https://smba.trafficmanager.net/emea/")
    assert trusted("https://SMBA.trafficmanager.net/uk/")
