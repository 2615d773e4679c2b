"""The end of somebody's access to a case: at a set time after the close, and whenever their part ends (rules 4, 9)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from rapid_review.events import Happening
from rapid_review.people import PersonId
from rapid_review.policy import DayUnit
from rapid_review.record import CaseRecord
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import add_days, day_opens


class Ending(CaseRecord):
    """Who reads of a case no more. What they did stays on the record."""

    def access_ends_at(self) -> datetime | None:
        """When those who took part stop reading a closed case; None while it is open, held, or has happened."""
        if self.closed_at is None or self.access_ended_at or self.hold:
            return None
        counting = replace(self.policy, day_unit=DayUnit.WORKING)  # Whatever Day 1 to Day 15 count.
        day = add_days(local_day(self.closed_at), self.policy.access_after_close_days, counting)
        return moment_of(day, day_opens())

    def end_access_if_due(self, now: datetime) -> None:
        """End it, once its time has come. A legal hold puts that off: whoever asked for it may ask them too."""
        ends = self.access_ends_at()
        if ends and ends <= now:
            self.access_ended_at = now
            self._happen(Happening.ACCESS_ENDED, now)

    def note_shut_out(self, found: Mapping[PersonId, str], now: datetime) -> None:
        """Note who was written to and reads nothing of it now, and why."""
        if found != self.shut_out:
            self.shut_out = dict(found)
            self._happen(Happening.SHUT_OUT, now, people=str(len(found)))
