"""A meeting in everybody's calendar: once, however often it is put there, and as an .ics file where none is at hand."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from graphoffice import Office, office_on_loopback
from graphserver import Says

from bot.invitation import invitation_mail
from bot.outward import Refused, Sent, Unknown
from documents.invitation import Appointment, Method, Place, escaped, folded, invitation, place_of

FELLSHIRE = "rapid.review@fellshire.example"
STAMP = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def meeting(**changed: Any) -> Appointment:
    """In summer, so that London is an hour ahead."""
    begins = datetime(2027, 6, 9, 13, 30, tzinfo=UTC)
    usual = {
        "reference": "RR-2026-001",
        "number": 1,
        "begins": begins,
        "ends": begins + timedelta(hours=2),
        "place": Place.TEAMS,
        "invited": ("efua@fellshire.example", "farid@police.example"),
    }
    return Appointment(**{**usual, **changed})


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with office_on_loopback(tmp_path) as office:
        yield office


async def test_everybody_is_invited_and_reads_the_reference_only(office: Office) -> None:
    assert isinstance(await office.calendar().hold(meeting()), Sent)
    [event] = office.server.events.values()
    assert event["subject"] == "RR-2026-001: meeting"
    assert event["body"]["content"].startswith("Case reference: RR-2026-001\n")
    assert event["start"] == {"dateTime": "2027-06-09T14:30:00", "timeZone": "Europe/London"}
    assert event["end"]["dateTime"] == "2027-06-09T16:30:00"
    assert event["sensitivity"] == "private"
    assert event["isOnlineMeeting"]
    assert [one["emailAddress"]["address"] for one in event["attendees"]] == [*meeting().invited]


@pytest.mark.parametrize("says", [Says(503, after="2", done=True), Says(504, done=True), Says(0, done=True), Says(0)])
async def test_put_in_again_after_silence_it_is_there_once(office: Office, says: Says) -> None:
    office.server.answers.append(says)
    held = await office.calendar().hold(meeting())
    assert held == Sent("event-1", STAMP)
    assert await office.calendar().hold(meeting()) == held, "nor is a second put in later"
    assert [*office.server.events] == ["event-1"]


async def test_put_in_again_after_it_was_moved_it_is_where_it_should_be(office: Office) -> None:
    moved = meeting(sequence=1, begins=datetime(2027, 6, 9, 12, 0, tzinfo=UTC))
    await office.calendar().hold(meeting())
    assert await office.calendar().hold(moved) == Sent("event-1", STAMP)
    assert office.server.events["event-1"]["start"]["dateTime"] == "2027-06-09T13:00:00"
    office.server.names_it = False
    assert await office.calendar().hold(moved) == Unknown("graph 409 ErrorDuplicateTransactionId", STAMP)
    assert len(office.server.events) == 1


async def test_moved_it_keeps_its_text_and_cancelled_twice_it_is_cancelled_once(office: Office) -> None:
    calendar, moved = (
        office.calendar(),
        meeting(place=Place.IN_RAPID_REVIEW, begins=datetime(2027, 6, 9, 12, 0, tzinfo=UTC)),
    )
    await calendar.hold(meeting())
    before = dict(office.server.events["event-1"])
    assert await calendar.move("event-1", moved) == Sent("event-1", STAMP)
    after = office.server.events["event-1"]
    assert after["start"]["dateTime"] == "2027-06-09T13:00:00"
    assert after["location"]["displayName"] == "See the case in Rapid Review, in Teams"
    assert after["body"] == before["body"], "in Teams, the text holds the way in"
    office.server.on["POST events/*/cancel"] = Says(504, done=True)
    assert await calendar.cancel("event-1", moved) == Sent("event-1", STAMP)
    assert office.server.cancelled == ["event-1"]
    assert await calendar.move("event-1", moved) == Refused("graph 404 ErrorItemNotFound", retryable=False)


async def test_silence_about_a_meeting_may_always_be_asked_again(office: Office) -> None:
    office.server.answers.extend([Says(503)] * 4)
    assert await office.calendar().hold(meeting()) == Refused("graph 503 someCode", retryable=True)
    assert office.waits.slept == [2.0, 4.0, 8.0]


def test_the_ics_file_says_the_same() -> None:
    lines = read(invitation(meeting(sequence=3), "REQUEST", FELLSHIRE, STAMP))
    assert lines["METHOD"] == "REQUEST"
    assert lines["UID"] == meeting().uid
    assert lines["SEQUENCE"] == "3"
    assert lines["DTSTAMP"] == "20261123T090000Z"
    assert lines["DTSTART;TZID=Europe/London"] == "20270609T143000"
    assert lines["DTEND;TZID=Europe/London"] == "20270609T163000"
    assert lines["SUMMARY"] == "RR-2026-001: meeting"
    assert lines["DESCRIPTION"].startswith("Case reference: RR-2026-001\\n\\nThis is about a meeting")
    assert lines["LOCATION"] == "Microsoft Teams"
    assert lines["CLASS"] == "PRIVATE"
    assert lines["ORGANIZER"] == f"mailto:{FELLSHIRE}"
    cancelled = read(invitation(meeting(sequence=4), "CANCEL", FELLSHIRE, STAMP))
    assert (cancelled["METHOD"], cancelled["STATUS"], cancelled["UID"]) == ("CANCEL", "CANCELLED", meeting().uid)


def test_another_meeting_is_another_and_the_uid_names_no_case() -> None:
    assert len({meeting().uid, meeting(number=2).uid, meeting(reference="RR-2026-002").uid}) == 3
    assert meeting(sequence=5, begins=STAMP).uid == meeting().uid
    assert "RR" not in meeting().uid


@pytest.mark.parametrize("line", ["x" * 300, "é" * 120, "a" + "\N{PILE OF POO}" * 60, "y" * 75, ""])
def test_long_lines_are_folded_between_characters(line: str) -> None:
    parts = folded(line).encode().split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert all(part.decode().startswith(" ") for part in parts[1:])
    assert "".join(part.decode()[index > 0 :] for index, part in enumerate(parts)) == line


def test_signs_that_mean_something_are_escaped() -> None:
    assert escaped("a;b,c\\d\r\ne\nf") == "a\\;b\\,c\\\\d\\ne\\nf"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Microsoft Teams", Place.TEAMS),
        ("By Teams call", Place.TEAMS),
        ("The Moss family’s house", Place.IN_RAPID_REVIEW),
        ("Steamship Inn", Place.IN_RAPID_REVIEW),
    ],
)
def test_a_calendar_shows_none_of_what_somebody_typed(typed: str, shown: Place) -> None:
    assert place_of(typed) is shown


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_by_mail_a_calendar_knows_what_to_do_with_it(method: Method) -> None:
    mail = invitation_mail(meeting(), method, FELLSHIRE, "efua@fellshire.example", STAMP)
    [(name, file)] = mail.named
    assert name == "RR-2026-001 meeting.ics"
    assert file.media == f"text/calendar; method={method}; charset=utf-8"
    assert "efua" not in mail.key
    assert mail.key != invitation_mail(meeting(), method, FELLSHIRE, "farid@police.example", STAMP).key


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": "RR-2026-001 Alfie"},
        {"ends": datetime(2027, 6, 9, 13, 30, tzinfo=UTC)},
        {"invited": ("a@b.example\r\nATTENDEE:mailto:zack@x.example",)},
    ],
)
def test_a_meeting_that_could_say_more_is_not_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"wanted|before it ends|single e-mail"):
        meeting(**wrong)


def read(file: bytes) -> dict[str, str]:
    """The event of an .ics file, with its method."""
    assert all(line.endswith(b"\r") for line in file.split(b"\n")[:-1])
    whole = re.sub(r"\r\n[ ]", "", file.decode())
    event = whole[whole.index("BEGIN:VEVENT") :].replace("BEGIN:VEVENT\r\n", "")
    lines = dict(line.split(":", 1) for line in event.splitlines())
    return lines | {"METHOD": re.findall(r"METHOD:(\w+)", whole)[0]}
