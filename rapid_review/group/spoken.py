"""Views said aloud at the meeting: written down by the Partnership Team, confirmed by who said them (F48)."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.group.convening import Convening
from rapid_review.outcome.decision import Poll, Stance, Vote
from rapid_review.outcome.polling import Polling
from rapid_review.people import PersonId, Standing
from rapid_review.stages import Stage


@dataclass
class Spoken:
    """One view as it was written down: it counts, and is shown as unconfirmed until its speaker has said so."""

    person: PersonId
    revision: int
    """The ballot with the words; the vote of this person and revision is this view."""
    by: PersonId
    at: datetime
    confirmed_at: datetime | None = None
    denied_at: datetime | None = None
    """When its speaker said, too late to change it, that this is not what they said."""

    @property
    def settled(self) -> bool:
        return self.confirmed_at is not None or self.denied_at is not None


@dataclass
class Speaking(Convening, Polling):
    """A clerk writes down what a member says; a view the member gives later replaces it."""

    spoken: list[Spoken] = field(default_factory=list)

    def require_clerk(self, by: Standing) -> None:
        """Refuse anybody but the Partnership Team, and unless the meeting runs."""
        self.require_may(by, Deed.WRITE_DOWN_VIEW)
        self.require_running(by)

    def require_writing_down(self, by: Standing, now: datetime) -> Poll:
        """The poll, while a view can be written down for somebody who is here."""
        self.require_clerk(by)
        if self.poll and self.poll.closed(now):
            raise Refusal("The poll has closed, so no view is written down any more.")
        poll = self.require_open_poll(now)
        if not self.able_here():
            raise Refusal("Say first who is here: a view can be written down for those who can decide.")
        if all(map(self.spoken_for, self.able_here())):
            raise Refusal("Only deputies are here whose members have given their views, and those count.")
        return poll

    def speaker(self, seat: str) -> PersonId:
        """Who at the meeting can give this seat's view."""
        there = self.able_here().get(seat)
        if there is None:
            raise Refusal("Nobody who can decide is here for that seat. Say first who is here.")
        if self.spoken_for(seat):
            raise Refusal("The member of that seat has given a view, and it counts before the deputy’s.")
        return there.person

    def spoken_for(self, seat: str) -> bool:
        """Whether the deputy is here and the member's own view counts, so that the deputy's would change nothing."""
        there = self.able_here().get(seat)
        counted = self.poll.standing_votes(self.aside).get(seat) if self.poll else None
        return bool(there and there.deputy and counted and counted.person != there.person)

    def record_spoken_vote(
        self, seat: str, stance: Stance, *, reason: str, by: Standing, revision: int, salt: str, now: datetime
    ) -> None:
        """Write down the view that somebody gives aloud for this seat. The record says who wrote it."""
        poll, person = self.require_writing_down(by, now), self.speaker(seat)
        self.spoken.append(Spoken(person, revision, by.id, now))
        committed = self._cast(poll, Vote(seat, person, stance, revision, now, salt), reason)
        self._happen(Happening.VOTE_CAST, now, by, seat=seat, commitment=committed, spoken_by=person)
        self._close_if_all_heard(poll, now)

    def confirm_spoken(self, revision: int, *, by: Standing, now: datetime) -> None:
        """Its speaker says that it is what they said."""
        self._asked_about(revision, by).confirmed_at = now
        self._happen(Happening.VIEW_CONFIRMED, now, by)
        self.close_poll_if_due(now)

    def deny_spoken(self, revision: int, *, by: Standing, now: datetime) -> None:
        """Its speaker says that it is not, so it counts no more. What was decided or referred on it stands."""
        self._asked_about(revision, by).denied_at = now
        votes = self.poll.votes if self.poll else []
        at = next(n for n, vote in enumerate(votes) if (vote.person, vote.revision) == (by.id, revision))
        votes[at] = replace(votes[at], denied=self.stage is Stage.DELIBERATING)
        facts = {"set_aside": votes[at].commitment} if votes[at].denied else {}
        self._happen(Happening.VIEW_DENIED, now, by, seat=votes[at].seat, **facts)

    def _asked_about(self, revision: int, by: Standing) -> Spoken:
        spoken = self.unconfirmed(by.id)
        if spoken is None or spoken.revision != revision:
            raise NotYours()
        return spoken

    def _unsettled(self, poll: Poll) -> bool:
        """A view that is not yet confirmed may still be changed, so it closes nothing early."""
        counted = poll.standing_votes(self.aside).values()
        return super()._unsettled(poll) or any(self.unconfirmed(vote.person) for vote in counted)

    def spoken_as(self, vote: Vote) -> Spoken | None:
        """How this view was written down, if it was said aloud."""
        return next((s for s in self.spoken if (s.person, s.revision) == (vote.person, vote.revision)), None)

    def unconfirmed(self, person: PersonId) -> Spoken | None:
        """The view that was written down for this person, counts, and waits for their word."""
        counted = self.poll.standing_votes(self.not_counted).values() if self.poll else ()
        spoken = next((s for vote in counted if vote.person == person and (s := self.spoken_as(vote))), None)
        return spoken if spoken and not spoken.settled else None
