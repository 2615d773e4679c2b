"""What is owed to others once a decision is made, and what has become of each (R055-R063, R100-R106, R113)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rapid_review.people import PersonId
from rapid_review.permissions import CaseRole
from rapid_review.timing.timetable import Due


class DutyKind(StrEnum):
    """To whom something is owed, or by whom."""

    PANEL = "panel"
    """The outcome (R113)."""
    PENDING = "pending"
    """That the outcome is still to come (R101, E16)."""
    DFE = "dfe"
    OFSTED = "ofsted"
    """The decision (R056); never the local authority's own notification (R057)."""
    BOARD = "board"
    REFERRER = "referrer"
    AGENCY = "agency"
    """An agency that was asked, told the outcome (R105)."""
    INSPECTORATE = "inspectorate"
    """Whether the agency has told its own inspectorate (R106)."""
    FAMILY = "family"
    RESPONSE = "response"
    """The Panel's, awaited (R102)."""
    REPLY = "reply"
    """Ours to the Panel, where it asks or disagrees (E31)."""
    CORRECTION = "correction"
    """To the Panel, of an answer that came in or was corrected after it had the outcome (E12)."""
    BOARD_RESPONSE = "board_response"
    PUBLICATION = "publication"
    """Whether the review is published: decided later (R056)."""
    PUBLISHED_PANEL = "published_panel"
    PUBLISHED_DFE = "published_dfe"
    PUBLISHED_OFSTED = "published_ofsted"
    NOTICE = "notice"
    """The local authority's own (R059-R061)."""


AWAITED = frozenset({DutyKind.INSPECTORATE, DutyKind.FAMILY, DutyKind.RESPONSE, DutyKind.PUBLICATION, DutyKind.NOTICE})
"""Nothing leaves for these. Everything else is a letter, which a second person checks before it goes (E29)."""
BEFORE_FINAL = frozenset({DutyKind.PENDING, DutyKind.BOARD, DutyKind.NOTICE, DutyKind.REPLY, DutyKind.BOARD_RESPONSE})
"""May be done before every partner has signed; what tells of the outcome may not (R097, A1).

What the Panel said is answered and told also while the Group decides again (E31).
"""
BY_A_FORM_OF_ITS_OWN = frozenset({DutyKind.PANEL, DutyKind.PENDING})
"""Recorded as sent where the rest of the process hears of it."""
BY_THE_CHAIR = frozenset({DutyKind.REFERRER, DutyKind.AGENCY})
"""What those who took part are told: the chair approves it before it is sent (form 3h)."""
OWNERS = {
    DutyKind.INSPECTORATE: CaseRole.AGENCY_SPOC,
    DutyKind.NOTICE: CaseRole.LA_NOTIFIER,
}
"""Who owns a duty that is not the Partnership Team's."""


@dataclass(frozen=True)
class Duty:
    """One thing owed. What was done about it before `since` told of another decision, and does not count."""

    kind: DutyKind
    since: datetime
    due: Due | None = None
    about: str = ""
    """An agency's id, or which notice."""

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.about}" if self.about else str(self.kind)

    @property
    def is_letter(self) -> bool:
        return self.kind not in AWAITED

    @property
    def owner(self) -> CaseRole:
        return OWNERS.get(self.kind, CaseRole.PARTNERSHIP_TEAM)

    @property
    def excusable(self) -> bool:
        """What the Panel hears it hears in any case, and what becomes of a notice the local authority says itself."""
        return self.kind not in (DutyKind.PANEL, DutyKind.PENDING, DutyKind.NOTICE)


class State(StrEnum):
    """How far a duty is."""

    OPEN = "open"
    PREPARED = "prepared"
    """Waits for a second person."""
    CONFIRMED = "confirmed"
    """To be sent by a person."""
    LEAVING = "leaving"
    """Confirmed, and goes out by itself."""
    UNKNOWN = "unknown"
    """Sent, and nobody knows whether it arrived: waits for a person."""
    DONE = "done"
    EXCUSED = "excused"


SETTLED = frozenset({State.DONE, State.EXCUSED})


@dataclass(frozen=True)
class Mark:
    """Who did something about a duty, when, and the form that says more, where there is one."""

    by: PersonId
    """Empty where the bot did it by itself."""
    at: datetime
    revision: int = 0


BY_HAND, NOT_MADE = "by_hand", "not_made"
NOT_DUE, CHANGED, READDRESSED = "not_due", "changed", "readdressed"
"""Why a letter does not go by itself after all, where it was not the mail service that refused it."""


@dataclass(frozen=True)
class Copy:
    """A document as a second person confirmed it. Nothing else goes, by mail or by hand (E29)."""

    subject: str
    """Which document, in which edition, about which agency: what its versions are counted under."""
    version: int
    digest: str
    """Of its very bytes: SHA-256."""


@dataclass
class ByMail:
    """Where a second person confirmed that it goes by itself, and how far that is."""

    address: str
    version: int = 0
    """Of the document, in cases from before the confirmation itself kept it."""
    began_at: datetime | None = None
    """Since when it is being sent. Found later without an outcome, nobody knows whether it went."""
    stopped: str = ""
    """The code of why it did not go: a person sends it, or prepares it anew."""
    proof: str = ""
    """What the other side calls it."""

    @property
    def outdated(self) -> bool:
        """Whether what was confirmed does not hold any more, so that it has to be confirmed anew."""
        return self.stopped in (NOT_DUE, CHANGED, READDRESSED)


@dataclass
class Telling:
    """One attempt at a duty, from its preparation to its proof. A second attempt is another."""

    duty: str
    begun_at: datetime
    prepared: Mark | None = None
    confirmed: Mark | None = None
    sent_back: Mark | None = None
    """Not confirmed, for the form's reason: to be prepared again."""
    unknown: Mark | None = None
    lost: Mark | None = None
    """It did not arrive, whatever was recorded before: to be prepared again."""
    done: Mark | None = None
    excused: Mark | None = None
    on: date | None = None
    """The day on which it was done."""
    by_mail: ByMail | None = None
    copy: Copy | None = None
    """What was confirmed; none in cases from before it was kept."""

    @property
    def version(self) -> int:
        """Of the document that was confirmed, as far as is known."""
        known = self.copy or self.by_mail
        return known.version if known else 0

    @property
    def went(self) -> bool:
        """Whether it left on a day and nobody says that it got lost."""
        return self.on is not None and self.lost is None

    @property
    def under_way(self) -> bool:
        """Whether it may have gone by now, and nobody can say: it is being sent, or nobody knows whether it arrived."""
        going = self.leaves and self.by_mail is not None and self.by_mail.began_at is not None
        return self.state is State.UNKNOWN or (self.state is State.LEAVING and going)

    @property
    def leaves(self) -> bool:
        """Whether it goes out by itself once it is confirmed, and has not been stopped."""
        return self.by_mail is not None and not self.by_mail.stopped

    @property
    def state(self) -> State:
        outdated = self.by_mail is not None and self.by_mail.outdated and not (self.done or self.excused)
        if self.sent_back or self.lost or outdated:
            return State.OPEN
        steps = (
            (self.done, State.DONE),  # What went has gone, whatever somebody wrote down meanwhile.
            (self.excused, State.EXCUSED),
            (self.unknown, State.UNKNOWN),
            (self.confirmed and self.leaves, State.LEAVING),
            (self.confirmed, State.CONFIRMED),
            (self.prepared, State.PREPARED),
        )
        return next((state for mark, state in steps if mark), State.OPEN)


@dataclass(frozen=True)
class Publication:
    """It was decided whether a review is published; how and why is in the form (R056)."""

    on: date
    by: PersonId
    at: datetime
    revision: int
