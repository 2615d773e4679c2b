"""Break-glass: a chair opens a case that is closed to them, for four hours, and everybody is told (Part 6, rule 11)."""

from datetime import datetime, timedelta

from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import Role, Standing
from rapid_review.permissions import require_not_shut_out
from rapid_review.record import CaseRecord
from rapid_review.timing.london import clock_words
from rapid_review.trust.guarded import Glass

FOR = timedelta(hours=4)


class BreakingGlass(CaseRecord):
    """It opens what a chair may read, and nothing that a chair may do: to decide, they declare."""

    def break_glass(self, *, by: Standing, revision: int, now: datetime) -> None:
        """Open the case to this person for four hours, for the reason that the form of this revision gives."""
        self.require_may_break_glass(by)
        self.glass_broken.append(Glass(by.id, now, now + FOR, revision))
        self._happen(Happening.GLASS_BROKEN, now, by, until=(now + FOR).isoformat(), revision=str(revision))

    def may_break_glass(self, who: Standing) -> bool:
        try:
            self.require_may_break_glass(who)
        except Refusal:
            return False
        return True

    def require_may_break_glass(self, by: Standing) -> None:
        """Refuse anybody but the chair, or the chair of the board where the chair is whom it is about."""
        board = by.has(Role.BOARD_CHAIR) and self.chair_stands_aside
        if not (by.has(Role.CHAIR) or board):
            raise NotYours()
        require_not_shut_out(self, by)  # E43: glass opens nothing of a frozen case, so nobody is alarmed for nothing.
        if glass := self.open_glass(by.id):
            raise Refusal(f"{self.reference} is open to you already, until {clock_words(glass.until)}.")
        declared = self.declarations.get(by.id)
        if declared is None:
            return
        if declared.conflicted:
            raise Refusal(
                "Nobody opens a case that is their own conflict of interest. What has to be done now, the deputy chair "
                f"does, or the chair of the {self.policy.board_name}. Ask the Partnership Team to bring it to them."
            )
        if declared.cleared:
            raise Refusal(f"You can read {self.reference} as it is, so there is no need to break glass.")

    def end_glass(self, *, by: Standing, now: datetime) -> None:
        """Somebody has read what they had to. Done again, it changes nothing."""
        if glass := self.open_glass(by.id):
            glass.ended_at = now
            self._happen(Happening.GLASS_ENDED, now, by, about=by.id)

    def end_glass_if_due(self, now: datetime) -> None:
        """Four hours are over, whether anybody has looked or not."""
        for glass in self.glass_broken:
            if glass.ended_at is None and now >= glass.until:
                glass.ended_at = glass.until
                self._happen(Happening.GLASS_ENDED, now, about=glass.person)
