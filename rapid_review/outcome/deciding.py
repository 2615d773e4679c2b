"""The Group's decision: the criteria, the decision itself, the partners' sign-off and the Panel (R018-R099)."""

from collections.abc import Mapping
from datetime import date, datetime

from rapid_review import gates
from rapid_review.deeds import Deed
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.outcome import decision
from rapid_review.outcome.criteria import CRITERIA
from rapid_review.outcome.decided import Decided, Pending
from rapid_review.outcome.decision import Choice
from rapid_review.outcome.reconsidering import Reconsidering
from rapid_review.outward.duties import DutyKind, State
from rapid_review.outward.informing import Informing, require_possible
from rapid_review.people import Standing
from rapid_review.stages import Stage, Step, after


class Deciding(Reconsidering, Informing):
    """What the Group decides, and what follows from it until the Panel has it."""

    def answer_criteria(self, answers: Mapping[str, str], *, by: Standing, revision: int, now: datetime) -> None:
        """Answer the eight criteria, each with a reason in the form of this revision (R018)."""
        self.require_may(by, Deed.ANSWER_CRITERIA)
        if self.stage not in (Stage.DELIBERATING, Stage.DISAGREED):
            raise Refusal("The criteria are answered when the Group has the papers and before the decision.")
        self.criteria = {criterion.id: answers[criterion.id] for criterion in CRITERIA}
        self.criteria_revision = revision
        self._happen(Happening.CRITERIA_ANSWERED, now, by)

    def record_decision(
        self,
        choice: Choice,
        *,
        by: Standing,
        revision: int,
        now: datetime,
        children: Mapping[str, Choice] | None = None,
    ) -> None:
        """The chair records what the Group decided, with reasons (R018, R083). It cannot be anything else (E30).

        `children` has a choice for each child, where it is not the same for all (E1).
        """
        self.require_may_decide(by, now)
        stage = after(self.stage, Step.DECIDE)
        shared = self.outcome().shared
        if shared is None or choice not in decision.CARRIES_OUT[shared]:
            raise Refusal("That is not what the Group’s views add up to. Record the shared view, or extend the poll.")
        self._require_supported(children or {}, decision.CARRIES_OUT[shared])
        self._decide(Decided(choice, by.id, now, revision, children=dict(children or {})), stage, by, now)

    def _require_supported(self, children: Mapping[str, Choice], carried: frozenset[Choice]) -> None:
        """The shared view holds for one child at least, and for each there is a member who saw it so (E1, E30)."""
        if not children or self.poll is None:
            return
        if carried.isdisjoint(children.values()):
            raise Refusal("For at least one child, record what the Group’s views add up to.")
        held = {vote.stance for vote in self.poll.standing_votes(self.not_counted).values()}
        supported = frozenset().union(*(decision.CARRIES_OUT[stance] for stance in held))
        if without := sorted(child for child, choice in children.items() if choice not in supported):
            named = gates.listed([f"Child {child}" for child in without])
            raise Refusal(f"No member’s view supports what is recorded for {named}. Record what the Group’s views say.")

    def sign_off(self, *, by: Standing, revision: int, now: datetime) -> None:
        """A statutory partner signs the decision of this revision off (A1), by the person who sits for it."""
        seat = self.seat_of(by)
        if self.stage is not Stage.DECIDED or self.decided is None or not self.policy.require_partner_signoff:
            raise Refusal("There is no decision waiting for a partner’s sign-off.")
        if revision != self.decided.revision:
            raise Refusal("The decision has changed since this card was sent. Read it again, then sign.")
        if seat.id not in {waiting.id for waiting in gates.seats_to_sign(self, seat.partner)}:
            return
        self.seats_signed[seat.id] = by.id
        final = not gates.before_panel(self)
        self.final_at = now if final else self.final_at
        self._happen(Happening.PARTNER_SIGNED_OFF, now, by, partner=seat.partner, seat=seat.id, final=str(final))

    def note_final(self, now: datetime) -> None:
        """See whether the only seat still to sign has stood aside, so that the signatures are complete without it."""
        decided = self.decided
        if decided is None or self.stage is not Stage.DECIDED or not self.policy.require_partner_signoff:
            return
        if not gates.before_panel(self) and (self.final_at is None or self.final_at < decided.at):
            self.final_at = now
            self._happen(Happening.SIGNATURES_COMPLETE, now, final=str(True))

    def record_sent_to_panel(self, on: date, *, by: Standing, revision: int, now: datetime) -> None:
        """Only the Partnership Team marks the outcome as sent to the Panel that day, with evidence (R055, R113)."""
        self.require_may_report(by)
        stage = after(self.stage, Step.REPORT)
        telling = self.require_may_mark(DutyKind.PANEL, by)
        require_possible(on, telling, now)
        telling.on = on
        self.stage, self.sent_to_panel_at = stage, now
        self._happen(Happening.SENT_TO_PANEL, now, by, revision=str(revision))

    def require_may_report(self, by: Standing) -> None:
        """Refuse until this person can say that the Panel was told, saying what is missing."""
        self.require_may(by, Deed.REPORT)
        after(self.stage, Step.REPORT)
        if self.sent_to_panel_at:  # In a closed case the outcome is sent again only if it came back.
            raise Refusal("The Panel has the outcome. If it came back, say first that it did not arrive.")
        missing = [*gates.before_panel(self), *self._unconsidered()]
        if missing := missing or self.unchecked(DutyKind.PANEL):  # E29
            raise Refusal("Before the outcome goes to the Panel, we need " + gates.listed(missing) + ".")

    def tell_pending(self, on: date, *, by: Standing, revision: int, now: datetime) -> None:
        """The Panel was told that the outcome is pending, with evidence. The outcome itself still follows (R101)."""
        self.require_may_tell_pending(by)
        telling = self.require_may_mark(DutyKind.PENDING, by)
        require_possible(on, telling, now)
        telling.on = on
        self.pending.append(Pending(on, by.id, now, revision))
        self._happen(Happening.PANEL_TOLD_PENDING, now, by, revision=str(revision))

    def require_may_tell_pending(self, by: Standing) -> None:
        """Refuse anybody but the Partnership Team, what need not be told, and what no second person has seen (E29)."""
        self.require_may(by, Deed.TELL_OTHERS)
        duty = self.duty(DutyKind.PENDING)
        if duty is None or self.state_of(duty) is State.DONE:
            raise Refusal("The Panel need not be told that this outcome is pending, or it has been told already.")
        if missing := self.unchecked(DutyKind.PENDING):
            raise Refusal("Before the Panel is told, we need " + gates.listed(missing) + ".")

    def _unconsidered(self) -> list[str]:
        """What came in since the decision, on which the chair has not said whether it changes anything (E9)."""
        return ["the chair’s word on what came in after the decision"] if self.to_reconsider() else []
