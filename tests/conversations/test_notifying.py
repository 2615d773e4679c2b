"""Dev files a notification: what he is asked depends on what he says, and he may stop and change his mind."""

from pathlib import Path
from typing import Any

import pytest
from story import ANSWERS, FACTS, dev_notifies, fills, goes_on_to, goes_through
from transcript import Teams, buttons, inputs, open_store, words

DIED = "The death of a child"
HARMED = "Serious harm"
LOOKED_AFTER = "The death of a looked-after child"
CARE_LEAVER = "The death of a care leaver"
COUNCIL = "The local authority’s own notification"
BRANCHES = {DIED, HARMED, LOOKED_AFTER, CARE_LEAVER, COUNCIL}

NEAR_MISS = {"inc_type": "near_miss", "child_role": "other", "limb2_outcome": "neither"}
HARM = {"inc_type": "child_harmed", "child_role": "harmed", "limb2_outcome": "harmed"}


def headings(teams: Teams) -> set[str]:
    return {words(card).split("\n")[0] for card in teams.every_card}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, {DIED}),
        (HARM, {HARMED}),
        (HARM | {"limb2_outcome": "died"}, {HARMED, DIED}),  # E19: harmed, and died since
        (NEAR_MISS, set()),  # E20
        ({"child_legal": "section_20"}, {DIED, LOOKED_AFTER}),  # E7
        ({"child_legal": "care_order", "limb1_abuse": "no"}, {DIED, LOOKED_AFTER}),  # R061: abuse or not
        (HARM | {"child_legal": "care_order"}, {HARMED}),
        ({"inc_type": "care_leaver_died", "child_legal": "care_leaver"}, {DIED, CARE_LEAVER}),  # E21
        ({"ref_is_la": "yes"}, {DIED, COUNCIL}),  # R059
        (HARM | {"inc_la": "outside_england"}, {HARMED}),  # E24
        ({"child_role": "caused_harm", "limb2_outcome": "neither", "inc_type": "other"}, set()),  # E23
    ],
)
def test_only_the_parts_that_apply_are_asked(teams: Teams, said: dict[str, str], asked: set[str]) -> None:
    assert dev_notifies(teams, **said) == "RR-2026-001"
    assert headings(teams) & BRANCHES == asked


def test_an_unborn_child_has_an_expected_date(teams: Teams) -> None:
    teams.types("dev", "notify")
    unborn = HARM | {"child_dob_precision": "unborn", "child_dob": "", "child_edd": "2027-02-01"}  # E22
    goes_on_to(teams, "dev", ANSWERS | unborn, "The children: child 1")
    shown = fills(teams, "dev", "Save and continue", ANSWERS | unborn)
    assert "Your answer leads to another question" in shown
    assert "Expected date of birth" in shown
    assert "Ivy Rook" in fills(teams, "dev", "Save and continue", ANSWERS | unborn)


def test_an_unknown_date_is_no_breach(teams: Teams) -> None:
    """E4: the date may be unknown; only when it came to light is asked, and no deadline is made up from it."""
    reference = dev_notifies(teams, inc_date="", inc_date_precision="not_known", inc_discovered_date="2026-11-21")
    assert teams.case(reference).facts.incident is None


def test_several_children_are_one_case(teams: Teams) -> None:
    """E1, E2: a row for each child, brothers and sisters too; one reference."""
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS, "The children\n")
    assert "Child 1\nDied, Ivy Rook" in teams.sees("dev")
    teams.presses("dev", "Add another child")
    brother = ANSWERS | {"child_name": "Ned Rook", "child_role": "sibling", "child_dob": "2019-03-01"}
    assert "Ned Rook" in fills(teams, "dev", "Save and continue", brother)
    teams.presses("dev", "Add another child")
    cousin = brother | {"child_name": "Olly Rook"}
    fills(teams, "dev", "Save and continue", cousin)
    shown = teams.presses("dev", "Remove", picked="1")
    assert "Olly Rook" in shown and "Ned Rook" not in shown
    teams.presses("dev", "Change", picked="1")
    assert "Child 2\nBrother, sister or other child in the household, Pip Rook" in teams.presses(
        "dev", "Save and continue", child_name="Pip Rook"
    )
    teams.presses("dev", "Continue")
    assert "RR-2026-001" in goes_through(teams, "dev", ANSWERS, "Send the notification")
    assert teams.case("RR-2026-001").facts.children == 2


def test_every_answer_can_be_changed_before_it_is_sent(teams: Teams) -> None:
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS, "Check your answers")
    teams.presses("dev", "Next page")
    assert FACTS in teams.sees("dev")
    teams.presses("dev", "Change: What is known")
    shown = teams.presses("dev", "Save and continue", inc_facts="Found at 06:30 by the aunt.")
    assert shown.startswith("Check your answers")
    assert "Found at 06:30 by the aunt." in shown and FACTS not in shown
    assert "Nothing is sent until you press" in shown


def test_a_change_of_mind_opens_and_closes_a_branch(teams: Teams) -> None:
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS | NEAR_MISS, "Check your answers")
    assert DIED not in headings(teams)
    teams.presses("dev", "Change: What you are telling us")
    assert teams.presses("dev", "Save and continue", inc_type="child_died").startswith(DIED)
    assert fills(teams, "dev", "Save and continue", ANSWERS).startswith("Check your answers")


def test_what_it_starts_is_shown_before_it_is_sent(teams: Teams) -> None:
    """F11: the dates that sending it now would start, with the reason for Day 1."""
    teams.now = teams.now.replace(hour=18)
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS, "Check your answers")
    while "Send the notification" not in buttons(teams.card("dev")):
        teams.presses("dev", "Next page")
    shown = teams.sees("dev")
    assert "it is received on Monday 23 November 2026 after 16:00, so Day 1 is Tuesday 24 November 2026." in shown
    assert "Agencies’ summaries will be due by Monday 7 December 2026, 17:00." in shown
    assert "Panel by Monday 14 December 2026, 17:00." in shown
    receipt = teams.presses("dev", "Send the notification")
    assert "Their summaries are due back by Monday 7 December 2026, 17:00." in receipt
    assert "reached the Partnership Team on Monday 23 November 2026, 18:00" in receipt


@pytest.mark.parametrize("said", [NEAR_MISS, {"limb1_abuse": "no"}, {"inc_type": "good_practice", "limb1_abuse": "no"}])
def test_below_the_definition_it_still_goes_to_the_group(teams: Teams, said: dict[str, Any]) -> None:
    """R064, E5."""
    reference = dev_notifies(teams, **said)
    assert "It still goes to the Rapid Review Group." in "\n".join(map(words, teams.every_card))
    assert "does not seem to meet the definition" in teams.sees("dev")
    assert "The Rapid Review Group decides by Thursday 10 December 2026" in teams.sees("dev")
    assert reference in teams.sees("efua") and reference in teams.sees("amina")


def test_a_draft_survives_a_restart_and_goes_on_elsewhere(tmp_path: Path) -> None:
    store = open_store(tmp_path / "review.db")
    laptop = Teams(store)
    laptop.types("dev", "notify")
    goes_on_to(laptop, "dev", ANSWERS, "What is known")
    shown = laptop.presses("dev", "Save and finish later", inc_facts="Half a sentence")
    assert shown.startswith("Saved for later")
    assert "Nothing has been sent. You can go on from any device." in shown
    store.close()

    phone = Teams(open_store(tmp_path / "review.db"))
    assert "You have a notification that is not sent yet." in phone.types("dev", "my tasks")
    assert phone.presses("dev", "Go on with the notification").startswith("What is known")
    assert "Half a sentence" in phone.sees("dev")
    assert "RR-2026-001" in goes_through(phone, "dev", ANSWERS, "Send the notification")
    assert "nothing to do" in phone.types("dev", "my tasks")
    phone.store.close()


def test_nobody_else_sees_a_draft(teams: Teams) -> None:
    teams.types("dev", "notify")
    goes_on_to(teams, "dev", ANSWERS, "What is known")
    assert "Baby found" not in teams.types("ben", "notify")
    assert {field.get("value", "") for field in inputs(teams.card("ben"))} == {""}


def test_a_child_at_risk_is_passed_on_before_the_form_is_finished(teams: Teams) -> None:
    """R066: at once, to people who act, and once only."""
    teams.types("dev", "notify")
    shown = fills(teams, "dev", "Save and continue", ANSWERS | {"imm_risk": "yes"})
    assert "call 999" in shown and "being told now" in shown
    teams.deliver()
    for person in ("amina", "efua", "farid"):
        assert teams.sees(person).startswith("A child may be at risk now")
        assert "Dev Patel (Fellshire Housing)" in teams.sees(person)
        assert teams.summaries[person] == ["Please look at this now"]
    assert teams.new_for("gwen") == teams.new_for("ben") == 0
    teams.presses("dev", "Back")
    fills(teams, "dev", "Save and continue", ANSWERS | {"imm_risk": "yes"})
    goes_on_to(teams, "dev", ANSWERS, "What is known")
    teams.deliver()
    assert [teams.new_for(person) for person in ("amina", "efua", "farid")] == [1, 1, 1]
    receipt = goes_through(teams, "dev", ANSWERS, "Send the notification")
    assert "A child may be at risk" in receipt and "This bot is not an emergency service" in receipt


def test_a_child_at_risk_is_passed_on_by_a_restored_copy_that_sends_nothing_else(teams: Teams) -> None:
    """Dev reads that they are being told now, and nobody else can have told them."""
    teams.store.run_now(lambda work: work.hold_copy("restored", teams.now, teams.now))
    teams.types("dev", "notify")
    assert "being told now" in fills(teams, "dev", "Save and continue", ANSWERS | {"imm_risk": "yes"})
    teams.deliver()
    for person in ("amina", "efua", "farid"):
        assert teams.sees(person).startswith("A child may be at risk now")


@pytest.mark.parametrize("button", ["Save and finish later", "Save and continue"])
def test_a_child_at_risk_is_passed_on_from_an_unfinished_card(teams: Teams, button: str) -> None:
    """Whether the rest of the card is right, or is left for later, does not matter to the child."""
    teams.types("dev", "notify")
    teams.presses("dev", button, imm_risk="not_known")
    assert "The Partnership Team and the chair are being told now" in teams.sees("dev")
    teams.deliver()
    assert teams.sees("amina").startswith("A child may be at risk now")


def test_no_child_at_risk_alarms_nobody(teams: Teams) -> None:
    teams.types("dev", "notify")
    fills(teams, "dev", "Save and continue", ANSWERS)
    teams.deliver()
    assert not teams.chats["amina"]


def test_the_alert_is_taken_in_hand_by_one_and_the_others_see_it(teams: Teams) -> None:
    """E17."""
    reference = dev_notifies(teams, imm_risk="yes")
    teams.presses("gwen", "I am dealing with this")
    teams.deliver()
    assert f"{reference}: safety alert" not in teams.all_seen("amina")
    assert "Gwen Lloyd is dealing with the alert. Nothing is left to do here." in teams.all_seen("amina")
    assert "Gwen Lloyd has it in hand" in teams.sends("efua", "alert.mine", {"case": reference})


def test_what_is_needed_most_often_stands_first_and_the_rarest_last(teams: Teams) -> None:
    teams.types("ben", "help")
    first, *_, last = shown = [*buttons(teams.card("ben"))]
    assert first == "Notify a serious incident" and last == "Something went to the wrong person"
    assert shown.index("My tasks") < shown.index("My cases") < shown.index("My hours")
