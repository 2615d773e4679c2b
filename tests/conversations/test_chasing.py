"""Reminders: only who still owes, each once, the newest after a silence, in hours, and true when they arrive."""

from datetime import datetime, timedelta

import pytest
from story import RR, amina_asks, checked, declares, dev_notifies, fills, goes_through, votes
from transcript import Teams

from rapid_review.timing.london import local


def heard(teams: Teams, person: str, about: str = "") -> int:
    """How many messages reached this person, of those whose summary has these words."""
    return sum(about in summary for summary in teams.summaries[person])


RETURN = "Return your agency’s summary"


def test_only_who_still_owes_is_chased(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.presses("ben", "Nothing found: nil return")
    fills(asked, "ben", "We hold nothing: send the nil return", {"immediate_safety_now": "no"})
    asked.deliver()
    ben, carys = heard(asked, "ben"), heard(asked, "carys", "")
    for day in ("Fri 2026-11-27 09:00", "Wed 2026-12-02 09:00", "Thu 2026-12-03 09:00", "Fri 2026-12-04 09:00"):
        asked.at(day)
    assert heard(asked, "ben") == ben
    assert heard(asked, "carys") > carys


def test_a_lead_is_reminded_on_days_5_8_9_and_10_and_then_told_it_is_overdue(asked: Teams) -> None:
    """2.5. Each once, at nine; from Day 10, 17:00, it is overdue."""
    declares(asked, "carys", RR)
    asked.opens("carys", "secure", f"{RR}/health")
    fills(asked, "carys", "Send", {"rec_secured": "none"})
    asked.opens("carys", "acknowledge", f"{RR}/health")
    fills(asked, "carys", "Send", {"ack": "yes"})
    moments = []
    for day in range(24, 31):
        moments += hours_of(asked, f"2026-11-{day}", "carys")
    for day in range(1, 9):
        moments += hours_of(asked, f"2026-12-{day:02}", "carys")
    assert moments == [
        "Wed 25 Nov 09",  # Day 3: a nil return need not wait
        "Fri 27 Nov 09",  # Day 5
        "Wed 02 Dec 09",  # Day 8
        "Thu 03 Dec 09",  # Day 9
        "Fri 04 Dec 09",  # Day 10
        "Fri 04 Dec 17",  # Overdue
        "Mon 07 Dec 09",
        "Tue 08 Dec 09",
    ]


def hours_of(teams: Teams, day: str, person: str) -> list[str]:
    """The hours of this day at which something about the answer reached the person, asking every half hour."""
    found = []
    start = datetime.fromisoformat(f"{day}T00:05+00:00")
    for half in range(48):
        teams.now = start + timedelta(minutes=30 * half)
        before = heard(teams, person, RETURN)
        teams.tick()
        teams.deliver()
        found += [f"{local(teams.now):%a %d %b %H}"] * (heard(teams, person, RETURN) - before)
    return found


def test_however_often_the_clock_ticks_each_is_sent_once(asked: Teams) -> None:
    asked.at("Fri 2026-11-27 09:00")
    before = {person: heard(asked, person) for person in ("ben", "carys", "amina", "efua", "team")}
    for _ in range(20):
        asked.tick()
        asked.deliver()
    assert {person: heard(asked, person) for person in before} == before


def test_after_a_week_of_silence_comes_the_newest_and_no_burst(asked: Teams) -> None:
    """F55: the machine was down from Day 4 to Day 10."""
    before = heard(asked, "carys", RETURN)
    asked.at("Fri 2026-12-04 10:00")
    assert heard(asked, "carys", RETURN) == before + 1
    assert heard(asked, "team", "Still to come: ") == 1


def test_what_was_answered_between_the_tick_and_the_post_is_not_chased(asked: Teams) -> None:
    """The condition is asked again when the message is sent."""
    declares(asked, "carys", RR)
    asked.now = asked.now.replace(day=27)
    asked.tick()
    asked.presses("carys", "Nothing found: nil return")
    fills(asked, "carys", "We hold nothing: send the nil return", {"immediate_safety_now": "no"})
    before = heard(asked, "carys", RETURN)
    asked.deliver()
    assert heard(asked, "carys", RETURN) == before


def test_silence_until_day_3_goes_to_the_deputy(asked: Teams) -> None:
    """E8: Joan hears nothing before, and nothing at all where Ben has said that he has it."""
    assert heard(asked, "joan") == 0
    asked.at("Tue 2026-11-24 09:00")
    assert heard(asked, "joan") == 0
    asked.at("Wed 2026-11-25 09:00")
    assert heard(asked, "joan") == 1
    assert "your agency’s answer" in asked.sees("joan")


def test_an_agency_asked_late_has_as_long_before_its_deputy_hears(filed: Teams) -> None:
    amina_asks(filed, RR, "health")
    filed.at("Mon 2026-11-30 10:00")
    filed.sends("amina", "agencies.ask", {"case": RR, "agencies": "police"})
    filed.deliver()
    filed.at("Tue 2026-12-01 09:00")
    assert heard(filed, "joan", RETURN) == 0
    filed.at("Wed 2026-12-02 09:00")
    assert heard(filed, "joan", RETURN) == 1


def test_an_agency_asked_after_the_due_day_is_not_overdue_at_once(answered: Teams) -> None:
    answered.at("Wed 2026-12-09 10:00")
    shown = answered.sends("amina", "agencies.ask", {"case": RR, "agencies": "childrens-services"})
    assert "due by Thursday 10 December 2026, 17:00" in shown
    assert "Asked on Wednesday 9 December 2026, so due by Thursday 10 December 2026." in shown
    answered.deliver()
    assert "This was due" not in answered.all_seen("owen")
    assert "so due by Thursday 10 December 2026." in answered.all_seen("owen")
    assert "Monday 23 November" not in answered.types("owen", "my tasks")
    assert "Overdue" not in answered.types("amina", "chase board")
    assert "missing answer" not in answered.types("amina", "my tasks"), "not to be taken further yet"
    answered.at("Thu 2026-12-10 17:01")
    assert "This was due by Thursday 10 December 2026" in answered.all_seen("owen")


def test_a_lead_who_has_it_keeps_the_deputy_out_of_it(asked: Teams) -> None:
    asked.presses("ben", "I have got this")
    fills(asked, "ben", "Send", {"ack": "yes"})
    asked.at("Wed 2026-11-25 09:00")
    assert heard(asked, "joan") == 0


@pytest.mark.parametrize("night", ["Fri 2026-11-27 03:00", "Sat 2026-11-28 12:00", "Sun 2026-11-29 12:00"])
def test_nothing_is_sent_in_quiet_hours(asked: Teams, night: str) -> None:
    asked.at("Thu 2026-11-26 17:59")
    if "11-27" not in night:
        asked.at("Fri 2026-11-27 17:59")
    before = {person: heard(asked, person) for person in (*asked.partnership.people, "team")}
    asked.at(night)
    assert {person: heard(asked, person) for person in before} == before


def test_an_alert_does_not_wait_for_the_morning(teams: Teams) -> None:
    """E17: every half hour until somebody has it in hand, nights too."""
    teams.now = teams.now.replace(hour=23)
    dev_notifies(teams, imm_risk="yes")
    first = heard(teams, "amina", "please look at this now")
    teams.now = teams.now.replace(minute=31)
    teams.tick()
    teams.deliver()
    assert heard(teams, "amina", "please look at this now") == first + 1
    teams.presses("efua", "I am dealing with this")
    teams.at("Tue 2026-11-24 00:01")
    assert heard(teams, "amina", "please look at this now") == first + 1


def test_declarations_are_chased_until_they_are_made(asked: Teams) -> None:
    declares(asked, "gwen", RR)
    gwen, farid = heard(asked, "gwen", "Make your declarations"), heard(asked, "farid", "Make your declarations")
    for day in ("Fri 2026-11-27 09:00", "Thu 2026-12-03 09:00"):
        asked.at(day)
    assert heard(asked, "farid", "Make your declarations") == farid + 2
    assert heard(asked, "gwen", "Make your declarations") == gwen


def test_members_who_have_not_voted_are_nudged_before_the_close(polling: Teams) -> None:
    votes(polling, "farid", RR, "review")
    farid, gwen = heard(polling, "farid", "your view"), heard(polling, "gwen", "Give your view")
    polling.at("Wed 2026-12-09 17:00")
    polling.at("Thu 2026-12-10 16:00")
    assert heard(polling, "gwen", "Give your view") == gwen + 2
    assert heard(polling, "farid", "Give your view") <= farid + 1


def test_on_panel_day_the_team_is_reminded_until_it_is_sent(polling: Teams) -> None:
    for member in ("efua", "farid", "gwen"):
        votes(polling, member, RR, "review")
    polling.opens("efua", "criteria", RR)
    goes_through(polling, "efua", {}, "Record the answers")
    polling.opens("efua", "decision", RR)
    goes_through(polling, "efua", {"decision": "lcspr"}, "Record the decision")
    for member in ("efua", "farid", "gwen"):
        polling.sends(member, "decision.sign_off", {"case": RR})
    polling.deliver()
    report = "Send the outcome to the national Panel"
    before = heard(polling, "amina", report)
    for hour in ("09:00", "13:00"):
        polling.at(f"Fri 2026-12-11 {hour}")
    assert heard(polling, "amina", report) == before + 2
    checked(polling, RR, "panel")
    polling.opens("amina", "panel", RR)
    fills(polling, "amina", "Record it", {"sent_on": "2026-12-11"})
    polling.at("Fri 2026-12-11 15:00")
    polling.at("Mon 2026-12-14 09:00")
    assert heard(polling, "amina", report) == before + 2


def test_a_case_that_is_done_lets_the_clock_sleep(polling: Teams) -> None:
    assert polling.case(RR).wakes_at is not None
    polling.tick()
    wakes = polling.case(RR).wakes_at
    assert wakes is not None and wakes > polling.now
