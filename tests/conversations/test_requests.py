"""A request before it is answered: who has it, who writes, who covers, and nothing found in two presses (form 3b)."""

import pytest
from cast import PARTNERSHIP
from story import RR, declares, fills
from transcript import Teams, buttons


def acknowledges(teams: Teams, person: str, **answers: str) -> str:
    """Open the acknowledgement, fill it in as far as this, and send it; a further question is answered the same way."""
    teams.opens(person, "acknowledge", f"{RR}/police")
    shown = fills(teams, person, "Send", answers)
    if "leads to another question" in shown:
        shown = fills(teams, person, "Send", answers)
    if "leads to another question" in shown:
        shown = fills(teams, person, "Send", answers)
    teams.deliver()
    return shown


# -- I will --------------------------------------------------------------------------------------------------------


def test_ben_has_it_in_two_presses(asked: Teams) -> None:
    asked.presses("ben", "I have got this")
    assert "Ben Hollis, Detective Inspector" in asked.sees("ben")
    assert "The Partnership Team can see that you have it." in asked.presses("ben", "Send")
    asked.deliver()
    request = asked.case(RR).requests["police"]
    assert (request.acknowledged_by, request.author_id) == ("ben", "ben")


def test_a_colleague_named_as_author_is_asked_and_declares_for_themselves(asked: Teams) -> None:
    """Farid works for the police and is not its SPOC: he sees this case only once Ben names him."""
    shown = acknowledges(asked, "ben", ack="yes", author_id="farid")
    assert "Farid Aziz is asked to write the summary." in shown
    assert asked.sees("farid").startswith(f"{RR}: your agency’s answer")
    assert "Why you: your agency named you to write its summary." in asked.sees("farid")
    assert "[Sign first]" in asked.sees("farid")
    assert "[Write the summary]" not in asked.sees("farid")
    declares(asked, "farid", RR)
    asked.opens("farid", "summary", f"{RR}/police")
    assert "Agency summary. Step 1" in asked.sees("farid")


def test_an_author_the_directory_does_not_know_is_kept_by_name(asked: Teams) -> None:
    acknowledges(asked, "ben", ack="yes", author_id="somebody_else", ack_instead="Nia Hart, Sergeant")
    assert asked.case(RR).requests["police"].author == "Nia Hart, Sergeant"


def test_an_acknowledgement_goes_stale_half_way(asked: Teams) -> None:
    """F16: said on Day 1, nothing since, Day 5."""
    declares(asked, "ben", RR)
    acknowledges(asked, "ben", ack="yes")
    asked.opens("ben", "secure", f"{RR}/police")
    fills(asked, "ben", "Send", {"rec_secured": "none"})
    asked.at("Thu 2026-11-26 09:00")
    assert "Nothing has come since" not in asked.sees("ben")
    asked.at("Fri 2026-11-27 09:00")
    assert "You said on Monday 23 November 2026 that you have this. Nothing has come since." in asked.sees("ben")


# -- I am the wrong person -----------------------------------------------------------------------------------------


def test_the_wrong_person_names_the_right_one_of_their_own_agency(asked: Teams) -> None:
    """F18."""
    shown = acknowledges(asked, "ben", ack="wrong_person", ack_right="farid")
    assert "Farid Aziz is asked now." in shown
    assert "Why you: the request was handed to you" in asked.sees("farid")
    assert "[I have got this]" in asked.sees("farid")


def test_nobody_of_another_agency_can_be_brought_in(asked: Teams) -> None:
    """The list holds colleagues alone, and a forged choice is no choice."""
    asked.opens("ben", "acknowledge", f"{RR}/police")
    fills(asked, "ben", "Send", {"ack": "wrong_person"})
    offered = asked.sees("ben")
    assert "Joan Pike" in offered
    assert "Gwen Lloyd" not in offered
    verb, data = asked.pressed(asked.card("ben"), "Send", ack_right="joan")
    assert "Choose one of the answers offered" in asked.sends("ben", verb, {**data, "ack_right": "gwen"})
    assert asked.case(RR).requests["police"].handed_to == ""


def test_somebody_the_directory_does_not_know_is_for_the_team_to_find(asked: Teams) -> None:
    acknowledges(asked, "ben", ack="wrong_person", ack_right="somebody_else", ack_instead="Nia Hart, Sergeant")
    told = asked.sees("amina")
    assert told.startswith(f"{RR}: somebody else is to be asked")
    assert "Nia Hart, Sergeant" in told
    assert "put them in the partnership’s file" in told
    assert "Nia Hart" not in "\n".join(asked.summaries["amina"])


def test_who_leaves_the_agency_has_no_part_any_more(asked: Teams) -> None:
    """E36: access is what the directory says today."""
    acknowledges(asked, "ben", ack="wrong_person", ack_right="farid")
    case = asked.case(RR)
    assert case.answered_by(PARTNERSHIP.standing("farid")) == {"police"}
    assert case.answered_by(PARTNERSHIP.standing("gwen")) == frozenset()


# -- I am away -----------------------------------------------------------------------------------------------------


def test_away_until_a_day_the_deputy_is_asked_at_once(asked: Teams) -> None:
    """E8: limited by the day, after which it comes back."""
    shown = acknowledges(asked, "ben", ack="away", away_until="2026-11-25", ack_deputy="joan")
    assert "Joan Pike is asked now. After Wednesday 25 November 2026 it comes back to you." in shown
    assert "Why you: you cover for your agency’s single point of contact." in asked.sees("joan")
    ben = asked.new_for("ben")
    asked.at("Wed 2026-11-25 09:00")
    assert asked.new_for("ben") == ben, "away, and left alone"
    asked.at("Thu 2026-11-26 09:00")
    assert asked.case(RR).requests["police"].handed_to == ""
    assert "your agency’s answer" in asked.all_seen("ben")
    assert "Your agency’s request has gone back" in asked.all_seen("joan")


def test_a_day_that_has_passed_is_no_absence(asked: Teams) -> None:
    shown = acknowledges(asked, "ben", ack="away", away_until="2026-11-20", ack_deputy="joan")
    assert "That day has passed. Enter Monday 23 November 2026 or a later day." in shown


def test_the_partnership_team_hands_it_to_the_deputy_and_both_are_told(asked: Teams) -> None:
    asked.sends("amina", "chase.hand_over", {"case": RR, "agency": "police"})
    asked.deliver()
    assert "Joan Pike has your agency’s request now." in asked.sees("ben")
    assert "your agency’s answer" in asked.sees("joan")


# -- Nothing found -------------------------------------------------------------------------------------------------


def test_a_nil_return_is_two_presses(asked: Teams) -> None:
    """F14: everything is filled in, and the sentence stands right above the button that confirms it."""
    declares(asked, "ben", RR)
    opened = asked.presses("ben", "Nothing found: nil return")
    assert "Crime records\nPublic protection records" in opened
    above, _, _ = opened.partition("[We hold nothing: send the nil return]")
    assert above.rstrip().endswith("If any is found, I will say so at once.")
    sent = asked.presses("ben", "We hold nothing: send the nil return")
    assert "your nil return is in" in sent
    assert asked.case(RR).requests["police"].returned


def test_a_late_nil_return_says_why(asked: Teams) -> None:
    declares(asked, "ben", RR)
    asked.at("Mon 2026-12-07 09:00")
    asked.opens("ben", "nil_return", f"{RR}/police")
    refused = asked.presses("ben", "We hold nothing: send the nil return")
    assert "Enter an answer to “Why does it come after the due day?”." in refused
    sent = asked.presses("ben", "We hold nothing: send the nil return", late_reason="The search took longer.")
    assert "your nil return is in" in sent


@pytest.mark.parametrize("cleared", [False, True])
def test_a_request_has_at_most_six_buttons(asked: Teams, cleared: bool) -> None:
    if cleared:
        declares(asked, "ben", RR)
    for done in ("", "acknowledged"):
        if done:
            acknowledges(asked, "ben", ack="yes")
        asked.sends("ben", "task", {"case": RR, "task": "return/police"})
        assert len(buttons(asked.every_card[-1])) <= 6
