"""A later day for one agency: asked for with a reason, bounded by the papers, agreed or refused by a person (F17)."""

import pytest
from cast import london
from story import RR, fills, papers_go_out, returns_nil
from transcript import Teams

LAST = "2026-12-07"
"""Monday of Day 11: the papers go out on Tuesday."""


@pytest.fixture(name="waiting")
def _waiting(asked: Teams) -> Teams:
    """Ben has asked for the Monday after."""
    shown = asks_for(asked, LAST)
    assert "The Partnership Team is asked about Monday 7 December 2026." in shown
    return asked


def asks_for(teams: Teams, day: str) -> str:
    teams.opens("ben", "extension", f"{RR}/police")
    answers = {"ext_date": day, "ext_why": "Our archive is off site.", "ext_meanwhile": "What the live system shows."}
    shown = teams.presses("ben", "Ask for this day", **answers)
    teams.deliver()
    return shown


def answers(teams: Teams, **said: str) -> str:
    teams.presses("amina", "Read it and answer")
    shown = fills(teams, "amina", "Send this answer", said)
    if "leads to another question" in shown:
        shown = fills(teams, "amina", "Send this answer", said)
    teams.deliver()
    return shown


def test_the_partnership_team_answers_by_the_next_working_day(waiting: Teams) -> None:
    assert waiting.sees("amina").startswith(f"{RR}: a later day is asked for")
    assert "Please do this by Tuesday 24 November 2026, 17:00." in waiting.sees("amina")
    waiting.presses("amina", "Read it and answer")
    assert "Our archive is off site." in waiting.sees("amina")
    assert "Our archive" not in "\n".join(waiting.summaries["amina"])


def test_an_agreed_day_moves_the_deadline_and_the_first_stays_visible(waiting: Teams) -> None:
    answers(waiting, ext_answer="agree", ext_agreed=LAST)
    moved = "It was Friday 4 December 2026, moved to Monday 7 December 2026 because your request was agreed."
    assert moved in waiting.sees("ben")
    assert "now due by Monday 7 December 2026, 17:00" in waiting.sees("ben")
    assert moved in waiting.sends("ben", "task", {"case": RR, "task": "return/police"})
    due = waiting.case(RR).due_from("police")
    assert due and due.day.isoformat() == LAST
    other = waiting.case(RR).due_from("health")
    assert other and other.day.isoformat() == "2026-12-04"


def test_another_day_than_the_one_asked_for_can_be_agreed(asked: Teams) -> None:
    asks_for(asked, LAST)
    assert "now due by Monday 7 December 2026" not in asked.all_seen("ben")
    refused = answers(asked, ext_answer="agree", ext_agreed="2026-12-08")
    assert "The latest possible day is Monday 7 December 2026" in refused


def test_a_refusal_has_its_reason_and_the_first_day_stands(waiting: Teams) -> None:
    answers(waiting, ext_answer="refuse", ext_reason="The meeting cannot wait.")
    assert "Your answer stays due by Friday 4 December 2026, 17:00." in waiting.sees("ben")
    assert "The meeting cannot wait." in waiting.sees("ben")


def test_no_day_on_which_the_papers_would_lack_it(asked: Teams) -> None:
    """The statutory day bounds it: the last possible day is said in words."""
    shown = asks_for(asked, "2026-12-08")
    assert "The latest possible day is Monday 7 December 2026: the papers go out on the next working day." in shown
    assert asked.case(RR).requests["police"].extensions == []


def test_a_day_no_later_than_the_first_is_no_extension(asked: Teams) -> None:
    assert "Choose a day after Friday 4 December 2026" in asks_for(asked, "2026-12-04")


def overdue(teams: Teams) -> int:
    """How often Joan, the deputy, has heard of the answer: nothing before it is overdue."""
    return sum("Return your agency’s summary" in said for said in teams.summaries["joan"])


def test_reminders_go_by_the_agreed_day(waiting: Teams) -> None:
    answers(waiting, ext_answer="agree", ext_agreed=LAST)
    waiting.at("Fri 2026-12-04 16:59")
    before = overdue(waiting)
    waiting.at("Fri 2026-12-04 17:02")
    assert overdue(waiting) == before, "not overdue yet"
    waiting.at("Mon 2026-12-07 17:02")
    assert overdue(waiting) == before + 1


def test_in_time_by_the_agreed_day_is_late_by_the_plan(waiting: Teams) -> None:
    """Both are kept: what was agreed, and the day that statistics go by."""
    answers(waiting, ext_answer="agree", ext_agreed=LAST)
    waiting.at("Mon 2026-12-07 10:00")
    returns_nil(waiting, "ben", RR)
    case = waiting.case(RR)
    returned = case.requests["police"].returned
    assert returned and not returned.late
    assert case.late_by_plan("police")


def test_an_answer_ends_the_request_for_time(waiting: Teams) -> None:
    returns_nil(waiting, "ben", RR)
    assert "Answer a request for a later day" not in waiting.types("amina", "my tasks")


def test_a_request_that_waits_while_the_papers_go_out_is_still_answered(waiting: Teams) -> None:
    papers_go_out(waiting, RR)
    assert "Answer a request for a later day" in waiting.types("amina", "my tasks")
    waiting.sends("amina", "task", {"case": RR, "task": "extension/police"})
    answers(waiting, ext_answer="refuse", ext_reason="The papers are out.")
    assert "It could not be agreed." in waiting.sees("ben")


def test_no_later_day_is_offered_once_the_last_possible_one_has_passed(asked: Teams) -> None:
    asked.opens("ben", "acknowledge", f"{RR}/police")
    fills(asked, "ben", "Send", {"ack": "yes", "author_id": "ben"})
    for moment, offered in (("Mon 2026-12-07 10:00", True), ("Tue 2026-12-08 10:00", False)):
        asked.at(moment)
        shown = asked.sends("ben", "task", {"case": RR, "task": "return/police"})
        assert ("[Ask for a later day]" in shown) is offered, moment


def test_who_was_asked_late_is_not_offered_the_day_they_have(asked: Teams) -> None:
    asked.now = london("Fri 2026-12-04 10:00")  # Due on Monday, and no later day is possible.
    asked.sends("amina", "agencies.ask", {"case": RR, "agencies": "childrens-services"})
    asked.deliver()
    asked.presses("owen", "I have got this")
    fills(asked, "owen", "Send", {"ack": "yes"})
    shown = asked.sends("owen", "task", {"case": RR, "task": "return/childrens-services"})
    assert "[Ask for a later day]" not in shown
    asked.opens("owen", "extension", f"{RR}/childrens-services")
    wanted = {"ext_date": LAST, "ext_why": "Leave.", "ext_meanwhile": "Nothing."}
    assert "there is no later day" in fills(asked, "owen", "Ask for this day", wanted)
