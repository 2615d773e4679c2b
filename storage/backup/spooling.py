"""Where the snapshot stands while a backup is made. A killed one's copy is cleared away by whoever comes next."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.errors import InUse, NotWritable
from storage.lockfile import lock

PREFIX = ".rapid-review-backup-"
_LOCK = "backup"
_COPY = "copy"


@contextmanager
def held(spool: Path) -> Iterator[None]:
    """The folder is there and this process's until the block ends, and gone then. Raises as `lock` does."""
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock(str(spool / _LOCK)):
        try:
            yield
        finally:
            shutil.rmtree(spool, ignore_errors=True)


def emptied(spool: Path) -> Path:
    """An empty folder in it."""
    copy = spool / _COPY
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(mode=0o700)
    return copy


def clear(spool: Path) -> None:
    """Clear away every copy that no process is making: this one, and those beside it.

    It is the whole database, with the keys of cases that were disposed of since.
    """
    beside = [path for path in spool.parent.glob(f"{PREFIX}*") if path.is_dir()]
    for left in {*beside, spool}:
        with suppress(InUse, NotWritable), lock(str(left / _LOCK)):
            shutil.rmtree(left, ignore_errors=True)
