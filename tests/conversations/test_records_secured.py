"""An agency’s records: secured by Day 2, nudged on Day 3, and on Day 4 its strategic lead hears of it (R071-R073)."""

from story import RR, declares, fills
from transcript import Teams

SECURE = "Say that your agency’s records are secured"


def secures(teams: Teams, person: str, agency: str, **answers: str) -> str:
    teams.opens(person, "secure", f"{RR}/{agency}")
    shown = fills(teams, person, "Send", answers)
    if "leads to another question" in shown:
        shown = fills(teams, person, "Send", answers)
    teams.deliver()
    return shown


def acknowledges(teams: Teams) -> None:
    teams.opens("carys", "acknowledge", f"{RR}/health")
    fills(teams, "carys", "Send", {"ack": "yes"})


def test_records_are_a_task_of_their_own_due_on_day_2(asked: Teams) -> None:
    """R071. It asks for no declarations, since it holds nothing of the case."""
    shown = asked.types("ben", "my tasks")
    assert f"{RR}: {SECURE}\nby Tuesday 24 November 2026, 17:00" in shown
    secures(
        asked, "ben", "police", rec_secured="yes", rec_nominee_phone="01632 960 001", rec_item="both", rec_copy="no"
    )
    assert SECURE not in asked.types("ben", "my tasks")
    assert asked.case(RR).requests["police"].secured


def test_joan_hears_that_ben_has_done_it(asked: Teams) -> None:
    secures(asked, "ben", "police", rec_secured="none")
    assert SECURE not in asked.types("joan", "my tasks")


def test_silence_is_nudged_on_day_3(asked: Teams) -> None:
    acknowledges(asked)
    asked.at("Tue 2026-11-24 09:00")
    before = len(asked.summaries["carys"])
    asked.at("Wed 2026-11-25 09:00")
    assert len(asked.summaries["carys"]) == before + 1
    assert SECURE in asked.sees("carys")


def test_on_day_4_the_strategic_lead_hears_what_is_owed_and_nothing_of_the_case(asked: Teams) -> None:
    """E8: for information only."""
    asked.at("Wed 2026-11-25 17:00")
    assert asked.new_for("kofi") == 0
    asked.at("Thu 2026-11-26 09:00")
    assert asked.sees("kofi").startswith(f"{RR}: for your information")
    assert "to say that it has the request, and to say that its records are secured" in asked.sees("kofi")
    assert "Ivy" not in asked.all_seen("kofi")
    asked.at("Fri 2026-11-27 09:00")
    assert sum("for your information" in said for said in asked.summaries["kofi"]) == 1


def test_the_lead_hears_nothing_of_an_agency_that_has_done_both(asked: Teams) -> None:
    acknowledges(asked)
    secures(asked, "carys", "health", rec_secured="none")
    asked.at("Thu 2026-11-26 09:00")
    assert asked.new_for("kofi") == 0


def test_the_lead_hears_nothing_of_an_agency_that_need_not_answer(asked: Teams) -> None:
    asked.opens("amina", "sufficiency", f"{RR}/health")
    for _ in range(2):
        fills(asked, "amina", "Record it", {"quality": "excused", "quality_why": "They hold nothing."})
    asked.at("Thu 2026-11-26 09:00")
    assert asked.new_for("kofi") == 0


def test_the_lead_hears_of_the_records_alone_where_the_request_is_acknowledged(asked: Teams) -> None:
    acknowledges(asked)
    asked.at("Thu 2026-11-26 09:00")
    assert "to say that its records are secured" in asked.sees("kofi")
    assert "to say that it has the request" not in asked.sees("kofi")


def test_partly_stays_open_until_its_next_day(asked: Teams) -> None:
    shown = secures(
        asked, "carys", "health", rec_secured="partly", rec_next="2026-11-27", rec_item="copy", rec_copy="not_needed"
    )
    assert "We ask again when the rest is due, on Friday 27 November 2026." in shown
    assert f"{SECURE}\nby Friday 27 November 2026, 17:00" in asked.types("carys", "my tasks")
    secures(asked, "carys", "health", rec_secured="yes")
    assert SECURE not in asked.types("carys", "my tasks")


def test_a_nil_return_says_that_there_are_no_records(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.opens("ben", "nil_return", f"{RR}/police")
    asked.presses("ben", "We hold nothing: send the nil return")
    asked.deliver()
    assert SECURE not in asked.types("ben", "my tasks")
