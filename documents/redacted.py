"""The only words that may stand outside a sealed file: a text of ours and a case reference (C12, E29).

Mail goes astray. Neither a subject nor a body can hold anything else, because nothing else can be put in.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapid_review.case import REFERENCE

SEAL = re.compile(r"([0-9a-f]{4} ){7}[0-9a-f]{4}")


class Wording(StrEnum):
    """What a message is for. The words are below."""

    PANEL = "panel"
    NOTICE = "notice"
    BRIEFING = "briefing"
    OUTCOME = "outcome"
    LETTER = "letter"
    REQUEST = "request"
    DOCUMENTS = "documents"
    MEETING = "meeting"
    CANCELLED = "cancelled"


_WORDS = {
    Wording.PANEL: (
        "rapid review",
        "The record of this rapid review is attached, for the Child Safeguarding Practice Review Panel.",
    ),
    Wording.NOTICE: ("notice of a decision", "Notice of a decision about this review is attached."),
    Wording.BRIEFING: ("briefing", "A briefing for the Executive Board is attached."),
    Wording.OUTCOME: ("outcome", "A letter about the outcome of this review is attached."),
    Wording.LETTER: ("letter", "A letter about this review is attached."),
    Wording.REQUEST: ("request for information", "A request for information for this review is attached."),
    Wording.DOCUMENTS: ("documents", "Documents of this review are attached."),
    Wording.MEETING: ("meeting", "This is about a meeting on this review. Its papers are in Rapid Review in Teams."),
    Wording.CANCELLED: ("meeting cancelled", "The meeting on this review is cancelled."),
}
_CLOSING = "This message holds no details on purpose. Please put none in a reply."


@dataclass(frozen=True)
class Redacted:
    """A subject and a body that say which case it is, and what kind of thing it is about. ValueError otherwise."""

    wording: Wording
    reference: str

    def __post_init__(self) -> None:
        require_reference(self.reference)
        if not isinstance(self.wording, Wording):
            raise ValueError("The words must be one of the fixed texts.")

    @property
    def subject(self) -> str:
        return f"{self.reference}: {_WORDS[self.wording][0]}"

    @property
    def body(self) -> str:
        return f"Case reference: {self.reference}\n\n{_WORDS[self.wording][1]}\n\n{_CLOSING}\n"


@dataclass(frozen=True)
class Sealed:
    """The seal of the record for a day, for whoever keeps it outside. ValueError for anything that is no seal."""

    day: date
    seal: str

    def __post_init__(self) -> None:
        if not SEAL.fullmatch(self.seal):
            raise ValueError("A seal is wanted, in groups of four, and nothing else.")

    @property
    def subject(self) -> str:
        return f"Rapid Review: the seal of the record, {self._day}"

    @property
    def body(self) -> str:
        return (
            f"This is the seal of the record for {self._day}.\n\n{self.seal}\n\n"
            "Keep it: with it anybody can show that nothing was altered before this day. To check the record, ask the "
            "Partnership Team for an export and run: python verify_record.py FILE --anchor, followed by the seal in "
            f"quotation marks.\n\n{_CLOSING}\n"
        )

    @property
    def _day(self) -> str:
        return f"{self.day:%A} {self.day.day} {self.day:%B %Y}"


def require_reference(text: str) -> None:
    """ValueError for anything but one whole case reference, which is never repeated."""
    if not REFERENCE.fullmatch(text) or not text.isupper():
        raise ValueError("A case reference is wanted, and nothing else.")
