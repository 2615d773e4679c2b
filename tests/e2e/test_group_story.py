"""The Group in real windows: a conflict, a recusal, three views, a split, and the chair of the board who settles it."""

import pytest
from playground import Window
from story import ANSWERS
from test_whole_story import CASE, declares
from transcript import words
from walking import fills_in, goes_through


def gives_view(window: Window, option: str, reason: str) -> None:
    window.presses("Give your view")
    fills_in(window, {"option": option, "reason": reason})
    window.presses("Give this view")


def rules(chair: Window, name: str, **ruling: str) -> None:
    chair.sees(f"{name} has declared a conflict")
    chair.presses("Read it and rule")
    fills_in(chair, ruling)
    assert "your ruling is recorded" in words(chair.presses("Record the ruling"))


@pytest.mark.e2e
def test_a_conflict_a_split_and_the_board(group: dict[str, Window]) -> None:
    amina, efua, farid, gwen = (group[name] for name in ("amina", "efua", "farid", "gwen"))
    marcus, harriet = group["marcus"], group["harriet"]

    amina.sees("Rapid Review")
    amina.presses("Notify a serious incident")
    goes_through(amina, ANSWERS, "Send the notification")
    amina.sees(f"{CASE}: your declarations")
    declares(amina)
    fills_in(amina, {"agencies": "police,health"})
    amina.presses("Send the requests")
    amina.sees("2 agencies are being asked now")

    for member in (efua, farid, gwen):
        member.sees(f"{CASE}: your declarations")
    declares(efua)
    declares(farid)
    declares(gwen, decl="actual", kinds="worked", proposed="deputy", details="I chaired the strategy meeting.")
    gwen.screenshot("40-conflict-declared")
    rules(efua, "Gwen Lloyd", ruling="recuse", paper_access="none", ruling_reason="She led the work.")
    gwen.sees("You are recused")
    gwen.screenshot("41-recused")
    marcus.sees(f"{CASE}: your declarations")
    declares(marcus)

    amina.says(CASE)
    amina.presses("Send the papers and open the poll")
    fills_in(amina, {"without": "Both agencies have asked for more time."})
    amina.screenshot("42-papers")
    assert "the papers are out" in words(amina.presses("Send the papers and open the poll"))
    for member in (efua, farid, marcus):
        member.sees(f"{CASE}: your view")
    efua.screenshot("43-view-asked")
    gives_view(efua, "review", "Themes we saw before.")
    gives_view(farid, "review", "Three agencies, one blind spot.")
    gives_view(marcus, "alternative", "An audit would bring the learning.")
    gwen.says("my cases")
    gwen.sees_no("An audit would bring the learning.")
    gwen.screenshot("44-recused-and-told-nothing")

    efua.sees(f"{CASE}: no agreement")
    efua.presses("See the views")
    efua.sees("An audit would bring the learning.")
    efua.screenshot("45-split")
    efua.presses("Answer the criteria")
    goes_through(efua, {}, "Record the answers")
    efua.screenshot("46-refer")
    efua.presses("Refer it to the chair of the Executive Board")

    harriet.sees(f"{CASE}: your declarations")
    declares(harriet)
    harriet.screenshot("47-the-board")
    harriet.presses("Record your decision")
    goes_through(harriet, {"decision": "alternative"}, "Record your decision")
    assert "There will be another kind of learning review." in words(harriet.card)
    harriet.screenshot("48-settled")
    farid.sees("There will be another kind of learning review.")
    gwen.sees_no("There will be another kind of learning review.")
