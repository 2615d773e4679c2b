"""Somebody who asked for their own data does not want an answer any more (E25)."""

from dataclasses import replace

import pytest
from cast import PARTNERSHIP, PEOPLE
from story import RR, declares, dev_notifies, fills
from transcript import Teams

from rapid_review.people import Role

ASKED = {"sar_who": "Ivy’s aunt", "sar_received": "2026-11-20", "sar_identity": "Passport, by Amina"}
WITHDRAWN = {"sw_who": "She herself, by telephone", "sw_on": "2026-11-23", "sw_why": "She has seen what she wanted."}


@pytest.fixture
def asked(teams: Teams) -> Teams:
    dpo = replace(PEOPLE["kofi"], id="dpo", name="Dora Poe", email="dpo@fellshire.example")
    roles = {**PARTNERSHIP.roles, Role.DPO: ("dpo",)}
    teams.partnership = replace(PARTNERSHIP, people={**PEOPLE, "dpo": dpo}, roles=roles)
    dev_notifies(teams)
    declares(teams, "amina", RR)
    teams.opens("amina", "subject_request", RR)
    fills(teams, "amina", "Record it", ASKED)
    teams.deliver()
    return teams


def withdraws(teams: Teams) -> str:
    teams.sends("amina", "keeping", {"case": RR})
    teams.presses("amina", "Request 1 was withdrawn")
    said = fills(teams, "amina", "Record it", WITHDRAWN)
    teams.deliver()
    return said


def test_it_is_withdrawn_with_what_they_said_and_nobody_is_asked_for_it_any_more(asked: Teams) -> None:
    assert f"{RR}: Answer a request for somebody’s own data" in asked.types("amina", "my tasks")
    said = withdraws(asked)
    assert "Request 1: withdrawn on Monday 23 November 2026" in said
    assert "She herself, by telephone" in said and "She has seen what she wanted." in said
    assert "[Request 1 was withdrawn]" not in said
    assert "request for somebody’s own data" not in asked.types("amina", "my tasks")
    for person in ("amina", "dpo"):
        assert "It was withdrawn: nobody has to answer it any more." in asked.all_seen(person)
    assert "aunt" not in asked.all_seen("dpo")
    before = asked.new_for("amina"), asked.new_for("dpo")
    asked.at("Tue 2026-12-22 09:01")
    assert "own data" not in asked.all_seen("dpo").partition("It was withdrawn")[2]
    assert asked.new_for("dpo") == before[1]


def test_the_hold_stays_until_it_is_lifted_and_can_be_lifted_then(asked: Teams) -> None:
    assert "Answer it first" in asked.sends("amina", "form.open", {"form": "lift_hold", "subject": RR})
    withdraws(asked)
    assert asked.case(RR).hold
    asked.opens("amina", "lift_hold", f"{RR}/1")
    fills(asked, "amina", "Lift the hold", {"lift_why": "The request was withdrawn.", "lift_agreed": "Efua Mensah"})
    assert asked.case(RR).hold is None


def test_it_is_in_the_record_and_cannot_be_withdrawn_twice(asked: Teams) -> None:
    withdraws(asked)
    assert "somebody’s request for their own data withdrawn" in asked.sends("amina", "record.read", {"case": RR})
    again = asked.sends("amina", "form.open", {"form": "subject_withdrawn", "subject": f"{RR}/1"})
    assert "Request 1 is not open: it was answered or withdrawn already" in again


@pytest.mark.parametrize("person", ["ben", "gwen", "dev", "zack"])
def test_nobody_else_withdraws_it(asked: Teams, person: str) -> None:
    said = asked.sends(person, "form.open", {"form": "subject_withdrawn", "subject": f"{RR}/1"})
    assert "could not be done" in said and "Record it" not in said
    assert asked.case(RR).subject_requests_open()
