"""The disk that the database and the files are on. Nearly full, nothing new is taken in, so that all can still be read.

What SQLite cannot write it leaves as it was, so a full disk loses nothing. But even to read a case is written down in
its record: what is left of the disk is kept for that.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from bot.settings import Settings

LOW_BYTES = 500 * 1024 * 1024
FULL_BYTES = 50 * 1024 * 1024
LOOK_EVERY_SECONDS = 5.0


@dataclass
class Disk:
    """How much room there is."""

    folders: tuple[Path, ...]
    free_on: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    _free: float = float("inf")
    _look_at: float = float("-inf")

    @property
    def free(self) -> float:
        """Bytes, on the fuller one; infinite where nothing of ours is on a disk here."""
        if self.folders and monotonic() >= self._look_at:
            self._free = min(map(self.free_on, self.folders))
            self._look_at = monotonic() + LOOK_EVERY_SECONDS
        return self._free

    @property
    def full(self) -> bool:
        return self.free < FULL_BYTES

    @property
    def state(self) -> str:
        return "full" if self.full else "low" if self.free < LOW_BYTES else "ok"


def disk_of(settings: Settings) -> Disk:
    """Where this bot's database and files are, as far as they are on a disk of this machine."""
    paths = [settings.sqlite_path, settings.files_path]
    return Disk(tuple({_there(path.absolute()) for path in paths if path}))


def _there(path: Path) -> Path:
    """The path, or what will hold it: the folder of files is made with the first."""
    return next(place for place in (path, *path.parents) if place.exists())
