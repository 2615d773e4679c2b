"""A file that a command writes: for its owner alone, there only when all is done, and over nothing that is there.

The name is taken at once, so that nothing is done in a case whose file could not be written. The content goes to a
draft beside it, which gets the name when the work is committed: what was not written down never has that name.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rapid_review.errors import Refusal

Put = Callable[[bytes], None]
"""Takes the whole content; if it is called again, the last counts."""


@contextmanager
def new_file(path: Path, *, overwrite: bool = False) -> Iterator[Put]:
    """Gives what takes the content. Raises Refusal if the file is there already, or cannot be written."""
    taken = not overwrite and _take(path)
    left = [path] if taken else []
    try:
        draft = _draft(path)
        left.append(draft)
        yield lambda content: _write(draft, content)
    except BaseException:
        for file in left:
            file.unlink(missing_ok=True)
        raise
    _name(draft, path)


def read(path: Path) -> bytes:
    """What a person named as a file. Raises Refusal if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"{path} cannot be read ({error.strerror}).") from error


def _take(path: Path) -> bool:
    """Make it, empty. A link that somebody laid there is not followed: that is what O_EXCL promises."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise Refusal(f"{path} is there already. Choose another name, or say --overwrite.") from error
    except OSError as error:
        raise Refusal(f"{path} cannot be written ({error.strerror}). Nothing was done.") from error
    return True


def _draft(path: Path) -> Path:
    if path.is_dir():
        raise Refusal(f"{path} is a folder. Name a file.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise Refusal(f"{path} cannot be written ({error.strerror}). Nothing was done.") from error
    os.close(handle)
    return Path(name)


def _write(draft: Path, content: bytes) -> None:
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Refusal(f"{draft.parent} takes no more ({error.strerror}).") from error


def _name(draft: Path, path: Path) -> None:
    try:
        os.replace(draft, path)
    except OSError as error:  # What it holds is written down as done by now, so it is not thrown away.
        raise Refusal(f"It is in {draft}: it could not be given the name {path} ({error.strerror}).") from error
    with suppress(OSError):  # Not every system opens a folder; there the name is as safe as it gets.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
