"""Minutes are noted, corrected and approved (R096): their dated facts. What they say is in `minutes`."""

from datetime import datetime

from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.group.convening import Convening
from rapid_review.group.meeting import Correction, Meeting, Minutes
from rapid_review.people import Standing
from rapid_review.permissions import Access, CaseRole, Surface, sees
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import add_days

DRAFT_DAYS = 2
"""Working days after the meeting by which the draft is wanted."""


class Minuting(Convening):
    """The Partnership Team notes the points, those who read them put them right, the chair approves.

    Each meeting has minutes of its own. Meetings are numbered from 1, in the order in which they were called.
    """

    @property
    def held(self) -> dict[int, Meeting]:
        """The meetings that have begun, by number."""
        return {number: one for number, one in enumerate(self.meetings, 1) if one.started_at}

    @property
    def minutes(self) -> Minutes:
        """Those of the last meeting; blank where the Group has not met."""
        return list(self.held.values())[-1].minutes if self.held else Minutes()

    def minutes_due(self, number: int) -> datetime | None:
        """When the draft is wanted: two working days after the meeting."""
        ended = self.meetings[number - 1].ended_at
        if ended is None:
            return None
        return moment_of(add_days(local_day(ended), DRAFT_DAYS, self.policy), self.policy.deadline_time)

    def require_may_note(self, number: int, by: Standing) -> Minutes:
        """The minutes to add to, for the Partnership Team until they are approved."""
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        return self._open_minutes(number)

    def note_minutes(self, number: int, *, by: Standing, revision: int, now: datetime) -> None:
        """Note what was discussed. The rest of the draft is drawn from the case."""
        minutes = self.require_may_note(number, by)
        minutes.noted_at, minutes.noted_by, minutes.revision = now, by.id, revision
        self._happen(Happening.MINUTES_NOTED, now, by, meeting=str(number))

    def require_may_correct(self, number: int, by: Standing) -> Minutes:
        """The minutes to put right, for those who read them, once the points are noted and until they are approved."""
        self.roles(by)
        self.need_clearance(by)
        minutes = self._open_minutes(number)
        if sees(self, by, Surface.DECISION) is not Access.READ or not minutes.noted_at:
            raise Refusal("There are no minutes here that you can correct.")
        return minutes

    def correct_minutes(self, number: int, *, by: Standing, revision: int, now: datetime) -> None:
        """Send a correction; its words are the form of this revision."""
        self.require_may_correct(number, by).corrections.append(Correction(by.id, revision))
        self._happen(Happening.MINUTES_CORRECTED, now, by, meeting=str(number))

    def approve_minutes(self, number: int, *, by: Standing, now: datetime) -> None:
        """The chair approves the minutes, with the corrections to them."""
        self.require_cleared(by, CaseRole.CHAIR)
        minutes = self._open_minutes(number)
        if not minutes.noted_at:
            raise Refusal("The Partnership Team has not noted the points yet.")
        minutes.approved_at, minutes.approved_by = now, by.id
        self._happen(Happening.MINUTES_APPROVED, now, by, meeting=str(number))

    def _open_minutes(self, number: int) -> Minutes:
        meeting = self.held.get(number)
        if meeting is None:
            raise NotYours()
        if meeting.minutes.approved_at:
            raise Refusal("These minutes are approved. What is wrong in them is put right in the next minutes.")
        return meeting.minutes
