"""Logging: constant words, and beside them codes, ids and counts. What anybody wrote or is called cannot get through.

The text of an error may quote what it failed on, so it is never written: only its kind and where it arose. Of an
argument only what has the shape of an id, a code, a count, a moment or a duration is written, and `?` for all else.
What a library says is not ours to vouch for: only that it spoke, and where.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

from bot import correlation

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

OURS = {"bot", "dialogs", "storage", "cards", "documents", "rapid_review"}
HIDDEN = "?"
LONGEST = 200
MOST = 10**9
"""Above, a number may be a telephone's or a patient's."""

_SHAPES = (
    r"[a-z][a-z0-9]*(?:[_.-][a-z0-9]+)*",  # A code of ours: lease_over, summary.submit, message-12.
    r"RR-\d{4}-\d{3,6}",
    r"(?=\d*[a-f])[0-9a-f]{8,40}",  # With a letter: digits alone may be a telephone’s.
    r"\d{1,9}(?:,\d{1,9})*",  # Numbers in the outbox.
    r"-?\d{1,9}(?:\.\d{1,6})?(?:ms|s)?",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)",  # Not a day alone, which may be a birthday.
    r"(?:uncertain )?(?:graph )?[A-Za-z]*(?:Error|Exception|Timeout)",
    r"(?:uncertain )?(?:internal [A-Za-z]+|(?:graph_)?no_token [A-Za-z_]+|[a-z]+(?:_[a-z]+)*)",
    # What a service answered: a status, with Microsoft's code, which is of several words run together.
    r"(?:uncertain )?(?:graph |mail )?[1-5]\d\d(?: (?:[A-Z][a-z0-9]*){2,8}| Forbidden| Unauthorized| Throttled)?",
)
_FIT = re.compile("|".join(_SHAPES))


class Discreet(logging.Formatter):
    """One line a record."""

    def __init__(self, layout: Literal["json", "plain"]) -> None:
        super().__init__()
        self._layout = layout

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "for": correlation.current(),
            "what": _words(record),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said) if self._layout == "json" else "  ".join(said.values())

    def formatException(self, ei: ExcInfo) -> str:
        """Kinds and places, innermost last, with the errors it came from."""
        kinds, error = [], ei[1]
        while error is not None:
            kinds.append(f"{type(error).__name__} ({_places(error)})")
            error = error.__cause__ or error.__context__
        return " from ".join(kinds)


class Discreetly(logging.StreamHandler[Any]):
    """Where a line cannot be written, the usual handler would print what it was made of."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing more can be said."""


def fit(argument: object) -> object:
    """An argument as it may be written: itself, a class by its name, or `?`."""
    if argument is None or isinstance(argument, bool):
        return argument
    if isinstance(argument, int | float):
        return argument if abs(argument) < MOST else HIDDEN
    if isinstance(argument, type):
        return argument.__name__
    try:
        text = str(argument)
    except Exception:  # noqa: BLE001  What it raises may quote what it is about.
        return HIDDEN
    return text if not text or (len(text) <= LONGEST and _FIT.fullmatch(text)) else HIDDEN


def _words(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in OURS or not isinstance(record.msg, str):
        return f"not ours: {record.module}:{record.lineno}"
    if not record.args:
        return record.msg
    try:
        return str(record.msg % _fitting(record.args))
    except (TypeError, ValueError):  # A number was meant, and something else was given.
        return record.msg


def _fitting(args: tuple[object, ...] | Mapping[str, object]) -> Any:
    if isinstance(args, Mapping):
        return {name: fit(argument) for name, argument in args.items()}
    return tuple(fit(argument) for argument in args)


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[-6:])


def set_up(layout: Literal["json", "plain"]) -> None:
    """Write to standard error. Libraries speak only when something is wrong."""
    handler = Discreetly(sys.stderr)
    handler.setFormatter(Discreet(layout))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for ours in OURS:
        logging.getLogger(ours).setLevel(logging.INFO)


@contextmanager
def guarded() -> Iterator[None]:
    """What nobody catches, and every warning, is logged like the rest: Python would print an error's own words."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook = _uncaught
    threading.excepthook = lambda caught: _uncaught(caught.exc_type, caught.exc_value, caught.exc_traceback)
    sys.unraisablehook = lambda caught: _uncaught(caught.exc_type, caught.exc_value, caught.exc_traceback)
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def _uncaught(kind: type[BaseException], error: BaseException | None, place: TracebackType | None) -> None:
    logging.getLogger(__name__).critical("uncaught code=%s", kind, exc_info=(kind, error or kind(), place))
