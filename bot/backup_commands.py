"""Commands about backups: make one, put one back, let the restored copy send, and practise all of it."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.case_commands import Add, Command, Read
from bot.clock import SystemClock
from bot.settings import Settings
from storage.backup.errors import BackupError

if TYPE_CHECKING:
    from bot.restoring import Drill
    from storage.backup.restoring import Restored
    from storage.backup.taking import Taken
    from storage.backup.verifying import Verified
    from storage.restored import Waiting

ROUTES = {
    "person": "to people in Teams",
    "channel": "to the channel",
    "conversation": "answers to what people typed",
    "mail": "by e-mail",
    "outward": "letters to somebody outside",
}
ASK = (
    "Nothing was sent. `rapid-review release --yes` lets it send; with --drop-old too, not what was due before it was "
    "held. What is due later goes at its time."
)
HELD = (
    "It is held until `rapid-review release --yes`: it sends nothing, but answers to whoever asks it, and new urgent "
    "alerts. People may read meanwhile."
)
RELEASED = "Released: it sends from now on."


def add_to(add: Add, settings: Read) -> None:
    """Add these commands to the program's."""
    backup = add("backup", _backup(settings), "Make a backup, while the bot runs or not.")
    backup.add_argument("-o", "--out", type=Path, help="the folder to put it in; without it, RR_BACKUP_FOLDER")
    restore = add("restore", _restore, "Put a backup into an empty place, verify it, and hold what it would send.")
    restore.add_argument("backup", type=Path, help="the file that `backup` wrote")
    restore.add_argument(
        "--into", required=True, help="the new SQLite file, or the URL of an empty PostgreSQL database"
    )
    restore.add_argument("--files", type=Path, required=True, help="the new folder for the files of cases")
    restore.add_argument("--despite-faults", action="store_true", help="put it in place even if it does not verify")
    release = add("release", _release(settings), "Show what a restored copy would send; with --yes, let it.")
    release.add_argument("--yes", action="store_true", help="let it send from now on")
    release.add_argument("--drop-old", action="store_true", help="but not what was due before it was held")
    hold = add("hold-sending", _hold(settings), "Hold a copy that was made in another way, as a restored one is.")
    hold.add_argument("as_of", type=datetime.fromisoformat, help="as when it is, such as 2026-12-01T09:00+00:00")
    drill = add("drill", _drill, "Restore a backup into a temporary place, verify it, and say how that went.")
    which = drill.add_mutually_exclusive_group(required=True)
    which.add_argument("backup", type=Path, nargs="?", help="the file that `backup` wrote")
    which.add_argument("--latest", type=Path, metavar="FOLDER", help="the newest backup in this folder")
    drill.add_argument(
        "--server", default="", help="where to make the temporary PostgreSQL database; else DATABASE_URL"
    )


def before_migrating(settings: Settings) -> bool:
    """Make a backup, if a folder is set and there is anything to lose. False, and said why, if it could not be made."""
    from bot import backups

    if settings.backup_folder is None:
        return True
    try:
        taken = backups.make_before_migrating(settings, settings.backup_folder, SystemClock().now())
    except BackupError as failure:
        print(failure, "The database was not migrated.", file=sys.stderr)
        return False
    if taken:
        print(f"Backed up first: {taken.path}")
    return True


def _backup(settings: Read) -> Command:
    def run(asked: argparse.Namespace) -> int:
        from bot import backups

        read, now = settings(), SystemClock().now()
        folder = asked.out or read.backup_folder
        if folder is None:
            print("Say where to put it: -o FOLDER, or set RR_BACKUP_FOLDER.", file=sys.stderr)
            return 2
        code = _unless_refused(lambda: _made(read, backups.make(read, folder, now)))
        if code == 0 and asked.out is None:  # Whoever names another place keeps it in order.
            backups.tidy(folder, now)
        return code

    return run


def _made(settings: Settings, taken: "Taken") -> int:
    """What was lost before is no reason to do without this backup, nor to leave its folder untidied: so it is 0."""
    from bot.database import opened
    from storage.backup.losses import lost

    print(f"Written: {taken.path} ({_size(taken.size)}, {taken.manifest.rows.get('case_', 0)} cases)")
    if taken.manifest.missing:
        with opened(settings) as store:
            print(*store.run_now(lambda work: lost(work, taken.manifest.missing)), sep="\n", file=sys.stderr)
    return 0


def _restore(asked: argparse.Namespace) -> int:
    from bot import restoring

    settings, now = Settings.read(), SystemClock().now()  # Of these only the keys are used: the rest may be lost.
    return _unless_refused(
        lambda: _put_back(
            restoring.restore(settings, asked.backup, asked.into, asked.files, now, despite_faults=asked.despite_faults)
        )
    )


def _put_back(restored: "Restored") -> int:
    verified = restored.verified
    print(f"Restored: everything as it was on {_moment(restored.manifest.taken_at)}. {_looked_at(verified)}")
    _verdict(verified)
    print(HELD)
    return 1 if verified.told else 0


def _drill(asked: argparse.Namespace) -> int:
    from bot import restoring
    from storage.backup import keeping

    settings, now = Settings.read(), SystemClock().now()
    backup = asked.backup or keeping.newest(asked.latest, now)
    if backup is None:
        print(f"There is no backup in {asked.latest}.", file=sys.stderr)
        return 1
    return _unless_refused(lambda: _practised(restoring.drill(settings, backup, asked.server, now)))


def _practised(drill: "Drill") -> int:
    """In words, and in the last line for a machine."""
    verified, taken_at = drill.restored.verified, drill.restored.manifest.taken_at
    print(f"{drill.backup.name} was restored into a temporary place. {_looked_at(verified)}")
    print(f"The data are as they were on {_moment(taken_at)}, {_ago(drill.age)} ago; it took {_seconds(drill.took)}.")
    _verdict(verified)
    told = {
        "backup": drill.backup.name,
        "good": not verified.told,
        "taken_at": taken_at.isoformat(),
        "age_seconds": round(drill.age.total_seconds()),
        "took_seconds": round(drill.took.total_seconds(), 2),
        "bytes": drill.backup.stat().st_size,
        "cases": verified.cases,
        "entries": verified.entries,
        "files": verified.files,
        "faults": len(verified.told),
    }
    print(json.dumps(told))
    return 1 if verified.told else 0


def _release(settings: Read) -> Command:
    def run(asked: argparse.Namespace) -> int:
        from bot.database import opened

        now = SystemClock().now()
        with opened(settings()) as store:
            copy, waiting = store.run_now(lambda work: (work.held_copy(), work.would_go_out(now)))
            if copy is None:
                print("This database is not held: it sends as usual.")
                return 0
            print(f"This copy is as things were on {_moment(copy.taken_at)}; restored {_moment(copy.restored_at)}.")
            print(*[_line(one, now) for one in waiting] or ["Nothing waits to be sent."], sep="\n")
            if asked.yes:
                store.run_now(lambda work: work.release_copy(now, drop_old=asked.drop_old))
        print(RELEASED if asked.yes else ASK)
        return 0

    return run


def _hold(settings: Read) -> Command:
    """For a provider's point-in-time recovery, or a machine's snapshot: such a copy does not know that it is one."""

    def run(asked: argparse.Namespace) -> int:
        from bot.database import opened

        if asked.as_of.tzinfo is None:
            print("Say the time zone too, such as 2026-12-01T09:00+00:00.", file=sys.stderr)
            return 2
        now = SystemClock().now()
        with opened(settings()) as store:
            store.run_now(lambda work: work.hold_copy(f"by hand {now.isoformat()}", asked.as_of, now))
        print(HELD)
        return 0

    return run


def _line(waiting: "Waiting", now: datetime) -> str:
    """How many of what, and for how long: no name and no reference."""
    since = _ago(now - waiting.oldest)
    waited = "due before it was held, so perhaps sent since" if waiting.old else "due since"
    return (
        f"  {waiting.messages:>5} {ROUTES.get(waiting.route, waiting.route)} ({waiting.view}): {waited}; oldest {since}"
    )


def _verdict(verified: "Verified") -> None:
    well = "Everything else verifies." if verified.lost else "Everything verifies."
    print(*verified.told, *([] if verified.faults else [well]), sep="\n")


def _looked_at(verified: "Verified") -> str:
    return (
        f"{verified.cases} cases, {verified.entries} entries of the record and {verified.files} files were looked at."
    )


def _unless_refused(act: Callable[[], int]) -> int:
    try:
        return act()
    except BackupError as refused:
        print(refused, file=sys.stderr)
        return 1


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%d %B %Y at %H:%M} UTC"


def _ago(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


def _seconds(took: timedelta) -> str:
    return f"{took.total_seconds():.1f} s"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB"
