"""A Rapid Review case, and everything that may be done to it: one method per thing that happens.

What agencies are asked and answer is in `asking` and `answering`; the rest of it is here.

Every method is told who acts (their `Standing`), refuses first and then acts. Nothing here knows of Teams, the
database or the clock. What people wrote is kept beside the case as forms; a case holds the revision of each.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapid_review import decision, gates
from rapid_review.answering import Answering
from rapid_review.asking import Asking
from rapid_review.chasing import Chasing
from rapid_review.criteria import CRITERIA
from rapid_review.decision import Choice, Poll, Stance, Vote
from rapid_review.declarations import Conflict, Declaration, PaperAccess, Ruled, Ruling
from rapid_review.documents import Documents
from rapid_review.errors import Refusal
from rapid_review.escalating import Escalating
from rapid_review.events import Happening
from rapid_review.judging import Judging
from rapid_review.london import local_day, moment_of
from rapid_review.notification import NotificationFacts
from rapid_review.people import PersonId, Role, Seat, Standing
from rapid_review.permissions import CaseRole
from rapid_review.policy import Policy
from rapid_review.record import CaseRecord, Decided, Referral
from rapid_review.scheduling import Scheduling
from rapid_review.stages import Stage, Step, after
from rapid_review.timetable import Milestone, add_days

REFERENCE = re.compile(r"\bRR-[0-9]{4}-[0-9]{3,6}\b", re.IGNORECASE | re.ASCII)
SAME_ALERT = timedelta(minutes=30)
"""Within it, an alert that nobody has in hand yet is not raised a second time."""


@dataclass
class Case(Asking, Answering, Judging, Escalating, Chasing, Documents, Scheduling, CaseRecord):
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

    # -- Declarations ------------------------------------------------------------------------------------------

    def sign_confidentiality(self, *, by: Standing, wording: str, now: datetime) -> None:
        """Sign the confidentiality agreement for this case (R046)."""
        declaration = self._declaration(by)
        if declaration.signed_at and declaration.wording == wording:
            return
        declaration.signed_at, declaration.wording, declaration.declined_at = now, wording, None
        self._happen(Happening.CONFIDENTIALITY_SIGNED, now, by, wording=wording)

    def decline_to_sign(self, *, by: Standing, now: datetime) -> None:
        """Say that one cannot sign: no access, and the chair is told (form 3d)."""
        declaration = self._declaration(by)
        declaration.declined_at, declaration.signed_at = now, None
        if by.has(Role.CHAIR):
            self.chair = by.id
        self._happen(Happening.SIGNING_DECLINED, now, by)

    def declare_conflict(
        self, conflict: Conflict, *, perceived: bool, by: Standing, revision: int, now: datetime
    ) -> None:
        """Declare a conflict of interest or none (R045). A new declaration replaces the ruling on the last."""
        declaration = self._declaration(by)
        if declaration.recused:
            raise Refusal(f"You are recused from {self.reference}. Ask the Partnership Team if that has changed.")
        declaration.conflict, declaration.declared_at, declaration.revision = conflict, now, revision
        declaration.needs_ruling = conflict is not Conflict.NONE or perceived
        declaration.ruled = None
        if by.has(Role.CHAIR):
            self.chair = by.id
        self._happen(Happening.CONFLICT_DECLARED, now, by, conflict=conflict, perceived=str(perceived))

    def rule(
        self,
        about: PersonId,
        ruling: Ruling,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        access: PaperAccess = PaperAccess.FULL,
    ) -> None:
        """Rule on a declared conflict. Nobody rules on their own; a conflicted chair is ruled on by another."""
        self.require_may_rule(about, by)
        declaration = self.declarations[about]
        declaration.ruled = Ruled(ruling=ruling, by=by.id, at=now, revision=revision, access=access)
        self._happen(Happening.CONFLICT_RULED, now, by, about=about, ruling=ruling)

    def call_deputy(self, seat: str, *, by: Standing, now: datetime) -> None:
        """Bring in a seat's named deputy, who then declares, reads and votes as the member would."""
        self.require(by, CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR, CaseRole.MEMBER)
        if seat not in self.deputies_called:
            self.deputies_called.append(seat)
            self._happen(Happening.DEPUTY_CALLED, now, by, seat=seat)

    # -- The poll and the decision -----------------------------------------------------------------------------

    def open_poll(self, seats: Iterable[Seat], *, by: Standing, now: datetime, without: str = "") -> None:
        """Send the papers and open the poll (R111). Outstanding returns do not hold it, but a reason is kept (E10)."""
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM, CaseRole.CHAIR)
        if (missing := gates.before_papers(self)) and not without:
            raise Refusal("Say why the papers go out without " + gates.listed(missing) + ".")
        self.stage = after(self.stage, Step.SEND_PAPERS)
        meeting, next_day = self.due(Milestone.MEETING), add_days(local_day(now), 1, self.policy)
        soonest = moment_of(next_day, self.policy.deadline_time)  # Nobody gets less than a working day.
        closes_at = max(meeting.at, soonest) if meeting else soonest
        self.poll = Poll(seats=tuple(seats), opened_at=now, closes_at=closes_at)
        self._happen(Happening.POLL_OPENED, now, by, missing=str(len(missing)))

    def vote(self, stance: Stance, *, by: Standing, revision: int, now: datetime) -> None:
        """Give one's view, or change it, while the poll is open. Sealed until it closes (domain 2.6)."""
        poll = self.require_open_poll(now)
        seat = self.seat_of(by)
        poll.seats = tuple(seat if old.id == seat.id else old for old in poll.seats)  # As it is held today.
        poll.votes.append(Vote(seat=seat.id, person=by.id, stance=stance, revision=revision, at=now))
        self._happen(Happening.VOTE_CAST, now, by, seat=seat.id)
        if not poll.awaited(self.recused) and not self.rulings_awaited(poll):
            self._close_poll(now)

    def extend_poll(self, until: datetime, *, by: Standing, now: datetime) -> None:
        """Reopen for those not yet heard, where no quorum was reached (E15)."""
        self.require_cleared(by, CaseRole.CHAIR)
        if self.stage is not Stage.DELIBERATING or not self.poll or not self.outcome().open_ended:
            raise Refusal("The poll is reopened only for a missing quorum, or when more information was wanted.")
        if self.outcome().quorate:
            self.poll.earlier += self.poll.votes
            self.poll.votes = []
        self.poll.opened_at, self.poll.closed_at, self.poll.closes_at = now, None, until
        self._happen(Happening.POLL_EXTENDED, now, by, until=until.isoformat())

    def close_poll_if_due(self, now: datetime) -> None:
        """Close the poll when its time has come; asked by the clock and by whoever opens the case."""
        if self.poll and self.poll.closed_at is None and now >= self.poll.closes_at:
            self._close_poll(self.poll.closes_at)

    def answer_criteria(self, answers: Mapping[str, str], *, by: Standing, revision: int, now: datetime) -> None:
        """Answer the eight criteria, each with a reason in the form of this revision (R018)."""
        self.require_cleared(by, CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM)
        if self.stage not in (Stage.DELIBERATING, Stage.DISAGREED):
            raise Refusal("The criteria are answered when the Group has the papers and before the decision.")
        self.criteria = {criterion.id: answers[criterion.id] for criterion in CRITERIA}
        self.criteria_revision = revision
        self._happen(Happening.CRITERIA_ANSWERED, now, by)

    def record_decision(self, choice: Choice, *, by: Standing, revision: int, now: datetime) -> None:
        """The chair records what the Group decided, with reasons (R018, R083). It cannot be anything else (E30)."""
        self.require_may_decide(by, now)
        stage = after(self.stage, Step.DECIDE)
        shared = self.outcome().shared
        if shared is None or choice not in decision.CARRIES_OUT[shared]:
            raise Refusal("That is not what the Group’s views add up to. Record the shared view, or extend the poll.")
        self._decide(choice, stage, by, revision, now, settled=False)

    def refer_disagreement(self, *, by: Standing, due: datetime, now: datetime) -> None:
        """No consensus: refer it to the chair of the board (R101), to be answered by `due`."""
        self.require_cleared(by, CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM)
        if self.poll is None or not self.poll.closed(now) or not self.in_disagreement(now):
            raise Refusal("There is no disagreement to refer: the poll is open, not quorate, or agreed.")
        self.stage = after(self.stage, Step.DISAGREE)
        self.disagreement = Referral(by=by.id, at=now, due=due)
        self._happen(Happening.DISAGREEMENT_REFERRED, now, by)

    def settle(self, choice: Choice, *, by: Standing, revision: int, now: datetime) -> None:
        """The chair of the board settles the disagreement, with reasons (R101)."""
        self.require_may_settle(by)
        stage = after(self.stage, Step.SETTLE)
        self._decide(choice, stage, by, revision, now, settled=True)

    def sign_off(self, *, by: Standing, now: datetime) -> None:
        """A statutory partner signs the decision off (A1), by the person who sits for it."""
        if self.decided is None or not self.policy.require_partner_signoff:
            raise Refusal("There is no decision waiting for a partner’s sign-off.")
        partner = self.seat_of(by).partner
        if partner not in self.signed_off:
            self.signed_off[partner] = by.id
            self._happen(Happening.PARTNER_SIGNED_OFF, now, by, partner=partner)

    def record_sent_to_panel(self, *, by: Standing, revision: int, now: datetime) -> None:
        """Only the Partnership Team marks the outcome as sent to the Panel, with evidence (R055, R113)."""
        self.require_may_report(by)
        stage = after(self.stage, Step.REPORT)
        self.stage, self.sent_to_panel_at = stage, now
        self._happen(Happening.SENT_TO_PANEL, now, by, revision=str(revision))

    # -- Inside ------------------------------------------------------------------------------------------------

    def _close_poll(self, at: datetime) -> None:
        if self.poll:
            self.poll.closed_at = at
            self._happen(Happening.POLL_CLOSED, at)

    def _decide(
        self, choice: Choice, stage: Stage, by: Standing, revision: int, now: datetime, *, settled: bool
    ) -> None:
        self.stage = stage
        self.decided = Decided(choice=choice, by=by.id, at=now, revision=revision, settled=settled)
        kind = Happening.DISAGREEMENT_SETTLED if settled else Happening.DECISION_RECORDED
        self._happen(kind, now, by, choice=choice)

    def _alert(self, now: datetime, by: Standing) -> None:
        self.alert_raised_at, self.alert_acknowledged_by = now, ""
        self._happen(Happening.SAFETY_ALERT_RAISED, now, by)

    def _declaration(self, by: Standing) -> Declaration:
        self.roles(by)
        return self.declarations.setdefault(by.id, Declaration(person=by.id))
