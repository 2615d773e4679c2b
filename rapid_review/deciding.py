"""The Group's decision: the criteria, the decision, the disagreement route, the sign-off and the Panel (R018-R101)."""

from collections.abc import Mapping
from datetime import datetime

from rapid_review import decision
from rapid_review.criteria import CRITERIA
from rapid_review.decision import Choice
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.people import Standing
from rapid_review.permissions import CaseRole
from rapid_review.record import CaseRecord, Decided, Referral
from rapid_review.stages import Stage, Step, after


class Deciding(CaseRecord):
    """What the Group decides, and what follows from it until the Panel has it."""

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

    def _decide(
        self, choice: Choice, stage: Stage, by: Standing, revision: int, now: datetime, *, settled: bool
    ) -> None:
        self.stage = stage
        self.decided = Decided(choice=choice, by=by.id, at=now, revision=revision, settled=settled)
        kind = Happening.DISAGREEMENT_SETTLED if settled else Happening.DECISION_RECORDED
        self._happen(kind, now, by, choice=choice)
