"""Who reads along in a channel: nothing of a case is posted where a guest or another organisation does (T3, S5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from bot.connector import Connector, NotSent, Rejected, Throttled
from bot.reaching import Target
from bot.surroundings import Surroundings

KEPT_SECONDS = 300.0
"""For how long a channel's members are believed: people join by hand, and a post is edited many times an hour."""
OUR_ROLES = ("user", "owner", None)
"""A team’s owner is one of its users. Guests and whoever is not signed in are not."""


@dataclass
class Rooms:
    """What is known of each channel's members."""

    connector: Connector
    around: Surroundings
    _seen: dict[str, tuple[bool, float]] = field(default_factory=dict)

    async def require_ours(self, target: Target) -> None:
        """Raises `Rejected` where somebody from elsewhere reads along, and `Throttled` where nobody can say: then too
        nothing is posted."""
        if self.around.partnership().allow_guests_in_channel:
            return
        ours, until = self._seen.get(target.channel, (False, 0.0))
        if monotonic() >= until:
            ours = await self._ask(target)
            self._seen[target.channel] = ours, monotonic() + KEPT_SECONDS
        if not ours:
            raise Rejected("guest_in_channel")

    async def _ask(self, target: Target) -> bool:
        try:
            members = await self.connector.members(target.service_url, target.channel)
        except NotSent:
            raise Throttled("no_roster") from None  # Whatever its code: it says nothing of the channel itself.
        if not members:
            raise Throttled("no_roster")  # A channel has members. An empty list is no answer.
        return all(self._is_ours(member) for member in members)

    def _is_ours(self, member: Mapping[str, Any]) -> bool:
        """Whoever is not said to be a user of one of our tenants is taken for somebody else."""
        return member.get("userRole") in OUR_ROLES and member.get("tenantId") in self.around.tenants()
