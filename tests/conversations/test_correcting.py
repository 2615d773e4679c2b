"""A notification is corrected, any part of it: readers are told what and why, and the old version is kept (E9, E12)."""

from typing import Any

from story import FACTS, RR, declares, fills, goes_through, papers_go_out, votes
from transcript import Teams, inputs

from rapid_review.questions.forms import Form, Question, Section
from rapid_review.questions.merging import merged, still_otherwise
from rapid_review.stages import Stage

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


# -- Two at once ---------------------------------------------------------------------------------------------------


def in_front(teams: Teams, person: str) -> None:
    """The card with boxes that this person had open comes back to the end of their chat."""
    chat = teams.chats[person]
    chat.append(chat.pop(next(n for n in reversed(range(len(chat))) if inputs(chat[n]))))


def dev_corrects(teams: Teams, **changed: str) -> None:
    """Dev, who notified, corrects the facts while Amina has the same form open."""
    declares(teams, "dev", RR)
    teams.opens("dev", "people_list", RR)
    fills(teams, "dev", "Save and continue", {"people_change": "The father said so.", "people_parts": "facts"})
    assert "the notification is corrected" in goes_through(teams, "dev", changed, "Correct the notification")
    teams.deliver()


def notified(teams: Teams) -> dict[str, Any]:
    return dict(teams.store.run_now(lambda work: work.form(RR, "notification", "")).answers)


def test_what_another_corrected_meanwhile_stands_where_it_was_not_touched(asked: Teams) -> None:
    teams = asked
    begins(teams, "facts")
    dev_corrects(teams, inc_facts="Found by her father at 06:20.")
    in_front(teams, "amina")
    shown = fills(teams, "amina", "Save and continue", {"inc_opinion": "An accident."})
    assert "This has changed since" in shown and "An accident." in shown and "Found by her father at 06:20." in shown
    goes_through(teams, "amina", {"inc_opinion": "An accident."}, "Correct the notification")
    assert (notified(teams)["inc_facts"], notified(teams)["inc_opinion"]) == (
        "Found by her father at 06:20.",
        "An accident.",
    )
    assert teams.case(RR).notification_revision == 3


def test_where_both_changed_the_same_box_both_are_shown_before_it_is_sent(asked: Teams) -> None:
    teams = asked
    begins(teams, "facts")
    fills(teams, "amina", "Save and continue", {"inc_facts": "Found by her mother at 06:30."})
    dev_corrects(teams, inc_facts="Found by her father at 06:20.")
    teams.opens("amina", "people_list", RR)
    shown = teams.sees("amina")
    assert "Dev Patel corrected the notification after you had begun" in shown
    assert "Found by her mother at 06:30." in shown and "Found by her father at 06:20." in shown
    assert notified(teams)["inc_facts"] == "Found by her father at 06:20.", "nothing is sent unseen"
    teams.presses("amina", "Correct the notification")
    assert notified(teams)["inc_facts"] == "Found by her mother at 06:30."


def test_two_versions_of_a_list_are_laid_together_row_by_row_only_if_they_are_of_the_same_people() -> None:
    name, born = Question("name", "Name"), Question("born", "Date of birth")
    form = Form("f", "F", "1", (Section("children", "Children", (name, born), repeats=True, row_name="child"),))
    ivy, tom = {"name": "Ivy", "born": "1"}, {"name": "Tom", "born": "2"}

    def of(*rows: dict[str, str]) -> dict[str, Any]:
        return {"children": list(rows)}

    answers, both = merged(form, of(ivy, tom), of(ivy, tom | {"born": "3"}), of(ivy | {"born": "4"}, tom))
    assert (answers, both) == (of(ivy | {"born": "4"}, tom | {"born": "3"}), frozenset())
    answers, both = merged(form, of(ivy, tom), of(tom), of(ivy, tom))
    assert (answers, both) == (of(tom), frozenset()), "who was taken out stays out"
    answers, both = merged(form, of(ivy, tom), of(tom), of(ivy | {"born": "4"}, tom))
    assert (answers, both) == (of(ivy | {"born": "4"}, tom), {"children//"})
    theirs = still_otherwise(form.sections, both, of(tom), answers)
    assert [(box.label, box.text(of(tom))) for box in theirs] == [("Children", "Child 1. Name: Tom; Date of birth: 2")]


def test_a_closed_case_says_what_to_do_instead(asked: Teams) -> None:
    def closes(work: Any) -> None:
        case = work.case(RR)
        case.stage, case.closed_at = Stage.CLOSED, asked.now
        case.keep_another_year(by=asked.partnership.standing("amina"), now=asked.now)

    asked.store.run_now(closes)
    shown = asked.opens("amina", "people_list", RR)
    assert "This case is closed" in shown and "write to the Panel" in shown
