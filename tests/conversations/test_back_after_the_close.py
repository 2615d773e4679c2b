"""What comes back after a case was closed: it stays closed, and what is owed is owed all the same (R113, E29)."""

from typing import Any

from story import RR, checked, sends_to_panel
from telling import SIN, reads, says, still_open, tells
from test_second_person import buttons_of
from transcript import Teams

from rapid_review.outward.duties import ByMail
from rapid_review.stages import Stage


def is_over(teams: Teams) -> Teams:
    """Everybody was told or is excused, also the Panel from answering, and the case is closed."""
    tells(teams, "dfe")
    for duty in ("board", "ofsted", "referrer", "agency/police", "agency/health", "family"):
        says(teams, "amina", "excuse", duty, excuse_reason="Told in person.", excuse_agreed="Efua Mensah")
    sends_to_panel(teams, RR, "2026-11-24")
    says(teams, "amina", "sin", "panel", **SIN)
    says(teams, "carys", "inspectorate", "health", insp_told="not_required", insp_why="It was one visit.")
    says(teams, "amina", "excuse", "response", excuse_reason="It said it would not.", excuse_agreed="Efua Mensah")
    teams.sends("amina", "case.close", {"case": RR})
    teams.deliver()
    assert teams.case(RR).stage is Stage.CLOSED and "You have nothing to do" in teams.types("amina", "my tasks")
    teams.at("Wed 2026-11-25 10:00")
    return teams


def test_a_letter_that_comes_back_when_all_is_over_is_sent_again(decided: Teams) -> None:
    teams = is_over(decided)
    says(teams, "amina", "lost", "dfe", lost_known="It bounced.")
    assert "Tell others what was decided" in buttons_of(teams, "amina")
    assert f"{RR}: tell others" in teams.types("amina", "my tasks")
    tells(teams, "dfe")
    assert "You have nothing to do" in teams.types("amina", "my tasks")
    assert teams.case(RR).stage is Stage.CLOSED


def test_an_outcome_that_comes_back_when_all_is_over_is_owed_to_the_panel_again(decided: Teams) -> None:  # R113, R102
    teams = is_over(decided)
    response = {
        "received_on": "2026-11-25",
        "response": "asks",
        "response_text": "Who was asked?",
        "reply_by": "2026-12-01",
    }
    assert "The Panel has the outcome." in teams.opens("amina", "panel", RR)
    assert "is recorded after the outcome was sent to it" in teams.opens("amina", "panel_response", RR)
    said = says(teams, "amina", "lost", "panel", lost_known="The mailbox was full.")
    assert "Please prepare it again. The case stays closed." in said
    assert "Send the outcome to the national Panel" in buttons_of(teams, "amina")
    assert "Send the outcome to the national Panel" not in buttons_of(teams, "efua")
    assert "outcome to the Panel" in teams.types("amina", "my tasks")
    assert "a second person’s look" in teams.opens("amina", "panel", RR)
    sends_to_panel(teams, RR, "2026-11-25")
    assert teams.case(RR).stage is Stage.CLOSED and still_open(teams) == {"response"}
    assert "Tried before\nSent on Tuesday 24 November 2026" in reads(teams, "amina", "panel")
    says(teams, "amina", "panel_response", "", **response)
    assert {"reply", "board_response"} <= still_open(teams)
    assert "The Panel has answered, so it did arrive." in teams.opens("amina", "lost", f"{RR}/panel")


def test_it_goes_to_the_panel_again_by_itself_and_the_case_stays_closed(decided: Teams) -> None:
    teams = is_over(decided)
    says(teams, "amina", "lost", "panel", lost_known="The mailbox was full.")
    checked(teams, RR, "panel")

    def goes(work: Any) -> None:
        case = work.case(RR)
        telling = case.telling_of(case.duty("panel"))
        telling.by_mail = ByMail("reviews@panel.example", began_at=teams.now)
        case.went(telling, "<4711@scp.example>", teams.now)

    teams.store.run_now(goes)
    assert teams.case(RR).sent_to_panel_at == teams.now and still_open(teams) == {"response"}
    assert teams.case(RR).stage is Stage.CLOSED
