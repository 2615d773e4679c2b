"""One process per SQLite file: a lock on a file beside it, which the system lets go of when the process ends."""

import sys
from pathlib import Path
from typing import BinaryIO

from storage.errors import InUse, NotWritable


def lock(database: str) -> BinaryIO:
    """Hold the returned file open for as long as the database is in use; InUse if another process holds it,
    NotWritable if nothing can be written there."""
    try:
        held = Path(f"{database}.lock").open("ab")  # noqa: SIM115 (it stays open: closing it would unlock it)
    except OSError:
        raise NotWritable(str(Path(database).absolute().parent)) from None
    try:
        _lock(held)
    except OSError:
        held.close()
        raise InUse(database) from None
    return held


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
