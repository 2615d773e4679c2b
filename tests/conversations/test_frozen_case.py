"""A wrong child was identified: the case stands still until it is put right (E43)."""

from dataclasses import replace

import pytest
from story import RR, checked, declares, fills
from transcript import Teams, buttons

from rapid_review.errors import Refusal
from rapid_review.outward.duties import ByMail
from rapid_review.permissions import Access, Surface, sees


def freezes(teams: Teams, person: str = "amina") -> str:
    teams.types(person, RR)
    teams.presses(person, "Freeze the case")
    shown = fills(teams, person, "Freeze it now", {"freeze_why": "The notification names the wrong brother."})
    teams.deliver()
    return shown


def test_nobody_but_those_who_run_it_reads_anything(answered: Teams) -> None:
    for person in ("gwen", "efua"):
        declares(answered, person, RR)
    assert "Ivy Rook" in answered.sends("gwen", "notification.read", {"case": RR})
    assert freezes(answered).startswith(f"{RR}: this case is frozen")
    for person in ("gwen", "ben", "carys", "dev"):
        case, who = answered.case(RR), answered.partnership.standing(person)
        assert all(sees(case, who, surface) <= Access.META for surface in Surface if surface is not Surface.BREACH)
    assert "Ivy" not in answered.sends("gwen", "notification.read", {"case": RR})
    assert "Ivy" not in answered.sends("ben", "people.read", {"case": RR})
    assert "Ivy Rook" in answered.sends("efua", "notification.read", {"case": RR})
    assert "Ivy Rook" in answered.sends("amina", "notification.read", {"case": RR})


def test_nobody_else_does_anything_and_nothing_is_lost(answered: Teams) -> None:
    freezes(answered)
    for form, about in (("summary", "/police"), ("amendment", "/health")):
        said = answered.sends("carys", "form.open", {"form": form, "subject": RR + about})
        assert "could not be done" in said
    assert answered.case(RR).sends_held


def test_those_who_work_on_it_are_told_and_told_again_when_it_goes_on(answered: Teams) -> None:
    freezes(answered)
    for person in ("efua", "farid", "gwen", "ben", "carys"):
        assert f"{RR}: this case is frozen" in answered.sees(person)
        assert "wrong brother" not in answered.all_seen(person)
    answered.types("amina", RR)
    assert "Let it go on" in buttons(answered.card("amina"))
    assert answered.presses("amina", "Let it go on").startswith(f"{RR}: this case goes on")
    answered.deliver()
    assert f"{RR}: this case goes on" in answered.sees("carys")
    assert answered.case(RR).frozen is None


@pytest.mark.parametrize("person", ["ben", "carys", "dev", "farid", "gwen", "harriet", "imran", "zack"])
def test_it_is_for_the_team_and_the_chair_alone(answered: Teams, person: str) -> None:
    if person in ("farid", "gwen", "harriet", "imran"):
        declares(answered, person, RR)
    assert "Freeze the case" not in answered.types(person, RR)
    for verb, data in (("form.open", {"form": "freeze", "subject": RR}), ("case.thaw", {"case": RR})):
        assert "could not be done" in answered.sends(person, verb, data)
    assert answered.case(RR).frozen is None


def test_those_who_run_it_are_asked_daily_and_told_what_does_not_wait(polling: Teams) -> None:
    freezes(polling)
    for day in ("Tue 2026-11-24 09:01", "Wed 2026-11-25 09:01", "Thu 2026-12-10 16:01"):
        polling.at(day)
        assert f"{RR}: still frozen" in polling.all_seen("efua")
        assert polling.sees("amina").startswith(f"{RR}: still frozen")
    shown = polling.sees("amina")
    assert "The poll closes on Thursday 10 December 2026, 17:00, frozen or not." in shown
    assert "Outcome to the national Panel\nFriday 11 December 2026, 17:00" in shown
    assert polling.summaries["amina"].count(f"{RR}: See whether the case can go on") == 3
    assert "still frozen" not in polling.all_seen("gwen")


def test_the_channel_learns_that_it_is_on_hold_and_not_why(answered: Teams) -> None:
    freezes(answered)
    assert "For now\non hold" in answered.sees("team") and "frozen" not in answered.all_seen("team")
    answered.sends("amina", "case.thaw", {"case": RR})
    answered.deliver()
    assert "on hold" not in answered.sees("team")


def test_nobody_is_chased_or_named_whom_it_shuts_out(asked: Teams) -> None:
    declares(asked, "ben", RR)
    freezes(asked)
    before = {person: asked.new_for(person) for person in ("ben", "carys", "kofi")}
    for day in ("Thu 2026-11-26 09:01", "Fri 2026-12-04 17:02", "Mon 2026-12-07 09:01"):
        asked.at(day)
    assert {person: asked.new_for(person) for person in before} == before
    assert "escalat" not in asked.types("amina", "my tasks").lower()
    for form in ("nil_return", "acknowledge", "extension", "secure", "summary"):
        said = asked.sends("ben", "form.open", {"form": form, "subject": f"{RR}/police"})
        assert f"{RR} is frozen" in said, form
    assert f"{RR} is frozen" in asked.sends("ben", "people.read", {"case": RR})


def test_declarations_can_be_made_meanwhile(asked: Teams) -> None:
    freezes(asked)
    declares(asked, "ben", RR)
    assert asked.case(RR).declarations["ben"].complete


def test_whoever_cannot_vote_for_now_is_not_told_that_nothing_is_left_to_do(polling: Teams) -> None:
    freezes(polling)
    polling.at("Tue 2026-12-08 09:01")
    assert f"{RR}: the meeting" in polling.sees("gwen")
    assert "nothing left to do" not in polling.sees("gwen")
    assert "there is nothing that you can do before it for now" in polling.sees("gwen")


def test_the_chair_of_the_board_alarms_nobody_for_a_case_that_would_stay_shut(answered: Teams) -> None:
    declares(answered, "efua", RR, decl="actual", kinds="managed", details="I led it.", proposed="take_part")
    freezes(answered)
    assert "Open it under break-glass" not in answered.types("harriet", RR)
    said = answered.sends("harriet", "form.open", {"form": "glass", "subject": RR})
    assert "The chair or the Partnership Team lets it go on" in said
    assert answered.case(RR).glass_broken == []


def test_what_was_sent_by_hand_meanwhile_is_recorded_with_a_word_why(decided: Teams) -> None:
    checked(decided, RR, "panel")
    freezes(decided)
    assert "This case is frozen: do not send anything." in decided.sends(
        "amina", "duty.read", {"case": RR, "duty": "panel"}
    )
    assert "Why did it go although the case is frozen?" in decided.opens("amina", "panel", RR)
    telling = decided.case(RR).tellings[-1]
    with pytest.raises(Refusal):
        decided.case(RR).begin_to_send(replace(telling, by_mail=ByMail("panel@example.org", 1)), decided.now)


def test_the_freeze_leads_to_a_report_of_a_mis_send(answered: Teams) -> None:
    freezes(answered)
    for person in ("amina", "ben", "gwen"):
        assert "Something went to the wrong person" in buttons(answered.card(person))


def test_a_child_in_danger_is_said_on_a_card_that_is_refused(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.opens("ben", "nil_return", f"{RR}/police")
    freezes(asked)
    asked.sends("ben", "form.save", {"form": "nil_return", "subject": f"{RR}/police", "immediate_safety_now": "yes"})
    asked.deliver()
    assert asked.case(RR).alert_raised_at is not None
    assert "safety alert" in asked.all_seen("farid")


def test_a_child_in_danger_is_still_said(answered: Teams) -> None:
    freezes(answered)
    answered.store.run_now(
        lambda work: work.case(RR).raise_alert(by=answered.partnership.standing("ben"), now=answered.now)
    )
    answered.deliver()
    assert "safety alert" in answered.all_seen("farid")


# -- What fell due meanwhile ---------------------------------------------------------------------------------------


def test_nobody_is_late_for_what_a_freeze_kept_them_from(asked: Teams) -> None:
    declares(asked, "ben", RR)
    freezes(asked)
    for day in ("Fri 2026-12-04 17:02", "Mon 2026-12-07 09:01"):
        asked.at(day)
    assert asked.case(RR).due_from("police").at < asked.now, "summaries fell due while it was frozen"
    asked.sends("amina", "case.thaw", {"case": RR})
    asked.deliver()
    assert asked.case(RR).proposed("police", asked.now) is None
    assert "Overdue" not in asked.sends("amina", "board", {"case": RR})
    asked.opens("ben", "nil_return", f"{RR}/police")
    assert "Why does it come after the due day?" not in asked.all_seen("ben")
    asked.at("Tue 2026-12-08 09:01")
    asked.types("ben", "my tasks")
    assert "It fell due while the case was frozen, on Friday 4 December 2026, so it is due by Tuesday 8 De" in (
        asked.all_seen("ben")
    )
    assert "silent" not in asked.all_seen("kofi").lower()
    asked.at("Wed 2026-12-09 09:01")
    assert "This was due by Tuesday 8 December 2026, 17:00. Please do it now." in asked.all_seen("ben")


def test_the_statutory_day_never_moves_and_why_it_passed_is_said_beside_it(asked: Teams) -> None:
    panel = asked.case(RR).timetable()
    freezes(asked)
    asked.at("Mon 2026-12-14 09:01")
    asked.sends("amina", "case.thaw", {"case": RR})
    assert asked.case(RR).timetable() == panel
    asked.at("Tue 2026-12-15 09:01")
    asked.types("amina", "my tasks")
    asked.presses("amina", f"{RR}: why a date was missed")
    assert "The case was frozen then." in asked.sees("amina")


def test_what_waits_to_leave_says_that_it_must_not_and_nobody_is_asked_to_send_or_confirm_it(decided: Teams) -> None:
    decided.opens("amina", "preparation", f"{RR}/dfe")
    fills(decided, "amina", "Ask a second person", {"edition": "pseudonymised", "enclosed": ""})
    freezes(decided)
    shown = decided.sends("efua", "duty.read", {"case": RR, "duty": "dfe"})
    assert "This case is frozen: do not send anything." in shown and "[Send it back]" in shown
    assert "[Confirm it]" not in shown and "send it, and record" not in shown
    assert "do not send anything" in decided.sends("amina", "duties.read", {"case": RR})


def test_whom_it_shuts_out_reads_that_they_hear_when_it_goes_on_and_is_offered_nothing_else(answered: Teams) -> None:
    assert "Correct or add to our answer" in answered.types("ben", RR)
    freezes(answered)
    shown = answered.types("ben", RR)
    assert "You hear when it goes on." in shown and "Correct or add to our answer" not in shown
    assert "You hear when it goes on." not in answered.types("amina", RR)
