"""Everything a document can be made from: the case, the directory, and what people wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rapid_review.case import Case
from rapid_review.group.minutes import Part
from rapid_review.people import Partnership, PersonId
from rapid_review.questions.forms import Answers


@dataclass(frozen=True)
class Written:
    """One form as it was sent."""

    form: str
    subject: str
    revision: int
    by: PersonId
    at: datetime
    answers: Answers


@dataclass(frozen=True)
class CaseFile:
    """A case with all that was written in it, by form, subject and revision."""

    case: Case
    partnership: Partnership
    now: datetime
    forms: Mapping[tuple[str, str, int], Written] = field(default_factory=dict)
    minutes: tuple[Part, ...] = ()
    """The minutes as they stand; none before the Group has met."""
    happened: tuple[tuple[datetime, str], ...] = ()
    """When what of `decisions.RECORDED` was done, oldest first, also what a later deed has replaced."""
    named: "CaseFile | None" = None
    """The same file with the answers that say who somebody is, where this one is without them: for letters alone."""

    def form(self, form: str, subject: str = "", revision: int | None = None) -> Written | None:
        """The form of this revision; without one the newest, which is what counts."""
        if revision is not None:
            return self.forms.get((form, subject, revision))
        versions = [w for (kind, about, _), w in self.forms.items() if (kind, about) == (form, subject)]
        return max(versions, key=lambda written: written.revision, default=None)

    def every(self, form: str) -> list[Written]:
        """Every version of every form of this kind, oldest first."""
        return sorted((w for w in self.forms.values() if w.form == form), key=lambda w: (w.at, w.subject, w.revision))

    def agency_name(self, agency: str) -> str:
        known = self.partnership.agencies.get(agency)
        return known.name if known else agency

    def name(self, person: PersonId) -> str:
        return self.partnership.name_of(person)
