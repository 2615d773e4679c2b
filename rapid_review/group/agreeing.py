"""The Rapid Review Template is completed by the Partnership Team and agreed by each member (R085)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.group.acting import Acting
from rapid_review.group.actions import For
from rapid_review.group.meeting import OPEN_TO_THE_GROUP
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import CaseRole
from rapid_review.stages import Stage

UNAGREED = {
    For.SAFETY: "You say that action is needed now. Agree it first under “Actions”, then send the template.",
    For.LEARNING: "You say that there is learning to act on now. Agree the action first, then send the template.",
}


@dataclass(frozen=True)
class Agreement:
    """What the person in a seat says of the template; where they see it differently, the form of this revision."""

    person: PersonId
    agrees: bool
    at: datetime
    revision: int = 0


@dataclass
class Template:
    """The template as it was last completed, and what each seat says of that version."""

    revision: int
    by: PersonId
    at: datetime
    said: dict[str, Agreement] = field(default_factory=dict)


@dataclass
class Agreeing(Acting):
    """Whoever agreed is asked again when the template changes."""

    template: Template | None = None

    def require_may_complete(self, by: Standing) -> None:
        self.require_cleared(by, CaseRole.PARTNERSHIP_TEAM)
        if self.stage not in (*OPEN_TO_THE_GROUP, Stage.DECIDED):
            raise Refusal("The template is completed between the papers and the report to the national Panel.")

    def complete_template(self, says: Collection[For], *, by: Standing, revision: int, now: datetime) -> None:
        """Complete it, or change it. It names the purposes for which it says that action is needed (R079, R080)."""
        self.require_may_complete(by)
        for purpose in says:
            if not self.agreed_for(purpose):
                raise Refusal(UNAGREED[purpose])
        before = str(self.template.revision) if self.template else ""
        self.template = Template(revision, by.id, now)
        self._happen(Happening.TEMPLATE_COMPLETED, now, by, revision=str(revision), before=before)

    def require_may_say(self, by: Standing) -> Template:
        """The template, for a member who has not said anything of this version yet."""
        seat = self.seat_of(by)
        if self.template is None:
            raise Refusal("The Partnership Team has not completed the template yet.")
        if seat.id in self.template.said:
            raise Refusal("Your seat has said what it thinks of this version. You are asked again if it changes.")
        return self.template

    def say_of_template(self, *, agrees: bool, by: Standing, now: datetime, revision: int = 0) -> None:
        """A member agrees, or sees it differently in the words of this revision."""
        template = self.require_may_say(by)
        template.said[self.seat_of(by).id] = Agreement(by.id, agrees, now, revision)
        facts = {"revision": str(template.revision), "agrees": str(agrees)}
        self._happen(Happening.TEMPLATE_ANSWERED, now, by, **facts)
