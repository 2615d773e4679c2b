"""A closed case is kept until two people dispose of it; somebody is asked to look, and can hold it (E25, E27)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cast import PARTNERSHIP, PEOPLE, london
from story import RR, declares, dev_notifies, fills
from transcript import Teams

from bot.tidying import let_go
from rapid_review.keeping.retention import Retention
from rapid_review.people import Role
from rapid_review.stages import Stage

HELD = {"hold_why": "The inquiry asked us to.", "hold_asked": "Harriet Stone, chair"}


@pytest.fixture
def closed(teams: Teams) -> Teams:
    dev_notifies(teams)
    for person in ("amina", "efua"):
        declares(teams, person, RR)
    closes(teams)
    return teams


def closes(teams: Teams) -> None:
    def close(work: Any) -> None:
        case = work.case(RR)
        case.stage, case.closed_at = Stage.CLOSED, teams.now
        case.keep_another_year(by=teams.partnership.standing("amina"), now=teams.now)
        case.kept_on = None

    teams.store.run_now(close)
    teams.deliver()
    teams.tick()


def holds(teams: Teams, person: str = "amina") -> str:
    teams.opens(person, "hold", RR)
    return fills(teams, person, "Put it on hold", HELD)


def test_a_case_is_held_with_a_reason_and_everybody_who_opens_it_sees_that(closed: Teams) -> None:
    shown = holds(closed)
    assert "This case is on legal hold. Nothing of it can be disposed of." in shown
    assert "by Amina Yusuf" in shown and "The inquiry asked us to." in shown
    assert "This case is on legal hold" in closed.types("efua", RR)
    assert "Since " in closed.types("efua", f"keeping {RR}")
    assert "There is no case here that you can open." in closed.types("ben", f"legal hold {RR}")
    closed.types("efua", "legal hold")
    closed.presses("efua", RR)
    closed.presses("efua", "Lift the hold")
    shown = fills(closed, "efua", "Lift the hold", {"lift_why": "It has reported.", "lift_agreed": "Counsel"})
    assert "Since " not in shown
    assert closed.case(RR).hold is None and len(closed.case(RR).holds) == 1


def test_who_has_no_business_with_it_can_do_none_of_it(closed: Teams) -> None:
    for person in ("ben", "dev", "zack"):
        for form in ("hold", "lift_hold", "subject_request"):
            assert "That could not be done" in closed.sends(person, "form.open", {"form": form, "subject": RR})
        for verb in ("keeping", "keeping.again"):
            assert "That could not be done" in closed.sends(person, verb, {"case": RR})
    assert "You run no case" in closed.types("ben", "keeping")
    assert closed.case(RR).hold is None


def test_without_a_period_the_team_is_asked_once_a_year(closed: Teams) -> None:
    before = closed.new_for("amina")
    closed.at("Mon 2027-11-22 12:00")
    assert closed.new_for("amina") == before
    closed.at("Tue 2027-11-23 09:00")
    assert f"{RR}: should it be kept?" in closed.sees("amina")
    assert "no period is set for cases" in closed.sees("amina")
    asked = closed.new_for("amina")
    closed.at("Wed 2027-11-24 09:00")
    assert closed.new_for("amina") == asked, "once"
    shown = closed.presses("amina", "Keep it another year")
    assert "Somebody looked at it on Wednesday 24 November 2027" in shown
    closed.at("Fri 2028-01-07 09:00")
    assert closed.new_for("amina") == asked
    closed.at("Thu 2028-11-23 09:00")
    assert closed.new_for("amina") == asked + 1


def test_ninety_days_before_its_date_the_team_is_told(closed: Teams) -> None:
    closed.partnership = replace(PARTNERSHIP, retention=Retention(case_years=10))
    for day in ("Mon 2026-12-21 09:00", "Mon 2036-08-25 09:00"):
        closed.at(day)
    closed.at("Mon 2036-08-25 09:30")
    assert "It reaches the end of its period on Sunday 23 November 2036." in closed.sees("amina")
    assert "Nothing goes by itself" in closed.sees("amina")
    assert "It is kept until Sunday 23 November 2036" in closed.presses("amina", "How long it is kept")


def test_a_request_for_somebodys_own_data_is_told_to_those_who_must_act(closed: Teams) -> None:
    dpo = replace(PEOPLE["kofi"], id="dpo", name="Dora Poe", email="dpo@fellshire.example")
    roles = {**PARTNERSHIP.roles, Role.DPO: ("dpo",)}
    closed.partnership = replace(PARTNERSHIP, people={**PEOPLE, "dpo": dpo}, roles=roles)
    closed.opens("amina", "subject_request", RR)
    said = {"sar_who": "Ivy’s aunt", "sar_received": "2026-11-20", "sar_identity": "Passport, by Amina"}
    shown = fills(closed, "amina", "Record it", said)
    assert "Request 1: received on Friday 20 November 2026, due by Monday 21 December 2026." in shown
    assert "Ivy’s aunt" in shown and "This case is on legal hold" in shown
    closed.deliver()
    for person in ("amina", "dpo"):
        assert "Tell the data protection officer of each agency" in closed.sees(person)
        assert "Ivy" not in closed.sees(person).partition("How long")[0] or person == "amina"
    assert "Answer it first" in closed.sends("amina", "form.open", {"form": "lift_hold", "subject": RR})


def test_short_lived_records_go_after_their_period_and_nothing_of_an_open_case(teams: Teams) -> None:
    dev_notifies(teams)
    teams.types("zack", "notify")
    fills(teams, "zack", "Save and continue", {"imm_risk": "no"})
    teams.types("ben", "help")
    later = london("Mon 2027-03-01 09:00")

    def count(work: Any) -> tuple[int, int]:
        owed = work._connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar()
        return len(work.drafts_of("zack")), owed

    drafts, owed = teams.store.run_now(count)
    assert drafts == 1
    soon = teams.store.run_now(lambda work: let_go(work, PARTNERSHIP, teams.now + timedelta(days=80)))
    assert not any(soon.values())
    teams.store.run_now(lambda work: let_go(work, PARTNERSHIP, later))
    assert teams.store.run_now(count) == (0, owed)
    declares(teams, "amina", RR)
    closes(teams)
    gone = teams.store.run_now(lambda work: let_go(work, PARTNERSHIP, later))
    assert gone["messages"] > 0
    before = teams.new_for("amina")
    teams.at("Mon 2027-03-01 09:00")
    assert teams.new_for("amina") == before, "what was forgotten is not said again"
