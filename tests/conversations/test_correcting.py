"""A notification is corrected, any part of it: readers are told what and why, and the old version is kept (E9, E12)."""

from story import FACTS, RR, declares, fills, goes_through, papers_go_out, votes
from transcript import Teams, inputs

WHY = "The hospital’s record has the right day."


def begins(teams: Teams, parts: str) -> str:
    """Amina says what she corrects and why. The card that comes next."""
    teams.opens("amina", "people_list", RR)
    return fills(teams, "amina", "Save and continue", {"people_change": WHY, "people_parts": parts})


def corrects(teams: Teams, parts: str, **changed: str) -> str:
    """Amina corrects these parts; everything else stays as it was filled in."""
    begins(teams, parts)
    shown = goes_through(teams, "amina", changed, "Correct the notification")
    teams.deliver()
    return shown


def test_a_childs_birthday_is_corrected_and_everybody_who_needs_to_know_hears(asked: Teams) -> None:
    teams = asked
    for person in ("ben", "efua"):
        declares(teams, person, RR)
    begins(teams, "children")
    teams.presses("amina", "Change")
    fills(teams, "amina", "Save and continue", {"child_dob": "2026-06-12"})
    shown = goes_through(teams, "amina", {}, "Correct the notification")
    teams.deliver()
    assert f"{RR}: the notification is corrected" in shown and "The one before is kept" in shown
    assert f"{RR}: please search again" in teams.all_seen("ben"), "another birthday is searched for again"
    assert f"{RR}: the notification is corrected" in teams.all_seen("efua")
    assert "12 June" not in teams.all_seen("efua") + teams.all_seen("ben"), "what changed is read in the case"
    shown = teams.presses("efua", "Read it")
    assert "Version 2, corrected by Amina Yusuf" in shown and "Child 1: Date of birth" in shown
    assert WHY in shown and "12 June 2026" in shown
    shown = teams.presses("efua", "The version before")
    assert "2 June 2026" in shown and WHY not in shown and "The version before" not in shown
    assert teams.case(RR).facts.children == 1


def test_a_part_that_applies_only_now_is_asked_as_well(asked: Teams) -> None:
    assert begins(asked, "what").startswith("What you are telling us")
    shown = fills(asked, "amina", "Save and continue", {"inc_type": "child_harmed"})
    assert shown.startswith("Serious harm"), "and no other part is"
    goes_through(asked, "amina", {}, "Correct the notification")
    assert asked.case(RR).notification_revision == 2


def test_without_a_change_there_is_no_new_version(asked: Teams) -> None:
    shown = corrects(asked, "facts", inc_facts=FACTS)
    assert "Nothing is otherwise than it was." in shown and asked.case(RR).notification_revision == 1


def test_after_the_decision_the_chair_weighs_it(polling: Teams) -> None:
    teams = polling
    for member in ("efua", "farid", "gwen"):
        votes(teams, member, RR, "no_further")
    for form, send in (("criteria", "Record the answers"), ("decision", "Record the decision")):
        teams.opens("efua", form, RR)
        goes_through(teams, "efua", {"decision": "learning_acted_on"}, send)
    teams.deliver()
    teams.at("Tue 2026-11-24 09:00")
    corrects(teams, "facts", inc_facts="Found by her father.")
    assert "The notification was corrected after the decision." in teams.all_seen("efua")
    assert "the chair’s word on what came in after the decision" in teams.sends(
        "amina", "form.open", {"form": "panel", "subject": RR}
    )
    teams.opens("efua", "reconsideration", f"{RR}/notification")
    fills(teams, "efua", "Record it", {"changes": "no", "changes_reason": "It was known."})
    teams.deliver()
    assert not teams.case(RR).to_reconsider()


def test_nobody_else_corrects_it_and_nobody_corrects_the_question_of_safety(asked: Teams) -> None:
    papers_go_out(asked, RR)
    for person in ("gwen", "ben", "zack"):
        shown = asked.opens(person, "people_list", RR)
        assert "What changes" not in shown, person
    asked.opens("amina", "people_list", RR)
    offered = {c["value"] for c in inputs(asked.card("amina"))[1]["choices"]}
    assert {"children", "agencies", "homes", "sin"} <= offered and not {"safety", "sign"} & offered
