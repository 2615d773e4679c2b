"""A meeting called, moved or called off: in the mailbox's calendar, or as an invitation from the card (R078)."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from confirming import Killed, later, mailroom, until_killed
from graphoffice import Office, office_on_loopback
from graphserver import Says
from story import RR, amina_asks, declares, dev_notifies, fills
from transcript import Teams, buttons, open_store

from bot.outward import ByHand
from dialogs.group import inviting


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    teams = Teams(open_store(tmp_path_factory.mktemp("meetings") / "once.db"))
    with closing(teams.store):
        dev_notifies(teams)
        amina_asks(teams, RR)
        declares(teams, "efua", RR)
        yield teams


@pytest.fixture
def teams(once: Teams, tmp_path: Path) -> Iterator[Teams]:
    teams = once.twin(tmp_path / "meetings.db")
    with closing(teams.store):
        yield teams


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with office_on_loopback(tmp_path) as office:
        yield office


def calls(teams: Teams, at: str = "14:30", place: str = "Microsoft Teams") -> str:
    """Amina says when the Group meets, on Thursday 10 December."""
    said = {"meeting_kind": "ordinary", "meeting_on": "2026-12-10", "meeting_at": at, "meeting_place": place}
    teams.opens("amina", "convene", RR)
    shown = fills(teams, "amina", "Tell the members", said)
    teams.deliver()
    return shown


async def keeps(teams: Teams, office: Office, owner: str = "one") -> None:
    await mailroom(teams, ByHand(), owner, office.calendar()).settle()


def the_meeting(teams: Teams, person: str) -> str:
    given = teams._do(teams.turn(person, verb="meeting.read", data={"case": RR}))
    return teams._take(person, given, in_place=False)


async def test_the_calendar_holds_moves_and_takes_it_out(teams: Teams, office: Office) -> None:
    teams.keeps_calendar = True
    calls(teams, place="14 Alder Street")
    await keeps(teams, office)
    [event] = office.server.events.values()
    assert event["subject"] == f"{RR}: meeting"
    assert "Alder" not in str(event), "where they meet, as typed, stays in Teams"
    assert {one["emailAddress"]["address"].partition("@")[0] for one in event["attendees"]} >= {"efua", "farid", "gwen"}
    assert "Put it in your calendar" not in buttons(teams.card("amina")), "it is there already"

    calls(teams, at="16:00")
    await keeps(teams, office)
    [event] = office.server.events.values()
    assert event["start"]["dateTime"] == "2026-12-10T16:00:00"

    the_meeting(teams, "amina")
    assert "The meeting is called off. The members are told." in teams.presses("amina", "Call it off")
    teams.deliver()
    await keeps(teams, office)
    assert len(office.server.cancelled) == 1
    assert "the meeting is called off" in teams.sees("efua")
    assert "No time is set for the meeting yet." in the_meeting(teams, "efua")


async def test_killed_after_it_was_put_in_it_is_there_once_and_can_be_taken_out(teams: Teams, office: Office) -> None:
    teams.keeps_calendar = True
    calls(teams)
    dying = mailroom(teams, ByHand(), "one", office.calendar())

    async def killed(write: Any) -> None:
        raise Killed

    with until_killed():
        dying._record = killed  # type: ignore[method-assign]
        await dying.settle()
    teams.sends("amina", "meeting.off", {"case": RR})
    later(teams)
    await keeps(teams, office, "two")
    assert (office.server.events, len(office.server.cancelled)) == ({}, 1)


async def test_what_the_calendar_refuses_each_takes_from_the_card(teams: Teams, office: Office) -> None:
    teams.keeps_calendar = True
    office.server.answers.append(Says(403, code="ErrorAccessDenied"))
    calls(teams)
    await keeps(teams, office)
    assert "The calendar did not take it (code “graph 403 ErrorAccessDenied”)" in the_meeting(teams, "amina")
    assert "Put it in your calendar" in buttons(teams.card("amina"))


def _file(teams: Teams, person: str) -> str:
    """What arrives when this person presses Allow."""
    card = next(card for card in reversed(teams.chats[person]) if "contentType" in card)
    turn = teams.turn(person, verb="document.accepted", data=card["content"]["acceptContext"])
    release = teams.store.run_now(lambda work: inviting.release(turn, teams.desk(work)))
    assert (release.name, card["name"]) == (f"{RR} meeting.ics", f"{RR} meeting.ics")
    return release.content.decode().replace("\r\n ", "")


def test_without_a_calendar_each_takes_the_invitation_from_the_card(teams: Teams) -> None:
    calls(teams, place="14 Alder Street")
    the_meeting(teams, "efua")
    teams.presses("efua", "Put it in your calendar")
    teams.deliver()
    first = _file(teams, "efua")
    assert "METHOD:PUBLISH" in first and "SEQUENCE:0" in first and "DTSTART;TZID=Europe/London:20261210T143000" in first
    assert not [word for word in ("Alder", "efua", "Ivy", "ATTENDEE") if word in first]
    calls(teams, at="16:00")
    moved = _file(teams, "efua")
    assert "SEQUENCE:1" in moved and uid(first) == uid(moved)
    teams.sends("amina", "meeting.off", {"case": RR})
    calls(teams)
    assert uid(_file(teams, "efua")) != uid(first), "another meeting"
    assert "could not be done" in teams.sends("zack", "meeting.invite", {"case": RR})


def uid(file: str) -> str:
    return next(line for line in file.splitlines() if line.startswith("UID:"))


async def test_nobody_is_invited_while_the_case_is_frozen(teams: Teams, office: Office) -> None:
    """E43: nothing leaves; what waits goes once the case goes on."""
    teams.keeps_calendar = True
    calls(teams)
    teams.opens("amina", "freeze", RR)
    fills(teams, "amina", "Freeze it now", {"freeze_why": "The notification names the wrong brother."})
    await keeps(teams, office)
    assert office.server.events == {}
    teams.sends("amina", "case.thaw", {"case": RR})
    later(teams)
    await keeps(teams, office)
    assert len(office.server.events) == 1
