"""A case that is held still: a wrong child was identified, or nobody knows yet who may see it (E43)."""

from datetime import datetime

from rapid_review.deeds import Deed
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.people import Standing
from rapid_review.record import CaseRecord
from rapid_review.trust.guarded import Freeze, StoodStill


class Freezing(CaseRecord):
    """While it is frozen nothing leaves, and nobody but those who run it reads it or works on it.

    Whom it shuts out can still declare, say that a child is in danger and report a mis-send, and hear less of it.
    """

    def freeze(self, *, by: Standing, revision: int, now: datetime) -> None:
        """Hold the case still, for the reason that the form of this revision gives."""
        self.require_may_freeze(by)
        self.frozen = Freeze(by.id, now, revision)
        self._happen(Happening.CASE_FROZEN, now, by, revision=str(revision))

    def may_freeze(self, who: Standing) -> bool:
        """Whether this person may freeze the case, or let it go on."""
        try:
            self.require_may(who, Deed.FREEZE)
        except Refusal:
            return False
        return True

    def require_may_freeze(self, by: Standing) -> None:
        self.require_may(by, Deed.FREEZE)
        if self.frozen:
            raise Refusal(f"{self.reference} is frozen already.")

    def thaw(self, *, by: Standing, now: datetime) -> None:
        """Let it go on. Pressed again, it changes nothing."""
        self.require_may(by, Deed.FREEZE)
        if self.frozen:
            self.stood_still.append(StoodStill(self.frozen.at, now))
            self.frozen = None
            self._happen(Happening.CASE_THAWED, now, by)
