"""After the poll: what was decided, for which child; who signs it, and who hears the outcome when (A1, E1, R105)."""

from story import (
    RR,
    fills,
    goes_through,
    sends_to_panel,
    votes,
)
from telling import three_children
from test_disagreement import forgets
from transcript import Teams, buttons

GROUP = ("efua", "farid", "gwen")
OUTCOME = "A Local Child Safeguarding Practice Review will be undertaken."


def decides(teams: Teams, **answers: str) -> str:
    """All three want a review; the chair answers the criteria and records it."""
    for member in GROUP:
        votes(teams, member, RR, "review")
    for form, send in (("criteria", "Record the answers"), ("decision", "Record the decision")):
        teams.opens("efua", form, RR)
        shown = goes_through(teams, "efua", {"decision": "lcspr", **answers}, send)
    teams.deliver()
    return shown


def signs_off(teams: Teams, *members: str) -> None:
    for member in members:
        teams.types(member, RR)
        teams.presses(member, "Sign the decision off for your organisation")
        assert OUTCOME in teams.sees(member), "nobody signs what they have not been shown"
        teams.presses(member, "Sign it off")
        teams.deliver()


def heard(teams: Teams, person: str) -> bool:
    return f"{RR}: a decision is recorded" in teams.all_seen(person)


def test_the_outcome_is_told_after_the_last_signature_and_as_far_as_each_may_read(polling: Teams) -> None:  # F49
    decides(polling)
    assert "Before the outcome goes to the Panel, we need sign-off by the local authority" in polling.types("amina", RR)
    signs_off(polling, "efua", "farid")
    assert not any(heard(polling, person) for person in (*GROUP, "ben", "carys", "dev"))
    signs_off(polling, "gwen")
    for person in (*GROUP, "ben", "carys", "dev"):
        assert heard(polling, person), person
    for person in ("ben", "carys"):
        assert OUTCOME in polling.all_seen(person), "the agencies that answered learn the outcome"
        assert "could not be done" in polling.sends(person, "decision.read", {"case": RR}), "and nothing of its reasons"
    assert OUTCOME not in polling.all_seen("dev"), "who has not declared learns that it is decided, by letter what"
    assert heard(polling, "harriet") and not heard(polling, "zack") and not heard(polling, "joan")  # R100
    assert "Signed off for health\nGwen Lloyd" in polling.sends("farid", "decision.read", {"case": RR})


def test_who_has_not_signed_is_reminded_before_the_outcome_is_due(polling: Teams) -> None:  # A1, R113
    polling.at("Thu 2026-12-10 09:00")
    decides(polling)
    signs_off(polling, "efua")
    for person in ("farid", "gwen"):
        forgets(polling, person)
    polling.at("Fri 2026-12-11 09:00")
    for person in ("farid", "gwen"):
        assert "Please do this by Friday 11 December 2026, 17:00." in polling.sees(person), person
    assert "Sign it off" not in "".join(buttons(polling.card("efua")))


def test_the_panels_doubt_goes_to_the_chair_and_the_board_hears_of_it(polling: Teams) -> None:  # R100, R102, E31
    decides(polling)
    signs_off(polling, *GROUP)
    sends_to_panel(polling, RR)
    polling.presses("amina", "Record what the Panel says")
    said = {"received_on": "2026-11-23", "response": "disagrees", "response_text": "Consider the earlier review."}
    for _ in range(2):  # Whether it wants a reply is known once it is said what it says.
        if "Record it" in buttons(polling.card("amina")):
            fills(polling, "amina", "Record it", {**said, "reply_by": "2026-11-30"})
    polling.deliver()
    assert f"{RR}: the Panel has responded" in polling.all_seen("harriet")
    assert "earlier review" not in polling.all_seen("harriet")
    assert "The Panel does not agree with the decision." in polling.all_seen("gwen")
    assert "Consider the earlier review." in polling.sends("gwen", "panel.read", {"case": RR})
    assert "could not be done" in polling.sends("ben", "panel.read", {"case": RR})

    polling.types("efua", RR)
    polling.presses("efua", "Say whether the decision still stands")
    assert "Please do this by Monday 30 November 2026, 17:00." in polling.sees("efua")
    polling.presses("efua", "Say whether it does")
    shown = fills(polling, "efua", "Record it", {"changes": "no", "changes_reason": "The Group weighed it."})
    assert f"{RR}: the decision stands" in shown
    assert polling.case(RR).stage == "reported"


def test_where_it_is_not_the_same_for_every_child_each_has_its_own_line_and_no_name(teams: Teams) -> None:  # E1
    """Child B is a brother, about whom nothing is decided."""
    three_children(teams, "Ned Rook", "Olly Rook")
    each = {"same_for_all": "no", "decision_A": "lcspr", "decision_C": "lcspr", "reason_C": "The same reasons hold."}
    shown = decides(teams, **each)
    assert f"Child A: {OUTCOME}\nChild C: {OUTCOME}" in shown
    read = teams.sends("gwen", "decision.read", {"case": RR})
    assert "Why it is so for Child C\nThe same reasons hold." in read and "Rook" not in read
