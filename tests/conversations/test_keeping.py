"""A closed case is kept until two people dispose of it; somebody is asked to look, and can hold it (E25, E27)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cast import PARTNERSHIP, PEOPLE, london
from story import RR, declares, dev_notifies, fills
from transcript import Teams

from bot.tidying import let_go
from rapid_review.documents import TEAM
from rapid_review.errors import Refusal
from rapid_review.keeping.retention import Retention
from rapid_review.people import Role
from rapid_review.stages import Stage
from rapid_review.trust.breach import Step

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
    assert "This case is on legal hold: it is kept, and nothing in it can be disposed of." in shown
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


def test_an_inquiry_can_hold_it_while_a_request_does_and_each_is_lifted_by_itself(closed: Teams) -> None:
    closed.opens("amina", "subject_request", RR)
    fills(closed, "amina", "Record it", {"sar_who": "Ivy’s aunt", "sar_received": "2026-11-20", "sar_identity": "Yes"})
    shown = holds(closed)
    assert "Hold 1. Since " in shown and "It came with a request for somebody’s own data." in shown
    assert "Hold 2. Since " in shown and "The inquiry asked us to." in shown
    closed.presses("amina", "Lift hold 2")
    shown = fills(closed, "amina", "Lift the hold", {"lift_why": "It has reported.", "lift_agreed": "Counsel"})
    assert "Hold 2" not in shown and "This case is on legal hold:" in shown and "Since " in shown
    assert "Answer it first" in closed.sends("amina", "form.open", {"form": "lift_hold", "subject": f"{RR}/1"})


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
    assert "has not said how long cases are kept" in closed.sees("amina")
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
    assert "It is to be kept until Sunday 23 November 2036." in closed.sees("amina")
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


def test_until_a_request_is_answered_its_day_is_said_again_though_the_case_is_closed(closed: Teams) -> None:
    """E25: fourteen, seven and two days before, on the day, and each working morning it is overdue."""
    dpo = replace(PEOPLE["kofi"], id="dpo", name="Dora Poe", email="dpo@fellshire.example")
    roles = {**PARTNERSHIP.roles, Role.DPO: ("dpo",)}
    closed.partnership = replace(PARTNERSHIP, people={**PEOPLE, "dpo": dpo}, roles=roles)
    closed.opens("amina", "subject_request", RR)
    said = {"sar_who": "Ivy’s aunt", "sar_received": "2026-11-20", "sar_identity": "Passport, by Amina"}
    fills(closed, "amina", "Record it", said)
    closed.deliver()
    assert f"{RR}: Answer a request for somebody’s own data" in closed.types("amina", "my tasks")
    heard = {person: [*closed.summaries[person]] for person in ("amina", "dpo")}
    for day in ("Mon 2026-12-07", "Mon 2026-12-14", "Fri 2026-12-18", "Mon 2026-12-21", "Tue 2026-12-22"):
        closed.at(f"{day} 09:01")
        for person in ("amina", "dpo"):
            assert len(closed.summaries[person]) > len(heard[person]), (person, day)
            assert "Ivy" not in closed.summaries[person][-1]
            heard[person] = [*closed.summaries[person]]
    assert "This was due by Monday 21 December 2026" in closed.sees("amina")
    said_so_far = {person: closed.new_for(person) for person in heard}
    answer(closed)
    closed.at("Wed 2026-12-23 09:01")
    assert {person: closed.new_for(person) for person in heard} == said_so_far, "answered, and so no more is said"
    assert "request for somebody’s own data" not in closed.types("amina", "my tasks")


def answer(teams: Teams) -> None:
    teams.store.run_now(lambda work: work.case(RR).answer_subject_request(1, "amina", "efua", teams.now))


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
    teams.store.run_now(lambda work: work.put_draft("locum", "summary", f"{RR}/police", {"sum": "x"}, teams.now))
    teams.store.run_now(lambda work: work.put_draft("locum", "hours", "", {"from": "08:00"}, teams.now))
    assert teams.store.run_now(lambda work: let_go(work, PARTNERSHIP, later))["drafts"] == 1, "the hours of a locum"
    assert teams.store.run_now(count) == (1, owed), "who notifies need not be in the file"
    declares(teams, "amina", RR)
    closes(teams)
    gone = teams.store.run_now(lambda work: let_go(work, PARTNERSHIP, later))
    assert gone["messages"] > 0 and gone["drafts"] == 1
    before = teams.new_for("amina")
    teams.at("Mon 2027-03-01 09:00")
    assert teams.new_for("amina") == before, "what was forgotten is not said again"


def test_the_period_counts_from_the_close_and_a_hold_a_request_and_a_mis_send_stop_it(closed: Teams) -> None:
    """H13, H15: what was written or sent long before the close is as safe as what was sent on its day."""
    draft = ("ben", "summary", f"{RR}/police", {"sum": "the only copy"})
    closed.store.run_now(lambda work: work.put_draft(*draft, closed.now))

    def gone(days: int) -> int:
        now = closed.now + timedelta(days=days)
        return sum(closed.store.run_now(lambda work: let_go(work, PARTNERSHIP, now)).values())

    def changed(change: Callable[[Any], object]) -> None:
        closed.store.run_now(lambda work: change(work.case(RR)))

    amina = closed.partnership.standing("amina")

    def later(case: Any) -> None:
        case.closed_at = closed.now + timedelta(days=99)
        case.put_on_hold(by=amina, revision=1, now=closed.now)

    changed(later)
    assert gone(400) == 0, "on hold"
    changed(lambda case: case.lift_hold(by=amina, revision=1, now=closed.now))
    changed(lambda case: case.report_breach(by=amina, aware_at=closed.now, revision=1, now=closed.now))
    assert gone(400) == 0, "what a mis-send needs"
    for step in Step:
        changed(lambda case, step=step: case.take_step("b1", step, by=amina, revision=1, now=closed.now))
    assert gone(100) == 0, "closed yesterday"
    assert gone(190) > 1
    assert closed.store.run_now(lambda work: work.drafts_of("ben")) == []


def test_no_document_of_a_case_on_hold_is_removed(closed: Teams) -> None:
    who = closed.partnership.standing("amina")
    case = closed.case(RR)
    case.stage = Stage.GATHERING
    case.require_may_remove_document(who, TEAM, "amina")
    case.put_on_hold(by=who, revision=1, now=closed.now)
    with pytest.raises(Refusal, match="no document can be removed from it"):
        case.require_may_remove_document(who, TEAM, "amina")
