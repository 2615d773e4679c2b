"""A request before it is answered: who has it, who writes, who covers, and nothing found in two presses (form 3b)."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cast import PARTNERSHIP
from story import RR, acknowledges, declares, fills
from transcript import Teams, buttons, words

POLICE = {"case": RR, "agency": "police"}


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


def test_a_team_member_who_also_answers_for_an_agency_is_asked(asked: Teams, tmp_path: Path) -> None:
    hers = replace(PARTNERSHIP.agencies["childrens-services"], spoc="amina")
    asked.partnership = replace(PARTNERSHIP, agencies={**PARTNERSHIP.agencies, "childrens-services": hers})
    teams = asked.twin(tmp_path / "hers.db")
    with closing(teams.store):
        teams.sends("amina", "agencies.ask", {"case": RR, "agencies": "childrens-services"})
        teams.deliver()
        assert "[I have got this]" in teams.all_seen("amina")


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
    of_joans = asked.sends("joan", "task", {"case": RR, "task": "return/police"})
    assert "Ben Hollis said on Monday 23 November 2026 that they have this." in of_joans


# -- I am the wrong person -----------------------------------------------------------------------------------------


def test_the_wrong_person_names_the_right_one_of_their_own_agency(asked: Teams) -> None:
    """F18."""
    acknowledges(asked, "ben", ack="yes", author_id="joan")
    shown = acknowledges(asked, "ben", ack="wrong_person", ack_right="farid")
    assert asked.case(RR).requests["police"].author_id == "", "who writes is for Farid to say"
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


# -- Recused (E13) -------------------------------------------------------------------------------------------------


def recuses(teams: Teams, person: str) -> None:
    """This person declares a conflict, and Efua rules that they take no part."""
    declares(teams, "efua", RR)
    declares(teams, person, RR, decl="actual", perceived="yes", details="Kin.", kinds="worked", proposed="leave")
    teams.presses("efua", "Read it and rule")
    ruling = {"ruling": "recuse", "paper_access": "none", "ruling_reason": "Kin."}
    fills(teams, "efua", "Record the ruling", ruling)
    teams.deliver()
    assert f"You are recused from {RR}" in teams.sees(person)


def test_the_next_in_line_is_asked_when_the_spoc_is_recused(asked: Teams) -> None:
    assert asked.new_for("joan") == 0
    recuses(asked, "ben")
    assert "secure your records" in asked.all_seen("joan")
    assert "[I have got this]" in asked.all_seen("joan")
    ben, joan = asked.new_for("ben"), asked.new_for("joan")
    assert "Fellshire Police is being reminded: Joan Pike." in asked.sends("amina", "chase.nudge", POLICE)
    asked.deliver()
    assert asked.new_for("joan") > joan
    joan = asked.new_for("joan")
    asked.at("Wed 2026-12-02 09:00")  # Two days before it is due: said to whoever has it.
    assert asked.new_for("joan") > joan
    assert asked.new_for("ben") == ben


@pytest.mark.parametrize("aside", ["cannot sign", "waits for a ruling"])
def test_while_the_spoc_cannot_answer_the_deputy_is_asked(asked: Teams, aside: str) -> None:
    if aside == "cannot sign":
        asked.opens("ben", "decline", RR)
        fills(asked, "ben", "Tell the chair", {})
        asked.deliver()
    else:
        declares(asked, "ben", RR, decl="possible", kinds="worked", details="Kin.", proposed="leave")
    assert "secure your records" in asked.all_seen("joan")
    assert "[I have got this]" in asked.all_seen("joan")
    ben, joan = asked.new_for("ben"), asked.new_for("joan")
    asked.at("Fri 2026-12-04 17:05")
    assert "Please do it now." in "".join(map(words, asked.chats["joan"][joan:]))
    assert "your agency’s answer" not in "".join(map(words, asked.chats["ben"][ben:]))


def test_nobody_recused_is_handed_the_request(asked: Teams) -> None:
    """Nor is it said why they cannot take it. Away with nobody to cover, Ben goes on hearing."""
    recuses(asked, "joan")
    away = {"ack": "away", "away_until": "2026-12-11", "ack_deputy": "joan"}
    for refused in (acknowledges(asked, "ben", **away), asked.sends("amina", "chase.hand_over", POLICE)):
        assert "Joan Pike cannot take this." in refused
        assert "recused" not in refused and "told" not in refused
    asked.types("ben", "my hours")
    for _ in range(2):
        fills(asked, "ben", "Keep my hours", {"days": "d0,d1,d2,d3,d4", "away": "yes", "back_on": "2026-12-14"})
    asked.deliver()
    ben, joan = asked.new_for("ben"), asked.new_for("joan")
    asked.at("Fri 2026-12-04 17:05")
    assert asked.new_for("ben") > ben
    assert asked.new_for("joan") == joan


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
