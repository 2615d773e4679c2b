"""What every turn, drawing and tick is given besides the transaction: the partnership as it is now, and the time."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from time import monotonic

from bot.clock import Clock
from bot.partnership import Watched
from bot.settings import Settings
from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.in_force import as_of
from rapid_review.outcome.commitment import SALT_DIGITS
from rapid_review.people import Partnership
from rapid_review.policy import Policy
from rapid_review.timing.london import local_day
from storage.files import FileStore, Folder
from storage.work import Work


def fresh_salt() -> str:
    """What a view is committed to with: the one place where a ballot's randomness comes from."""
    return secrets.token_hex(SALT_DIGITS // 2)


class _Today:
    """The partnership as of today. Every turn asks for it, so it is worked out once for a file and a day."""

    _last: tuple[Partnership, date, Partnership] | None = None

    def of(self, file: Partnership, day: date) -> Partnership:
        last = self._last
        if last is None or last[0] is not file or last[1] != day:
            self._last = last = file, day, as_of(file, day)
        return last[2]


@dataclass(frozen=True)
class Surroundings:
    """Makes a `Desk` for each transaction."""

    settings: Settings
    watched: Watched
    clock: Clock
    _today: _Today = field(default_factory=_Today, init=False, compare=False)

    def partnership(self) -> Partnership:
        """The directory in force at this moment."""
        return self._in_force(self.clock.now())[0]

    def _in_force(self, now: datetime) -> tuple[Partnership, Policy]:
        """The file without those who have left by now."""
        partnership, policy = self.watched.current(monotonic())
        return self._today.of(partnership, local_day(now)), policy

    def tenants(self) -> frozenset[str]:
        """The tenants we serve: as set, else as the partnership's file has them."""
        return self.settings.tenants or self.partnership().tenants

    @cached_property
    def files(self) -> FileStore | None:
        """Where files are kept; None when they are not."""
        folder = self.settings.files_path
        return Folder(folder) if folder else None

    @cached_property
    def template(self) -> bytes | None:
        """The partnership's own Word template; None for the house's."""
        return self.settings.document_template.read_bytes() if self.settings.document_template else None

    def desk(self, work: Work[Case], now: datetime, move_clock: Callable[[datetime], None] | None = None) -> Desk:
        partnership, policy = self._in_force(now)
        demo = self.settings.demo
        move = move_clock if demo else None
        return Desk(
            work,
            partnership,
            policy,
            now,
            demo=demo,
            move_clock=move,
            files=self.files,
            fresh_salt=fresh_salt,
            template=self.template,
            sends_mail=self.settings.send_by != "hand" and not demo,
            keeps_calendar=self.settings.send_by == "graph" and not demo,
        )
