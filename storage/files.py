"""Where the bytes of files are kept: an interface, and a folder on a disk as the usual place.

Whoever keeps them sees sealed bytes under a random name: not what a file is called, nor which case it is of.
"""

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

PLACE = re.compile(r"[0-9a-f]{32}")
UNFINISHED = ".new"


class FileMissing(Exception):
    """There are no bytes in this place."""


class FileStore(Protocol):
    """A place for sealed bytes."""

    def put(self, content: bytes) -> str:
        """Keep this for good, and only then say where."""
        ...

    def open(self, place: str) -> bytes:
        """Raises `FileMissing`."""
        ...

    def remove(self, place: str) -> None:
        """Let it go; nothing happens if it is gone already."""
        ...

    def older_than(self, moment: datetime) -> Iterator[str]:
        """The places that have been filled since before this moment."""
        ...


class Folder:
    """One folder, which several processes may share."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, content: bytes) -> str:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = secrets.token_hex(16)
        unfinished = self._path / f"{place}{UNFINISHED}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self._path / place)
        synced(self._path)  # Or the file could be lost with its name.
        return place

    def open(self, place: str) -> bytes:
        try:
            return self._at(place).read_bytes()
        except FileNotFoundError:
            raise FileMissing from None

    def remove(self, place: str) -> None:
        self._at(place).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> Iterator[str]:
        for path in self._path.iterdir() if self._path.exists() else ():
            ours = PLACE.fullmatch(path.name.removesuffix(UNFINISHED)) is not None
            if ours and _filled(path) < moment:
                yield path.name

    def _at(self, place: str) -> Path:
        if not PLACE.fullmatch(place.removesuffix(UNFINISHED)):
            raise FileMissing
        return self._path / place


def synced(path: Path) -> None:
    """Until the file, or the names in the folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _filled(path: Path) -> datetime:
    """When; now and for ever if another process has just removed it."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)
