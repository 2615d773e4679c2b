"""Whether there is room for a backup, asked before anything is written: a full disk would stop the bot itself."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from storage.backup import keeping
from storage.backup.errors import NoRoom

SPARE_BYTES = 64 * 1024 * 1024
"""Left to the bot meanwhile, which stops taking anything new below 50 MiB."""


def require(engine: Engine, copy: Path, folder: Path, now: datetime) -> None:
    """Raises `NoRoom`. The copy is about as large as the database, and the archive as large as the one before."""
    database = _size(engine)
    last = keeping.newest(folder, now)
    needed = {copy: database, folder: last.stat().st_size if last else database}
    for where in needed:
        together = sum(other for place, other in needed.items() if _disk(place) == _disk(where))
        free = shutil.disk_usage(where).free
        if free < together + SPARE_BYTES:
            raise NoRoom(where, together + SPARE_BYTES, free)


def _disk(place: Path) -> int:
    return os.stat(place).st_dev


def _size(engine: Engine) -> int:
    if engine.dialect.name == "sqlite":
        file = str(engine.url.database)
        return sum(os.stat(part).st_size for part in (file, f"{file}-wal") if os.path.exists(part))
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
