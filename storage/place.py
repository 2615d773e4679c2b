"""Whether SQLite's files are where they were: what is written to a file that was taken away is lost in silence."""

from pathlib import Path

from storage.errors import NoDatabase


class Place:
    """Where the files of one database are. Asked before every transaction, so it costs two looks at the folder."""

    def __init__(self, database: str | None) -> None:
        self._file = Path(database) if database else None
        self._journal = Path(f"{database}-wal")
        self._known: tuple[int, int] | None = None
        self._journalled = False

    def require(self) -> None:
        """Raises `NoDatabase`. Opening the file would create it."""
        if self._file and not self._file.exists():
            raise NoDatabase(str(self._file.absolute()))

    def found(self) -> None:
        """A transaction went well: these are the files."""
        if self._known is None and self._file:
            self._known, self._journalled = self._identity(), self._journal.exists()

    @property
    def lost(self) -> bool:
        """Whether the file is another now, or its journal is gone. While it is open, SQLite never removes either."""
        gone = self._journalled and not self._journal.exists()
        return self._known is not None and (gone or self._identity() != self._known)

    def _identity(self) -> tuple[int, int] | None:
        try:
            told = self._file.stat() if self._file else None
        except FileNotFoundError:
            return None
        return (told.st_dev, told.st_ino) if told else None
