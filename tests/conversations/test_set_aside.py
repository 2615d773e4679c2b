"""What the chair or the team set aside so that the review goes on is told to all three partners, with its reason."""

from dataclasses import replace

from cast import PARTNERSHIP
from story import RR, declares, goes_through, is_recused, papers_go_out, votes
from transcript import Teams, buttons

from rapid_review.people import Role


def test_every_override_is_told_to_all_three_partners_and_none_is_of_the_decision(asked: Teams) -> None:  # E30
    papers_go_out(asked, RR)
    for member in ("efua", "farid", "gwen"):
        told = asked.all_seen(member)
        assert "The papers went out although 2 of 2 answers are still to come." in told, member
        assert "Why\nThe meeting is on Thursday." in told and "never the chair’s alone" in told
    assert "The meeting is on Thursday." not in asked.all_seen("ben")

    votes(asked, "efua", RR, "review")
    votes(asked, "farid", RR, "review")
    asked.at("Thu 2026-12-10 17:01")
    asked.presses("efua", "Call the deputy: Health seat")
    asked.presses("efua", "Reopen it for one working day")
    asked.deliver()
    for member in ("farid", "gwen"):
        told = asked.all_seen(member)
        assert "The deputy is asked to decide for the Health seat." in told, member
        assert "open again until Friday 11 December 2026, 17:00. Still to be heard: Health seat." in told, member
    asked.sends("amina", "deputy.call", {"case": RR, "seat": "local-authority"})
    asked.deliver()
    assert "The deputy is asked to decide for the Local authority seat." in asked.sees("farid")  # And no other.
    declares(asked, "marcus", RR)
    assert "The poll is closed" in votes(asked, "marcus", RR, "review")


def test_while_the_chair_is_away_the_deputy_chair_acts(polling: Teams) -> None:  # Domain 2.6
    for member in ("efua", "farid", "gwen"):
        votes(polling, member, RR, "review")
    refused = polling.sends("farid", "form.open", {"form": "criteria", "subject": RR})
    assert "If the chair is away, ask the Partnership Team to record that: then you act." in refused
    assert "could not be done" in polling.sends("farid", "chair.away", {"case": RR})
    polling.types("amina", "members")
    assert "so the deputy chair acts for them in this case." in polling.presses("amina", "The chair is away")
    polling.deliver()
    assert f"{RR}: the deputy chair acts" in polling.all_seen("farid") and f"{RR}: the criteria" in polling.all_seen(
        "farid"
    )
    polling.presses("farid", "Answer the criteria")
    goes_through(polling, "farid", {}, "Record the answers")
    assert "Record the decision" in polling.types("farid", RR)
    polling.presses("amina", "The chair is back")
    assert "This is for the chair." in polling.sends("farid", "form.open", {"form": "decision", "subject": RR})


def test_where_nobody_is_left_to_chair_the_team_and_the_board_hear_it_until_somebody_is_named(polling: Teams) -> None:
    is_recused(polling, "efua", by="farid")
    assert "nobody can chair" not in polling.all_seen("amina")
    declares(polling, "farid", RR, decl="actual", details="CANARY", kinds="worked", proposed="leave")
    declares(polling, "harriet", RR, decl="actual", details="CANARY", kinds="worked", proposed="leave")
    polling.tick()
    polling.deliver()
    assert "nobody who could rule on it takes part in this case." in polling.sees("amina")
    polling.partnership = replace(PARTNERSHIP, roles={**PARTNERSHIP.roles, Role.CHAIR: ("gwen",)})
    heard = polling.all_seen("amina").count("nobody can chair")
    polling.at("Tue 2026-11-24 09:05")
    assert f"{RR}: rule on a conflict" in buttons(polling.card("gwen"))
    assert heard == polling.all_seen("amina").count("nobody can chair")
