"""Less about this case: fewer reminders of one case for a while; what is due is said all the same, and says so."""

from story import RR, declares, fills
from transcript import Teams, buttons


def hears_less(teams: Teams, person: str, until: str) -> str:
    teams.opens(person, "mute", RR)
    return fills(teams, person, "Hear less", {"until": until})


def reached(teams: Teams, person: str, moment: str) -> int:
    before = len(teams.summaries[person])
    teams.at(moment)
    return len(teams.summaries[person]) - before


def quiet_but_owing(teams: Teams, until: str) -> str:
    declares(teams, "carys", RR)
    teams.opens("carys", "secure", f"{RR}/health")
    fills(teams, "carys", "Send", {"rec_secured": "none"})
    teams.opens("carys", "acknowledge", f"{RR}/health")
    fills(teams, "carys", "Send", {"ack": "yes"})
    return hears_less(teams, "carys", until)


def test_the_reminder_itself_offers_it(asked: Teams) -> None:
    asked.at("Fri 2026-11-27 09:00")
    assert "Less about this case" in buttons(asked.card("gwen"))
    shown = asked.presses("gwen", "Less about this case")
    assert "Until which day?" in shown
    shown = asked.presses("gwen", "Hear less")
    assert f"{RR}: you hear less until Friday 4 December 2026" in shown


def test_a_muted_case_is_not_reminded_of(asked: Teams) -> None:
    quiet_but_owing(asked, "2026-12-04")
    asked.at("Wed 2026-11-25 09:00")
    for day in ("Fri 2026-11-27", "Wed 2026-12-02", "Thu 2026-12-03"):
        assert reached(asked, "carys", f"{day} 09:00") == 0


def test_what_is_due_is_said_all_the_same_and_says_why(asked: Teams) -> None:
    quiet_but_owing(asked, "2026-12-10")
    assert reached(asked, "carys", "Fri 2026-12-04 09:00") == 1
    shown = asked.sees("carys")
    assert "You asked to hear less about this case until Thursday 10 December 2026." in shown
    assert "What is due, overdue or new is said all the same." in shown
    assert reached(asked, "carys", "Fri 2026-12-04 17:05") == 1


def test_after_that_day_reminders_come_again(asked: Teams) -> None:
    quiet_but_owing(asked, "2026-11-30")
    assert reached(asked, "carys", "Fri 2026-11-27 09:00") == 0
    assert reached(asked, "carys", "Wed 2026-12-02 09:00") == 1


def test_others_are_reminded_as_before(asked: Teams) -> None:
    quiet_but_owing(asked, "2026-12-04")
    assert reached(asked, "gwen", "Fri 2026-11-27 09:00") == 1


def test_today_means_as_before(asked: Teams) -> None:
    quiet_but_owing(asked, "2026-12-04")
    assert "you hear as before" in hears_less(asked, "carys", "2026-11-23")
    assert reached(asked, "carys", "Fri 2026-11-27 09:00") == 1


def test_a_day_too_far_off_is_refused(asked: Teams) -> None:
    assert "within 31 days" in hears_less(asked, "carys", "2027-03-01")
    assert not asked.case(RR).muted


def test_nobody_mutes_a_case_that_is_not_theirs(asked: Teams) -> None:
    assert "Until which day?" not in asked.sends("zack", "form.open", {"form": "mute", "subject": RR})
