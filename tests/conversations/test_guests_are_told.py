"""A guest hears that their time ends, before and when it has; a press after that says why (rule 10)."""

from dataclasses import replace
from datetime import date

from cast import PARTNERSHIP, PEOPLE, london
from story import RR, declares, fills
from transcript import Teams

from dialogs.outward.reconfirming import remind
from rapid_review.people import Partnership


def with_ben_a_guest(on: date) -> Partnership:
    guest = replace(PEOPLE["ben"], guest=True, confirmed_by="amina", confirmed_on=on)
    return replace(PARTNERSHIP, people={**PEOPLE, "ben": guest})


def told(teams: Teams, moment: str) -> str:
    """What is new in his chat of this, once the clock has come round twice."""
    teams.at(moment)
    before = teams.new_for("ben")
    for _ in range(2):
        teams.store.run_now(lambda work: remind(teams.desk(work)))
        teams.deliver()
    return teams.sees("ben") if teams.new_for("ben") == before + 1 else ""


def test_a_guest_is_told_a_week_and_a_day_before_and_on_the_day(asked: Teams) -> None:
    asked.partnership = with_ben_a_guest(date(2026, 9, 3))  # Until Wednesday 2 December 2026.
    assert told(asked, "Tue 2026-11-24 09:00") == ""
    shown = told(asked, "Wed 2026-11-25 09:00")
    assert shown.startswith("You need to be confirmed again")
    assert "From Wednesday 2 December 2026 you can open no case, unless somebody confirms you again." in shown
    assert f"Please ask the Partnership Team to confirm you: {PARTNERSHIP.team_contact}." in shown
    assert told(asked, "Thu 2026-11-26 09:00") == ""
    assert "Please save or send what you are writing before that day." in told(asked, "Tue 2026-12-01 09:00")
    shown = told(asked, "Wed 2026-12-02 09:00")
    assert "Since Wednesday 2 December 2026 nobody has confirmed you again, so for now you can open no case." in shown
    assert "What you had saved is kept" in shown
    assert told(asked, "Thu 2026-12-03 09:00") == ""


def test_a_guest_who_was_confirmed_meanwhile_hears_nothing(asked: Teams) -> None:
    asked.partnership = with_ben_a_guest(date(2026, 9, 3))
    asked.now = london("Wed 2026-11-25 03:00")
    asked.store.run_now(lambda work: remind(asked.desk(work)))
    asked.partnership = with_ben_a_guest(date(2026, 11, 24))
    asked.at("Wed 2026-11-25 09:00")
    assert "You need to be confirmed again" not in asked.all_seen("ben")


def test_a_press_after_midnight_says_why_and_what_was_saved_is_there_again(asked: Teams) -> None:
    asked.partnership = with_ben_a_guest(date(2026, 8, 26))  # Until Tuesday 24 November 2026.
    declares(asked, "ben", RR)
    asked.opens("ben", "summary", f"{RR}/police")
    fills(asked, "ben", "Save and continue", {"known": "yes", "search_systems": "The old archive too."})
    asked.now = london("Tue 2026-11-24 00:05")
    shown = asked.presses("ben", "Save and finish later")
    assert "You are a guest, and nobody has confirmed you again" in shown
    assert "What you had saved is kept." in shown and PARTNERSHIP.team_contact in shown
    assert "There is no case here" not in shown
    assert shown == asked.sends("ben", "form.save", {"form": "summary", "subject": "RR-2026-999/police", "rev": "0.1"})
    asked.partnership = with_ben_a_guest(date(2026, 11, 24))
    asked.opens("ben", "summary", f"{RR}/police")
    asked.presses("ben", "Back")
    assert "The old archive too." in str(asked.card("ben"))


def test_whoever_has_left_is_told_so_and_a_stranger_no_more_than_before(asked: Teams) -> None:
    asked.partnership = replace(PARTNERSHIP, people={**PEOPLE, "ben": replace(PEOPLE["ben"], left=date(2026, 11, 23))})
    said = asked.types("ben", RR)
    assert "The partnership’s file says that you have left" in said and "What you had saved" not in said
    assert "There is no case here that you can open." in asked.types("zack", RR)
