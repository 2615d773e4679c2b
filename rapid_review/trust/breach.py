"""Something of a case went to somebody it was not for: what is known of it, and what is to be done by when (E29)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from rapid_review.people import PersonId

ICO_WITHIN = timedelta(hours=72)
"""Article 33 UK GDPR: from when the breach became known, by the clock; nights and holidays count."""


class Step(StrEnum):
    """What is to be done about every breach, and written down."""

    FAMILY = "family"
    """Whether the family is safe."""
    TOLD = "told"
    """Whether the people it is about were told, or why not."""
    ICO = "ico"
    """Whether the Information Commissioner was told, or why not."""
    OUTCOME = "outcome"
    """What came of it: the last step, which closes it."""


@dataclass(frozen=True)
class Done:
    """A step that was taken; what was said of it is the form of this revision."""

    by: PersonId
    at: datetime
    revision: int
    owed: bool = False
    """Whether it is still to be taken: all that was said is why it was not."""


@dataclass
class Breach:
    """One breach. What went where, in words, is the form of this revision."""

    id: str
    by: PersonId
    at: datetime
    aware_at: datetime
    """From when the 72 hours count."""
    revision: int
    to: PersonId = ""
    """Who got it, where that is somebody of the directory."""
    message: int = 0
    """The message of the bot's that it was, if it was one."""
    document: str = ""
    """The document of the case that it was, if it was one."""
    looked_at: datetime | None = None
    """When somebody said that other sends may go on."""
    steps: dict[Step, Done] = field(default_factory=dict)
    added: list[Done] = field(default_factory=list)
    """Each time the same card or document was reported again; what was said then is that person's form."""

    @property
    def ico_by(self) -> datetime:
        return self.aware_at + ICO_WITHIN

    @property
    def is_open(self) -> bool:
        return not self.taken(Step.OUTCOME)

    @property
    def holds_sends(self) -> bool:
        """Until somebody has looked. Whoever has taken a step has."""
        return self.is_open and self.looked_at is None and not any(self.taken(step) for step in Step)

    def taken(self, step: Step) -> bool:
        done = self.steps.get(step)
        return done is not None and not done.owed

    def reported_at(self, person: PersonId) -> datetime | None:
        """When this person last reported it."""
        times = [self.at] if self.by == person else []
        return max([*times, *(one.at for one in self.added if one.by == person)], default=None)

    def is_of(self, to: PersonId, message: int, document: str) -> bool:
        """Whether it is about this very card or document, with whoever got it."""
        return bool(message or document) and (self.to, self.message, self.document) == (to, message, document)

    def to_do(self) -> list[Step]:
        """The steps still to be taken; the outcome is the last."""
        left = [step for step in Step if not self.taken(step)]
        return [step for step in left if step is not Step.OUTCOME] or left
