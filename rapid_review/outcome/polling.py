"""The Group's poll: opened with the papers, sealed until it closes, and counted by statutory partner (domain 2.6)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from rapid_review import gates
from rapid_review.deeds import Deed
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.outcome.commitment import commitment, electorate
from rapid_review.outcome.decision import Poll, Stance, Vote
from rapid_review.people import Seat, Standing
from rapid_review.policy import Policy
from rapid_review.record import CaseRecord
from rapid_review.stages import Stage, Step, after
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Due, Milestone, add_days


def closing(meeting: Due | None, told_at: datetime, policy: Policy) -> datetime:
    """When a poll closes: with the meeting, but nobody gets less than a working day once they are told."""
    soonest = moment_of(add_days(local_day(told_at), 1, policy), policy.deadline_time)
    return max(meeting.at, soonest) if meeting else soonest


class Polling(CaseRecord):
    """The papers go out, the members give their views, and the poll closes."""

    def open_poll(self, seats: Iterable[Seat], *, by: Standing, now: datetime, without: str = "") -> None:
        """Send the papers and open the poll (R111). Outstanding returns do not hold it, but a reason is kept (E10)."""
        self.require_may(by, Deed.SEND_PAPERS)
        if (missing := gates.before_papers(self)) and not without:
            raise Refusal("Say why the papers go out without " + gates.listed(missing) + ".")
        self.stage = after(self.stage, Step.SEND_PAPERS)
        closes_at = closing(self.due(Milestone.MEETING), now, self.policy)
        self.poll = Poll(seats=tuple(seats), opened_at=now, closes_at=closes_at)
        self._happen(Happening.POLL_OPENED, now, by, missing=str(len(missing)), **self._terms(self.poll))

    def _terms(self, poll: Poll) -> dict[str, str]:
        """What the record says the poll is held on, so that nobody can change it afterwards unseen."""
        return {
            "closes": poll.closes_at.isoformat(),
            "electorate": electorate(poll.seats),
            "quorum": self.policy.quorum_rule,
            "decision": self.policy.decision_rule,
            "health": self.policy.health_seats,
        }

    def vote(self, stance: Stance, *, reason: str, by: Standing, revision: int, salt: str, now: datetime) -> None:
        """Give one's view, or change it, while the poll is open. Sealed until it closes (domain 2.6).

        The reason is the one in the form of this revision, and the salt is fresh: together they are committed to.
        """
        poll = self.require_open_poll(now)
        seat = self.seat_of(by)
        poll.seats = tuple(seat if old.id == seat.id else old for old in poll.seats)  # As it is held today.
        committed = self._cast(poll, Vote(seat.id, by.id, stance, revision, now, salt), reason)
        self._happen(Happening.VOTE_CAST, now, by, seat=seat.id, commitment=committed)
        self._close_if_all_heard(poll, now)

    def _cast(self, poll: Poll, vote: Vote, reason: str) -> str:
        """Take a view in, with the commitment to it, which is the answer."""
        committed = commitment(self.reference, vote.seat, vote.person, vote.revision, vote.stance, reason, vote.salt)
        poll.votes.append(replace(vote, commitment=committed))
        return committed

    def _close_if_all_heard(self, poll: Poll, now: datetime) -> None:
        if not poll.awaited(self.aside) and self.outcome().quorate and not self._unsettled(poll):
            self._close_poll(now)

    def _unsettled(self, poll: Poll) -> bool:
        """Whether somebody may still be heard, or be heard otherwise, so that the seal holds until the time is up."""
        vacant = any(vacancy.open for vacancy in self.vacancies.values())
        return vacant or self.rulings_awaited(poll)

    def extend_poll(self, until: datetime, *, by: Standing, now: datetime) -> None:
        """Reopen for those not yet heard, where no quorum was reached (E15)."""
        self.require_may(by, Deed.REOPEN_POLL)
        if self.stage is not Stage.DELIBERATING or self.poll is None or not self.poll.closed(now):  # Sealed till then.
            raise Refusal("The poll can be reopened once it has closed, and until there is a decision.")
        if self.wants_to_wait(now):
            raise Refusal(self._how_to_wait())
        if self.outcome().quorate:
            raise Refusal("Every statutory partner was heard. The poll is reopened only for a missing quorum.")
        self.poll.opened_at, self.poll.closed_at, self.poll.closes_at = now, None, until
        self._happen(Happening.POLL_EXTENDED, now, by, until=until.isoformat(), views="kept")

    def _how_to_wait(self) -> str:
        """More information is waited for by a deferral, which names it: once, and then only with leave (E16)."""
        if self.deferrals:
            return (
                "The Group has put its decision off once already. "
                f"A second time needs the chair of the {self.policy.board_name}: refer it to them."
            )
        return "The Group wants to know more first. Defer the decision, and say what it waits for and until when."

    def close_poll_if_due(self, now: datetime) -> None:
        """Close the poll when its time has come, or when the last thing it waited for is settled, such as a ruling.

        Asked by the clock and by whoever opens the case.
        """
        if self.poll is None or self.poll.closed_at is not None:
            return
        if now >= self.poll.closes_at:
            self._close_poll(self.poll.closes_at)
        else:
            self._close_if_all_heard(self.poll, now)

    def _close_poll(self, at: datetime) -> None:
        if self.poll:
            self.poll.closed_at, self.poll.closed_with = at, self.poll.seats
            self._happen(Happening.POLL_CLOSED, at, electorate=electorate(self.poll.seats))
