"""What time it is. Nothing else in the bot asks the machine."""

import json
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from rapid_review.errors import Refusal

log = logging.getLogger(__name__)


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class DemoClock:
    """The machine's time moved forward, so that fifteen days can be seen in minutes. A restart keeps the move."""

    def __init__(self, kept_in: Path, machine: Clock | None = None) -> None:
        self.kept_in = kept_in
        self.on_move: Callable[[], None] = lambda: None
        """Called after each move, from whichever thread moved it."""
        self._machine = machine or SystemClock()
        self._ahead = _read_ahead(kept_in)

    def now(self) -> datetime:
        return self._machine.now() + self._ahead

    def move(self, to: datetime) -> None:
        """Move to a later moment. Refuses to go back: what has happened cannot come after what is yet to come."""
        if to <= self.now():
            raise Refusal("The demonstration's clock only moves forward. Choose a later moment.")
        self._ahead = to - self._machine.now()
        draft = self.kept_in.with_suffix(".new")
        draft.write_text(json.dumps({"seconds_ahead": self._ahead.total_seconds()}), encoding="ascii")
        os.replace(draft, self.kept_in)
        log.info("demonstration clock moved to=%s", self.now().isoformat(timespec="minutes"))
        self.on_move()


def _read_ahead(kept_in: Path) -> timedelta:
    if not kept_in.exists():
        return timedelta()
    return timedelta(seconds=float(json.loads(kept_in.read_text(encoding="ascii"))["seconds_ahead"]))
