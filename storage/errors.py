"""What may go wrong in keeping cases. None of it is a person's mistake; the edge logs it and stops or tries again."""


class Conflict(Exception):
    """Somebody else changed the same thing first. The work is run again from the start."""


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


class WrongRevision(Exception):
    """The database and the program do not fit together."""

    def __init__(self, found: str | None, known: str) -> None:
        super().__init__(f"The database is at revision {found or 'none'}; this program needs {known}.")
