"""The keys with which the Bot Connector signs its tokens: fetched without holding anybody up, and new ones at once."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import Any

from aiohttp import ClientSession, ClientTimeout
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

from bot.bucket import Bucket

log = logging.getLogger(__name__)

FRESH_SECONDS = 24 * 3600.0
"""Longer is no key believed that was withdrawn, while its list can be read."""
RETRY_SECONDS = 60.0
MOST_AT_ONCE = 5
NEXT_SECONDS = 5.0
"""Forgers who invent key ids cause five fetches and then one in five seconds. So long may they delay a new key."""
MOST_WAITING = 200
TIMEOUT = ClientTimeout(total=3)


class UnknownKey(Exception):
    """A token signed with a key the Bot Connector does not publish."""


class KeysUnreachable(Exception):
    """Whether the Bot Connector publishes this key cannot be told now."""


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
        self._asked_at = self._known_at = float("-inf")
        self._fetches = Bucket(MOST_AT_ONCE, 1 / NEXT_SECONDS, monotonic())
        self._waiting = 0
        self._under_way: asyncio.Task[None] | None = None

    async def get(self, key_id: str) -> SigningKey:
        """The key of this id. Raises `UnknownKey` or `KeysUnreachable`."""
        if key_id not in self._keys:
            await self._wait_for(key_id)
        elif self.age > FRESH_SECONDS and self._monotonic() - self._asked_at > RETRY_SECONDS:
            self._fetching()  # Nobody waits for it: the key at hand is good.
        return self._keys[key_id]

    @property
    def age(self) -> float:
        """Seconds since the published list was last read; infinite before."""
        return self._monotonic() - self._known_at

    async def _wait_for(self, key_id: str) -> None:
        """Forgers must not fill the memory with requests that wait for a slow list."""
        if self._waiting >= MOST_WAITING:
            raise KeysUnreachable
        self._waiting += 1
        try:
            await self._look_for(key_id)
        finally:
            self._waiting -= 1

    async def _look_for(self, key_id: str) -> None:
        """A fetch that is under way may have begun before this key was published, so it is asked for twice."""
        since = self._monotonic()
        for _ in range(2):
            fetching = self._fetching()
            if fetching is None:
                break
            await asyncio.shield(fetching)
            if key_id in self._keys:
                return
            if self._known_at >= since:
                raise UnknownKey
        raise KeysUnreachable

    def _fetching(self) -> "asyncio.Task[None] | None":
        """The fetch that is under way, or a new one; None if there were too many lately."""
        if self._under_way is None or self._under_way.done():
            now = self._monotonic()
            if not self._fetches.take(now):
                return None
            self._asked_at = now
            self._under_way = asyncio.create_task(self._fetch(now))
        return self._under_way

    async def _fetch(self, now: float) -> None:
        try:
            self._keys = await self._published()
            self._known_at = now
        except Exception as error:  # noqa: BLE001  Out of reach, or junk, which may raise anything.
            # The keys at hand stay good: a published key is not withdrawn because its list is out of reach.
            log.warning("signing keys not fetched code=%s", type(error))

    async def _published(self) -> dict[str, SigningKey]:
        listed = (await self._json((await self._json(self._url))["jwks_uri"]))["keys"]
        endorsed = [key for key in listed if "msteams" in key.get("endorsements", ())]
        keys = {key["kid"]: signing for key in endorsed if (signing := _signing_key(key))}
        if not keys:
            raise ValueError("no keys endorsed for Teams")
        return keys

    async def _json(self, url: str) -> Any:
        """Raises whatever goes wrong. A redirect is no list of keys: who could set one up would say whom we believe."""
        async with self._session.get(url, timeout=TIMEOUT, allow_redirects=False) as response:
            if response.status != HTTPStatus.OK:
                raise ValueError(response.status)
            return await response.json(content_type=None)


def _signing_key(published: dict[str, Any]) -> SigningKey | None:
    """None for a key of a kind that we do not know; the others beside it are good."""
    try:
        return SigningKey(RSAAlgorithm.from_jwk(json.dumps(published)), list(published["endorsements"]))
    except (PyJWTError, ValueError):
        return None
