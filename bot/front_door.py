"""Who may speak to the bot: the Bot Connector, for our own tenants, through hosts we know."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import jwt
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConstants,
    JwtTokenExtractor,
    JwtTokenValidation,
    SimpleCredentialProvider,
)

from bot.activities import Envelope
from bot.signing_keys import KeysUnreachable, SigningKeys

ISSUER = "https://api.botframework.com"
TEAMS_ORIGINS = frozenset({"https://smba.trafficmanager.net"})
REMEMBERED_SECONDS = 300.0
MOST_REMEMBERED = 1024


class Unauthorised(Exception):
    """No token, or not one that the Bot Connector made for this bot; the message is a code for the log."""


class Forbidden(Exception):
    """A good token, but nobody we serve; the message is a code for the log."""


class FrontDoor:
    """Admits or refuses each activity. An empty app id means the demonstration: no token, and loopback only."""

    def __init__(
        self,
        app_id: str,
        keys: SigningKeys,
        tenants: Callable[[], frozenset[str]],
        trusted: Callable[[str], bool],
        now: Callable[[], datetime],
    ) -> None:
        self.keys = keys
        self._app_id, self._tenants, self._trusted, self._now = app_id, tenants, trusted, now
        self._credentials = SimpleCredentialProvider(app_id, "")
        self._remembered: dict[bytes, tuple[float, str]] = {}
        # The SDK looks here before it would fetch keys by itself, with blocking calls on the loop.
        JwtTokenExtractor.metadataCache[AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL] = keys

    async def admit(self, envelope: Envelope, authorization: str) -> None:
        """Raises `Unauthorised`, `Forbidden`, or `KeysUnreachable` when that cannot be told now."""
        if self._app_id:
            await self._authenticate(envelope, authorization)
        if not self._trusted(envelope.service_url):
            raise Forbidden("service_host")
        # The token does not speak of tenants, and the body is not signed: any tenant could side-load our bot.
        if not envelope.tenants or not envelope.tenants <= self._tenants():
            raise Forbidden("tenant")
        if not envelope.who.person:
            raise Forbidden("no_account")

    async def _authenticate(self, envelope: Envelope, authorization: str) -> None:
        token = bearer(authorization)
        known, now = hashlib.sha256(token.encode()).digest(), self._now().timestamp()
        until, service_url = self._remembered.get(known, (0.0, ""))
        if now < until and service_url == envelope.service_url:
            return
        expires = await self._verified_until(envelope, authorization, token)
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[known] = (min(expires, now + REMEMBERED_SECONDS), envelope.service_url)

    async def _verified_until(self, envelope: Envelope, authorization: str, token: str) -> float:
        """When this token ends, once the SDK has found nothing wrong with it."""
        _require_issuer(token)
        activity = Activity(channel_id="msteams", service_url=envelope.service_url)
        try:
            identity = await JwtTokenValidation.authenticate_request(activity, authorization, self._credentials)
        except KeysUnreachable:
            raise
        except Exception as error:  # noqa: BLE001  The SDK and PyJWT raise plain Exceptions for bad tokens.
            raise Unauthorised(type(error).__name__) from None
        expires = identity.get_claim_value("exp")
        if not isinstance(expires, int | float):
            raise Unauthorised("no_expiry")
        return float(expires)


def bearer(authorization: str) -> str:
    """The token in the header. Raises `Unauthorised`."""
    scheme, _, token = authorization.partition(" ")
    if scheme != "Bearer" or not token or not token.isascii():
        raise Unauthorised("no_token")
    return token


def trusted_origins(origins: frozenset[str]) -> Callable[[str], bool]:
    """Trusts service URLs of these origins only: replies go there, and our token with them."""
    return lambda url: _origin(url) in origins


def on_this_machine(url: str) -> bool:
    """What the demonstration trusts: each Playground has a port of its own."""
    scheme, _, host = _origin(url).partition("://")
    return scheme == "http" and host.partition(":")[0] in ("localhost", "127.0.0.1")


def _origin(url: str) -> str:
    """Scheme and host, and the port if it is named; empty for anything odd."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if "@" in parts.netloc or not parts.netloc or "\\" in url:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


def _require_issuer(token: str) -> None:
    """Only tokens of the Bot Connector reach the SDK: others it would check with keys fetched on the loop."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise Unauthorised("not_a_token") from None
    if claims.get("iss") != ISSUER:
        raise Unauthorised("issuer")
