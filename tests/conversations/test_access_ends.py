"""Whoever has no access to a case any more reads nothing of it, and nothing on the cards they have (rules 4, 9)."""

from dataclasses import replace
from typing import Any

import pytest
from cast import PARTNERSHIP
from story import RR, declares, fills
from test_frozen_case import freezes
from test_keeping import closes, holds
from test_membership import brings_in
from transcript import Teams

from dialogs import answer
from rapid_review.group.actions import Action, For
from rapid_review.people import Partnership

EMPTIED = f"{RR}: nothing more on this card\nThis card is emptied.\n"


def reads_on_a_card(teams: Teams, person: str, id: str, case: str = RR) -> str:
    """Press a button on a card that Teams knows by this id, and read what comes there."""
    turn = replace(teams.turn(person, verb="notification.read", data={"case": case}), on_message=id)
    given = teams.store.run_now(lambda work: answer(turn, teams.desk(work)))
    teams.chats[person].append(given.card)
    teams.messages[(id, person)] = len(teams.chats[person]) - 1
    return teams.sees(person)


def without(person: str) -> Partnership:
    seats = tuple(replace(seat, member="gwen") if seat.member == person else seat for seat in PARTNERSHIP.seats)
    people = {id: known for id, known in PARTNERSHIP.people.items() if id != person}
    return replace(PARTNERSHIP, people=people, seats=seats)


def test_who_leaves_the_partnership_has_nothing_of_the_case_left_in_their_chat(asked: Teams) -> None:
    declares(asked, "farid", RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "farid", "card-1")
    asked.partnership = without("farid")
    asked.at("Tue 2026-11-24 09:01")
    assert "Ivy" not in asked.all_seen("farid")
    assert f"{EMPTIED}You are not in the partnership’s file any more" in asked.all_seen("farid")
    assert f"If that is not right, tell {PARTNERSHIP.team_contact}." in asked.all_seen("farid")
    assert "This card is emptied" not in asked.all_seen("gwen") + asked.all_seen("amina")
    assert "Ivy" not in asked.sends("farid", "notification.read", {"case": RR})


def test_a_wrong_child_is_on_no_card_while_the_case_is_frozen_and_what_waits_comes_again(asked: Teams) -> None:
    declares(asked, "farid", RR)
    declares(asked, "ben", RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "farid", "card-1")
    cards = asked.new_for("ben")
    freezes(asked)
    assert "Ivy" not in asked.all_seen("farid") + asked.all_seen("ben")
    assert f"{EMPTIED}This case is held still for now. Nothing of yours is lost" in asked.all_seen("farid")
    assert "This card is emptied" not in asked.all_seen("amina")
    asked.sends("amina", "case.thaw", {"case": RR})
    asked.at("Mon 2026-11-23 10:00")
    assert asked.new_for("ben") > cards
    assert "Write the summary" in asked.sees("ben")
    asked.at("Mon 2026-11-23 10:01")
    assert asked.summaries["ben"].count(f"{RR}: Return your agency’s summary") == 2, "and no third time"


def test_the_part_of_an_expert_ends_and_their_cards_are_emptied(wider: Teams) -> None:
    wider.now = wider.now.replace(hour=10)
    brings_in(wider, "lena", "housing")
    declares(wider, "lena", RR)
    assert "Baby found lifeless" in reads_on_a_card(wider, "lena", "card-1")
    wider.types("amina", "members")
    wider.presses("amina", "End the part of Lena Ford")
    wider.tick()
    wider.deliver()
    assert "Baby" not in wider.all_seen("lena")
    assert f"{EMPTIED}Your part in this case has ended" in wider.all_seen("lena")
    assert "your part has ended" in wider.all_seen("lena")


def test_who_was_brought_in_and_leaves_reads_nothing_more(wider: Teams) -> None:
    wider.now = wider.now.replace(hour=10)
    brings_in(wider, "lena", "housing")
    declares(wider, "lena", RR)
    people = {id: known for id, known in wider.partnership.people.items() if id != "lena"}
    wider.partnership = replace(wider.partnership, people=people)
    assert "Baby" not in wider.sends("lena", "notification.read", {"case": RR})


# -- After the close (rule 9) --------------------------------------------------------------------------------------


@pytest.fixture
def closed(asked: Teams) -> Teams:
    for person in ("efua", "farid", "gwen"):
        declares(asked, person, RR)
    assert "Ivy Rook" in reads_on_a_card(asked, "farid", "card-1")
    closes(asked)
    return asked


def reads(teams: Teams, person: str) -> bool:
    return "Ivy Rook" in teams.sends(person, "notification.read", {"case": RR})


def test_twenty_working_days_after_the_close_those_who_took_part_read_nothing_more(closed: Teams) -> None:
    closed.at("Fri 2026-12-18 09:01")
    assert reads(closed, "farid") and "This card is emptied" not in closed.all_seen("farid")
    closed.at("Tue 2026-12-22 09:01")
    assert not reads(closed, "farid") and not reads(closed, "ben")
    for verb in ("notification.read", "people.read", "decision.read", "papers.read", "documents.read"):
        said = closed.sends("farid", verb, {"case": RR})
        assert f"{RR} is closed, and the time in which those who took part could read it is over." in said, verb
    assert "Ivy" not in closed.all_seen("farid")
    assert f"{EMPTIED}This case is closed, and the time in which those who took part" in closed.all_seen("farid")
    assert reads(closed, "amina") and reads(closed, "efua")
    assert "closed to those who took part" in closed.sends("amina", "record.read", {"case": RR}).lower()


def test_a_legal_hold_puts_that_off_until_it_is_lifted(closed: Teams) -> None:
    holds(closed)
    closed.at("Mon 2027-02-01 09:01")
    assert reads(closed, "farid")
    closed.types("efua", f"keeping {RR}")
    closed.presses("efua", "Lift the hold")
    fills(closed, "efua", "Lift the hold", {"lift_why": "It has reported.", "lift_agreed": "Counsel"})
    closed.at("Mon 2027-02-01 09:05")
    assert not reads(closed, "farid")


def test_whoever_has_an_action_left_reads_that_and_nothing_else(closed: Teams) -> None:
    def agreed(work: Any) -> None:
        case = work.case(RR)
        work.put_form(RR, "action", "a1", "amina", closed.now, {"act_what": "Tell every school."})
        case.actions["a1"] = Action("a1", For.LEARNING, "farid", closed.now.date(), "amina", closed.now, 1)
        case.keep_another_year(by=PARTNERSHIP.standing("amina"), now=closed.now)

    closed.store.run_now(agreed)
    closed.at("Tue 2026-12-22 09:01")
    assert not reads(closed, "farid") and not reads(closed, "gwen")
    assert "Ivy" not in closed.all_seen("farid")
    assert f"{RR} is closed, and the time in which" in closed.sends("farid", "people.read", {"case": RR})
    assert "Tell every school." in closed.sends("farid", "action.read", {"case": RR, "action": "a1"})


def test_a_partnership_says_how_long_it_is(closed: Teams) -> None:
    def longer(work: Any) -> None:
        case = work.case(RR)
        case.policy = replace(case.policy, access_after_close_days=30)
        case.keep_another_year(by=PARTNERSHIP.standing("amina"), now=closed.now)

    closed.store.run_now(longer)
    closed.at("Tue 2026-12-22 09:01")
    assert reads(closed, "farid")
    closed.at("Mon 2027-01-11 09:01")
    assert not reads(closed, "farid")
