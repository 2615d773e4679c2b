"""Somebody who is relied on leaves, or the chair is away: what that leaves undone in the case, and who acts."""

from collections.abc import Collection, Sequence
from datetime import datetime

from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.people import PersonId, Standing
from rapid_review.record import CaseRecord


class Departing(CaseRecord):
    """What the partnership's file says today is told to the case: a case knows people only by their ids."""

    def note_gone(self, people: Collection[PersonId], now: datetime) -> None:
        """Note which of those relied on have no part here any more."""
        found = {person: self.gone.get(person, now) for person in sorted(people)}
        if found != self.gone:
            self.gone = found
            self._happen(Happening.PEOPLE_GONE, now, people=str(len(found)))

    def note_chairs(self, chairs: Sequence[PersonId], now: datetime) -> None:
        """Note who the file says chairs: another stands in for a chair who has left, or stands aside (form 3e)."""
        declared = [person for person in chairs if person in self.declarations]
        able = [person for person in declared if not self.declarations[person].stands_aside]
        stays = self.chair in chairs and not (able and self.chair_stands_aside)
        if not self.chair or not chairs or stays:
            return
        self.chair = next(iter([*able, *declared]), "")
        self._happen(Happening.CHAIR_NAMED, now)

    def chair_is_away(self, away: bool, *, by: Standing, now: datetime) -> None:
        """Record that the chair is away, so that the deputy chair acts beside them, or that the chair is back."""
        self.require_chair_or_team(by)
        if self.closed_at:
            raise Refusal("This case is closed, so nobody chairs it any more.")
        if away is (self.chair_away_since is not None):
            return
        self.chair_away_since = now if away else None
        self._happen(Happening.CHAIR_AWAY if away else Happening.CHAIR_BACK, now, by)
