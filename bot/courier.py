"""Carries one message: in the place of the card it follows, or as a new one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from bot.connector import Connector, Gone, Posted, Throttled
from bot.pacing import Pace
from bot.post import Envelope, Post
from bot.reaching import Target
from bot.rooms import Rooms

LONGEST_WAIT_SECONDS = 5.0
"""A message that must wait longer goes back to the outbox, so that its card is drawn anew."""


class LeaseOver(Exception):
    """It waited so long that another process may take it up: it is let go unsent."""


@dataclass(frozen=True)
class Parcel:
    """A message drawn and addressed."""

    target: Target
    activity: dict[str, Any]
    earlier: Posted | None = None
    """The card it takes the place of."""
    only_edit: bool = False
    """If that card is gone, nothing is posted instead."""
    shows: str = ""
    """What is on it, and of which case (`dialogs.emptying`)."""

    @property
    def place(self) -> str:
        """What Teams counts sends by, as far as it is known before the send."""
        return self.earlier.conversation if self.earlier else self.target.place


@dataclass(frozen=True)
class Delivery:
    """Where a message is now, and whether it took the place of an earlier one."""

    posted: Posted
    edited: bool = False


@dataclass
class Courier:
    """One send at a time to each place, and no faster than is allowed."""

    connector: Connector
    pace: Pace
    post: Post
    rooms: Rooms | None = None
    """Who reads along in channels; None where nobody is asked, in the demonstration."""
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def carry(self, parcel: Parcel | Envelope, still_ours: Callable[[], bool]) -> Delivery | None:
        """Send it; None if the card to edit is gone. Raises `NotSent` in its kinds, and `LeaseOver`."""
        if isinstance(parcel, Envelope):
            if not still_ours():
                raise LeaseOver
            return Delivery(await self.post.send(parcel))
        if parcel.target.channel and self.rooms:
            await self.rooms.require_ours(parcel.target)
        async with self._turn_at(parcel.place, still_ours):
            if parcel.earlier and await self._edited(parcel, parcel.earlier):
                return Delivery(parcel.earlier, edited=True)
            if parcel.only_edit:
                return None
            if parcel.earlier:
                await self.pace.another()  # The edit that found nothing was a request as well.
            return Delivery(await self._posted(parcel.target, parcel.activity))

    async def _edited(self, parcel: Parcel, earlier: Posted) -> bool:
        """False if the earlier card is no longer there."""
        quiet = {name: value for name, value in parcel.activity.items() if name != "channelData"}
        try:
            await self.connector.update(parcel.target.service_url, earlier, quiet)
        except Gone as gone:
            if not gone.missing:
                raise
            return False
        return True

    async def _posted(self, target: Target, activity: dict[str, Any]) -> Posted:
        to = target.service_url
        if target.conversation:
            return await self.connector.post(to, target.conversation, activity)
        if target.channel:
            return await self.connector.post_in_channel(to, target.tenant, target.channel, activity)
        conversation = await self.connector.open_chat(to, target.tenant, target.person)
        await self.pace.another()
        return await self.connector.post(to, conversation, activity)

    @asynccontextmanager
    async def _turn_at(self, place: str, still_ours: Callable[[], bool]) -> AsyncIterator[None]:
        lock = self._locks.setdefault(place, asyncio.Lock())
        async with lock:
            if (seconds := self.pace.wait(place)) > LONGEST_WAIT_SECONDS:
                raise Throttled("paced", seconds)
            await self.pace.take(place)
            if not still_ours():
                raise LeaseOver
            try:
                yield
            except Throttled as throttled:
                self.pace.pause(place, throttled.after or 0.0)
                raise
