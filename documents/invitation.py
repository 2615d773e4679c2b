"""A meeting as a calendar takes it: what it says, and the same as an .ics file (RFC 5545, RFC 5546).

It says which case it is about, when, and in which of a few places. What somebody typed stays in Teams.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from documents.redacted import Redacted, Wording
from rapid_review.outward.addressees import is_address
from rapid_review.timing.london import local

LINE_OCTETS = 75


class Place(StrEnum):
    """Where a meeting is, as far as a calendar may know."""

    TEAMS = "Microsoft Teams"
    IN_RAPID_REVIEW = "See the case in Rapid Review, in Teams"


def place_of(words: str) -> Place:
    """The place a calendar shows for what somebody typed: rooms and addresses can give a case away."""
    online = "teams" in words.casefold().split() or words.casefold() in ("online", "teleconference")
    return Place.TEAMS if online else Place.IN_RAPID_REVIEW


@dataclass(frozen=True)
class Appointment:
    """One meeting of a case. `sequence` goes up by one each time it is moved or cancelled. ValueError if wrong."""

    reference: str
    number: int
    begins: datetime
    ends: datetime
    place: Place
    invited: tuple[str, ...]
    """E-mail addresses, from the partnership's file."""
    sequence: int = 0

    def __post_init__(self) -> None:
        Redacted(Wording.MEETING, self.reference)
        if self.begins >= self.ends or self.begins.tzinfo is None or not isinstance(self.place, Place):
            raise ValueError("A meeting begins before it ends, by the clock of a known zone, in a known place.")
        if not all(is_address(one) for one in self.invited):
            raise ValueError("Everybody invited needs a single e-mail address.")

    @property
    def uid(self) -> str:
        """The same for the same meeting for ever, however often it is moved."""
        return str(uuid5(NAMESPACE_URL, f"rapid-review:{self.reference}:meeting:{self.number}"))

    def words(self, *, cancelled: bool = False) -> Redacted:
        return Redacted(Wording.CANCELLED if cancelled else Wording.MEETING, self.reference)


Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
"""PUBLISH is for somebody's own calendar, and asks for no answer."""


def invitation(meeting: Appointment, method: Method, organiser: str, stamp: datetime) -> bytes:
    """The .ics file. The organiser is the address that answers go to, if there is one."""
    return "".join(f"{folded(line)}\r\n" for line in _lines(meeting, method, organiser, stamp)).encode()


def _lines(meeting: Appointment, method: Method, organiser: str, stamp: datetime) -> Iterator[str]:
    words = meeting.words(cancelled=method == "CANCEL")
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rapid Review//EN", f"METHOD:{method}")
    yield from _ZONE
    yield from ("BEGIN:VEVENT", f"UID:{meeting.uid}", f"SEQUENCE:{meeting.sequence}")
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID=Europe/London:{local(meeting.begins):%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID=Europe/London:{local(meeting.ends):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{escaped(words.subject)}"
    yield f"DESCRIPTION:{escaped(words.body.strip())}"
    yield f"LOCATION:{escaped(meeting.place)}"
    yield f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}"
    yield "CLASS:PRIVATE"
    if organiser:
        yield f"ORGANIZER:mailto:{organiser}"
    for one in meeting.invited if method != "PUBLISH" else ():
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{one}"
    yield from ("END:VEVENT", "END:VCALENDAR")


_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/London",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def escaped(text: str) -> str:
    """As a TEXT value has it."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in parts of at most 75 octets, none of which ends within a character."""
    parts, octets = [""], 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > LINE_OCTETS:
            parts.append("")
            octets = 1  # The space that begins a further part.
        parts[-1] += sign
        octets += size
    return "\r\n ".join(parts)
