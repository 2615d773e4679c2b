"""Logging: codes, ids and counts. The text of an error may quote what it failed on, so it is never written."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """One line a record; of an error only its kind and where it arose."""

    def __init__(self, layout: Literal["json", "plain"]) -> None:
        super().__init__()
        self._layout = layout

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
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


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[-6:])


def set_up(layout: Literal["json", "plain"]) -> None:
    """Write to standard error. Libraries speak only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(layout))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for ours in ("bot", "dialogs", "storage"):
        logging.getLogger(ours).setLevel(logging.INFO)
