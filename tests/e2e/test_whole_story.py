"""A review from the first alarm to the decision, in real windows."""

import pytest
from playground import Window
from story import ANSWERS
from transcript import words
from walking import fills_in, goes_through

CASE = "RR-2026-001"


def declares(window: Window, opening: str = "Read and sign", **said: str) -> None:
    """Sign both declarations, from the card that asks for them."""
    answers = {"agree_all": "yes", "decl": "none", "perceived": "no", "sign_name": window.name, **said}
    window.presses(opening)
    fills_in(window, answers)
    if "leads to another question" in words(window.presses("Sign both")):
        fills_in(window, answers)
        window.presses("Sign both")


def gives_view(window: Window, reason: str) -> None:
    window.presses("Give your view")
    fills_in(window, {"option": "review", "reason": reason})
    window.presses("Give this view")


@pytest.mark.e2e
def test_the_whole_story(people: dict[str, Window]) -> None:
    amina, ben, carys, dev = (people[name] for name in ("amina", "ben", "carys", "dev"))
    efua, farid, gwen = (people[name] for name in ("efua", "farid", "gwen"))

    dev.sees("Rapid Review")
    dev.presses("Notify a serious incident")
    dev.screenshot("01-notify")
    goes_through(dev, ANSWERS, "Send the notification")
    dev.sees(f"Notification sent: {CASE}")
    dev.screenshot("02-notified")

    amina.sees(f"{CASE}: your declarations")
    declares(amina)
    fills_in(amina, {"agencies": "police,health"})
    amina.screenshot("03-whom-to-ask")
    amina.presses("Send the requests")
    amina.sees("2 agencies are being asked now")

    ben.sees(f"{CASE}: your agency’s answer")
    ben.screenshot("04-request")
    declares(ben, "Sign first")
    ben.presses("Nothing found: nil return")
    fills_in(ben, {"immediate_safety_now": "no"})
    ben.screenshot("05-nil-return")
    assert "your nil return is in" in words(ben.presses("We hold nothing: send the nil return"))

    carys.sees(f"{CASE}: your agency’s answer")
    for day in ("Tuesday 24", "Wednesday 25", "Thursday 26", "Friday 27"):
        amina.says("next working day")
        amina.sees(f"It is now {day} November 2026")
    carys.sees(f"{CASE}: your agency’s answer", cards=2)
    carys.screenshot("06-reminder")

    declares(carys, "Sign first")
    carys.presses("Write the summary")
    goes_through(carys, ANSWERS, "Send the summary")
    assert "your summary is in" in words(carys.card)
    carys.screenshot("07-summary")

    declares(efua)
    declares(farid)
    declares(gwen, decl="possible")
    gwen.screenshot("08-conflict-declared")
    efua.sees("Gwen Lloyd has declared a conflict")
    efua.presses("Read it and rule")
    fills_in(efua, {"ruling": "manage", "paper_access": "full"})
    efua.screenshot("09-ruling")
    assert "your ruling is recorded" in words(efua.presses("Record the ruling"))

    amina.says(CASE)
    amina.presses("Send the papers and open the poll")
    amina.screenshot("10-papers")
    assert "the papers are out" in words(amina.presses("Send the papers and open the poll"))
    for member in (efua, farid, gwen):
        member.sees(f"{CASE}: your view")
    gives_view(efua, "It would add something.")
    efua.screenshot("11-sealed")
    gives_view(farid, "It would add something.")
    farid.sees_no("Themes we saw before.")
    gives_view(gwen, "Themes we saw before.")

    farid.sees("the poll is closed")
    assert "The statutory partners agree" in words(farid.presses("See the views"))
    farid.sees("Themes we saw before.")
    farid.screenshot("12-revealed")

    efua.presses("Answer the criteria")
    goes_through(efua, {}, "Record the answers")
    efua.presses("Record the decision")
    goes_through(efua, {"decision": "lcspr"}, "Record the decision")
    efua.screenshot("13-decided")
    assert "A Local Child Safeguarding Practice Review will be undertaken." in words(efua.card)

    amina.opens("General")
    amina.sees(CASE)
    amina.sees_no("Ivy Rook")
    amina.screenshot("14-channel")
