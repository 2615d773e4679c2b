"""The facts about keeping that a case holds: each legal hold, and each request for one's own data."""

from dataclasses import dataclass, field
from datetime import date, datetime

from rapid_review.people import PersonId
from rapid_review.policy import Policy
from rapid_review.timing.london import moment_of


@dataclass(frozen=True)
class Hold:
    """While it lasts, nothing of the case may be disposed of. Why, the form of this revision says."""

    by: str
    at: datetime
    revision: int
    """0 for a hold that came with a request for somebody's own data."""
    lifted_by: str = ""
    lifted_at: datetime | None = None
    lifted_revision: int = 0

    @property
    def for_a_request(self) -> bool:
        return self.revision == 0


@dataclass(frozen=True)
class SubjectRequest:
    """Somebody asked for their own data. Who and how it was checked, the form of this revision says."""

    number: int
    received_on: date
    due_on: date
    by: str
    at: datetime
    revision: int
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_revision: int = 0
    """Why it is not to be answered any more, the form of this revision says."""

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None

    def due_at(self, policy: Policy) -> datetime:
        return moment_of(self.due_on, policy.deadline_time)


@dataclass(kw_only=True)
class Keeping:
    """The part of a case's record on which depends whether it may be disposed of."""

    holds: list[Hold] = field(default_factory=list)
    """Every legal hold, lifted or not, in order."""
    kept_on: date | None = None
    """When somebody last looked at the closed case and said that it is to be kept."""
    subject_requests: list[SubjectRequest] = field(default_factory=list)
    access_ended_at: datetime | None = None
    """Since when those who took part in the closed case read nothing of it any more (Part 6, rule 9)."""
    shut_out: dict[PersonId, str] = field(default_factory=dict)
    """Who was written to and reads nothing of it now, with why: their cards are emptied (Part 6, rule 4)."""

    def has_to_do(self, person: PersonId) -> bool:
        """Whether something that was agreed in the case is still theirs to do."""
        return False

    @property
    def hold(self) -> Hold | None:
        """The oldest hold that it is under, if any."""
        return next(iter(self.holds_now.values()), None)

    @property
    def holds_now(self) -> dict[int, Hold]:
        """Every hold it is under, by its number: each has a reason of its own and is lifted by itself."""
        return {number: hold for number, hold in enumerate(self.holds, 1) if hold.lifted_at is None}
