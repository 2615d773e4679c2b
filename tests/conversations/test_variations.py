"""Dates that move by agreement, dates that were missed, and warnings in time: the originals stay in sight."""

from story import RR, amina_asks, declares, dev_notifies, fills, returns_nil, summarises
from transcript import Teams, buttons

MOVED = {"why": "Two members are ill.", "asked_by": "Health", "agreed_by": "The chair"}


def moves(teams: Teams, milestone: str, to: str, **said: str) -> str:
    teams.opens("amina", "variation", RR)
    outcome = {"panel_told": "no"} if milestone == "to_panel" else {}
    answers = {**MOVED, **outcome, "milestone": milestone, "new_date": to, **said}
    shown = fills(teams, "amina", "Move the date", answers)
    while "leads to another question" in shown:
        shown = fills(teams, "amina", "Move the date", answers)
    teams.deliver()
    return shown


def test_a_moved_date_shows_where_it_was(asked: Teams) -> None:
    """2.3 rule 7."""
    shown = moves(asked, "summaries_due", "2026-12-07")
    assert "“Agency summaries back” is now Monday 7 December 2026 (was Friday 4 December)." in shown
    asked.types("amina", RR)
    assert "Monday 7 December 2026, 17:00 (was Friday 4 December)" in asked.sees("amina")
    why = asked.presses("amina", "Why these dates?")
    assert "Moved to Monday 7 December 2026 by agreement. It was Friday 4 December 2026." in why


def test_those_it_concerns_are_told_once_without_the_reason(asked: Teams) -> None:
    moves(asked, "summaries_due", "2026-12-07")
    for person in ("carys", "ben", "efua", "gwen"):
        assert asked.sees(person).startswith(f"{RR}: dates have moved")
        assert "ill" not in asked.sees(person)
    assert sum("dates have moved" in said for said in asked.summaries["carys"]) == 1
    assert not any("dates have moved" in said for said in asked.summaries["dev"] + asked.summaries["amina"])


def test_reminders_go_with_the_date(asked: Teams) -> None:
    moves(asked, "summaries_due", "2026-12-07")
    asked.at("Fri 2026-12-04 17:05")
    assert "Please do this by Monday 7 December 2026, 17:00." in asked.all_seen("carys")
    before = len(asked.summaries["carys"])
    asked.at("Mon 2026-12-07 09:00")
    assert len(asked.summaries["carys"]) > before


def test_steps_stay_in_their_order(asked: Teams) -> None:
    assert "after “Report put together”" in moves(asked, "summaries_due", "2026-12-09")
    assert "before “Agency summaries back”" in moves(asked, "papers_out", "2026-12-03")
    assert "That day has passed" in moves(asked, "meeting", "2026-11-20")
    shown = moves(asked, "summaries_due", "2026-12-05")
    assert "Saturday 5 December 2026 is at the weekend" in shown
    assert "The next working day is Monday 7 December 2026." in shown
    assert "is a bank holiday (Christmas Day)" in moves(asked, "to_panel", "2026-12-25")
    asked.at("Tue 2026-12-01 18:00")
    assert "That day has passed: dates end at 17:00." in moves(asked, "summaries_due", "2026-12-01")
    assert not asked.case(RR).variations


def test_the_panels_limit_never_moves_and_past_it_the_panel_must_have_been_told(teams: Teams) -> None:
    """Sent on Friday 20 November: the Panel's limit is Friday 11 December."""
    dev_notifies(teams, is_la="yes")
    amina_asks(teams, RR)
    teams.sends("amina", "form.open", {"form": "sin", "subject": f"{RR}/panel"})
    teams.opens("amina", "sin", f"{RR}/panel")
    sent = {"sin_done": "sent", "sin_sent_on": "2026-11-20", "partners_told": "yes", "copy_shared": "yes"}
    if "leads to another question" in fills(teams, "amina", "Record it", sent):
        fills(teams, "amina", "Record it", sent)
    refused = moves(teams, "to_panel", "2026-12-14")
    assert "after the national Panel’s limit, Friday 11 December 2026, which does not move" in refused
    shown = moves(teams, "to_panel", "2026-12-14", panel_told="yes", panel_told_on="2026-11-23")
    assert "is now Monday 14 December 2026 (was Friday 11 December)" in shown


def the_panel_is_notified(teams: Teams) -> str:
    """On Friday 20 November: its limit is Friday 11 December."""
    teams.opens("amina", "sin", f"{RR}/panel")
    sent = {"sin_done": "sent", "sin_sent_on": "2026-11-20", "partners_told": "yes", "copy_shared": "yes"}
    fills(teams, "amina", "Record it", sent)
    shown = fills(teams, "amina", "Record it", sent)
    teams.deliver()
    return shown


def test_a_limit_known_later_overtakes_an_agreed_day_of_which_the_panel_was_not_told(asked: Teams) -> None:
    moves(asked, "to_panel", "2026-12-16")
    moves(asked, "meeting", "2026-12-15")
    moves(asked, "papers_out", "2026-12-11")  # In time for the limit, but after the meeting that it pulls forward.
    shown = the_panel_is_notified(asked)
    assert "It is recorded. The national Panel’s limit has moved the dates of this case." in shown
    told = asked.sees("gwen")
    assert told.startswith(f"{RR}: dates have moved")
    assert "Meeting and decision: Thursday 10 December 2026, 17:00\n" in told
    assert "Papers to the Group: Tuesday 8 December 2026, 17:00\n" in told
    assert "Outcome to the national Panel: Friday 11 December 2026, 17:00" in told
    why = asked.presses("gwen", "Why these dates?")
    assert "The day agreed before, Tuesday 15 December 2026, no longer stands." in why


def test_a_day_of_which_the_panel_was_told_stands_and_so_do_the_days_before_it(asked: Teams) -> None:
    """Nobody tells the Panel of a meeting: what it waits for is the outcome."""
    moves(asked, "to_panel", "2026-12-16", panel_told="yes", panel_told_on="2026-11-23")
    moves(asked, "meeting", "2026-12-15")
    the_panel_is_notified(asked)
    asked.types("gwen", RR)
    why = asked.presses("gwen", "Why these dates?")
    assert "Moved to Tuesday 15 December 2026 by agreement." in why
    assert "Moved to Wednesday 16 December 2026 by agreement." in why
    assert "no longer stands" not in why


def test_whether_the_panel_was_told_is_asked_of_the_outcome_alone(asked: Teams) -> None:
    asked.opens("amina", "variation", RR)
    assert "Panel been told" not in asked.sees("amina")
    answers = {**MOVED, "milestone": "to_panel", "new_date": "2026-12-16"}
    assert "Has the national Panel been told of it?" in fills(asked, "amina", "Move the date", answers)
    assert not asked.case(RR).variations
    assert "Panel been told" not in moves(asked, "summaries_due", "2026-12-07")
    assert len(asked.case(RR).variations) == 1


def test_the_open_poll_goes_with_the_meeting_and_the_members_are_told(polling: Teams) -> None:
    moves(polling, "to_panel", "2026-12-16")
    moves(polling, "meeting", "2026-12-15")
    assert "can give their view until Tuesday 15 December 2026, 17:00" in polling.sees("farid")
    polling.at("Thu 2026-12-10 17:05")
    assert polling.case(RR).poll.closed_at is None
    polling.at("Tue 2026-12-15 17:05")
    assert polling.case(RR).poll.closed_at is not None


def test_only_the_partnership_team_moves_dates(asked: Teams) -> None:
    declares(asked, "efua", RR)
    for person in ("efua", "ben", "zack", "dev"):
        shown = asked.sends(person, "form.open", {"form": "variation", "subject": RR})
        assert "Which date?" not in shown
    asked.types("efua", RR)
    asked.presses("efua", "Why these dates?")
    assert "Move a date" not in buttons(asked.card("efua"))
    asked.types("amina", RR)
    asked.presses("amina", "Why these dates?")
    assert "Move a date" in buttons(asked.card("amina"))


# -- Missed --------------------------------------------------------------------------------------------------------


def test_a_date_that_passes_undone_is_explained(asked: Teams) -> None:
    """F59: why; the Panel is told of no date of the partnership’s own."""
    before = len(asked.summaries["amina"])
    asked.at("Mon 2026-12-07 09:00")
    assert len(asked.summaries["amina"]) > before
    asked.types("amina", RR)
    asked.presses("amina", "Say why a date was missed")
    assert "“Agency summaries back” was due by Friday 4 December 2026, 17:00 and is not done." in asked.sees("amina")
    assert "Panel" not in asked.sees("amina")
    asked.presses("amina", "Say why")
    assert "Panel" not in asked.sees("amina")
    assert "The reason is recorded." in fills(asked, "amina", "Record it", {"why": "Health has two people ill."})
    (late,) = asked.case(RR).lateness
    assert (late.milestone, late.panel_told) == ("summaries_due", None)
    assert "Say why a date was missed" not in asked.types("amina", RR)


def test_of_an_outcome_that_is_late_it_is_asked_whether_the_panel_was_told(asked: Teams) -> None:
    """F59."""
    asked.at("Mon 2026-12-14 09:00")
    task = {"case": RR, "task": "slipped/to_panel"}
    assert "Say why, and whether the national Panel has been told." in asked.sends("amina", "task", task)
    asked.opens("amina", "late", f"{RR}/to_panel")
    said = {"why": "The Group had no quorum.", "panel_told": "yes"}
    assert "On which day?" in fills(asked, "amina", "Record it", said)
    fills(asked, "amina", "Record it", {**said, "panel_told_on": "2026-12-11"})
    (late,) = asked.case(RR).lateness
    assert (late.milestone, f"{late.panel_told}") == ("to_panel", "2026-12-11")


def test_what_was_done_in_time_wants_no_reason(asked: Teams) -> None:
    returns_nil(asked, "ben", RR)
    summarises(asked, "carys", RR)
    asked.at("Mon 2026-12-07 09:00")
    assert "Say why a date was missed" not in asked.types("amina", RR)
    shown = asked.sends("amina", "form.open", {"form": "late", "subject": f"{RR}/summaries_due"})
    assert "has not been missed" in shown


# -- In time -------------------------------------------------------------------------------------------------------


def test_day_1_warns_of_closures_at_the_end(teams: Teams) -> None:
    """E34: Day 10 is Christmas Eve."""
    teams.at("Fri 2026-12-11 09:00")
    dev_notifies(teams)
    declares(teams, "amina", RR)
    shown = teams.types("amina", RR)
    teams.presses("amina", "Choose the agencies to ask")
    shown = teams.sees("amina")
    assert "run over Friday 25 December 2026, Monday 28 December 2026 and Friday 1 January 2027" in shown
    assert "who covers for whoever is away" in shown


def test_an_ordinary_month_warns_of_nothing(filed: Teams) -> None:
    declares(filed, "amina", RR)
    filed.types("amina", RR)
    filed.presses("amina", "Choose the agencies to ask")
    assert "run over" not in filed.sees("amina")


def test_the_team_sees_whose_answer_is_at_risk_and_why(asked: Teams) -> None:
    """F58: with no past answers, silence with three days left is the sign."""
    asked.at("Wed 2026-12-02 09:00")
    asked.types("amina", RR)
    assert "At risk: Fellshire NHS has not said that it has the request; 2 days are left." in asked.sees("amina")
    declares(asked, "efua", RR)
    assert "At risk" not in asked.types("efua", RR)
