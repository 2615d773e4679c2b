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


@dataclass(frozen=True)
class Holding:
    """Who had a request when it was handed over for a time, and until when they had it; nobody means the SPOC."""

    person: PersonId = ""
    until: date | None = None


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
    """The last day of a hand-over for a time; after it whoever had the request has it again (E8)."""
    earlier: list[Holding] = field(default_factory=list)
    """Who had it before each hand-over for a time that still runs, the last to have had it last."""
    wrote_before: PersonId = ""
    """Who covered or wrote before: the next finds what they had begun."""
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
    def brought_in(self) -> set[PersonId]:
        """The colleagues who have a part in it: who has it in hand, who will have it again, and who writes."""
        return {self.handed_to, self.author_id, *(holding.person for holding in self.earlier)} - {""}

    @property
    def holder_for_good(self) -> PersonId:
        """Whose it is when no cover runs; nobody means the SPOC."""
        held = [*self.earlier, Holding(self.handed_to, self.until)]
        return next((one.person for one in reversed(held) if one.until is None), "")

    @property
    def next_holder(self) -> PersonId:
        """Whose it is after the last day of a hand-over for a time; nobody means the SPOC."""
        return self.earlier[-1].person if self.earlier else ""

    def take(self, version: Returned) -> None:
        """An answer has come in: what was said of the one before it, or by it, holds no more."""
        self.versions.append(version)
        self.quality, self.confirmed_at, self.refused_at = Quality.UNJUDGED, None, None
        self.leave_as_it_is()

    def leave_as_it_is(self) -> None:
        """Nobody signs the answer that is in or sends its rest: another is wanted instead, or none at all."""
        self.more_by, self.sign_wanted = None, False

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
        """Whether the answer was written down for the agency, which has yet to say that it is right where it counts."""
        counts = self.quality not in (Quality.INSUFFICIENT, Quality.EXCUSED)
        told = self.returned is not None and self.returned.answer is Answer.TOLD
        return counts and told and self.confirmed_at is None

    @property
    def secured(self) -> bool:
        """Whether all its records are secured, or it holds none: a nil return says so too."""
        nil = self.returned is not None and self.returned.answer is Answer.NIL
        return nil or self.records_secured in ("yes", "none")

    @property
    def asked_for_time(self) -> Extension | None:
        """The request for a later day that waits for an answer, unless the agency answered or was asked anew since."""
        newest = self.extensions[-1] if self.extensions else None
        since = max(self.wanted_since, self.returned.at) if self.returned else self.wanted_since
        return newest if newest and newest.answered_at is None and newest.at >= since else None

    @property
    def agreed(self) -> Extension | None:
        """The later day agreed to, the newest of several."""
        return next((extension for extension in reversed(self.extensions) if extension.agreed), None)

    @property
    def wanted_since(self) -> datetime:
        """When the answer that is wanted now was asked for: at first, or again because the last would not do."""
        judged = self.judged_at if self.quality is Quality.INSUFFICIENT else None
        return max(moment for moment in (self.asked_at, judged) if moment)

    @property
    def asked_anew_at(self) -> datetime:
        """When whoever has the request now was asked, the last time."""
        return max(moment for moment in (self.wanted_since, self.handed_at) if moment)

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
