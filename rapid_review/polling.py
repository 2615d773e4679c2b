"""The Group's poll: opened with the papers, sealed until it closes, and counted by statutory partner (domain 2.6)."""

from collections.abc import Iterable
from datetime import datetime

from rapid_review import gates
from rapid_review.decision import Poll, Stance, Vote
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.london import local_day, moment_of
from rapid_review.people import Seat, Standing
from rapid_review.permissions import CaseRole
from rapid_review.record import CaseRecord
from rapid_review.stages import Stage, Step, after
from rapid_review.timetable import Milestone, add_days


class Polling(CaseRecord):
    """The papers go out, the members give their views, and the poll closes."""

    def open_poll(self, seats: Iterable[Seat], *, by: Standing, now: datetime, without: str = "") -> None:
        """Send the papers and open the poll (R111). Outstanding returns do not hold it, but a reason is kept (E10)."""
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR)
        if (missing := gates.before_papers(self)) and not without:
            raise Refusal("Say why the papers go out without " + gates.listed(missing) + ".")
        self.stage = after(self.stage, Step.SEND_PAPERS)
        meeting, next_day = self.due(Milestone.MEETING), add_days(local_day(now), 1, self.policy)
        soonest = moment_of(next_day, self.policy.deadline_time)  # Nobody gets less than a working day.
        closes_at = max(meeting.at, soonest) if meeting else soonest
        self.poll = Poll(seats=tuple(seats), opened_at=now, closes_at=closes_at)
        self._happen(Happening.POLL_OPENED, now, by, missing=str(len(missing)))

    def vote(self, stance: Stance, *, by: Standing, revision: int, now: datetime) -> None:
        """Give one's view, or change it, while the poll is open. Sealed until it closes (domain 2.6)."""
        poll = self.require_open_poll(now)
        seat = self.seat_of(by)
        poll.seats = tuple(seat if old.id == seat.id else old for old in poll.seats)  # As it is held today.
        poll.votes.append(Vote(seat=seat.id, person=by.id, stance=stance, revision=revision, at=now))
        self._happen(Happening.VOTE_CAST, now, by, seat=seat.id)
        if not poll.awaited(self.recused) and not self.rulings_awaited(poll):
            self._close_poll(now)

    def extend_poll(self, until: datetime, *, by: Standing, now: datetime) -> None:
        """Reopen for those not yet heard, where no quorum was reached (E15)."""
        self.require_cleared(by, CaseRole.CHAIR)
        if self.stage is not Stage.DELIBERATING or not self.poll or not self.outcome().open_ended:
            raise Refusal("The poll is reopened only for a missing quorum, or when more information was wanted.")
        if self.outcome().quorate:
            self.poll.earlier += self.poll.votes
            self.poll.votes = []
        self.poll.opened_at, self.poll.closed_at, self.poll.closes_at = now, None, until
        self._happen(Happening.POLL_EXTENDED, now, by, until=until.isoformat())

    def close_poll_if_due(self, now: datetime) -> None:
        """Close the poll when its time has come; asked by the clock and by whoever opens the case."""
        if self.poll and self.poll.closed_at is None and now >= self.poll.closes_at:
            self._close_poll(self.poll.closes_at)

    def _close_poll(self, at: datetime) -> None:
        if self.poll:
            self.poll.closed_at = at
            self._happen(Happening.POLL_CLOSED, at)
