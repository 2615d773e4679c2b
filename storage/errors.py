"""What may go wrong in keeping cases. None of it is a person's mistake; the edge logs it and stops or tries again."""


class Conflict(Exception):
    """Somebody else changed the same thing first. The work is run again from the start."""


class Trouble(Exception):
    """The database did not do what was asked of it. Nothing was saved, unless it is `Unsure`."""


class Busy(Trouble):
    """Another holds what is needed, or the database is away for the moment."""


class Dropped(Busy):
    """The connection was lost before the commit, so nothing was saved: it can be done again at once."""


class Full(Trouble):
    """There is no room, or the database takes no changes just now."""


class Corrupt(Trouble):
    """The database's file is not what it was."""


class NotAllowed(Trouble):
    """The database's user has no right to it: nobody has granted it yet, or it is its owner's alone."""


class Unsure(Trouble):
    """The connection was lost at the commit: it was saved or not. Done again, it must find out by its key."""


class WrongKey(Exception):
    """The master key does not open this database. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("The master key does not open this database. Set the key it was created with.")


class BrokenSeal(Exception):
    """Sealed content was altered, or moved from the row it was sealed for."""


class InUse(Exception):
    """Another process has this SQLite file open; two would send every message twice."""

    def __init__(self, path: str) -> None:
        super().__init__(f"Another process is using {path}. Stop it first: one SQLite file serves one process.")


class NoDatabase(Exception):
    """The SQLite file is not there. Nothing was created: a mistyped name would look like a database without cases."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"There is no database at {path}. Look at DATABASE_URL. If there never was one, `rapid-review migrate` "
            "makes it."
        )


class NotWritable(Exception):
    """The database's folder or file cannot be written to."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} cannot be written to. Let the user that the bot runs as own the file and its folder, and look "
            "whether the disk is mounted for reading only."
        )


class Damaged(Exception):
    """The database is not what it was when it was last written."""

    def __init__(self, faults: list[str]) -> None:
        what = "\n".join(["The database is damaged or was altered, so nothing was started:", *faults])
        super().__init__(
            f"{what}\nKeep these files as they are, for whoever looks into it, and restore the last good backup: "
            "docs/backup.md says how. Only if there is none: `rapid-review serve --despite-faults`."
        )


class WrongRevision(Exception):
    """The database and the program do not fit together."""

    def __init__(self, found: str | None, known: str) -> None:
        super().__init__(f"The database is at revision {found or 'none'}; this program needs {known}.")


class StillRunning(Exception):
    """A process would go on writing under the old key."""

    def __init__(self, copies: int) -> None:
        running = "One copy of the bot is" if copies == 1 else f"{copies} copies of the bot are"
        super().__init__(f"{running} running, or stopped less than two minutes ago. Stop all of them, then try again.")


class ClockOff(Exception):
    """The database and this machine do not agree what the time is."""

    def __init__(self) -> None:
        super().__init__("This machine’s clock and the database’s are too far apart. Set both by a time server (NTP).")
