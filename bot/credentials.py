"""An application’s own token, for the Connector or for Graph: fetched off the loop, kept, renewed before it ends."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, Protocol

import msal
import requests
from msal.exceptions import MsalError
from requests.adapters import HTTPAdapter

log = logging.getLogger(__name__)

CONNECTOR = "https://api.botframework.com/.default"
GRAPH = "https://graph.microsoft.com/.default"
TIMEOUT_SECONDS = 10
TRY_AGAIN_SECONDS = 30.0
RENEW_AT = 0.8
"""Of the token's life. A token nearing its end is still good while a new one is fetched."""


class NoToken(Exception):
    """The authority gave no token; the message is its error code."""


class Tokens(Protocol):
    """Where the connector takes its token from."""

    async def token(self) -> str:
        """A token that is good now; empty for none. Raises `NoToken`."""
        ...

    def reject(self) -> None:
        """The last token was refused: do not use it again."""
        ...


class NoTokens:
    """For the demonstration: the Playground asks for none."""

    async def token(self) -> str:
        return ""

    def reject(self) -> None:
        """There is nothing to forget."""


class AppTokens:
    """One MSAL application for the life of the process. MSAL blocks, so it works in a thread."""

    def __init__(
        self,
        app_id: str,
        credential: str | Mapping[str, str],
        authority: str,
        scope: str = CONNECTOR,
        monotonic: Callable[[], float] = monotonic,
        **msal_options: Any,
    ) -> None:
        """The credential is a client secret, or what MSAL wants to know of a certificate."""
        self._app_id, self._credential, self._authority, self._scope = app_id, credential, authority, scope
        self._options, self._monotonic = msal_options, monotonic
        self._app: Any = None
        self._token, self._renew_at, self._ends_at = "", 0.0, 0.0
        self._fetched_at = float("-inf")
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        if self._monotonic() < self._renew_at:
            return self._token
        async with self._lock:
            if self._monotonic() >= self._renew_at:
                await self._renew()
        return self._token

    @property
    def age(self) -> float:
        """Seconds since it was fetched; infinite before."""
        return self._monotonic() - self._fetched_at

    def reject(self) -> None:
        self._renew_at = self._ends_at = 0.0
        self._app = None  # MSAL would hand out the same token again.

    async def _renew(self) -> None:
        try:
            result = await asyncio.to_thread(self._acquire)
        except (OSError, ValueError, MsalError) as error:
            # What requests and MSAL raise when the authority is out of reach, or answers that it is out of order.
            result = {"error": type(error).__name__}
        now = self._monotonic()
        if result.get("access_token") and result.get("expires_in"):
            life = float(result["expires_in"])
            self._fetched_at = now
            self._token, self._renew_at, self._ends_at = (
                result["access_token"],
                now + life * RENEW_AT,
                now + life,
            )
            return
        log.error("no token code=%s", result.get("error"))
        if now >= self._ends_at:
            raise NoToken(str(result.get("error")))
        self._renew_at = min(now + TRY_AGAIN_SECONDS, self._ends_at)

    def _acquire(self) -> dict[str, Any]:
        if self._app is None:  # Even making it asks the network.
            options = {"http_client": _straight(), **self._options}
            self._app = msal.ConfidentialClientApplication(self._app_id, self._credential, self._authority, **options)
        found: dict[str, Any] = self._app.acquire_token_for_client([self._scope])
        return found


class ManagedTokens(AppTokens):
    """The host's word for who this is (managed identity): there is no secret to keep, to leak, or to let expire."""

    def __init__(self, client_id: str, scope: str = CONNECTOR, monotonic: Callable[[], float] = monotonic) -> None:
        super().__init__(client_id, "", "", scope, monotonic)

    def _acquire(self) -> dict[str, Any]:
        if self._app is None:
            identity = msal.UserAssignedManagedIdentity(client_id=self._app_id)
            self._app = msal.ManagedIdentityClient(identity, http_client=_straight(through_proxy=False))
        found: dict[str, Any] = self._app.acquire_token_for_client(resource=self._scope.removesuffix("/.default"))
        return found


def _straight(*, through_proxy: bool = True) -> requests.Session:
    """Asks whom it was told to ask, within a bound. A managed identity asks the host itself, never a proxy."""
    session = _Straight()
    session.trust_env = through_proxy
    session.mount("http://", _Bounded(max_retries=1))
    session.mount("https://", _Bounded(max_retries=1))
    return session


class _Straight(requests.Session):
    """A redirect would carry the proof of who we are to an address that somebody else chose (V15.3.2)."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


class _Bounded(HTTPAdapter):
    """MSAL gives the requests of a session that is not its own no time-out."""

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        return super().send(request, *args, **{**options, "timeout": TIMEOUT_SECONDS})
