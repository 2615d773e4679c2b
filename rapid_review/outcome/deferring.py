"""A decision that waits for named information, and how the case comes back to the Group (E16)."""

from datetime import date, datetime

from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.outcome.decided import Deferral
from rapid_review.outcome.disagreeing import Disagreeing
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.stages import Stage, Step, after
from rapid_review.timing.london import local_day


class Deferring(Disagreeing):
    """Waiting, once by the Group itself and after that only by leave of the chair of the board (E16)."""

    def defer(self, until: date, *, by: Standing, revision: int, now: datetime) -> None:
        """Wait for what the form of this revision names. No date of the case moves; the Panel is told (E16)."""
        self.require_may_defer(by, now)
        if until < local_day(now):
            raise Refusal("That day has passed. Choose today or a later day.")
        by_board = self.stage is Stage.DISAGREED
        self.stage = after(self.stage, Step.DEFER)
        self.deferrals.append(Deferral(until, by.id, now, revision, by_board=by_board))
        self._happen(Happening.DECISION_DEFERRED, now, by, revision=str(revision))

    def require_may_defer(self, by: Standing, now: datetime) -> None:
        """Refuse anybody but the chair whose Group wants to wait, and the chair of the board asked to settle it."""
        if self.stage is Stage.DISAGREED:
            self.require_cleared(by, CaseRole.BOARD_CHAIR)
            return
        self.require_cleared(by, CaseRole.CHAIR)
        after(self.stage, Step.DEFER)
        if not self.wants_to_wait(now):
            raise Refusal("The decision is deferred only if the Group’s closed poll asks for more information.")
        if self.deferrals:
            raise Refusal(
                "This decision has been deferred once. "
                f"Only the chair of the {self.policy.board_name} can let it wait again: refer it."
            )

    def take_back(self, until: datetime, *, by: Standing, now: datetime) -> None:
        """Back to the Group, when the information is in or its day has come: each member is asked anew."""
        self.require_may_take_back(by)
        self.stage = after(self.stage, Step.TAKE_BACK)
        self.ask_anew(until, by, now)

    def require_may_take_back(self, by: Standing) -> None:
        """Refuse anybody but the chair and the Partnership Team."""
        self.require_cleared(by, CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM)
        after(self.stage, Step.TAKE_BACK)
