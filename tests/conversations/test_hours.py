"""Hours per person: chosen in chat, kept by every reminder but those that cannot wait, with a deputy while away."""

import pytest
from story import RR, amina_asks, declares, dev_notifies, fills, votes
from transcript import Teams

EVERY_DAY = "d0,d1,d2,d3,d4"


def chooses(teams: Teams, person: str, **said: str) -> str:
    teams.types(person, "my hours")
    answers = {"days": EVERY_DAY, "start": "08:00", "end": "18:00", "away": "no", **said}
    shown = fills(teams, person, "Keep my hours", answers)
    if "leads to another question" in shown:
        shown = fills(teams, person, "Keep my hours", answers)
    teams.deliver()
    return shown


def reached(teams: Teams, person: str, moment: str) -> int:
    before = len(teams.summaries[person])
    teams.at(moment)
    return len(teams.summaries[person]) - before


def test_farid_is_reminded_when_his_day_begins(asked: Teams) -> None:
    shown = chooses(asked, "farid", start="11:00", end="16:00")
    assert "Your hours are kept" in shown
    assert "from 11:00 to 16:00" in shown
    assert reached(asked, "farid", "Fri 2026-11-27 09:00") == 0
    assert reached(asked, "farid", "Fri 2026-11-27 10:59") == 0
    assert reached(asked, "farid", "Fri 2026-11-27 11:00") == 1


def test_whose_day_off_it_is_hears_on_the_next_working_day(asked: Teams) -> None:
    chooses(asked, "farid", days="d0,d1,d2,d3")
    assert reached(asked, "farid", "Fri 2026-11-27 12:00") == 0
    assert reached(asked, "farid", "Mon 2026-11-30 08:00") == 1


def test_what_is_due_is_said_all_the_same_and_never_after_it_is_due(polling: Teams) -> None:
    """Gwen works until noon: of the poll that closes at five she hears at four."""
    chooses(polling, "gwen", start="08:00", end="12:00")
    assert reached(polling, "gwen", "Wed 2026-12-09 17:00") == 0
    assert reached(polling, "gwen", "Thu 2026-12-10 08:00") == 1
    assert reached(polling, "gwen", "Thu 2026-12-10 16:00") == 1


def test_an_alert_heeds_nobodys_hours(teams: Teams) -> None:
    chooses(teams, "amina", start="11:00", end="16:00", away="yes", back_on="2026-12-01")
    dev_notifies(teams, imm_risk="yes")
    assert "please look at this now" in teams.summaries["amina"][-1]


def test_the_form_shows_what_was_chosen(teams: Teams) -> None:
    chooses(teams, "farid")
    chooses(teams, "farid", days="d1", start="10:00", end="14:00")
    teams.types("farid", "my hours")
    values = {field["id"]: field.get("value") for field in teams.card("farid")["body"] if "id" in field}
    assert (values["days"], values["start"], values["end"], values["away"]) == ("d1", "10:00", "14:00", "no")


def test_hours_that_end_before_they_begin_are_asked_for_again(teams: Teams) -> None:
    assert "The end must be later than the start." in chooses(teams, "farid", start="12:00", end="12:00")


def test_a_stranger_has_no_hours(teams: Teams) -> None:
    assert "On which days do you work?" not in teams.types("zack", "my hours")


# -- Away ----------------------------------------------------------------------------------------------------------


def test_both_are_told_that_joan_stands_in_for_ben(teams: Teams) -> None:
    shown = chooses(teams, "ben", away="yes", back_on="2026-12-02")
    assert "You are away until Wednesday 2 December 2026" in shown
    assert "Joan Pike gets the reminders of Fellshire Police, and has been told." in shown
    assert "Ben Hollis is away until Wednesday 2 December 2026." in teams.sees("joan")
    assert "Ben" not in " ".join(teams.summaries["joan"])


def test_who_has_no_deputy_is_told_to_name_one(teams: Teams) -> None:
    assert "Fellshire NHS has no deputy" in chooses(teams, "carys", away="yes", back_on="2026-12-02")


def test_while_ben_is_away_joan_gets_what_his_agency_is_asked_and_reminded_of(teams: Teams) -> None:
    chooses(teams, "ben", away="yes", back_on="2026-12-02")
    dev_notifies(teams)
    amina_asks(teams, RR)
    teams.at("Mon 2026-11-23 09:30")
    assert "your agency’s answer" in teams.all_seen("joan")
    ben, joan = len(teams.summaries["ben"]), len(teams.summaries["joan"])
    teams.at("Fri 2026-11-27 09:00")
    assert len(teams.summaries["joan"]) > joan
    assert not any("summary" in said for said in teams.summaries["ben"][ben:])


def test_when_ben_is_back_the_reminders_are_his_again(asked: Teams) -> None:
    chooses(asked, "ben", away="yes", back_on="2026-11-30")
    declares(asked, "ben", RR)
    asked.at("Fri 2026-11-27 09:00")
    asked.at("Mon 2026-11-30 09:00")
    assert reached(asked, "ben", "Wed 2026-12-02 09:00") == 1


@pytest.mark.parametrize("person", ["gwen", "farid"])
def test_who_has_done_everything_hears_nothing_whatever_their_hours(polling: Teams, person: str) -> None:
    votes(polling, person, RR, "review")
    chooses(polling, person, start="10:00", end="12:00")
    before = len(polling.summaries[person])
    polling.at("Wed 2026-12-09 12:00")
    assert not any("view" in said for said in polling.summaries[person][before:])


def test_who_covers_is_asked_at_once(asked: Teams) -> None:
    """Not only when the case would have woken by itself, the next morning."""
    asked.at("Tue 2026-11-24 09:00")
    before = len(asked.summaries["joan"])
    chooses(asked, "ben", away="yes", back_on="2026-12-02")
    asked.at("Tue 2026-11-24 09:10")
    assert "Return your agency’s summary" in "".join(asked.summaries["joan"][before:])
    ben, joan = asked.new_for("ben"), len(asked.summaries["joan"])
    nudged = asked.sends("amina", "chase.nudge", {"case": RR, "agency": "police"})
    assert "Fellshire Police is being reminded: Joan Pike." in nudged
    asked.deliver()
    assert (asked.new_for("ben"), len(asked.summaries["joan"])) == (ben, joan + 1)
