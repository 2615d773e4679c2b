"""Putting a backup back, for good or as a drill: into which place, and how that went."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from sqlalchemy import make_url

from bot.settings import Settings
from rapid_review.case import Case
from storage.backup import leftovers, restoring
from storage.backup.errors import FAILURES, BackupError, said
from storage.backup.restoring import Restored, Target
from storage.engine import normalised
from storage.vault import Vault


def restore(
    settings: Settings, backup: Path, into: str, files: Path, now: datetime, *, despite_faults: bool = False
) -> Restored:
    """Put it into this SQLite file or PostgreSQL database. Raises `BackupError`."""
    url = into if "://" in into else f"sqlite:///{into}"
    target = Target(url, files, Vault(settings.key()), Case)
    _clear_left(url)
    try:
        return restoring.restore(backup, settings.backup_key(), target, now, despite_faults=despite_faults)
    except FAILURES as error:
        raise BackupError(f"The database did not take it ({said(error)}). Nothing was restored.") from error
    except OSError as error:
        raise BackupError(f"Nothing was restored: {error.strerror or error} ({error.filename or files}).") from error


@dataclass(frozen=True)
class Drill:
    """A restore that was practised."""

    backup: Path
    restored: Restored
    age: timedelta
    """How old the data are: what a loss of the machine at this moment would cost (RPO)."""
    took: timedelta
    """From the archive to a verified copy (RTO, without the time until somebody begins)."""


def drill(settings: Settings, backup: Path, server: str, now: datetime) -> Drill:
    """Restore it into a place that is gone afterwards, on the kind of database that is in use. Raises `BackupError`."""
    like = server or settings.database_url.get_secret_value()
    with leftovers.drill() as folder, _place(folder, like) as into:
        begun = monotonic()
        restored = restore(settings, backup, into, folder / "files", now, despite_faults=True)
        took = timedelta(seconds=monotonic() - begun)
    return Drill(backup, restored, now - restored.manifest.taken_at, took)


@contextmanager
def _place(folder: Path, server: str) -> Iterator[str]:
    """A new SQLite file, or a new database on the server: one of its own, never the one in use."""
    if not _on_a_server(server):
        yield f"sqlite:///{folder / 'drill.db'}"
        return
    try:
        with leftovers.drill_database(server) as url:
            yield url
    except FAILURES as error:
        raise BackupError(
            f"No temporary database could be made on the server ({said(error)}). "
            "Give a server, and a user of its own for this who may create databases there, and nothing else "
            "(--server URL): docs/backup.md says how."
        ) from error


def _clear_left(url: str) -> None:
    """What drills that were killed left behind: whole copies. Where that cannot be done, it keeps nobody waiting."""
    leftovers.clear_drills()
    if _on_a_server(url):
        with suppress(*FAILURES):
            leftovers.clear_databases(url)


def _on_a_server(url: str) -> bool:
    return make_url(normalised(url)).get_backend_name() != "sqlite"
