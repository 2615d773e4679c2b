"""One sealed file with many in it: a compressed tar in a sealed stream. A list at its end has each member's hash."""

import hashlib
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from gzip import GzipFile
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from storage.backup import manifest as contents
from storage.backup.errors import Damaged
from storage.backup.manifest import Manifest, Member
from storage.backup.stream import CHUNK_BYTES, SealedReader, SealedWriter

COMPRESSION = 1
"""The least: most of what there is was sealed before, and does not get smaller."""
IN_A_FOLDER = re.compile(r"(database\.sqlite|tables/[a-z_]+|files/[0-9a-f]{32})")
"""What may stand in an archive: nothing that could be put beside the folder it is unpacked into."""


class Packing:
    """Add one after the other; what has been added is in `members`."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        cast(Any, tar).copybufsize = CHUNK_BYTES  # As much as its buffer holds, which is copied for every part.
        self.members: dict[str, Member] = {}

    def add(self, name: str, content: bytes) -> None:
        self._put(name, BytesIO(content), len(content))

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._put(name, file, path.stat().st_size)

    def _put(self, name: str, file: BinaryIO, size: int) -> None:
        hashing, told = _Hashing(file), tarfile.TarInfo(name)
        told.size = size
        self._tar.addfile(told, cast(Any, hashing))
        self.members[name] = Member(hashing.digest, size)


class _Hashing:
    """Reads on, and hashes what went by."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def read(self, most: int = -1) -> bytes:
        part = self._file.read(most)
        self._hash.update(part)
        return part

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def packing(file: BinaryIO, key: bytes) -> Iterator[Packing]:
    """An archive that is whole once the block has ended; if it fails, what was written does not open."""
    sealed = SealedWriter(file, key)
    with (
        GzipFile(fileobj=cast(Any, sealed), mode="wb", compresslevel=COMPRESSION, mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w|", bufsize=CHUNK_BYTES) as tar,
    ):
        yield Packing(tar)
    sealed.close()


def finish(packed: Packing, manifest: Manifest) -> Manifest:
    """Put the list of contents in, as the last member."""
    whole = replace(manifest, members=dict(packed.members))
    packed.add(contents.NAME, whole.written())
    return whole


def unpack(file: BinaryIO, key: bytes, into: Path) -> Manifest:
    """Everything in the archive as files of this folder. Raises `BackupError`; then what is there is of no use."""
    sealed = SealedReader(file, key)
    try:
        with tarfile.open(fileobj=cast(Any, sealed), mode="r|gz", bufsize=CHUNK_BYTES) as tar:
            found, listed = _unpacked(tar, into)
    except (tarfile.TarError, EOFError):
        raise Damaged("what is in it cannot be read") from None
    sealed.drain()
    manifest = contents.read(listed)
    if found != manifest.members:
        raise Damaged("it does not hold what its list of contents says")
    return manifest


def _unpacked(tar: tarfile.TarFile, into: Path) -> tuple[dict[str, Member], bytes]:
    found, listed = {}, b""
    for told in tar:
        member = tar.extractfile(told)
        if member is None or not (told.name == contents.NAME or IN_A_FOLDER.fullmatch(told.name)):
            raise Damaged("it holds what does not belong in a backup")
        if told.name == contents.NAME:
            listed = member.read()
        else:
            found[told.name] = _kept(cast(BinaryIO, member), into / told.name)
    return found, listed


def _kept(member: BinaryIO, path: Path) -> Member:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    hashing, size = _Hashing(member), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while part := hashing.read(CHUNK_BYTES):
            out.write(part)
            size += len(part)
    return Member(hashing.digest, size)
