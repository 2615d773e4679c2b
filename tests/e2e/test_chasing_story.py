"""Three agencies, in real windows: one finds nothing, one hands over to its deputy, one stays silent up the ladder."""

import pytest
from playground import Window
from story import ANSWERS
from test_whole_story import CASE, declares
from transcript import words
from walking import fills_in, goes_through

DAYS = (
    *("Tuesday 24", "Wednesday 25", "Thursday 26", "Friday 27", "Monday 30 November"),
    *("Tuesday 1 December", "Wednesday 2", "Thursday 3", "Friday 4", "Monday 7 December"),
)
LENA = "00000000-0000-4000-8000-000000000012"


@pytest.mark.e2e
def test_asked_chased_and_taken_further(agencies: dict[str, Window]) -> None:
    amina, ben, carys, lena = (agencies[name] for name in ("amina", "ben", "carys", "lena"))
    owen, priya, efua, gwen = (agencies[name] for name in ("owen", "priya", "efua", "gwen"))

    amina.sees("Rapid Review")
    amina.presses("Notify a serious incident")
    goes_through(amina, ANSWERS, "Send the notification")
    amina.sees(f"{CASE}: your declarations")
    declares(amina)
    fills_in(amina, {"agencies": "police,health,childrens-services"})
    amina.presses("Send the requests")
    amina.sees("3 agencies are being asked now")

    ben.sees(f"{CASE}: your agency’s answer")
    declares(ben, "Sign first")
    ben.presses("Nothing found: nil return")
    ben.screenshot("21-nil-return-filled-in")
    assert "your nil return is in" in words(ben.presses("We hold nothing: send the nil return"))
    ben.screenshot("22-nil-return-in-two-presses")

    carys.sees(f"{CASE}: your agency’s answer")
    carys.screenshot("23-asked")
    carys.presses("I have got this")
    fills_in(carys, {"ack": "away"})
    carys.presses("Send")
    fills_in(carys, {"ack": "away", "away_until": "2026-12-11", "ack_deputy": LENA})
    carys.screenshot("24-away")
    carys.presses("Send")
    lena.sees(f"{CASE}: your agency’s answer")
    lena.screenshot("25-the-deputy-has-it")

    for day in DAYS:
        amina.says("next working day")
        amina.sees(f"It is now {day}")
    owen.sees("This was due by Friday 4 December 2026, 17:00. Please do it now.")
    owen.screenshot("26-overdue")
    efua.sees(f"{CASE}: your declarations")
    declares(efua)
    amina.sees("things are due")
    amina.says("chase board")
    amina.screenshot("27-chase-board-day-11")
    amina.sees("has not answered")
    amina.presses("Decide the next step")
    fills_in(amina, {"rung": "lead", "why": "Four reminders and two calls.", "wanted_by": "2026-12-08"})
    amina.screenshot("28-take-it-further")
    assert "taken to the agency’s strategic safeguarding lead" in words(amina.presses("Take this step"))

    priya.sees(f"{CASE}: a missing answer")
    priya.presses("Read it and answer")
    fills_in(priya, {"said": "cannot_answer", "why": "Our records system is down."})
    priya.screenshot("29-strategic-lead")
    priya.presses("Record it")
    amina.sees("The agency cannot or will not share it")
    amina.screenshot("30-answered")
    gwen.screenshot("31-health-seat")
