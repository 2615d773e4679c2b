"""Backups made by the running bot, and by whoever asks for one: where from, where to, how often, and how old."""

import asyncio
import logging
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.rounds import rounds
from bot.settings import Settings
from storage import migrate
from storage.backup import keeping, spooling
from storage.backup.taking import Source, Taken, take
from storage.engine import open_engine
from storage.files import Folder
from storage.vault import Vault

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 30.0
LATE_AFTER = 3
"""One that did not come may be a folder that was away for a moment; three are a reason to look."""


@dataclass(frozen=True)
class Backups:
    """Runs until it is cancelled. Several processes may share a folder: whoever comes first makes the next."""

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)

    async def run(self) -> None:
        if self.settings.backup_minutes and self.settings.backup_folder:
            await rounds(self.look, asyncio.Event(), LOOK_EVERY_SECONDS, log, "backup")

    async def look(self) -> Taken | None:
        """Make a backup if it is time, in a thread of its own: nobody's turn waits for it."""
        folder, now = self.settings.backup_folder, self.clock.now()
        if folder is None or not await asyncio.to_thread(self._is_time, folder, now):
            return None
        taken = await asyncio.to_thread(make, self.settings, folder, now)
        log.info("backup made bytes=%d missing=%d", taken.size, len(taken.manifest.missing))
        await asyncio.to_thread(tidy, folder, now)
        return taken

    def _is_time(self, folder: Path, now: datetime) -> bool:
        last = last_good(folder, now)
        return last is None or now - last >= timedelta(minutes=self.settings.backup_minutes)

    @property
    def age(self) -> float:
        """Seconds since the last good one; infinite where there is none, or where none are to be made here."""
        folder, now = self.settings.backup_folder, self.clock.now()
        last = last_good(folder, now) if folder else None
        return max(0.0, (now - last).total_seconds()) if last else math.inf

    @property
    def late(self) -> bool:
        """Whether the bot is to make backups, and has not for a while."""
        if not (self.settings.backup_minutes and self.settings.backup_folder):
            return False
        now = self.clock.now()
        last = last_good(self.settings.backup_folder, now)
        return last is None or now - last > LATE_AFTER * timedelta(minutes=self.settings.backup_minutes)


def last_good(folder: Path, now: datetime) -> datetime | None:
    """When the last good backup in this folder was made. One dated in the future is none: a clock was wrong."""
    newest = keeping.newest(folder, now)
    return keeping.taken_at(newest.name) if newest else None


def make(settings: Settings, folder: Path, now: datetime) -> Taken:
    """Make a backup of the database and the files that the settings name. Raises `BackupError`."""
    with _source(settings) as source:
        return take(source, settings.backup_key(), folder, _spool(settings, folder), now)


def make_before_migrating(settings: Settings, folder: Path, now: datetime) -> Taken | None:
    """A backup, if there is a database that a migration would change."""
    if settings.sqlite_path and not settings.sqlite_path.exists():
        return None
    with _source(settings) as source:
        with source.engine.connect() as connection:
            if migrate.revision_of(connection) in (None, migrate.head()):
                return None
        return take(source, settings.backup_key(), folder, _spool(settings, folder), now)


def tidy(folder: Path, now: datetime) -> int:
    """Let go of backups that need not be kept; how many."""
    found = keeping.finished(folder)
    gone = keeping.let_go(found, now)
    for name in gone:
        found[name].unlink(missing_ok=True)
    if gone:
        log.info("backups let go count=%d", len(gone))
    if left := keeping.left_alone(found, now):
        log.warning("backups left alone count=%d", left)
    return len(gone)


def clear_left(settings: Settings) -> None:
    """What a backup that was killed left in the clear: a copy with the keys of cases that are disposed of since."""
    spooling.clear(_spool(settings, Path()))


@contextmanager
def _source(settings: Settings) -> Iterator[Source]:
    engine = open_engine(settings.database_url.get_secret_value())
    files = Folder(settings.files_path) if settings.files_path else None
    try:
        yield Source(engine, Vault(settings.key()), files)
    finally:
        engine.dispose()


def _spool(settings: Settings, folder: Path) -> Path:
    """Where the snapshot stands for a moment, as open as the database itself: never among the backups."""
    beside = settings.sqlite_path.absolute().parent if settings.sqlite_path else Path(tempfile.gettempdir())
    return beside / f"{spooling.PREFIX}{sha256(str(folder.absolute()).encode()).hexdigest()[:8]}"
