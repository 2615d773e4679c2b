"""What the Group agreed is done: actions are owned, shown to be done, and a review is handed on (R052, R053)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.group.actions import Action, For, HandOff
from rapid_review.group.meeting import OPEN_TO_THE_GROUP
from rapid_review.outcome.decision import Choice
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import CaseRole
from rapid_review.record import CaseRecord
from rapid_review.stages import Stage
from rapid_review.timing.london import local_day

HANDED_ON = frozenset({Choice.LCSPR, Choice.ALTERNATIVE, Choice.NOT_SERIOUS_LEARNING})
"""Decisions by which a review begins that somebody else carries on."""


@dataclass
class Acting(CaseRecord):
    """The actions of the case, in the order in which they were agreed, and the hand-over of its review."""

    actions: dict[str, Action] = field(default_factory=dict)
    handed_off: HandOff | None = None

    def has_to_do(self, person: PersonId) -> bool:
        return any(action.open and action.owner == person for action in self.actions.values())

    def require_may_agree_action(self, by: Standing) -> None:
        """Refuse anybody but the chair and the Partnership Team, and before the papers are out."""
        self.require_chair_or_team(by)
        if self.stage not in (*OPEN_TO_THE_GROUP, Stage.DECIDED, Stage.REPORTED):
            raise Refusal("Actions are agreed once the Group has the papers.")

    def agree_action(
        self, purpose: For, owner: PersonId, due: date, *, by: Standing, revision: int, now: datetime, id: str = ""
    ) -> str:
        """Agree an action, or change the one of this id while it is open. The answer is its id."""
        self.require_may_agree_action(by)
        if owner not in self.may_own():
            raise Refusal("Choose somebody who has made both declarations for this case.")
        if due < local_day(now):
            raise Refusal("That day has passed. Choose today or a later day.")
        if id and (id not in self.actions or not self.actions[id].open):
            raise Refusal("That action is done, or is not one of this case. Agree a new one.")
        id = id or self.next_action
        self.actions[id] = Action(id, purpose, owner, due, by.id, now, revision)
        self._happen(Happening.ACTION_AGREED, now, by, action=id, purpose=purpose)
        return id

    @property
    def next_action(self) -> str:
        """The id that the next action gets."""
        return f"a{len(self.actions) + 1}"

    def may_own(self) -> list[PersonId]:
        """Those who can own an action: they have declared, so that they may read it."""
        return [one.person for one in self.declarations.values() if one.cleared and one.person not in self.gone]

    def unowned_since(self, id: str) -> datetime | None:
        """Since when nobody does an open action: its owner is recused, has not signed, or has no part any more."""
        action = self.actions[id]
        owner = self.declarations.get(action.owner)
        ruled = owner.ruled.at if owner and owner.ruled and owner.recused else None
        since = [moment for moment in (ruled, owner and owner.declined_at, self.gone.get(action.owner)) if moment]
        return min(since, default=None) if action.open else None

    def owned_action(self, id: str, by: Standing) -> Action:
        """The action, for its owner and for the Partnership Team, both cleared."""
        action = self.actions.get(id)
        if action is None:
            raise NotYours()
        if action.owner == by.id:
            self.need_clearance(by)
        else:
            self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        return action

    def require_open_action(self, id: str, by: Standing) -> Action:
        action = self.owned_action(id, by)
        if not action.open:
            raise Refusal("The evidence for this action is in. Nothing is left to do.")
        return action

    def close_action(self, id: str, *, by: Standing, revision: int, now: datetime) -> None:
        """Say what shows that an action is done."""
        action = self.require_open_action(id, by)
        action.closed_at, action.closed_by, action.evidence = now, by.id, revision
        self._happen(Happening.ACTION_CLOSED, now, by, action=id)

    def agreed_for(self, purpose: For) -> list[Action]:
        return [action for action in self.actions.values() if action.purpose is purpose]

    # -- Handing a review on ---------------------------------------------------------------------------------------

    @property
    def hands_on(self) -> bool:
        """Whether the decision begins a review that is still to be handed to whoever carries it on."""
        decided = self.decided is not None and self.decided.choice in HANDED_ON
        return decided and self.handed_on is None and self.stage in (Stage.DECIDED, Stage.REPORTED)

    @property
    def handed_on(self) -> HandOff | None:
        """The hand-over, unless the Group has decided again since: then it was of another review (E31)."""
        again = self.handed_off and self.decided and self.decided.at > self.handed_off.at
        return None if again else self.handed_off

    def require_may_hand_off(self, by: Standing) -> None:
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        if not self.hands_on:
            raise Refusal("There is no review to hand on: none was decided, or it is handed on already.")

    def hand_off(self, *, by: Standing, revision: int, now: datetime) -> None:
        """Say who carries the review on, since when, and what they were handed (R052)."""
        self.require_may_hand_off(by)
        self.handed_off = HandOff(by.id, now, revision)
        self._happen(Happening.HANDED_OFF, now, by)
