"""Who has declared looks again when agencies or people come into the case, and when the meeting begins (F35)."""

from dataclasses import replace
from datetime import datetime

from rapid_review.declaration.declarations import Declaration, Look, Why
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.people import Standing
from rapid_review.record import CaseRecord


class LookingAgain(CaseRecord):
    """The question whether a declaration still holds. What people may see does not wait for the answer."""

    def ask_to_look_again(self, why: Why, now: datetime) -> None:
        """Ask everybody who has declared and takes part. Whoever has not answered the last time is asked anew."""
        asked = [declared for declared in self.declarations.values() if declared.cleared]
        for declared in asked:
            declared.looks.append(Look(why, now))
        if asked:
            self._happen(Happening.LOOK_AGAIN_ASKED, now, why=why, people=str(len(asked)))

    def nothing_has_changed(self, *, by: Standing, now: datetime) -> None:
        """Say that one's declaration still holds."""
        self.need_clearance(by)
        declared = self.declarations[by.id]
        if declared.to_look_again is None:
            raise Refusal("You have answered this. If something has changed since, make your declarations again.")
        self._looked(declared, by, now, changed=False)

    def _looked(self, declared: Declaration, by: Standing, now: datetime, *, changed: bool) -> None:
        if look := declared.to_look_again:
            declared.looks[-1] = replace(look, answered_at=now, changed=changed)
            self._happen(Happening.LOOKED_AGAIN, now, by, why=look.why, changed=str(changed))
