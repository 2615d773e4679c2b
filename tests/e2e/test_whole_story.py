"""A review from the first alarm to the decision, in real windows."""

import pytest
from playground import Window
from story import ANSWERS
from walking import fills_in, goes_through

CASE = "RR-2026-001"


def declares(window: Window, **said: str) -> None:
    """Sign both declarations, from the card that asks for them."""
    window.presses("Read and sign")
    fills_in(window, {"agree_all": "yes", "decl": "none", "perceived": "no", "sign_name": window.name, **said})
    window.presses("Sign both")


def gives_view(window: Window, reason: str) -> None:
    window.says(CASE)
    window.presses("Give your view in the poll")
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
    amina.screenshot("03-whom-to-ask")
    amina.fills({"Agencies": ["Fellshire Constabulary", "NHS Fellshire Integrated Care Board"]})
    amina.presses("Send the requests")
    amina.sees("2 agencies are being asked now")
    amina.screenshot("04-asked")

    ben.sees(f"{CASE}: your agency’s answer")
    ben.screenshot("05-request")
    declares(ben)
    ben.presses("Nothing found: nil return")
    fills_in(ben, {"nil_sign": "yes", "immediate_safety_now": "no"})
    ben.screenshot("06-nil-return")
    ben.presses("Send the nil return")
    ben.sees("your nil return is in")

    for _ in range(4):
        amina.says("next working day")
    carys.sees("Friday 4 December 2026, 17:00")
    carys.screenshot("07-reminder")
    print(carys.page.locator("body").inner_text())
