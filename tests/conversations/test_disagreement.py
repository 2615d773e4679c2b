"""The partners do not agree: the chair of the board gets it whole, with a day to settle it (E14, R101)."""

from story import RR, checked, declares, fills, goes_through, votes
from transcript import Teams

from rapid_review.declaration.declarations import Ruling


def splits(polling: Teams) -> None:
    """Two for a review, one for an audit; the criteria are answered and it is referred on Thursday, Day 14."""
    polling.at("Thu 2026-12-10 09:00")
    votes(polling, "efua", RR, "review", "Themes we saw before.")
    votes(polling, "farid", RR, "review", "Three agencies, one blind spot.")
    votes(polling, "gwen", RR, "alternative", "An audit would do.")
    assert f"{RR}: no agreement" in polling.sees("efua")
    assert "could not be done" in polling.sends("efua", "form.open", {"form": "decision", "subject": RR})
    polling.opens("efua", "criteria", RR)
    goes_through(
        polling, "efua", {"crit_must_1_improvements_reason": "Named in two earlier reviews."}, "Record the answers"
    )
    shown = polling.presses("efua", "Refer it to the chair of the Executive Board")
    assert "An answer is due by Friday 11 December 2026, 17:00." in shown
    polling.deliver()


def forgets(polling: Teams, person: str) -> None:
    """Empties a chat, so that whatever is in it next was sent anew."""
    polling.chats[person].clear()
    polling.messages = {message: at for message, at in polling.messages.items() if message[1] != person}


def test_the_chair_of_the_board_reads_it_whole_and_settles_it(polling: Teams) -> None:
    """Not by majority: two against one is no consensus. The timetable goes on meanwhile."""
    splits(polling)
    assert "could not be done" in polling.sends("harriet", "disagreement.read", {"case": RR}), "not yet declared"
    declares(polling, "harriet", RR)
    shown = polling.presses("harriet", "Read what was referred")
    assert "Referred on Thursday 10 December 2026, 09:00. Please settle it by Friday 11 December 2026, 17:00." in shown
    assert "Police seat, Farid Aziz\nA review should be undertaken" in shown
    assert "Health seat, Gwen Lloyd\nAnother kind of learning review" in shown
    assert "All 8 are answered, each with its reason." in shown
    assert "An audit would do." in polling.sends("harriet", "poll.results", {"case": RR})
    assert "Named in two earlier reviews." in polling.sends("harriet", "criteria.read", {"case": RR})
    for other in ("amina", "efua", "gwen", "dev", "zack"):
        assert "could not be done" in polling.sends(other, "disagreement.read", {"case": RR}), other

    polling.presses("harriet", "Record your decision")
    shown = goes_through(polling, "harriet", {"decision": "alternative"}, "Record your decision")
    assert "There will be another kind of learning review." in shown
    polling.deliver()
    assert "Harriet Stone, who settled a disagreement" in polling.sends("gwen", "decision.read", {"case": RR})
    assert "Sign it off" in polling.sees("farid"), "dissent stays on record, and the partners sign what was settled"


def test_the_panel_is_told_on_day_15_that_it_is_pending(polling: Teams) -> None:
    splits(polling)
    assert "pending" not in polling.types("amina", RR), "it may still be settled in time"
    polling.at("Fri 2026-12-11 09:00")
    assert f"{RR}: tell the Panel that it is pending\nPlease do this by Friday 11 December" in polling.all_seen("amina")
    refused = polling.sends("amina", "form.open", {"form": "pending", "subject": RR})
    assert "we need a second person’s look at the recipient" in refused  # E29
    checked(polling, RR, "pending", expected_on="2026-12-15")
    polling.presses("amina", "Open it")
    polling.presses("amina", "It has been sent: record it")
    fills(polling, "amina", "Record it", {"sent_on": "2026-12-11"})
    case = polling.case(RR)
    assert len(case.pending) == 1 and case.sent_to_panel_at is None, "the outcome itself is still to be sent"
    assert "could not be done" in polling.sends("amina", "form.open", {"form": "pending", "subject": RR})
    assert "could not be done" in polling.sends("amina", "form.open", {"form": "panel", "subject": RR})
    polling.opens("amina", "lost", f"{RR}/pending")
    fills(polling, "amina", "Record it", {"lost_known": "The letter bounced."})
    polling.deliver()
    case = polling.case(RR)
    assert case.pending == [] and "It did not arrive: to be prepared again." in polling.sees("amina")
    checked(polling, RR, "pending", expected_on="2026-12-15")
    shown = polling.sends("amina", "duty.read", {"case": RR, "duty": "pending"})
    assert "Tried before\nSent on Friday 11 December 2026, version 1." in shown


def test_a_chair_of_the_board_who_is_silent_is_reminded_and_the_team_is_told(polling: Teams) -> None:
    """She was asked to declare first; it is that card which comes again."""
    splits(polling)
    forgets(polling, "harriet")
    polling.at("Fri 2026-12-11 09:00")
    assert f"{RR}: your declarations\nPlease do this by Friday 11 December 2026, 17:00." in polling.sees("harriet")
    assert f"{RR}: not settled" not in polling.all_seen("amina")
    forgets(polling, "harriet")
    polling.at("Mon 2026-12-14 09:00")
    assert "This was due by Friday 11 December 2026, 17:00. Please do it now." in polling.sees("harriet")
    for person in ("amina", "efua"):
        told = polling.all_seen(person)
        assert (
            "The disagreement was to be settled by Friday 11 December 2026, 17:00. It was put to Harriet Stone." in told
        )
    assert "Not settled. It was due by Friday 11 December 2026, 17:00." in polling.sends("amina", "case", {"case": RR})


def test_if_the_chair_of_the_board_is_recused_it_is_said_at_once_that_nobody_can_settle_it(polling: Teams) -> None:
    splits(polling)
    declares(polling, "harriet", RR, decl="actual", details="My sister works there.")
    polling.types("efua", RR)
    polling.opens("efua", "ruling", f"{RR}/harriet")
    goes_through(polling, "efua", {"ruling": Ruling.RECUSE, "coi_ruling": Ruling.RECUSE}, "Record the ruling")
    polling.tick()
    polling.deliver()
    told = polling.all_seen("amina")
    assert "so nobody can settle the disagreement" in told and "put that person into the partnership’s file" in told
    assert "You are recused" in polling.sends("harriet", "disagreement.read", {"case": RR})
