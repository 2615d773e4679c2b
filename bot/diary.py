"""Meetings in the mailbox's calendar: put in, moved and taken out. Every step may be taken again without harm."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.graph_calendar import GraphCalendar
from bot.letters import RETRY_SECONDS, WAITS_SECONDS
from bot.outward import Outcome, Refused, Sent
from bot.surroundings import Surroundings
from dialogs.group.inviting import appointment
from documents.invitation import Appointment
from rapid_review.case import Case
from rapid_review.group.meeting import Meeting
from storage.audit import Via
from storage.auditing import WAITS
from storage.work import Claimed, Work

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """A meeting as it is to be in the calendar."""

    meeting: Appointment
    event: str
    """What the calendar calls it already, if it does."""
    takes_place: bool


@dataclass(frozen=True)
class Diary:
    """What is read before a change of the calendar, how it is made, and what is written down after."""

    around: Surroundings
    calendar: GraphCalendar | None

    def prepare(self, work: Work[Case], claimed: Claimed) -> Change | None:
        """The change to be made now; None, and that written down, if there is none, or a newer one follows."""
        work.via = Via.OUTWARD
        case = work.case(claimed.message.case)
        args = claimed.message.args
        meeting, takes_place = case.numbered(int(args["meeting"]))
        if self.calendar is None or meeting is None or not _wanted(claimed, meeting, takes_place=takes_place):
            work.cancelled(claimed)
            return None
        if case.sends_held and takes_place:  # Nobody is invited meanwhile; what is off may be taken out (E29, E43).
            work.postpone(claimed, self.around.clock.now() + timedelta(seconds=WAITS_SECONDS), WAITS)
            return None
        desk = self.around.desk(work, self.around.clock.now())
        return Change(appointment(desk, case, meeting), meeting.event, takes_place)

    async def make(self, change: Change) -> Outcome:
        if self.calendar is None:
            return Refused("no_calendar", retryable=False)
        if change.event and not change.takes_place:
            return await self.calendar.cancel(change.event, change.meeting)
        if change.event:
            return await self.calendar.move(change.event, change.meeting)
        return await self.calendar.hold(change.meeting)

    def end(self, work: Work[Case], claimed: Claimed, outcome: Outcome) -> None:
        """Write down what came of it. What is not known is asked of the calendar again: it knows the meeting."""
        work.via = Via.OUTWARD
        case, now = work.case(claimed.message.case), self.around.clock.now()
        meeting, _ = case.numbered(int(claimed.message.args["meeting"]))
        log.info("calendar case=%s outcome=%s", case.reference, type(outcome).__name__)
        if isinstance(outcome, Sent):
            if work.sent(claimed, "", "", now) and meeting:
                case.kept_in_calendar(meeting, outcome.proof, now)
            return
        lasting = isinstance(outcome, Refused) and not outcome.retryable
        if not lasting and claimed.attempts <= len(RETRY_SECONDS):
            seconds = max(RETRY_SECONDS[claimed.attempts - 1], getattr(outcome, "after", None) or 0)
            work.retry(claimed, now + timedelta(seconds=seconds), outcome.code)
        elif work.gave_up(claimed, outcome.code) and meeting:
            case.not_in_calendar(meeting, outcome.code, now)


def _wanted(claimed: Claimed, meeting: Meeting, *, takes_place: bool) -> bool:
    """Whether the calendar still is to hear of it, and no newer change follows."""
    if claimed.attempts > 1 and not claimed.last_code and not meeting.event:
        return True  # Cut short: it may be in the calendar, and whoever takes it out again must know what it is called.
    newest = meeting.sequence == int(claimed.message.args["sequence"]) and meeting.started_at is None
    return newest and (takes_place or bool(meeting.event))
