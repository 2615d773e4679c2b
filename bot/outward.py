"""Sending to somebody outside: one interface, whichever way it goes, and what came of it.

Nothing is sent twice by itself. Whoever sends writes down that it begins, sends, and writes down what came of it. A
process that died in between leaves the first without the last: that is `Unknown` too, and a person looks into it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Literal, Protocol
from uuid import UUID

from bot.clock import Clock
from bot.connector import NotSent, Throttled, Uncertain
from bot.post import Envelope, Post
from cards.reach.reaching import Letter
from documents.redacted import Redacted
from rapid_review.outward.addressees import is_address

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "ics": "text/calendar",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "zip": "application/zip",
}


class Noun(StrEnum):
    """What an attachment is called, since it must not be called after anybody."""

    DOCUMENT = "document"
    PACK = "pack"
    MEETING = "meeting"


@dataclass(frozen=True)
class Attachment:
    """A file as it is sent, named by what it is and its number, never after what it says. ValueError otherwise."""

    noun: Noun
    ending: str
    content: bytes = field(repr=False)
    number: int = 0
    """None for the only one of its kind."""
    method: Literal["", "REQUEST", "CANCEL"] = ""
    """What a calendar should do with it."""

    def __post_init__(self) -> None:
        if not isinstance(self.noun, Noun) or self.ending not in MEDIA:
            raise ValueError("An attachment is one of the known nouns and endings.")

    @property
    def media(self) -> str:
        return f"{MEDIA[self.ending]}; method={self.method}; charset=utf-8" if self.method else MEDIA[self.ending]

    def name(self, reference: str) -> str:
        """Such as "RR-2026-001 document 3.pdf"."""
        return f"{reference} {self.noun}{f' {self.number}' if self.number else ''}.{self.ending}"


@dataclass(frozen=True)
class OutwardMail:
    """One message to one address. The key is the same for the same message for ever; it names nobody."""

    key: str
    to: str = field(repr=False)
    words: Redacted
    attachments: Sequence[Attachment] = ()

    def __post_init__(self) -> None:
        if not is_address(self.to):
            raise ValueError("There is no single e-mail address to send to.")

    @property
    def named(self) -> list[tuple[str, Attachment]]:
        """Each attachment with its name."""
        return [(one.name(self.words.reference), one) for one in self.attachments]

    @property
    def id(self) -> UUID:
        """The same for the same message, without saying what it is about."""
        return id_of(self.key)


def id_of(key: str) -> UUID:
    """What a message with this key is called in a mailbox, so that a person can look for it there."""
    return UUID(bytes=sha256(key.encode()).digest()[:16])


@dataclass(frozen=True)
class Sent:
    """It was taken. That is not yet delivered; the proof is what the other side calls it."""

    proof: str
    at: datetime


@dataclass(frozen=True)
class Refused:
    """Not sent; if `retryable`, doing it again does no harm. `after` is in seconds, where the other side said when."""

    code: str
    retryable: bool
    after: float | None = None


@dataclass(frozen=True)
class Unknown:
    """Perhaps it was sent. It is never repeated by itself: a person looks, and says."""

    code: str
    at: datetime


Outcome = Sent | Refused | Unknown


class Mailer(Protocol):
    """A way by which mail leaves."""

    @property
    def by_hand(self) -> bool:
        """Whether nothing leaves by itself: a person downloads, sends, and marks it as sent with evidence."""
        ...

    async def send(self, mail: OutwardMail) -> Outcome:
        """Try once. Whatever goes wrong on the way is an outcome, not an error."""
        ...


class ByHand:
    """The way unless the settings name another."""

    by_hand = True

    async def send(self, mail: OutwardMail) -> Outcome:
        return Refused("by_hand", retryable=False)


@dataclass(frozen=True)
class ByPost:
    """By the mail server that the settings name."""

    post: Post
    clock: Clock
    by_hand: bool = False

    async def send(self, mail: OutwardMail) -> Outcome:
        letter = Letter(mail.words.subject, mail.words.body)
        files = tuple((name, one.media, one.content) for name, one in mail.named)
        try:
            posted = await self.post.send(Envelope(mail.key, mail.to, letter, files))
        except NotSent as failure:
            return outcome_of(failure, self.clock.now())
        return Sent(posted.id, self.clock.now())


def outcome_of(failure: NotSent, now: datetime) -> Outcome:
    """What a failure means for whoever must answer for the message."""
    match failure:
        case Uncertain():
            return Unknown(str(failure), now)
        case Throttled():
            return Refused(str(failure), retryable=True, after=failure.after)
    return Refused(str(failure), retryable=False)
