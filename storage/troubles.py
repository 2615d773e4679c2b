"""What an error of a database means to whoever waits for it: by the codes of SQLite and PostgreSQL, never by words."""

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError

from storage.errors import Busy, Conflict, Corrupt, Dropped, Full, NotAllowed, Trouble, Unsure

RACES = {"40001", "40P01", "23505"}
"""PostgreSQL's codes for serialisation failure, deadlock and a key that another took first."""
BUSY = {"55P03", "57014", "53300", "57P03"}
"""A lock or a statement took too long; too many connections; the server is only just starting."""
FULL = {"53100", "25006", "53200"}
"""No room on the disk; a standby, or a disk that can only be read; no memory."""
INSUFFICIENT_PRIVILEGE = "42501"
CONNECTION = "08"
ENDED_BY_THE_SERVER = {"57P01", "57P02", "57P05", "25P03"}

OF_SQLITE: dict[int, type[Trouble]] = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_FULL: Full,
    sqlite3.SQLITE_READONLY: Full,
    sqlite3.SQLITE_IOERR: Full,
    sqlite3.SQLITE_CANTOPEN: Full,
    sqlite3.SQLITE_CORRUPT: Corrupt,
    sqlite3.SQLITE_NOTADB: Corrupt,
}


def meant(error: SQLAlchemyError, *, committing: bool) -> Trouble | Conflict | None:
    """What it means; None if it is our own mistake."""
    if isinstance(error, TimeoutError):  # No connection became free.
        return Busy()
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        return OF_SQLITE[code]() if code in OF_SQLITE else None
    return _of_postgresql(error, getattr(error.orig, "sqlstate", None), committing=committing)


def _of_postgresql(error: DBAPIError, code: str | None, *, committing: bool) -> Trouble | Conflict | None:
    if code in RACES:
        return Conflict()
    if code in BUSY:
        return Busy()
    if code in FULL:
        return Full()
    if code == INSUFFICIENT_PRIVILEGE:
        return NotAllowed()
    lost = error.connection_invalidated or code in ENDED_BY_THE_SERVER or bool(code and code.startswith(CONNECTION))
    if lost:
        return Unsure() if committing else Dropped()
    return Busy() if code is None and _not_connected(error) else None


def _not_connected(error: DBAPIError) -> bool:
    """Nothing was begun: the server was not reached at all."""
    return error.statement is None
