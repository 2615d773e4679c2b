"""What an agency is asked for, and what it has answered."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rapid_review.people import PersonId


class Answer(StrEnum):
    """The kinds of answer an agency can give (form 3b). A nil return is a finding, not a blank (R069)."""

    SUMMARY = "summary"
    NIL = "nil"


@dataclass(frozen=True)
class Returned:
    """One version of an agency's answer; what was written is the form of this revision."""

    answer: Answer
    revision: int
    by: PersonId
    at: datetime
    late: bool = False


@dataclass
class Request:
    """The request to one agency: asked, acknowledged, answered (R067-R069, R108-R109)."""

    agency: str
    why: str
    asked_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: PersonId = ""
    author: str = ""
    """Who will write the summary, as the SPOC named them."""
    records_secured: str = ""
    versions: list[Returned] = field(default_factory=list)

    @property
    def returned(self) -> Returned | None:
        """The answer as it stands, if there is one."""
        return self.versions[-1] if self.versions else None

    def state(self, overdue: bool) -> str:
        """Where this request stands, in words."""
        if answer := self.returned:
            words = "No involvement" if answer.answer is Answer.NIL else "Summary returned"
            return f"{words}, late" if answer.late else words
        if overdue:
            return "Overdue"
        return "Acknowledged" if self.acknowledged_at else "Asked, not yet acknowledged"
