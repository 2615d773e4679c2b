"""What an agency is asked for, and what it has answered."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from rapid_review.people import PersonId


class Answer(StrEnum):
    """The kinds of answer an agency can give (form 3b). A nil return is a finding, not a blank (R069)."""

    SUMMARY = "summary"
    NIL = "nil"
    TOLD = "told"
    """Given by phone, post or e-mail, and written down by the Partnership Team (E33)."""
    CHILD_DEATH = "child_death"
    """The agency's child death form, taken instead of a summary (R074)."""


class Quality(StrEnum):
    """Whether an answer will do, as the Partnership Team sees it (E11, R075)."""

    UNJUDGED = ""
    SUFFICIENT = "sufficient"
    QUERY = "query"
    INSUFFICIENT = "insufficient"
    EXCUSED = "excused"
    """The agency need not answer, or not answer more."""


ANSWER_WORDS = {
    Answer.SUMMARY: "Summary returned",
    Answer.NIL: "No involvement",
    Answer.TOLD: "Answer recorded for them",
    Answer.CHILD_DEATH: "Child death form used",
}
QUALITY_WORDS = {
    Quality.SUFFICIENT: "sufficient",
    Quality.QUERY: "a question is open",
    Quality.INSUFFICIENT: "not sufficient, asked again",
}


@dataclass(frozen=True)
class Returned:
    """One version of an agency's answer; what was written is the form of this revision."""

    answer: Answer
    revision: int
    by: PersonId
    at: datetime
    late: bool = False
    signed_by: PersonId = ""
    """Who at the agency, other than the sender, signed this version and no other."""
    signed_at: datetime | None = None


@dataclass(frozen=True)
class Extension:
    """A later day that an agency asked for, and what the Partnership Team said to it (F17)."""

    wanted: date
    by: PersonId
    at: datetime
    revision: int
    agreed: date | None = None
    """The day agreed to, which may be another; none where it was refused or is not answered yet."""
    answered_at: datetime | None = None
    answered_by: PersonId = ""


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
    author_id: PersonId = ""
    """The same person, where the directory knows them as a colleague."""
    records_secured: str = ""
    """What the agency said of its records (R071): "yes", "partly", "none" where it holds none, or nothing yet."""
    records_next: date | None = None
    """By when the rest of the records will be secured."""
    versions: list[Returned] = field(default_factory=list)
    handed_to: PersonId = ""
    """Who has it in hand instead of the SPOC."""
    handed_by: PersonId = ""
    handed_at: datetime | None = None
    until: date | None = None
    """The last day of a hand-over for a time; after it the request is the SPOC's again (E8)."""
    wrong_person: bool = False
    """Whether its SPOC said that somebody else should be asked, whom the directory does not know."""
    extensions: list[Extension] = field(default_factory=list)
    nudged_at: datetime | None = None
    confirmed_at: datetime | None = None
    """When the agency said that what was written down for it is right."""
    quality: Quality = Quality.UNJUDGED
    judged_at: datetime | None = None
    queried_at: datetime | None = None
    more_by: date | None = None
    """By when the agency will send what is missing."""
    sign_wanted: bool = False
    """Whether a colleague of the sender is still to sign the answer."""
    refused_at: datetime | None = None
    """When the agency said that it does not share what it holds."""
    sharing_records: int = 0
    child_death_form: bool = False
    """Whether its child death form is taken instead of a summary."""

    @property
    def returned(self) -> Returned | None:
        """The answer as it stands, if there is one."""
        return self.versions[-1] if self.versions else None

    @property
    def answered(self) -> bool:
        """Whether nothing more is wanted of the agency: it was excused, or its answer was not found wanting."""
        if self.quality is Quality.EXCUSED:
            return True
        return self.returned is not None and self.quality is not Quality.INSUFFICIENT

    @property
    def unconfirmed(self) -> bool:
        """Whether the answer was written down for the agency, which has not yet said that it is right."""
        return self.returned is not None and self.returned.answer is Answer.TOLD and self.confirmed_at is None

    @property
    def secured(self) -> bool:
        """Whether all its records are secured, or it holds none: a nil return says so too."""
        nil = self.returned is not None and self.returned.answer is Answer.NIL
        return nil or self.records_secured in ("yes", "none")

    @property
    def asked_for_time(self) -> Extension | None:
        """The request for a later day that waits for an answer."""
        newest = self.extensions[-1] if self.extensions else None
        return newest if newest and newest.answered_at is None else None

    @property
    def agreed(self) -> Extension | None:
        """The later day agreed to, the newest of several."""
        return next((extension for extension in reversed(self.extensions) if extension.agreed), None)

    @property
    def asked_anew_at(self) -> datetime:
        """When whoever has the request now was asked, the last time."""
        judged = self.judged_at if self.quality is Quality.INSUFFICIENT else None
        return max(moment for moment in (self.asked_at, self.handed_at, judged) if moment)

    def state(self, overdue: bool) -> str:
        """Where this request stands, in words."""
        if answer := self.returned:
            words = [ANSWER_WORDS[answer.answer], *(["late"] if answer.late else [])]
            words += [QUALITY_WORDS[self.quality]] if self.quality in QUALITY_WORDS else []
            words += ["more to come"] if self.more_by else []
            words += ["to be signed"] if self.sign_wanted else []
            return ", ".join(words)
        if self.quality is Quality.EXCUSED:
            return "Excused from answering"
        if self.refused_at:
            return "Says that it cannot share"
        if overdue:
            return "Overdue"
        if self.acknowledged_at:
            return "Acknowledged"
        return "Handed to a colleague, not yet acknowledged" if self.handed_to else "Asked, not yet acknowledged"
