"""A decision that waits for named information: once, with an owner and a day, and never as an outcome (E16)."""

from story import RR, checked, declares, fills, votes
from transcript import Teams, buttons

GROUP = ("efua", "farid", "gwen")
AWAITED = {
    "deferred_for": "The post-mortem’s interim findings, from the coroner.",
    "deferred_owner": "Carys Morgan, Designated Nurse",
    "deferred_until": "2026-12-15",
    "deferred_reason": "Whether it is a serious case turns on it.",
}


def wants_to_wait(polling: Teams) -> None:
    """All three want to know more, so the poll closes on that."""
    for member in GROUP:
        votes(polling, member, RR, "more_information")
        if "Give this view" in buttons(polling.card(member)):  # Asked what they want to know, and by when.
            fills(polling, member, "Give this view", {"option": "more_information", "info_by": "2026-12-10"})
    polling.deliver()


def waits(polling: Teams) -> str:
    wants_to_wait(polling)
    polling.types("efua", RR)
    polling.presses("efua", "Name the information that is wanted")
    polling.presses("efua", "Name the information")
    shown = fills(polling, "efua", "Let it wait", AWAITED)
    polling.deliver()
    return shown


def test_a_deferral_names_what_who_and_by_when_and_the_panel_is_told(polling: Teams) -> None:
    dates = polling.case(RR).timetable()
    shown = waits(polling)
    assert "The case comes back to the Group by Tuesday 15 December 2026." in shown
    for person in ("farid", "gwen", "amina"):
        assert f"{RR}: the decision waits for information" in polling.all_seen(person)
    assert "Carys Morgan, Designated Nurse" in polling.sends("gwen", "deferral.read", {"case": RR})
    assert "could not be done" in polling.sends("dev", "deferral.read", {"case": RR})
    assert polling.case(RR).timetable() == dates, "the original dates are kept"

    polling.types("amina", RR)
    polling.presses("amina", "Tell the Panel that the outcome is pending")
    assert "The decision waits for named information." in polling.sees("amina")
    checked(polling, RR, "pending", expected_on="2026-12-17")
    assert "It is confirmed. It can be sent." in polling.sees("amina")
    polling.presses("amina", "Open it")
    polling.presses("amina", "It has been sent: record it")
    shown = fills(polling, "amina", "Record it", {"sent_on": "2026-11-23"})
    assert "The outcome is sent to the Panel when it is there." in shown
    assert "Tell the Panel" not in polling.types("amina", RR)
    assert "could not be done" in polling.sends("amina", "form.open", {"form": "panel", "subject": RR})


def test_on_its_day_the_case_comes_back_and_each_member_is_asked_anew(polling: Teams) -> None:
    waits(polling)
    polling.at("Tue 2026-12-15 09:00")
    assert f"{RR}: waiting for information" in polling.sees("efua")
    assert "Please do this by Tuesday 15 December 2026, 17:00." in polling.sees("efua")
    shown = polling.presses("efua", "Take it back to the Group")
    assert "Each member is asked anew. It closes on Wednesday 16 December 2026, 17:00." in shown
    polling.deliver()
    assert "Nothing is left to do here." in polling.all_seen("amina")
    for member in GROUP:
        assert f"{RR}: your view" in polling.all_seen(member)
        votes(polling, member, RR, "review")
    poll = polling.case(RR).poll
    assert poll is not None and len(poll.earlier) == 3, "every version is kept"
    assert "Record the decision" in polling.types("efua", RR)


def test_a_second_wait_is_for_the_chair_of_the_board_to_allow(polling: Teams) -> None:
    waits(polling)
    polling.presses("amina", "Take it back to the Group")
    polling.deliver()
    wants_to_wait(polling)
    refused = polling.sends("efua", "form.open", {"form": "deferral", "subject": RR})
    assert "Only the chair of the Executive Board can let it wait again: refer it." in refused
    polling.types("efua", RR)
    polling.presses("efua", "Refer the disagreement")
    assert "A second wait is for the chair of the board to allow." in polling.sees("efua")
    polling.presses("efua", "Refer it to the chair of the Executive Board")
    polling.deliver()

    declares(polling, "harriet", RR)
    polling.presses("harriet", "Read what was referred")
    polling.presses("harriet", "Let it wait for information")
    assert "waits for information" in fills(polling, "harriet", "Let it wait", AWAITED)
    case = polling.case(RR)
    assert [deferral.by_board for deferral in case.deferrals] == [False, True]
    assert case.decided is None and "Take the case back to the Group" in polling.types("efua", RR)


def test_what_is_still_missing_from_an_agency_can_be_asked_for_meanwhile(polling: Teams) -> None:
    waits(polling)
    assert "One agency is being asked now." in polling.sends(
        "amina", "agencies.ask", {"case": RR, "agencies": "housing"}
    )
