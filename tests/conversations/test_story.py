"""The whole review, from a notification to the Panel, as the people in it see it."""

from story import (
    amina_asks,
    declares,
    dev_notifies,
    papers_go_out,
    returns_nil,
    sends_to_panel,
    summarises,
    votes,
)
from transcript import Teams


def test_a_review_from_notification_to_panel(teams: Teams) -> None:
    reference = dev_notifies(teams)
    assert reference == "RR-2026-001"
    assert "Agencies are asked" in teams.sees("dev") or "agencies are asked" in teams.sees("dev")
    assert "your declarations" in teams.sees("amina")

    asked = amina_asks(teams, reference)
    assert "2 agencies are being asked now" in asked
    assert "your agency’s answer" in teams.sees("ben")
    assert "Friday 4 December 2026, 17:00" in teams.sees("ben")

    assert "your nil return is in" in returns_nil(teams, "ben", reference)
    assert "your summary is in" in summarises(teams, "carys", reference)

    assert "the papers are out" in papers_go_out(teams, reference)
    for member in ("efua", "farid"):
        assert "Nobody sees it before the poll closes" in votes(teams, member, reference, "review")
    assert "The poll is closed" in votes(teams, "gwen", reference, "review", "Themes we saw before.")

    teams.presses("farid", "See the views")
    assert "Themes we saw before." in teams.sees("farid")
    assert "The statutory partners agree" in teams.sees("farid")

    teams.types("efua", reference)
    teams.presses("efua", "Answer the eight criteria")
    teams.presses("efua", "Answer the criteria")
    from story import goes_through

    goes_through(teams, "efua", {}, "Record the answers")
    teams.presses("efua", "Record the decision")
    goes_through(teams, "efua", {"decision": "lcspr"}, "Record the decision")
    assert "A Local Child Safeguarding Practice Review will be undertaken." in teams.sees("efua")
    teams.deliver()

    for member in ("efua", "farid", "gwen"):
        teams.types(member, reference)
        teams.presses(member, "Sign the decision off for your organisation")
        teams.presses(member, "Sign it off")
    teams.deliver()
    assert "the Panel has the outcome" in sends_to_panel(teams, reference)
    assert declares is not None
