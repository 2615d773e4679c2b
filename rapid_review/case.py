"""A Rapid Review case, and everything that may be done to it: one method per thing that happens.

Each part of the process has a module of its own, from `declaring` and `asking` to `polling` and `deciding`. How a
case begins, and the alert that may be raised at any time, is here.

Every method is told who acts (their `Standing`), refuses first and then acts. Nothing here knows of Teams, the
database or the clock. What people wrote is kept beside the case as forms; a case holds the revision of each.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapid_review.declaration.declaring import Declaring
from rapid_review.deeds import Deed
from rapid_review.documents import Documents
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.gates import listed
from rapid_review.group.acting import Acting
from rapid_review.group.agreeing import Agreeing
from rapid_review.group.convening import Convening
from rapid_review.group.departing import Departing
from rapid_review.group.membership import Membership
from rapid_review.group.minuting import Minuting
from rapid_review.group.papers import Papers
from rapid_review.group.spoken import Speaking
from rapid_review.keeping.ending import Ending
from rapid_review.keeping.holding import Holding
from rapid_review.notification import NotificationFacts
from rapid_review.notification.alike import Comparing
from rapid_review.notification.correcting import Correcting
from rapid_review.outcome.deferring import Deferring
from rapid_review.outcome.polling import Polling
from rapid_review.outward.closing import before_close
from rapid_review.outward.leaving import Leaving
from rapid_review.people import PersonId, Standing
from rapid_review.policy import Policy
from rapid_review.record import CaseRecord
from rapid_review.returns.answering import Answering
from rapid_review.returns.asking import Asking
from rapid_review.returns.chasing import Chasing
from rapid_review.returns.escalating import Escalating
from rapid_review.returns.judging import Judging
from rapid_review.stages import Step, after
from rapid_review.timing.scheduling import Scheduling
from rapid_review.trust.breaching import Breaching
from rapid_review.trust.freezing import Freezing
from rapid_review.trust.glass import BreakingGlass

REFERENCE = re.compile(r"\bRR-[0-9]{4}-[0-9]{3,6}\b", re.IGNORECASE | re.ASCII)
SAME_ALERT = timedelta(minutes=30)
"""Within it, an alert that nobody has in hand yet is not raised a second time."""


@dataclass
class Case(
    Declaring,
    Correcting,
    Asking,
    Answering,
    Judging,
    Escalating,
    Chasing,
    Documents,
    Scheduling,
    Papers,
    Minuting,
    Speaking,
    Departing,
    Membership,
    Convening,
    Agreeing,
    Acting,
    Polling,
    Deferring,
    Leaving,
    BreakingGlass,
    Breaching,
    Freezing,
    Holding,
    Ending,
    Comparing,
    CaseRecord,
):
    """One Rapid Review, and one method for each thing that may happen to it."""

    # -- Beginning ---------------------------------------------------------------------------------------------

    @classmethod
    def file(
        cls,
        reference: str,
        *,
        by: Standing,
        facts: NotificationFacts,
        policy: Policy,
        revision: int,
        day_one: date,
        now: datetime,
    ) -> "Case":
        """Open a case from a filed notification (R058). Below the definition, it still goes to the Group (R064)."""
        case = cls(
            reference=reference,
            policy=policy,
            referrer=by.id,
            referrer_agency=by.person.agency,
            received_at=now,
            day_one=day_one,
            facts=facts,
            notification_revision=revision,
        )
        case._happen(Happening.CASE_FILED, now, by)
        if facts.at_risk_now:
            case._alert(now, by)
        return case

    def raise_alert(self, *, by: Standing, now: datetime) -> None:
        """Say that a child may be at risk now (R066). Never refused to anybody with a part in the case.

        Said again soon, while nobody has it in hand, it is the same alert: everybody has just been told.
        """
        self.roles(by)
        known = self.alert_raised_at and not self.alert_acknowledged_by and now - self.alert_raised_at < SAME_ALERT
        if not known:
            self._alert(now, by)

    def acknowledge_alert(self, *, by: Standing, now: datetime) -> None:
        """Say that somebody has the safety alert in hand (E17)."""
        self.require_may(by, Deed.ACKNOWLEDGE_ALERT)
        if self.alert_raised_at and not self.alert_acknowledged_by:
            self.alert_acknowledged_by = by.id
            self._happen(Happening.SAFETY_ALERT_ACKNOWLEDGED, now, by)

    def involved(self) -> set[PersonId]:
        """Everybody who has done anything in this case, so that their list of cases shows it."""
        named = {self.referrer, *self.declarations, *(r.acknowledged_by for r in self.requests.values())}
        named |= {id for request in self.requests.values() for id in request.brought_in}
        return {person for person in named if person}

    # -- Ending ------------------------------------------------------------------------------------------------

    def close(self, *, by: Standing, now: datetime) -> None:
        """Close the case. Nothing of it is lost, and nobody is asked for anything any more."""
        self.require_may_close(by)
        self.stage, self.closed_at = after(self.stage, Step.CLOSE), now
        self._happen(Happening.CASE_CLOSED, now, by)

    def require_may_close(self, by: Standing) -> None:
        """Refuse anybody but the chair and the Partnership Team, and while anything is open, with the list of it."""
        self.require_may(by, Deed.CLOSE)
        after(self.stage, Step.CLOSE)
        if missing := before_close(self):
            raise Refusal("Before this case can be closed, we need " + listed(missing) + ".")

    # -- Inside --------------------------------------------------------------------------------------------

    def _alert(self, now: datetime, by: Standing) -> None:
        self.alert_raised_at, self.alert_acknowledged_by = now, ""
        self._happen(Happening.SAFETY_ALERT_RAISED, now, by)
