"""The Group’s papers: what goes out on Day 12, what came too late for that, and who has opened what (R091-R095)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from rapid_review.deeds import Deed
from rapid_review.errors import Refusal
from rapid_review.events import Happening
from rapid_review.group.meeting import OPEN_TO_THE_GROUP
from rapid_review.outcome.polling import Polling
from rapid_review.outward.notices import Notice
from rapid_review.people import PersonId, Seat, Standing

NOTIFICATION = "notification"
"""The paper of that name. An agency’s answer is "return/<agency>/<version>", a document "document/<number>"."""


@dataclass(frozen=True)
class Tabled:
    """A paper that came after the others had gone out (R095); the reason is the form of this revision."""

    by: PersonId
    at: datetime
    revision: int


def of_return(agency: str, version: int) -> str:
    """The name of the paper that this version of an agency’s answer is."""
    return f"return/{agency}/{version}"


def of_document(number: int) -> str:
    return f"document/{number}"


@dataclass
class Papers(Polling):
    """The papers go out once; what comes later is tabled with a reason; members open them when they do."""

    papers_sent_at: datetime | None = None
    answers_sent: dict[str, int] = field(default_factory=dict)
    """Which version of each agency’s answer went out."""
    documents_sent: int = 0
    """How many documents had come in when the papers went out; those with a higher number came later."""
    tabled: dict[str, Tabled] = field(default_factory=dict)
    opened: dict[PersonId, dict[str, datetime]] = field(default_factory=dict)
    """When each member first opened each paper."""

    def send_papers(self, seats: Iterable[Seat], *, by: Standing, now: datetime, without: str = "") -> None:
        """Release the papers, and with them open the poll (R091-R094, R111)."""
        self.open_poll(seats, by=by, now=now, without=without)
        self.papers_sent_at, self.documents_sent = now, self.documents
        self.answers_sent = {agency: len(request.versions) for agency, request in self.requests.items()}

    @property
    def papers_out_at(self) -> datetime | None:
        """When the papers went out; the poll was opened with them."""
        return self.papers_sent_at or (self.poll.opened_at if self.poll else None)

    def version_sent(self, agency: str) -> int:
        """Which version of this agency’s answer went out with the papers; 0 where none was there."""
        if self.papers_sent_at:
            return self.answers_sent.get(agency, 0)
        out = self.papers_out_at
        return sum(1 for version in self.requests[agency].versions if out and version.at <= out)

    def late_answers(self) -> list[str]:
        """The newest answers that came, or were changed, after the papers had gone out."""
        if self.papers_out_at is None:
            return []
        newest = {agency: len(request.versions) for agency, request in self.requests.items()}
        return [of_return(agency, version) for agency, version in newest.items() if version > self.version_sent(agency)]

    def late_documents(self) -> list[str]:
        """The documents that came after the papers had gone out."""
        late = range(self.documents_sent + 1, self.documents + 1) if self.papers_sent_at else ()
        return [of_document(number) for number in late]

    def to_table(self) -> list[str]:
        """Late answers that nobody has tabled yet."""
        return [paper for paper in self.late_answers() if paper not in self.tabled]

    def require_may_table(self, paper: str, by: Standing) -> None:
        """Refuse anybody but the Partnership Team, and any paper that did not come late."""
        self.require_may(by, Deed.TABLE_PAPER)
        if self.stage not in OPEN_TO_THE_GROUP:
            raise Refusal("Papers are tabled after the others have gone out and before the decision.")
        if paper not in (*self.late_answers(), *self.late_documents()):
            raise Refusal("That paper went out with the others, or a newer one has come since.")

    def table_paper(self, paper: str, *, by: Standing, revision: int, now: datetime) -> None:
        """Bring a paper to the meeting that could not go out with the others (R095)."""
        self.require_may_table(paper, by)
        self.tabled[paper] = Tabled(by=by.id, at=now, revision=revision)
        self._happen(Happening.PAPER_TABLED, now, by, paper=paper)

    def open_paper(self, paper: str, *, by: Standing, now: datetime) -> None:
        """Note that somebody of the Group has opened a paper; the first time is kept."""
        theirs = self.opened.get(by.id, {})
        if self.papers_out_at and paper not in theirs and by.id in self.readers():
            self.opened[by.id] = {**theirs, paper: now}
            self._happen(Happening.PAPER_OPENED, now, by, paper=paper)

    def readers(self) -> list[PersonId]:
        """Those of the Group who read the papers: each seat’s member, and its deputy once called on."""
        seats = self.poll.seats if self.poll else ()
        sitting = [seat.member for seat in seats] + [seat.deputy for seat in seats if self.deputy_acts(seat)]
        return [person for person in dict.fromkeys(sitting) if person and person not in self.recused]

    def papers_for_the_group(self) -> list[str]:
        """Every paper that can be opened now: the notification, and each agency’s answer as it stands."""
        answers = {agency: len(request.versions) for agency, request in self.requests.items()}
        return [NOTIFICATION, *(of_return(agency, version) for agency, version in answers.items() if version)]

    def unopened_by(self, person: PersonId) -> list[str]:
        """What this member has still to open."""
        theirs = self.opened.get(person, {})
        return [paper for paper in self.papers_for_the_group() if paper not in theirs]

    def notice_words(self) -> str:
        """Where the local authority’s own notice to the Panel stands (R092)."""
        told = self.notices.get(Notice.PANEL)
        if self.facts.sin_sent or (told and told.sent_on):
            return "sent"
        if told:
            return "will not be sent"
        return "not needed: the case is below the definition" if self.facts.below_threshold else "missing"
