"""A child keeps its letter in everything that is read and sent, also after another child is taken out (E1, E28)."""

import pytest
from story import (
    ANSWERS,
    RR,
    fills,
    goes_through,
    votes,
)
from telling import GROUP, three_children
from transcript import Teams

from dialogs.paperwork.casefile import casefile
from documents.kinds import make
from documents.model import Edition
from documents.plain import plain
from rapid_review.outcome.decision import Choice


@pytest.fixture
def decided(teams: Teams) -> Teams:
    """Ivy died, her brother Ned is a child of the house, Olly was harmed: the decision is about Child A and Child C."""
    three_children(teams, "Ned Pike", "Olly Marsh")
    for member in GROUP:
        votes(teams, member, RR, "review")
    teams.opens("efua", "criteria", RR)
    goes_through(teams, "efua", {}, "Record the answers")
    teams.opens("efua", "decision", RR)
    each = {"same_for_all": "no", "decision_A": "lcspr", "decision_C": "lcspr", "reason_C": "He saw it."}
    goes_through(teams, "efua", {"decision": "lcspr"} | each, "Record the decision")
    teams.deliver()
    return teams


def corrects_the_children(teams: Teams, *pressed: str, picked: str = "", **added: str) -> None:
    teams.opens("amina", "people_list", RR)
    fills(teams, "amina", "Save and continue", {"people_change": "It was wrong.", "people_parts": "children"})
    for title in pressed:
        teams.presses("amina", title, picked=picked)
    if added:
        fills(teams, "amina", "Save and continue", ANSWERS | added)
    teams.presses("amina", "Continue")
    assert "the notification is corrected" in goes_through(teams, "amina", {}, "Correct the notification")
    teams.deliver()


def without_names(teams: Teams, kind: str) -> str:
    def of(work: object) -> str:
        desk = teams.desk(work)
        return plain(make(kind, casefile(desk, desk.work.case(RR)), Edition.PSEUDONYMISED))

    return str(teams.store.run_now(of))


def test_the_decision_the_letter_and_the_search_speak_of_the_same_child(decided: Teams) -> None:
    teams = decided
    corrects_the_children(teams, "Remove", picked="1")
    assert teams.case(RR).decided.children == {"A": Choice.LCSPR, "C": Choice.LCSPR}
    letter = without_names(teams, "covering_letter")
    assert "- Child: Child A; Part: Died\n" in letter and "- Child: Child C; Part: Seriously harmed\n" in letter
    assert "- Child: Child B; Part: No longer in the notification\n" in letter
    assert "The children: Child C" in without_names(teams, "notification")
    read = teams.sends("gwen", "decision.read", {"case": RR})
    assert "Why it is so for Child C\nHe saw it." in read and "Child B" not in read
    assert "Child C\nOlly Marsh" in teams.sends("ben", "people.read", {"case": RR})


def test_a_child_who_comes_later_takes_the_letter_of_nobody(decided: Teams) -> None:
    teams = decided
    corrects_the_children(teams, "Remove", picked="1")
    corrects_the_children(teams, "Add another child", child_name="Pip Dale", child_role="sibling")
    assert "- Child: Child D; Part: Brother, sister" in without_names(teams, "covering_letter")
    assert "Child D\nPip Dale" in teams.sends("ben", "people.read", {"case": RR})


def test_a_decision_about_a_child_who_was_taken_out_is_read_as_it_was(decided: Teams) -> None:
    corrects_the_children(decided, "Remove", picked="2")
    read = decided.sends("gwen", "decision.read", {"case": RR})
    assert "Why it is so for Child C\nHe saw it." in read
    letter = without_names(decided, "covering_letter")
    assert "- Child: Child C; Part: No longer in the notification\n" in letter and "Child C: A Local Child" in letter
