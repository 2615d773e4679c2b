"""The chase board: who has not answered, worst first, and one tap for each thing that can be done about it (F23)."""

from datetime import timedelta

import pytest
from story import RR, amina_asks, declares, dev_notifies, fills, returns_nil
from transcript import Teams, buttons, elements

CONFLICT = {"decl": "actual", "perceived": "yes", "details": "Kin.", "kinds": "worked", "proposed": "leave"}


def board(teams: Teams) -> str:
    return teams.types("amina", "chase board")


def listed(teams: Teams) -> list[str]:
    """The agencies on the board, in order."""
    names = {agency.name for agency in teams.partnership.agencies.values()}
    return [e["text"] for e in elements(teams.card("amina")) if e.get("text") in names]


def test_the_worst_stands_first_and_answers_last(asked: Teams) -> None:
    declares(asked, "amina", RR)
    asked.sends("amina", "agencies.ask", {"case": RR, "agencies": "childrens-services"})
    asked.deliver()
    returns_nil(asked, "ben", RR)
    asked.presses("owen", "I have got this")
    fills(asked, "owen", "Send", {"ack": "yes"})
    asked.at("Wed 2026-11-25 09:00")
    shown = board(asked)
    assert "2 of 3 answers are missing" in shown
    assert listed(asked)[:2] == ["Fellshire NHS", "Fellshire Children’s Services"]
    assert "Asked, not yet acknowledged. Due Friday 4 December 2026" in shown
    assert "Next: nudge them." in shown
    assert "[To the deputy]" not in shown, "neither has one"
    assert shown.index("Answered") > shown.index("Fellshire Children’s Services")


def test_a_nudge_goes_once_a_day(asked: Teams) -> None:
    board(asked)
    before = len(asked.summaries["carys"])
    shown = asked.presses("amina", "Nudge")
    assert "is being reminded" in shown
    asked.deliver()
    nudged = "carys" if len(asked.summaries["carys"]) > before else "ben"
    assert "Return your agency’s summary" in asked.summaries[nudged][-1]
    assert "Once a day is enough; ring them now." in asked.presses("amina", "Nudge")


def test_a_nudge_in_the_evening_waits_for_the_morning(asked: Teams) -> None:
    asked.at("Tue 2026-11-24 19:30")
    asked.sends("amina", "chase.nudge", {"case": RR, "agency": "health"})
    before = len(asked.summaries["carys"])
    asked.deliver()
    assert len(asked.summaries["carys"]) == before
    asked.at("Wed 2026-11-25 08:00")
    assert len(asked.summaries["carys"]) > before


def test_the_board_says_when_and_how_they_last_heard(asked: Teams) -> None:
    shown = board(asked)
    assert "Last message: Ben Hollis, Monday 23 November 2026" in shown
    assert "in Teams" in shown


def test_an_answer_by_phone_is_written_down_and_the_agency_says_it_is_right(asked: Teams) -> None:
    """E33: nobody goes on chasing, and the agency has the last word on its own answer."""
    asked.opens("amina", "told", f"{RR}/health")
    said = {
        "told_how": "phone",
        "told_by": "Ward sister on duty",
        "told_answer": "told_nil",
        "told_search": "SystmOne, both names, 2024 to today.",
    }
    fills(asked, "amina", "Record their answer", said)
    fills(asked, "amina", "Record their answer", said)
    asked.deliver()
    assert "is asked now whether it is right" in asked.sees("amina")
    assert "Answer recorded for them" in board(asked)
    assert "your agency’s answer was recorded" in asked.sees("carys")
    declares(asked, "carys", RR)
    asked.types("carys", RR)
    asked.presses("carys", "Check the answer recorded for your agency")
    assert "SystmOne, both names" in asked.presses("carys", "Read it")
    assert "is confirmed" in asked.presses("carys", "Yes, this is right")
    before = len(asked.summaries["carys"])
    asked.at("Fri 2026-12-04 09:00")
    assert "Return your agency’s summary" not in "".join(asked.summaries["carys"][before:])


def test_somebody_who_cannot_be_written_to_stands_above_all(asked: Teams) -> None:
    owed = asked.store.run_now(lambda work: work.contacts(RR))
    assert {contact.person for contact in owed} >= {"ben", "carys"}
    asked.sends("amina", "chase.nudge", {"case": RR, "agency": "health"})
    for one in asked.store.run_now(lambda work: work.claim(asked.now, 50, "tests", 60)):
        code = "403 ConversationBlockedByUser" if one.message.to == "carys" else ""
        asked.store.run_now(lambda work, one=one, code=code: work.gave_up(one, code) if code else work.cancelled(one))
    shown = board(asked)
    assert listed(asked)[0] == "Fellshire NHS"
    assert "They have blocked or removed Rapid Review in Teams." in shown
    assert "Next: ring them." in shown
    asked.now += timedelta(days=1)
    again = asked.sends("amina", "chase.nudge", {"case": RR, "agency": "health"})
    assert "Our last message did not reach them, so please ring them too." in again


@pytest.mark.parametrize("person", ["ben", "carys", "dev", "zack", "harriet"])
def test_the_board_is_not_for_others(asked: Teams, person: str) -> None:
    shown = asked.sends(person, "chase", {"case": RR})
    assert "answers are missing" not in shown
    assert "Fellshire NHS" not in shown
    before = asked.case(RR).requests["health"].nudged_at
    asked.sends(person, "chase.nudge", {"case": RR, "agency": "health"})
    assert asked.case(RR).requests["health"].nudged_at == before


def test_the_chair_may_look_and_not_nudge(asked: Teams) -> None:
    declares(asked, "efua", RR)
    assert "answers are missing" in asked.types("efua", "chase board")
    asked.sends("efua", "chase.nudge", {"case": RR, "agency": "health"})
    assert asked.case(RR).requests["health"].nudged_at is None
    assert not {"Nudge", "To the deputy", "Record answer"} & buttons(asked.card("efua")).keys()
    asked.presses("efua", "More")
    assert set(buttons(asked.card("efua"))) == {"Take it further", "Chase board"}


def test_the_board_says_who_covers_and_who_asks_for_more_time(asked: Teams) -> None:
    asked.opens("ben", "acknowledge", f"{RR}/police")
    for _ in range(2):  # Being away leads to another question.
        if "Send" in buttons(asked.card("ben")):
            fills(asked, "ben", "Send", {"ack": "away", "away_until": "2026-12-11", "ack_deputy": "joan"})
    asked.opens("carys", "extension", f"{RR}/health")
    fills(
        asked, "carys", "Ask for this day", {"ext_date": "2026-12-07", "ext_why": "Archive.", "ext_meanwhile": "All."}
    )
    shown = board(asked)
    assert "Covered by Joan Pike until Friday 11 December 2026." in shown
    assert "It asks for more time, until Monday 7 December 2026." in shown


def test_hand_to_the_deputy_asks_the_deputy(asked: Teams) -> None:
    before = len(asked.summaries["joan"])
    shown = asked.sends("amina", "chase.hand_over", {"case": RR, "agency": "police"})
    assert "Joan Pike has the request now" in shown
    asked.deliver()
    assert len(asked.summaries["joan"]) > before
    refused = asked.sends("amina", "chase.hand_over", {"case": RR, "agency": "health"})
    assert "has no deputy in the partnership’s file" in refused
    asked.sends("amina", "agencies.ask", {"case": RR, "agencies": "housing"})  # Its SPOC is not in the directory.
    refused = asked.sends("amina", "chase.nudge", {"case": RR, "agency": "housing"})
    assert "Nobody at this agency can be reminded here. Ring the agency" in refused


def test_where_a_ruling_leaves_nobody_the_team_is_told_to_ring(asked: Teams) -> None:
    """Carys stands alone at Health. Who is recused is not said (E13)."""
    declares(asked, "efua", RR)
    declares(asked, "carys", RR, **CONFLICT)
    asked.presses("efua", "Read it and rule")
    fills(asked, "efua", "Record the ruling", {"ruling": "recuse", "paper_access": "none", "ruling_reason": "Kin."})
    asked.deliver()
    assert asked.sees("amina").startswith(f"{RR}: nobody can be asked at Fellshire NHS")
    assert "Carys" not in asked.sees("amina")
    shown = board(asked)
    assert listed(asked)[0] == "Fellshire NHS"
    health = shown[: shown.index("Fellshire Police")]
    assert "Nobody is left there who could be asked here. Next: ring them." in health
    assert "[Nudge]" not in health and "[To the deputy]" not in health
    assert "[Nudge]" not in asked.sends("amina", "chase.agency", {"case": RR, "agency": "health"})
    asked.opens("amina", "told", f"{RR}/health")
    for _ in range(2):
        recorded = fills(asked, "amina", "Record their answer", {"told_answer": "told_nil"})
    assert "Nobody there can be asked whether it is right." in recorded


def test_every_case_with_answers_missing_is_offered(asked: Teams) -> None:

    second = dev_notifies(asked, child_name="Ada Wren")
    amina_asks(asked, second, "health")
    shown = board(asked)
    assert f"{RR}" in shown and second in shown
    assert f"{second}: the chase board" in asked.presses("amina", second)
