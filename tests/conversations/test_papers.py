"""The Group's papers: exactly what goes out, what is tabled later and why, and who has opened them."""

from story import RR, declares, fills, papers_go_out, returns_nil, summarises
from transcript import Teams


def test_the_card_says_exactly_which_papers_go_out(answered: Teams) -> None:
    """R091-R093."""
    for member in ("efua", "farid", "gwen"):
        declares(answered, member, RR)
    answered.types("amina", RR)
    shown = answered.presses("amina", "Send the papers and open the poll")
    assert "The notification\nin, since Monday 23 November 2026, 09:00" in shown
    assert "The local authority’s own notice\nmissing" in shown  # R092: if there is one, it goes as well.
    assert "Fellshire Police\nNo involvement" in shown
    assert "Fellshire NHS\nSummary returned" in shown


def test_what_comes_too_late_is_tabled_with_a_reason(asked: Teams) -> None:
    """R095. The members see the mark and the reason beside the paper, and over it."""
    returns_nil(asked, "ben", RR)
    papers_go_out(asked, RR)
    assert "Fellshire NHS\nnothing has come" in asked.sends("gwen", "papers.read", {"case": RR})
    summarises(asked, "carys", RR)
    assert "Fellshire NHS has answered, or changed its answer, after the papers went out." in asked.sees("amina")
    assert "came later, and is not tabled yet" in asked.sends("gwen", "papers.read", {"case": RR})
    assert "could not be done" in asked.sends("gwen", "form.open", _tabling("return/health/1"))
    assert "went out with the others" in asked.sends("amina", "form.open", _tabling("return/police/1"))
    asked.presses("amina", "Table it")
    fills(asked, "amina", "Table it", {"tabled_why": "Their records system was down."})
    asked.deliver()
    assert "Table a paper" not in asked.types("amina", RR)
    assert f"{RR}: a paper is tabled" in asked.all_seen("gwen")
    mark = "The answer of Fellshire NHS: tabled at the meeting\nTheir records system was down."
    assert mark in asked.sends("gwen", "papers.read", {"case": RR})
    read = asked.sends("gwen", "return.read", {"case": RR, "agency": "health"})
    assert "Tabled at the meeting\nTheir records system was down." in read
    asked.presses("carys", "Correct or add to our answer")
    assert "1 tabled at the meeting." in asked.sends("gwen", "meeting.read", {"case": RR})


def _tabling(paper: str) -> dict[str, str]:
    return {"form": "tabling", "subject": f"{RR}/{paper}"}


def test_the_chair_and_the_team_see_who_has_opened_the_papers(polling: Teams) -> None:
    looking = ("papers.read", {"case": RR})
    assert "not opened yet" in polling.sends("gwen", *looking)
    polling.sends("gwen", "notification.read", {"case": RR})
    polling.sends("gwen", "return.read", {"case": RR, "agency": "police"})
    assert "The notification\nyou have opened it" in polling.sends("gwen", *looking)
    shown = polling.sends("gwen", "meeting.read", {"case": RR})
    assert "You have opened 2 of 3 papers." in shown
    assert "No time is set for the meeting yet.\nMeeting and decision\nThursday 10 December 2026, 17:00" in shown
    for person in ("amina", "efua"):
        shown = polling.sends(person, *looking)
        assert "Gwen Lloyd\n2 of 3 opened" in shown
        assert "Farid Aziz\n0 of 3 opened" in shown
    for person in ("farid", "gwen"):
        assert "Who has opened them" not in polling.sends(person, *looking)
    for person in ("ben", "dev", "harriet", "zack"):
        assert "could not be done" in polling.sends(person, *looking)
