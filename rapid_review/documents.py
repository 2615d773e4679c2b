"""The documents of a case: who may add one, who may have one, and why a file is not taken.

A case holds how many there were. What they are called, and what is in them, is kept beside it.
"""

from datetime import datetime
from enum import StrEnum

from rapid_review.errors import NotYours, Refusal
from rapid_review.events import Happening
from rapid_review.people import PersonId, Standing
from rapid_review.permissions import Access, CaseRole, Surface, roles_of, sees
from rapid_review.record import CaseRecord
from rapid_review.stages import Stage

LARGEST_MB = 25
LARGEST_BYTES = LARGEST_MB * 1024 * 1024
MOST_AT_ONCE = 10

TEAM = ""
"""For whom a document is when it is the Partnership Team's own and no agency's."""


class NotTaken(StrEnum):
    """Why a file was not taken."""

    TOO_LARGE = "too_large"
    EMPTY = "empty"
    PICTURE = "picture"
    NO_FILE = "no_file"
    PROGRAM = "program"
    ARCHIVE = "archive"
    WEB_PAGE = "web_page"
    MACROS = "macros"
    LOCKED = "locked"
    OLD_OFFICE = "old_office"
    EMAIL = "email"
    OTHER_KIND = "other_kind"
    ANOTHER_KIND_INSIDE = "another_kind_inside"
    TOO_MUCH_INSIDE = "too_much_inside"
    DAMAGED = "damaged"
    STRANGE_HOST = "strange_host"
    NOT_FETCHED = "not_fetched"
    NOT_KEPT = "not_kept"
    SWITCHED_OFF = "switched_off"


class Documents(CaseRecord):
    """Documents are added, handed over and taken back. Each has its number in the case, and keeps it."""

    def may_add_for(self, who: Standing) -> list[str]:
        """The agencies (or the Partnership Team) this person may add a document for now."""
        if self.stage is Stage.CLOSED or who.id in self.recused:
            return []
        seen, roles = sees(self, who, Surface.RETURNS), roles_of(self, who)
        mine = sorted(self.answered_by(who)) if seen >= Access.OWN else []
        team = CaseRole.PARTNERSHIP_TEAM in roles and seen is Access.READ
        return [*mine, *([TEAM] if team else [])]

    def may_have_document(self, who: Standing, agency: str) -> bool:
        """Whether this person may have a document that came from this agency (Part 6)."""
        seen = sees(self, who, Surface.RETURNS)
        if self.open_glass(who.id):
            return False  # To read only: a file that was handed over could not be taken back (Part 6, rule 11).
        return seen is Access.READ or (seen is Access.OWN and agency in self.answered_by(who))

    def add_document(self, file: str, agency: str, *, by: Standing, size: int, now: datetime) -> int:
        """A document came in. The answer is its number."""
        if agency not in self.may_add_for(by):
            raise NotYours()
        self.documents += 1
        self._happen(Happening.FILE_RECEIVED, now, by, file=file, agency=agency, size=str(size))
        return self.documents

    def send_document(self, file: str, *, by: Standing, now: datetime) -> None:
        """A document went to somebody. They were asked before it left; what has happened is not refused."""
        self._happen(Happening.FILE_SENT, now, by, file=file)

    def remove_document(self, file: str, agency: str, sender: PersonId, *, by: Standing, now: datetime) -> None:
        """A document is removed from the case. That it was there stays on record."""
        self.require_may_remove_document(by, agency, sender)
        self._happen(Happening.FILE_REMOVED, now, by, file=file)

    def may_remove_document(self, who: Standing, agency: str, sender: PersonId) -> bool:
        """Whether this person may remove this document: its sender, or the Partnership Team (a mis-send, E29)."""
        mine = self.may_add_for(who)
        return TEAM in mine or (who.id == sender and agency in mine)

    def require_may_have_document(self, who: Standing, agency: str) -> None:
        if not self.may_have_document(who, agency):
            raise NotYours()

    def require_may_remove_document(self, by: Standing, agency: str, sender: PersonId) -> None:
        if not self.may_remove_document(by, agency, sender):
            raise NotYours()
        if self.hold:
            raise Refusal(
                f"{self.reference} is on legal hold, so no document can be removed from it. "
                "If it went to the wrong person, type “wrong person”: it is not handed over again."
            )
