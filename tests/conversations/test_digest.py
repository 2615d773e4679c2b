"""One message a day: what is due for a person comes on one card, drawn when it is sent, and never twice."""

from story import RR, amina_asks, declares, dev_notifies, fills, votes
from transcript import Teams, buttons, words

SECOND = "RR-2026-002"


def two_reviews(teams: Teams) -> None:
    """Dev notifies twice on the same morning, and Amina asks the same agencies both times."""
    dev_notifies(teams)
    amina_asks(teams, RR)
    assert dev_notifies(teams) == SECOND
    amina_asks(teams, SECOND)
    for reference in (RR, SECOND):
        declares(teams, "carys", reference)
        secures_and_has_it(teams, reference)


def secures_and_has_it(teams: Teams, reference: str) -> None:
    teams.opens("carys", "secure", f"{reference}/health")
    fills(teams, "carys", "Send", {"rec_secured": "none"})
    teams.opens("carys", "acknowledge", f"{reference}/health")
    fills(teams, "carys", "Send", {"ack": "yes"})


def reached(teams: Teams, person: str, moment: str) -> int:
    before = len(teams.summaries[person])
    teams.at(moment)
    return len(teams.summaries[person]) - before


def test_several_things_due_at_once_are_one_card(teams: Teams) -> None:
    """F56: Carys owes two summaries, both reminded of on Day 5."""
    two_reviews(teams)
    assert reached(teams, "carys", "Fri 2026-11-27 09:00") == 1
    shown = teams.sees("carys")
    assert shown.startswith("2 things are due")
    assert f"{RR}: Return your agency’s summary" in shown
    assert f"{SECOND}: Return your agency’s summary" in shown
    assert "By Friday 4 December 2026, 17:00." in shown
    assert teams.summaries["carys"][-1] == "2 things are due"


def test_each_thing_on_the_card_has_its_button(teams: Teams) -> None:
    two_reviews(teams)
    teams.at("Fri 2026-11-27 09:00")
    shown = teams.presses("carys", f"{SECOND}: your agency’s answer")
    assert shown.startswith(f"{SECOND}: your agency’s answer")


def test_what_was_done_since_is_not_on_the_card(teams: Teams) -> None:
    """F57: asked again when it is sent. What is left is one thing, so its own card comes."""
    two_reviews(teams)
    teams.now = teams.now.replace(day=27)
    teams.tick()
    teams.opens("carys", "nil_return", f"{RR}/health")
    nil(teams)
    teams.deliver()
    assert teams.sees("carys").startswith(f"{SECOND}: your agency’s answer")


def nil(teams: Teams) -> None:
    shown = fills(teams, "carys", "We hold nothing: send the nil return", {"immediate_safety_now": "no"})
    assert "is in" in shown, shown


def test_one_message_a_day_however_often_something_falls_due(asked: Teams) -> None:
    """Farid has not declared: of Day 12's papers he hears on their eve, beside what he heard that morning."""
    days: dict[str, int] = {}
    asked.at("Fri 2026-11-27 09:00")
    for day in ("Thu 2026-12-03", "Fri 2026-12-04", "Mon 2026-12-07"):
        before = len(asked.summaries["farid"])
        for hour in ("08:00", "09:00", "12:00", "16:00", "17:00", "17:59"):
            asked.at(f"{day} {hour}")
        days[day[:3]] = len(asked.summaries["farid"]) - before
    assert days == {"Thu": 1, "Fri": 0, "Mon": 1}


def test_what_came_too_late_for_the_day_comes_the_next_morning(asked: Teams) -> None:
    """Nothing ran until Thursday at eight, so that morning’s own reminder at nine was the second of the day."""
    asked.at("Thu 2026-12-03 08:00")
    assert reached(asked, "farid", "Thu 2026-12-03 09:00") == 0
    assert reached(asked, "farid", "Fri 2026-12-04 09:00") == 1


def test_a_duty_that_falls_due_is_a_message_of_its_own(teams: Teams) -> None:
    """Day 10, nine o'clock, twice: what is due today does not hide in a list."""
    two_reviews(teams)
    for day in ("Fri 2026-11-27", "Wed 2026-12-02", "Thu 2026-12-03"):
        teams.at(f"{day} 09:00")
    assert reached(teams, "carys", "Fri 2026-12-04 09:00") == 2


def test_ticking_again_and_setting_the_clock_back_says_nothing_twice(teams: Teams) -> None:
    two_reviews(teams)
    teams.at("Fri 2026-11-27 09:00")
    before = {person: len(teams.summaries[person]) for person in teams.partnership.people}
    for moment in ("Fri 2026-11-27 09:00", "Fri 2026-11-27 08:30", "Fri 2026-11-27 09:30", "Fri 2026-11-27 08:59"):
        teams.at(moment)
    assert {person: len(teams.summaries[person]) for person in before} == before


def test_after_a_silence_the_newest_names_those_it_stands_for(asked: Teams) -> None:
    """F55: nothing ran from Day 4 to Day 9."""
    declares(asked, "carys", RR)
    secures_and_has_it(asked, RR)
    assert reached(asked, "carys", "Thu 2026-12-03 09:00") == 1
    shown = asked.sees("carys")
    assert "the reminders of Wednesday 25 November, Friday 27 November and Wednesday 2 December." in shown


def test_a_notice_of_the_due_day_names_what_was_never_said(asked: Teams) -> None:
    declares(asked, "carys", RR)
    secures_and_has_it(asked, RR)
    asked.at("Fri 2026-11-27 09:00")
    asked.at("Fri 2026-12-04 09:00")
    assert "This also stands for the reminders of Wednesday 2 December and Thursday 3 December." in asked.sees("carys")


def test_a_clock_that_comes_back_at_night_waits_for_the_morning(asked: Teams) -> None:
    before = {person: len(asked.summaries[person]) for person in (*asked.partnership.people,)}
    asked.now = asked.now.replace(day=28, hour=3)
    asked.tick()
    asked.deliver()
    assert {person: len(asked.summaries[person]) for person in before} == before
    asked.at("Mon 2026-11-30 08:00")
    assert len(asked.summaries["gwen"]) > before["gwen"]


def test_the_card_of_the_day_refreshes_to_what_is_left(teams: Teams) -> None:
    two_reviews(teams)
    teams.at("Fri 2026-11-27 09:00")
    data = teams.card("carys")["refresh"]["action"]["data"]
    assert teams.sends("carys", "digest", data).startswith("2 things are due")
    teams.opens("carys", "nil_return", f"{RR}/health")
    nil(teams)
    assert teams.sends("carys", "digest", data).startswith(f"{SECOND}: your agency’s answer")
    assert "2 things" not in teams.sends("ben", "digest", data), "Another’s day is not his"


def test_no_case_but_ones_own_is_on_the_card(teams: Teams) -> None:
    two_reviews(teams)
    teams.at("Fri 2026-11-27 09:00")
    for person in ("zack", "dev"):
        assert SECOND not in teams.sends(person, "digest", {"day": "2026-11-27"})


def test_those_who_have_nothing_to_do_hear_of_the_meeting(polling: Teams) -> None:
    """2.5: Day 13 at four, and an hour before; those who still owe a view hear of that instead."""
    votes(polling, "farid", RR, "review")
    assert reached(polling, "farid", "Wed 2026-12-09 16:00") == 1
    assert "The Rapid Review Group meets and decides by Thursday 10 December 2026, 17:00." in polling.sees("farid")
    assert "See the case" in buttons(polling.card("farid"))
    assert reached(polling, "farid", "Thu 2026-12-10 16:00") == 1
    assert "meets and decides" not in polling.all_seen("gwen")
    assert words(polling.card("farid")).startswith(f"{RR}: the meeting")
