"""Why a backup was not made or cannot be put back. Each message says what happened and what to do next."""

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError


class BackupError(Exception):
    """Nothing was changed; the message is for whoever runs the machine."""


FAILURES = (SQLAlchemyError, sqlite3.Error)
"""What a database may say, through SQLAlchemy or, SQLite, past it."""


def said(error: Exception) -> str:
    """In a word, or SQLite's few: PostgreSQL's quote what it worked on."""
    told = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return str(told) if isinstance(told, sqlite3.Error) else type(told).__name__


class AnotherKey(BackupError):
    """The keystone of the database does not open: what would be backed up could be restored with no key at hand."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__(
            f"The master key that is set ({fingerprint}) does not open this database, so no backup was made: it would "
            "say that it needs a key that does not open it. Set the key the database was created with."
        )


class NoRoom(BackupError):
    """The disk would be full before the backup is written."""

    def __init__(self, where: Path, needed: int, free: int) -> None:
        super().__init__(
            f"No backup was made: it needs {_megabytes(needed)} in {where} for a while, and {_megabytes(free)} are "
            "free. Make room there."
        )


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"


class NotABackup(BackupError):
    """The file does not begin as a backup does."""

    def __init__(self) -> None:
        super().__init__("This file is not a backup of this program. Name a file whose name ends with .rrb.")


class WrongBackupKey(BackupError):
    """The backup was sealed under another key."""

    def __init__(self, made_with: str, given: str) -> None:
        super().__init__(
            f"This backup was sealed with another backup key. It needs the key with the fingerprint {made_with}; "
            f"RR_BACKUP_KEY_FILE holds {given}. Set the key that the backup was made with."
        )


class Damaged(BackupError):
    """The backup was cut short or altered."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This backup cannot be trusted: {why}. Nothing was restored. Use another backup.")


class NotEmpty(BackupError):
    """There is something already where the backup was to be put."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not empty. A backup is restored into an empty place only: name another one.")


class DoesNotFit(BackupError):
    """The backup is of another kind, or of a later program, or belongs to another master key."""


class NotWhole(BackupError):
    """What was restored does not verify; nothing was put in place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(["The copy does not verify, so nothing was restored:", *faults]))
        self.faults = faults
