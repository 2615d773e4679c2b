"""Files in and out: fetched and checked before the dialogs hear of them, and brought to whoever allowed it.

Neither may hold up the answer that Teams waits for, so what takes longer goes on by itself and answers by the outbox.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from bot.file_checks import Refused, check, check_name
from bot.file_offers import ACCEPTED, Offer, Room
from bot.file_transfer import NotBrought, Transfer
from bot.surroundings import Surroundings
from bot.turns import ANSWER_WITHIN_SECONDS, Apology, Turns
from dialogs.desk import Desk
from dialogs.group import inviting
from dialogs.paperwork import documents, handing_over, producing
from dialogs.paperwork.handing_over import Release
from dialogs.refused import noted, recorded
from dialogs.turn import Turn, Upload
from rapid_review.case import Case
from rapid_review.documents import MOST_AT_ONCE, NotTaken
from rapid_review.errors import Refusal
from storage.audit import Via
from storage.errors import BrokenSeal
from storage.files import FileMissing
from storage.store import Store
from storage.work import Work

T = TypeVar("T")

log = logging.getLogger(__name__)

MOST_IN_MEMORY = 4
"""A file is whole in memory while it is checked, sealed and sent."""

STOP_SECONDS = 5.0

DECLINED = "You declined it, so nothing was put in your OneDrive. You can ask for it again."
UNREADABLE = "It cannot be read any more. Please tell the Partnership Team."
FAILED = "OneDrive did not take it. Get it again; if that fails too, tell the Partnership Team."


@dataclass
class Files:
    """Takes files in and hands them out."""

    store: Store[Case]
    around: Surroundings
    turns: Turns
    transfer: Transfer
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_IN_MEMORY))
    _going_on: set[asyncio.Task[None]] = field(default_factory=set)

    async def sent(self, turn: Turn, offers: Sequence[Offer]) -> None:
        """Files came with a message. Raises `Apology` if nothing at all could be written down."""
        task = self._begin(self._take(turn, offers))
        await asyncio.wait({task}, timeout=ANSWER_WITHIN_SECONDS)
        if task.done() and (error := task.exception()):
            raise error if isinstance(error, Apology) else Apology("files") from None

    def answered(self, turn: Turn, room: Room | None) -> None:
        """Somebody allowed or declined the file that was offered to them."""
        self._begin(self._bring(turn, room))

    async def settle(self) -> None:
        """Until what goes on by itself is done."""
        while self._going_on:
            await asyncio.wait(self._going_on)

    async def stop(self) -> None:
        """Let what goes on end, if it does so soon. A file cut short was not acknowledged, and can be sent again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await self.settle()
        for task in self._going_on:
            task.cancel()
        await asyncio.gather(*self._going_on, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._going_on.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._going_on.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("files failed code=%s", type(error))

    # -- In

    async def _take(self, turn: Turn, offers: Sequence[Offer]) -> None:
        if len(offers) > MOST_AT_ONCE:
            uploads = [Upload(offer.name, refused=NotTaken.NO_FILE) for offer in offers]
        elif self.around.files is None:
            uploads = [Upload(offer.name, refused=NotTaken.SWITCHED_OFF) for offer in offers]
        elif self.turns.disk.full:
            uploads = [Upload(offer.name, refused=NotTaken.NOT_KEPT) for offer in offers]
        elif not await self._within(turn, lambda desk: documents.may_add(turn, desk)):
            # For nobody's case: not even fetched.
            uploads = [Upload(offer.name, refused=NotTaken.NOT_FETCHED) for offer in offers]
        else:
            uploads = [await self._fetched(turn, offer) for offer in offers]
        log.info("files sent=%d held=%d", len(offers), sum(bool(upload.held) for upload in uploads))
        await self.turns.said(replace(turn, files=tuple(uploads)))

    async def _fetched(self, turn: Turn, offer: Offer) -> Upload:
        try:
            if not offer.url:
                raise Refused(NotTaken.PICTURE if offer.picture else NotTaken.NO_FILE)
            check_name(offer.name)
            async with self._few:
                return await self._kept(turn, offer.name, await self.transfer.fetch(offer.url))
        except Refused as refused:
            log.info("file not taken code=%s", refused.why)
            return Upload(offer.name, refused=refused.why)
        except Exception as error:  # noqa: BLE001  A full disk, say. Its words could hold what must not be in a log.
            log.error("file not kept code=%s", type(error))
            return Upload(offer.name, refused=NotTaken.NOT_KEPT)

    async def _kept(self, turn: Turn, name: str, content: bytes) -> Upload:
        ending = await asyncio.to_thread(check, name, content)

        def hold(desk: Desk) -> str:
            assert desk.files
            return desk.work.hold_file(desk.files, turn.who.person, name, ending, content, desk.now).id

        return Upload(name, held=await self._within(turn, hold))

    # -- Out

    async def _bring(self, turn: Turn, room: Room | None) -> None:
        if turn.verb != ACCEPTED or room is None:
            await self._within(turn, lambda desk: handing_over.not_handed_over(turn, desk, DECLINED))
            return
        async with self._few:
            await self._released(turn, room)

    async def _released(self, turn: Turn, room: Room) -> None:
        release = await self._within(turn, lambda desk: _release(turn, desk, room))
        if release is None:
            return
        try:
            await self.transfer.bring(room.upload_url, release.content)
        except NotBrought as failure:
            log.warning("file not brought case=%s code=%s", release.case, failure)
            await self._within(turn, lambda desk: handing_over.not_handed_over(turn, desk, FAILED))
            return

        def arrived(desk: Desk) -> None:
            handing_over.handed_over(turn, desk, release, url=room.content_url, unique_id=room.unique_id)

        await self._within(turn, arrived)

    async def _within(self, turn: Turn, act: Callable[[Desk], T]) -> T:
        """In one transaction of its own."""

        def run(work: Work[Case]) -> T:
            work.via = Via.DOCUMENT if turn.verb else Via.FILE
            return act(self.around.desk(work, turn.now))

        return await self.store.run(run)


def _released(turn: Turn, desk: Desk) -> Release:
    if turn.data.get("meeting"):
        return inviting.release(turn, desk)
    return producing.release(turn, desk) if turn.data.get("made") else handing_over.release(turn, desk)


def _release(turn: Turn, desk: Desk, room: Room) -> Release | None:
    """The file, once for each place there is room in; None, and the person told, if they may not have it."""
    place = hashlib.sha256(room.upload_url.encode()).hexdigest()
    if not desk.work.first_time(f"upload:{place}", turn.who.person, desk.now):
        return None
    try:
        released = _released(turn, desk)
        desk.work.showed(turn.who.person, "document", desk.now, lambda reference: False)
        return released
    except Refusal as refusal:
        noted("document.get", type(refusal))
        desk.work.discard()
        recorded(turn, desk, "document.get")
        why = str(refusal)
    except (FileMissing, BrokenSeal) as error:
        log.error("file not readable code=%s", type(error))
        desk.work.discard()
        why = UNREADABLE
    handing_over.not_handed_over(turn, desk, why)
    return None
