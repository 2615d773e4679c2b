"""A Rapid Review case, and everything that may be done to it: one method per thing that happens.

Each part of the process has a module of its own, from `declaring` and `asking` to `polling` and `deciding`. How a
case begins, and the alert that may be raised at any time, is here.

Every method is told who acts (their `Standing`), refuses first and then acts. Nothing here knows of Teams, the
database or the clock. What people wrote is kept beside the case as forms; a case holds the revision of each.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapid_review.answering import Answering
from rapid_review.asking import Asking
from rapid_review.chasing import Chasing
from rapid_review.deciding import Deciding
from rapid_review.declaring import Declaring
from rapid_review.documents import Documents
from rapid_review.escalating import Escalating
from rapid_review.events import Happening
from rapid_review.judging import Judging
from rapid_review.notification import NotificationFacts
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.policy import Policy
from rapid_review.polling import Polling
from rapid_review.record import CaseRecord
from rapid_review.scheduling import Scheduling

REFERENCE = re.compile(r"\bRR-[0-9]{4}-[0-9]{3,6}\b", re.IGNORECASE | re.ASCII)
SAME_ALERT = timedelta(minutes=30)
"""Within it, an alert that nobody has in hand yet is not raised a second time."""


@dataclass
class Case(
    Declaring,
    Asking,
    Answering,
    Judging,
    Escalating,
    Chasing,
    Documents,
    Scheduling,
    Polling,
    Deciding,
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
        self.require(by, CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR, CaseRole.MEMBER)
        if self.alert_raised_at and not self.alert_acknowledged_by:
            self.alert_acknowledged_by = by.id
            self._happen(Happening.SAFETY_ALERT_ACKNOWLEDGED, now, by)

    # -- Inside --------------------------------------------------------------------------------------------

    def _alert(self, now: datetime, by: Standing) -> None:
        self.alert_raised_at, self.alert_acknowledged_by = now, ""
        self._happen(Happening.SAFETY_ALERT_RAISED, now, by)
