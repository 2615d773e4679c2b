"""Names of hosts that lead into a private network are not followed: who names a host must not look inside (T13)."""

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver


class NotPublic(OSError):
    """The name leads to an address that is not on the public internet."""


class PublicOnly(AbstractResolver):
    """For connections to hosts that were named by somebody outside."""

    def __init__(self, names: AbstractResolver | None = None) -> None:
        self._names = names or DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises `NotPublic` if any of its addresses is private: which of them is tried is not up to us."""
        found = await self._names.resolve(host, port, family)
        if not all(is_public(one["host"]) for one in found):
            raise NotPublic("not_public")
        return found

    async def close(self) -> None:
        await self._names.close()


def is_public(address: str) -> bool:
    """Whether it is an address on the public internet: no machine of ours, no neighbour, no cloud's metadata."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):
        inner = ipaddress.ip_address(int(found) & 0xFFFFFFFF)
    return (inner or found).is_global and not (inner or found).is_multicast
