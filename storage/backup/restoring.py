"""Putting a backup back: into an empty place, in one piece, verified before it is there, and held."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic

from sqlalchemy import Connection, inspect

from storage import keystone, migrate
from storage.backup import archive, leftovers, snapshot
from storage.backup.errors import DoesNotFit, NotEmpty, NotWhole
from storage.backup.manifest import Manifest
from storage.backup.verifying import Verified, verify
from storage.codec import CaseT, Codec
from storage.engine import open_engine, sqlite_path
from storage.errors import WrongKey
from storage.files import Folder, synced
from storage.vault import Vault
from storage.work import Work


@dataclass(frozen=True)
class Target(Generic[CaseT]):
    """Where to, and with what it is read."""

    url: str
    files: Path
    vault: Vault
    case_type: type[CaseT]


@dataclass(frozen=True)
class Restored:
    """What was put in place."""

    manifest: Manifest
    verified: Verified


def restore(backup: Path, key: bytes, to: Target[CaseT], now: datetime, *, despite_faults: bool = False) -> Restored:
    """Raises `BackupError`, and then nothing is in place. A kill leaves the same, but for what a next one clears."""
    _require_empty(to)
    with leftovers.restoring(Path(f"{sqlite_path(to.url) or to.files}{leftovers.RESTORING}")) as spool:
        with backup.open("rb") as file:
            manifest = archive.unpack(file, key, spool)
        _require_fit(manifest, to)
        return _placed(manifest, to, spool, now, despite_faults=despite_faults)


def _placed(manifest: Manifest, to: Target[CaseT], spool: Path, now: datetime, *, despite_faults: bool) -> Restored:
    """The database last: whoever finds it finds its files too."""
    final = sqlite_path(to.url)
    with _filled(manifest, to, spool) as connection:
        verified = _finished(connection, manifest, to, Folder(spool / "files"), now)
        if verified.faults and not despite_faults:
            raise NotWhole(verified.faults)
        if final is None:  # PostgreSQL: committed when this block ends.
            _put_files(spool, to.files)
    if final is not None:
        _put_files(spool, to.files)
        synced(spool / snapshot.DATABASE)
        (spool / snapshot.DATABASE).rename(final)
        synced(Path(final).parent)
    return Restored(manifest, verified)


@contextmanager
def _filled(manifest: Manifest, to: Target[CaseT], spool: Path) -> Iterator[Connection]:
    """The rows as they were, in a transaction in which they are brought up to date."""
    on_sqlite = sqlite_path(to.url) is not None
    engine = open_engine(f"sqlite:///{spool / snapshot.DATABASE}" if on_sqlite else to.url)
    try:
        with migrate.migrating(engine) as connection:
            if not on_sqlite:
                # Files are looked at meanwhile, which the server takes for idleness.
                connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
                migrate.upgrade(connection, manifest.revision)
                snapshot.fill(connection, spool / snapshot.TABLES, manifest.columns)
            yield connection
    finally:
        engine.dispose()  # SQLite's last connection puts what is in its journal into the file.


def _finished(connection: Connection, manifest: Manifest, to: Target[CaseT], files: Folder, now: datetime) -> Verified:
    try:
        keystone.require_key(connection, to.vault)
    except WrongKey:
        raise DoesNotFit("What is in this backup does not open with the master key that it names itself.") from None
    migrate.upgrade(connection)
    work = Work(connection, to.vault, Codec(to.case_type), in_turn=False)
    verified = verify(connection, work, files, manifest)
    work.hold_copy(manifest.id, manifest.taken_at, now)
    return verified


def _require_empty(to: Target[CaseT]) -> None:
    if to.files.exists() and (not to.files.is_dir() or any(to.files.iterdir())):
        raise NotEmpty(f"The folder for files, {to.files},")
    if path := sqlite_path(to.url):
        if any(Path(f"{path}{more}").exists() for more in ("", "-wal", "-journal")):
            raise NotEmpty(f"The place for the database, {path},")
        return
    engine = open_engine(to.url)
    try:
        with engine.connect() as connection:
            if inspect(connection).get_table_names():
                raise NotEmpty("The PostgreSQL database")
    finally:
        engine.dispose()


def _require_fit(manifest: Manifest, to: Target[CaseT]) -> None:
    """Everything that can be known before a row is read."""
    kind = "sqlite" if sqlite_path(to.url) else "postgresql"
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    if manifest.database != kind:
        raise DoesNotFit(f"This is a backup of {names.get(manifest.database)}; it cannot go into {names[kind]}.")
    if not migrate.known(manifest.revision):
        raise DoesNotFit(
            f"This backup is of a database at revision {manifest.revision or 'none'}; this program knows no later one "
            f"than {migrate.head()}. Use the version of the program that made it, or a later one."
        )
    if manifest.master_key != to.vault.fingerprint:
        raise DoesNotFit(
            f"What is in this backup opens with the master key {manifest.master_key}; "
            f"the one given is {to.vault.fingerprint}. Set the master key that was in use when it was made."
        )


def _put_files(spool: Path, files: Path) -> None:
    """One by one: the folder may be a disk of its own."""
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in (spool / "files").glob("*"):
        there = files / file.name
        shutil.move(file, there)
        synced(there)
    synced(files)
