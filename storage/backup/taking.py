"""Making a backup: a snapshot of the database, and the files that it tells of, in one sealed archive."""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from storage import audit, keystone, migrate
from storage.attachments import Attachments
from storage.backup import archive, keeping, room, spooling
from storage.backup.errors import FAILURES, AnotherKey, BackupError, said
from storage.backup.manifest import Manifest
from storage.backup.snapshot import columns, rows, snapshot
from storage.errors import BrokenSeal, InUse, NotWritable, WrongKey
from storage.files import FileMissing, FileStore, synced
from storage.lockfile import lock
from storage.vault import Vault

UNFINISHED = ".unfinished"
TRIES = 3


@dataclass(frozen=True)
class Source:
    """What is to be backed up."""

    engine: Engine
    vault: Vault
    files: FileStore | None


@dataclass(frozen=True)
class Taken:
    """A backup that is on the disk."""

    path: Path
    size: int
    manifest: Manifest


def take(source: Source, key: bytes, folder: Path, spool: Path, now: datetime) -> Taken:
    """Make a backup in the folder. The spool is a folder of its own on a disk with room for the database.

    Raises `BackupError`. A kill leaves earlier backups as they are, and nothing that looks like one.
    """
    try:
        with _alone(folder, spool):
            return _tried(source, key, folder, spool, now)
    except FAILURES as error:
        raise BackupError(f"The database could not be read ({said(error)}). No backup was made.") from error
    except OSError as error:
        raise BackupError(f"No backup was made: {error.strerror or error} ({error.filename or folder}).") from error


@contextmanager
def _alone(folder: Path, spool: Path) -> Iterator[None]:
    """Only one at a time into a folder. What one that was killed left is cleared away, whichever folder it was for."""
    spooling.clear(spool)
    with ExitStack() as until_made:
        try:
            until_made.enter_context(lock(str(folder / "backup")))
            until_made.enter_context(spooling.held(spool))
        except InUse:
            raise BackupError(f"Another backup into {folder} is under way. Try again when it has ended.") from None
        except NotWritable as unfit:
            raise BackupError(f"No backup was made. {unfit}") from None
        until_made.callback(_clear, folder)
        yield


def _clear(folder: Path) -> None:
    for left in folder.glob(f"*{UNFINISHED}"):
        left.unlink(missing_ok=True)


def _tried(source: Source, key: bytes, folder: Path, spool: Path, now: datetime) -> Taken:
    """A file may be let go between the snapshot and its turn. The next snapshot does not ask for it; one that still
    does asks for what is lost, and the backup says so."""
    missing: set[str] = set()
    for tried in range(TRIES):
        taken = _once(source, key, folder, spool, now)
        if missing.issuperset(taken.manifest.missing) or tried == TRIES - 1:
            break
        missing.update(taken.manifest.missing)
    finished = taken.path.with_suffix("")
    taken.path.rename(finished)
    synced(folder)
    return replace(taken, path=finished)


def _once(source: Source, key: bytes, folder: Path, spool: Path, now: datetime) -> Taken:
    _clear(folder)
    copy = spooling.emptied(spool)
    room.require(source.engine, copy, folder, now)
    with snapshot(source.engine, copy) as connection:
        _require_key(source, connection)
        manifest, wanted = _manifest(source, connection, now), _wanted(source, connection)
    path = folder / f"{keeping.name(now, manifest.id)}{UNFINISHED}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with archive.packing(file, key) as packed:
            for inside in sorted(copy.rglob("*")):
                if inside.is_file():
                    packed.add_file(inside.relative_to(copy).as_posix(), inside)
            missing = [place for place in sorted(wanted) if not _added(packed, source.files, place)]
            manifest = archive.finish(packed, replace(manifest, missing=missing))
        file.flush()
        os.fsync(file.fileno())
    return Taken(path, path.stat().st_size, manifest)


def _added(packed: archive.Packing, files: FileStore | None, place: str) -> bool:
    try:
        packed.add(f"files/{place}", files.open(place) if files else b"")
    except FileMissing:
        return False
    return True


def _require_key(source: Source, connection: Connection) -> None:
    """The fingerprint in the backup is the set key's: if that is another, no key would restore it."""
    try:
        keystone.require_key(connection, source.vault)
    except WrongKey:
        raise AnotherKey(source.vault.fingerprint) from None


def _manifest(source: Source, connection: Connection, now: datetime) -> Manifest:
    return Manifest(
        id=secrets.token_hex(4),
        taken_at=now,
        database=source.engine.dialect.name,
        revision=migrate.revision_of(connection) or "",
        master_key=source.vault.fingerprint,
        rows=rows(connection),
        heads={reference: (head.number, head.hash) for reference, head in audit.heads(connection).items()},
        anchor=_anchor(connection),
        columns=columns(connection),
        missing=[],
    )


def _anchor(connection: Connection) -> dict[str, str] | None:
    if not inspect(connection).has_table("anchor"):
        return None
    row = connection.execute(text("SELECT number, hash FROM anchor ORDER BY number DESC LIMIT 1")).first()
    return {"number": str(row.number), "hash": row.hash} if row else None


def _wanted(source: Source, connection: Connection) -> set[str]:
    """The files that rows tell of. Where those cannot be read (an older database, a row that was altered), every file
    there is."""
    if source.files is None:
        return set()
    if migrate.revision_of(connection) == migrate.head():
        with suppress(BrokenSeal):
            return Attachments(connection, source.vault).places_in_use()
    return set(source.files.older_than(datetime.max.replace(tzinfo=UTC)))
