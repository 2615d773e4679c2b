"""The keys with which the Bot Connector signs its tokens: fetched without holding anybody up, and new ones at once."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from jwt.algorithms import RSAAlgorithm

log = logging.getLogger(__name__)

FRESH_SECONDS = 24 * 3600.0
UNKNOWN_KEY_SECONDS = 60.0
TIMEOUT = ClientTimeout(total=3)


class UnknownKey(Exception):
    """A token signed with a key the Bot Connector does not publish."""


class KeysUnreachable(Exception):
    """There are no keys yet, and they cannot be fetched now."""


@dataclass(frozen=True)
class SigningKey:
    """What the SDK asks for by key id."""

    public_key: Any
    endorsements: list[str]


class SigningKeys:
    """Stands where the SDK would keep its own copy, which is fetched on the loop and misses a new key for a day."""

    def __init__(self, session: ClientSession, url: str, monotonic: Callable[[], float] = monotonic) -> None:
        self._session, self._url, self._monotonic = session, url, monotonic
        self._keys: dict[str, SigningKey] = {}
        self._tried = float("-inf")
        self._lock = asyncio.Lock()

    async def get(self, key_id: str) -> SigningKey:
        """The key of this id. Raises `UnknownKey` or `KeysUnreachable`."""
        if key_id not in self._keys or self._age > FRESH_SECONDS:
            async with self._lock:
                await self._refresh(key_id)
        if not self._keys:
            raise KeysUnreachable
        if key_id not in self._keys:
            raise UnknownKey
        return self._keys[key_id]

    @property
    def _age(self) -> float:
        return self._monotonic() - self._tried

    async def _refresh(self, key_id: str) -> None:
        """Fetch when the keys are old or lack this one; at most once a minute, so that forgers cause no traffic."""
        wanted = key_id not in self._keys and self._age > UNKNOWN_KEY_SECONDS
        if not wanted and self._age <= FRESH_SECONDS:
            return
        self._tried = self._monotonic()
        try:
            self._keys = await self._fetched()
        except (ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            # The keys at hand stay good: a published key is not withdrawn because its list is out of reach.
            log.warning("signing keys not fetched: %s", type(error).__name__)

    async def _fetched(self) -> dict[str, SigningKey]:
        published = (await self._json((await self._json(self._url))["jwks_uri"]))["keys"]
        keys = {key["kid"]: _signing_key(key) for key in published if "msteams" in key.get("endorsements", ())}
        if not keys:
            raise ValueError("no keys endorsed for Teams")
        return keys

    async def _json(self, url: str) -> Any:
        async with self._session.get(url, timeout=TIMEOUT, raise_for_status=True) as response:
            return await response.json(content_type=None)


def _signing_key(published: dict[str, Any]) -> SigningKey:
    return SigningKey(RSAAlgorithm.from_jwk(json.dumps(published)), list(published["endorsements"]))
