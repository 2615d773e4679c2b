"""Places in which a whole copy stands while it is restored or practised: theirs while somebody works, cleared after.

A killed process leaves its copy behind, which is the whole database with the keys of cases that were disposed of since.
Whoever comes next clears it away: only what carries our mark, and never what a living process holds.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from storage.backup.errors import FAILURES, BackupError
from storage.engine import normalised
from storage.errors import InUse, NotWritable
from storage.lockfile import lock

RESTORING = ".restoring"
DRILL = "rapid-review-drill-"
_LOCK = "at-work"
_DATABASE, _MARK = "drill_", "rapid-review drill"

_LEFT = text(
    "SELECT datname FROM pg_database WHERE starts_with(datname, :named) "
    "AND shobj_description(oid, 'pg_database') = :mark AND pg_get_userbyid(datdba) = current_user "
    "AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE pg_stat_activity.datname = pg_database.datname)"
)


# -- Folders -------------------------------------------------------------------------------------------------------


@contextmanager
def restoring(spool: Path) -> Iterator[Path]:
    """The folder of a restore, of this name. Raises `BackupError` where another one is at work into the same place, or
    where something of this name is there that no restore made."""
    clear(spool.parent, f"*{RESTORING}")
    with suppress(OSError):
        spool.rmdir()  # Whoever was killed before the mark has left it empty.

    def make() -> Path:
        try:
            spool.mkdir(mode=0o700)
        except FileExistsError:
            raise BackupError(_taken(spool)) from None
        return spool

    with _held(make) as folder:
        yield folder


@contextmanager
def drill() -> Iterator[Path]:
    """A new folder among those for a while."""
    clear_drills()
    with _held(lambda: Path(tempfile.mkdtemp(prefix=DRILL))) as folder:
        yield folder


def clear_drills() -> None:
    clear(Path(tempfile.gettempdir()), f"{DRILL}*")


def clear(parent: Path, like: str) -> None:
    """Clear away each folder of such a name that is ours, and that nobody is at work in."""
    for left in parent.glob(like):
        if _is_ours(left):
            with suppress(InUse, NotWritable), lock(str(left / _LOCK)):
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _held(make: Callable[[], Path]) -> Iterator[Path]:
    """The folder, locked until the block ends, and gone then. Whoever clears may come before the lock: then anew."""
    folder = make()
    try:
        held = lock(str(folder / _LOCK))
    except (InUse, NotWritable):
        folder = make()
        held = lock(str(folder / _LOCK))
    with held:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _taken(spool: Path) -> str:
    if _is_ours(spool):
        return f"Another restore into this place is at work ({spool}). Wait for its end."
    return f"{spool} is needed for a while, and something is there that no restore made. Move it elsewhere."


def _is_ours(folder: Path) -> bool:
    """Not a link that leads elsewhere, nor somebody else's, nor a folder without our mark."""
    try:
        ours = not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()
    except OSError:
        return False
    return ours and not folder.is_symlink() and (folder / f"{_LOCK}.lock").is_file()


# -- Databases on a server -----------------------------------------------------------------------------------------


@contextmanager
def drill_database(server: str) -> Iterator[str]:
    """A new database on this server, one of its own, and gone afterwards."""
    engine, name = create_engine(normalised(server), isolation_level="AUTOCOMMIT"), f"{_DATABASE}{secrets.token_hex(4)}"
    try:
        _clear_databases(engine)
        _say(engine, f"CREATE DATABASE {name}")
        try:
            url = engine.url.set(database=name)
            with _occupied(create_engine(url)):  # First, since the mark says that it may be cleared.
                _say(engine, f"COMMENT ON DATABASE {name} IS '{_MARK}'")
                yield url.render_as_string(hide_password=False)
        finally:
            _say(engine, f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()


def clear_databases(server: str) -> None:
    """Clear away each database of a drill that is this user's, and that nobody is connected to."""
    engine = create_engine(normalised(server), isolation_level="AUTOCOMMIT")
    try:
        _clear_databases(engine)
    finally:
        engine.dispose()


def _clear_databases(engine: Engine) -> None:
    with engine.connect() as connection:
        left = connection.execute(_LEFT, {"named": _DATABASE, "mark": _MARK}).scalars().all()
    for name in left:
        with suppress(*FAILURES):  # Somebody is quicker, or connects at this moment: without FORCE theirs stays.
            _say(engine, f"DROP DATABASE {engine.dialect.identifier_preparer.quote(name)}")


@contextmanager
def _occupied(engine: Engine) -> Iterator[None]:
    try:
        with engine.connect():
            yield
    finally:
        engine.dispose()


def _say(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
