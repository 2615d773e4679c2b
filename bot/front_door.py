"""Who may speak to the bot: the Bot Connector, for our own tenants, through hosts we know."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConstants,
    JwtTokenExtractor,
    JwtTokenValidation,
    SimpleCredentialProvider,
)

from bot.activities import Envelope
from bot.signing_keys import KeysUnreachable, SigningKeys, UnknownKey
from bot.token_shape import BadShape, require_shape

TEAMS_ORIGINS = frozenset({"https://smba.trafficmanager.net"})
REMEMBERED_SECONDS = 300.0
MOST_REMEMBERED = 1024


class Unauthorised(Exception):
    """No token, or not one that the Bot Connector made for this bot; the message is a code for the log."""


class Forbidden(Exception):
    """A good token, but nobody we serve; the message is a code for the log."""


@dataclass(frozen=True)
class Token:
    """What a token that was found good says."""

    service_url: object
    """The one place where replies to what came with it may go."""
    good_until: float
    """Seconds since 1970."""


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
        if not app_id and trusted is not on_this_machine:
            raise ValueError("Without an app id nobody would be asked for a token: for the demonstration only.")
        self.keys = keys
        self._app_id, self._tenants, self._trusted, self._now = app_id, tenants, trusted, now
        self._credentials = SimpleCredentialProvider(app_id, "")
        self._remembered: dict[bytes, Token] = {}
        # The SDK looks here before it would fetch keys by itself, with blocking calls on the loop.
        JwtTokenExtractor.metadataCache[AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL] = keys

    async def authenticate(self, authorizations: Sequence[str]) -> Token | None:
        """The token in the headers, found good; None in the demonstration. Asked before the body is even read.

        Raises `Unauthorised`, or `KeysUnreachable` when that cannot be told now.
        """
        if not self._app_id:
            return None
        text = bearer(authorizations)
        known, now = hashlib.sha256(text.encode()).digest(), self._now().timestamp()
        token = self._remembered.get(known)
        if token is None or token.good_until <= now:
            token = await self._verified(text, now)
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[known] = token
        return token

    def admit(self, envelope: Envelope, token: Token | None) -> None:
        """Raises `Unauthorised` if the token was made for something else, `Forbidden` if it is nobody we serve."""
        if token and token.service_url != envelope.service_url:
            raise Unauthorised("service_url")
        if not self._trusted(envelope.service_url):
            raise Forbidden("service_host")
        # The token does not speak of tenants, and the body is not signed: any tenant could side-load our bot.
        if not envelope.tenants or not envelope.tenants <= self._tenants():
            raise Forbidden("tenant")
        if not envelope.who.person:
            raise Forbidden("no_account")

    async def _verified(self, text: str, now: float) -> Token:
        """This token, once the SDK has found nothing wrong with it."""
        try:
            require_shape(text)
            # Without a service URL: what the token says of it is compared when the body has been read.
            identity = await JwtTokenValidation.authenticate_request(
                Activity(channel_id="msteams"), f"Bearer {text}", self._credentials
            )
        except KeysUnreachable:
            raise
        except UnknownKey:
            raise Unauthorised("unknown_key") from None
        except BadShape as bad:
            raise Unauthorised(str(bad)) from None
        except Exception as error:  # noqa: BLE001  The SDK and PyJWT raise plain Exceptions for bad tokens.
            raise Unauthorised(type(error).__name__) from None
        expires = identity.get_claim_value("exp")
        if not isinstance(expires, int | float):
            raise Unauthorised("no_expiry")
        return Token(identity.get_claim_value("serviceurl"), min(float(expires), now + REMEMBERED_SECONDS))


def bearer(authorizations: Sequence[str]) -> str:
    """The token in the one header there is. Raises `Unauthorised`."""
    scheme, _, token = authorizations[0].partition(" ") if len(authorizations) == 1 else ("", "", "")
    if scheme != "Bearer" or not token or not token.isascii() or " " in token:
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
    if "@" in parts.netloc or not parts.netloc or "\\" in url or not url.isprintable():
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()
