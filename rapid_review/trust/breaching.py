"""What is done about a breach: it is reported, other sends wait until somebody has looked, and it is followed to its
end (E29)."""

from datetime import datetime

from rapid_review.deeds import Deed
from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import Access, Surface, sees
from rapid_review.record import CaseRecord
from rapid_review.trust.breach import Breach, Done, Step


class Breaching(CaseRecord):
    """Anybody with a part in the case reports; the data protection officer and the Partnership Team see to it."""

    def report_breach(
        self,
        *,
        by: Standing,
        aware_at: datetime,
        revision: int,
        now: datetime,
        to: PersonId = "",
        message: int = 0,
        document: str = "",
    ) -> Breach:
        """Put a breach on record. Nobody with a part in the case is refused, and neither is a case that is closed.

        What is reported again while it is open is added to the same breach: one card is followed to its end once.
        """
        self.roles(by)
        found = next((one for one in self.breaches if one.is_open and one.is_of(to, message, document)), None)
        if found:
            found.added.append(Done(by.id, now, revision))
            found.aware_at = min(found.aware_at, aware_at)
        else:
            id = f"b{len(self.breaches) + 1}"
            found = Breach(id, by.id, now, min(aware_at, now), revision, to, message, document)
            self.breaches.append(found)
        self._happen(Happening.BREACH_REPORTED, now, by, breach=found.id, revision=str(revision))
        return found

    def let_sends_go_on(self, id: str, *, by: Standing, now: datetime) -> None:
        """Somebody has looked, and what else is to leave may leave."""
        breach = self.require_breach(id, by)
        if breach.holds_sends:
            breach.looked_at = now
            self._happen(Happening.BREACH_LOOKED_AT, now, by, breach=id)

    def take_step(self, id: str, step: Step, *, by: Standing, revision: int, now: datetime, owed: bool = False) -> None:
        """Say what was done about a breach, or why not. The outcome comes last, and closes it.

        `owed` says that it is still to be done, as a family is that nobody has checked on.
        """
        self.require_may_take(id, step, by).steps[step] = Done(by.id, now, revision, owed)
        self._happen(Happening.BREACH_STEP, now, by, breach=id, step=step, revision=str(revision))

    def require_may_take(self, id: str, step: Step, by: Standing) -> Breach:
        """The breach, for whoever may take this step of it now."""
        breach = self.require_breach(id, by)
        if breach.taken(step):
            raise Refusal("That has been recorded already. What was recorded stays on record.")
        if step not in breach.to_do():
            raise Refusal("The outcome comes last: first say what was done about the family, the people and the ICO.")
        return breach

    def require_breach(self, id: str, by: Standing) -> Breach:
        """The breach, for the data protection officer and the Partnership Team, once they have declared."""
        self.require_may(by, Deed.HANDLE_BREACH)
        return self._known(id)

    def readable_breaches(self, who: Standing) -> list[Breach]:
        """Those that this person may read: all, or what they reported themselves."""
        seen = sees(self, who, Surface.BREACH)
        return [one for one in self.breaches if seen is Access.READ or (seen is Access.OWN and one.by == who.id)]

    def _known(self, id: str) -> Breach:
        if (breach := self.breach(id)) is None:
            raise NotYours()
        return breach
