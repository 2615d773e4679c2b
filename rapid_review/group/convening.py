"""The Group meets: called, begun, attended and ended; without a quorum it decides nothing (R078-R085, R114, E15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rapid_review.declaration.declarations import Why
from rapid_review.declaration.looking_again import LookingAgain
from rapid_review.deeds import Deed
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.group.meeting import OPEN_TO_THE_GROUP, Here, Meeting, MeetingKind, Presence, Quorum, quorum
from rapid_review.people import PersonId, Seat, Standing
from rapid_review.stages import Stage

NO_QUORUM = "The Group cannot decide without a quorum. {quorum} Meet again within one working day."


@dataclass
class Convening(LookingAgain):
    """The meetings of the Group in this case, the last one last."""

    meetings: list[Meeting] = field(default_factory=list)
    called_off: list[Meeting] = field(default_factory=list)
    """Meetings that did not take place."""

    @property
    def meeting(self) -> Meeting | None:
        """The meeting that runs, comes next, or was the last."""
        return self.meetings[-1] if self.meetings else None

    @property
    def last_begun(self) -> Meeting | None:
        """The meeting that runs, or the last that was held: one that is only called settles nothing."""
        return next((one for one in reversed(self.meetings) if one.started_at), None)

    @property
    def running_meeting(self) -> Meeting | None:
        return self.meeting if self.meeting and self.meeting.running else None

    @property
    def meets_again(self) -> bool:
        """Whether the last meeting ended without a quorum, so that the Group has to meet again (E15)."""
        ended = self.last_begun is not None and self.last_begun.ended_at is not None
        return ended and self.decided is None and not self.meeting_quorum().met

    def call_meeting(
        self,
        kind: MeetingKind,
        begins_at: datetime,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        invites: bool = False,
    ) -> None:
        """Say when the Group meets; before the meeting has begun, that moves it.

        `invites` says whether a calendar invites to it.
        """
        self.require_may_call(by)
        if begins_at <= now:
            raise Refusal("That time has passed. Choose a later one, or start the meeting now.")
        called = Meeting(kind, begins_at, by.id, now, revision, number=self._next_number, invites=invites)
        if before := self.next_meeting:
            self.meetings.pop()
            called.number, called.sequence, called.event = before.number, before.sequence + 1, before.event
            called.invites = invites or before.invites
        self.meetings.append(called)
        self._happen(Happening.MEETING_CALLED, now, by, called=kind, begins=begins_at.isoformat(), **_change(called))

    def call_off(self, *, by: Standing, now: datetime) -> None:
        """The meeting that was called does not take place."""
        self.require_may_call(by)
        if self.next_meeting is None:
            raise Refusal("No meeting is called, so there is none to call off.")
        off = self.meetings.pop()
        off.sequence += 1
        self.called_off.append(off)
        self._happen(Happening.MEETING_CALLED_OFF, now, by, **_change(off))

    @property
    def next_meeting(self) -> Meeting | None:
        """The meeting that is called and has not begun."""
        return self.meeting if self.meeting and self.meeting.started_at is None else None

    @property
    def _next_number(self) -> int:
        return len(self.meetings) + len(self.called_off) + 1

    def numbered(self, number: int) -> tuple[Meeting | None, bool]:
        """The meeting that calendars know by this number, and whether it takes place."""
        there = next((one for one in self.meetings if one.number == number), None)
        off = next((one for one in self.called_off if one.number == number), None)
        return there or off, there is not None

    def kept_in_calendar(self, meeting: Meeting, event: str, now: datetime) -> None:
        """The calendar has it as it is now, or has taken it out."""
        meeting.event, meeting.not_kept = event, ""
        self._happen(Happening.MEETING_KEPT, now, meeting=str(meeting.number))

    def not_in_calendar(self, meeting: Meeting, code: str, now: datetime) -> None:
        """The calendar did not take it: each takes the invitation from the card."""
        meeting.not_kept = code
        self._happen(Happening.MEETING_NOT_KEPT, now, meeting=str(meeting.number))

    def require_may_call(self, by: Standing) -> None:
        """Refuse anybody but the chair and the Partnership Team, and any case that is decided or not yet asked."""
        self.require_may(by, Deed.HOLD_MEETING)
        if self.running_meeting:
            raise Refusal("The meeting is running. End it first.")
        if self.stage not in (Stage.GATHERING, *OPEN_TO_THE_GROUP):
            raise Refusal("The Group meets between the requests to the agencies and the decision.")

    def start_meeting(self, *, by: Standing, now: datetime) -> None:
        """Begin the meeting that was called, or an ordinary one now."""
        self.require_may(by, Deed.HOLD_MEETING)
        if self.stage not in OPEN_TO_THE_GROUP:
            raise Refusal("The meeting starts when the members have the papers, and before the decision.")
        if self.running_meeting:
            return
        if self.meeting is None or self.meeting.ended_at:
            self.meetings.append(Meeting(MeetingKind.ORDINARY, now, by.id, now, number=self._next_number))
        self.meetings[-1].started_at = now
        self.ask_to_look_again(Why.MEETING, now)  # R045: whether each declaration still holds.
        self._happen(Happening.MEETING_STARTED, now, by, called=self.meetings[-1].kind)

    def record_attendance(self, here: Mapping[str, Here], *, by: Standing, revision: int, now: datetime) -> None:
        """Who is there for each seat now; who came and went, and when, stays on record."""
        meeting = self.require_running(by)
        people = {seat: self._person(seat, here.get(seat.id, Here.AWAY)) for seat in self.seats}
        for seat, person in people.items():
            meeting.mark(seat.id, person, here.get(seat.id, Here.AWAY), now)
        meeting.attendance_revision = revision
        self._happen(Happening.ATTENDANCE_RECORDED, now, by, able=str(len(self.able_here())))

    def end_meeting(self, *, by: Standing, now: datetime) -> None:
        """End the meeting; who is there then was there at its end."""
        meeting = self.require_running(by)
        meeting.able_at_end = list(self.able_here())
        meeting.ended_at = now
        self._happen(Happening.MEETING_ENDED, now, by, quorate=str(self.meeting_quorum().met))

    def require_running(self, by: Standing) -> Meeting:
        """The meeting that runs, for the chair and the Partnership Team."""
        self.require_may(by, Deed.HOLD_MEETING)
        if self.running_meeting is None:
            raise Refusal("The meeting is not running. Start it first.")
        return self.running_meeting

    # -- Who is there --------------------------------------------------------------------------------------

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The seats of the Group in this case."""
        return self.poll.seats if self.poll else ()

    def able_here(self) -> dict[str, Presence]:
        """By seat, those at the meeting who can decide."""
        return self.able_in(self.last_begun) if self.last_begun else {}

    def able_in(self, meeting: Meeting) -> dict[str, Presence]:
        """By seat, those at this meeting who can decide: cleared, and a deputy only once called on."""
        there = {seat: one for seat in self.seats if (one := meeting.here(seat.id))}
        if meeting.ended_at:
            return {seat.id: one for seat, one in there.items() if seat.id in meeting.able_at_end}
        return {seat.id: one for seat, one in there.items() if self._can_decide(seat, one)}

    def meeting_quorum(self) -> Quorum:
        return quorum(self.able_here(), self.seats, self.policy)

    def quorum_of(self, meeting: Meeting) -> Quorum:
        return quorum(self.able_in(meeting), self.seats, self.policy)

    def require_may_decide(self, by: Standing, now: datetime) -> None:
        """Where the Group has met, or has to, it decides with a quorum in the room and not otherwise (E15)."""
        super().require_may_decide(by, now)
        met = self.last_begun is not None
        if not met and not self.policy.decide_by_poll_without_meeting:
            raise Refusal("The Group decides at a meeting, and this one has not begun. Start it and say who is here.")
        if met and not self.meeting_quorum().met:
            raise Refusal(NO_QUORUM.format(quorum=self.meeting_quorum().words))

    def _can_decide(self, seat: Seat, there: Presence) -> bool:
        declared = self.declarations.get(there.person)
        acts = there.person == seat.member or (there.person == seat.deputy and self.deputy_acts(seat))
        return acts and declared is not None and declared.cleared

    def _person(self, seat: Seat, here: Here) -> PersonId:
        person = {Here.MEMBER: seat.member, Here.DEPUTY: seat.deputy}.get(here, "")
        if here in (Here.MEMBER, Here.DEPUTY) and not person:
            raise Refusal(f"{seat.title}: no {here} is named in the partnership’s file.")
        if person in self.recused:
            raise Refusal(f"{seat.title}: that person is recused, and leaves the meeting while this case is discussed.")
        return person


def _change(meeting: Meeting) -> dict[str, str]:
    """By which a calendar knows the meeting, and how often it was changed."""
    return {"number": str(meeting.number), "sequence": str(meeting.sequence)}
