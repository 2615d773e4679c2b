"""What is kept of the Group's decision: the decision itself, a referral, a deferral, and what the Panel was told."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rapid_review.declaration.declarations import Aside
from rapid_review.outcome.decision import Choice
from rapid_review.people import PersonId


@dataclass(frozen=True)
class Decided:
    """The decision as recorded: the choice, and the form with its reasons."""

    choice: Choice
    by: PersonId
    at: datetime
    revision: int
    settled: bool = False
    """Whether the chair of the board settled a disagreement (R101)."""
    children: dict[str, Choice] = field(default_factory=dict)
    """By child, A, B and so on, where it is not the same for every child (E1)."""
    aside: Aside | None = None
    """Who stood aside then: whoever does so later changes nothing about what was decided. None in older decisions."""


@dataclass(frozen=True)
class Referral:
    """A disagreement referred to the chair of the board (R101), to be answered by `due`."""

    by: PersonId
    at: datetime
    due: datetime


@dataclass(frozen=True)
class Deferral:
    """The decision waits for named information until a day (E16). What, from whom and who sees to it is in the form."""

    until: date
    by: PersonId
    at: datetime
    revision: int
    by_board: bool = False
    """Whether the chair of the board allowed it: the Group itself defers once."""


@dataclass(frozen=True)
class Pending:
    """The Panel was told, on this day, that the outcome is still to come (R101, E16)."""

    on: date
    by: PersonId
    at: datetime
    revision: int


class Said(StrEnum):
    """What the national Panel says of an outcome (R102, E31)."""

    AGREES = "agrees"
    ASKS = "asks"
    DISAGREES = "disagrees"
    NATIONAL = "national"
    """It will undertake a national review."""


@dataclass(frozen=True)
class Response:
    """The Panel's response; its words are in the form. Where it asks or disagrees, our reply is due on a day."""

    said: Said
    on: date
    by: PersonId
    at: datetime
    revision: int
    reply_by: date | None = None

    @property
    def wants_reply(self) -> bool:
        return self.said in (Said.ASKS, Said.DISAGREES)


@dataclass(frozen=True)
class Reconsidered:
    """The chair said whether something that came in after the decision changes anything, and why (E9, E31)."""

    about: str
    """An agency's id, or the Panel."""
    changes: bool
    by: PersonId
    at: datetime
    revision: int


def decision_words(choice: Choice, review: str) -> str:
    """A decision in one line, in this partnership's words."""
    lines = {
        Choice.LCSPR: f"A {review} will be undertaken.",
        Choice.ALTERNATIVE: f"No {review}. There will be another kind of learning review.",
        Choice.LEARNING_ACTED_ON: f"No {review}. The learning is known and acted on.",
        Choice.NO_FURTHER_ACTION: f"No {review} and no further action.",
        Choice.NOT_SERIOUS_NO_REVIEW: "Not a serious case. No review.",
        Choice.NOT_SERIOUS_LEARNING: "Not a serious case. There will be a learning review.",
        Choice.DEFERRED: "The decision is deferred for named information.",
    }
    return lines[choice]
