"""Two agencies file about the same child: the Partnership Team is told, compares, and says which it is (E32)."""

from collections.abc import Iterator
from contextlib import closing
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest
from cast import PARTNERSHIP
from story import ANSWERS, RR, declares, dev_notifies, fills, goes_through
from transcript import Teams, buttons

from dialogs.notification import alike
from rapid_review.people import Role

SECOND = "RR-2026-002"
TOLD = f"{SECOND}: compare it with another case"
TWO = replace(PARTNERSHIP, roles={**PARTNERSHIP.roles, Role.PARTNERSHIP_TEAM: ("amina", "owen")})
"""A Partnership Team of two."""


@pytest.fixture
def two(filed: Teams, tmp_path: Path) -> Iterator[Teams]:
    team = copy(filed)
    team.partnership = TWO
    teams = team.twin(tmp_path / "two.db")
    with closing(teams.store):
        yield teams


def ben_notifies(teams: Teams, **changed: str) -> str:
    """The police file on Tuesday what Housing filed on Monday, in words of their own."""
    teams.at("Tue 2026-11-24 09:00")
    teams.types("ben", "notify")
    said = {**ANSWERS, "inc_facts": "We were called to the home at 06:20.", "imm_action_done": "None yet.", **changed}
    receipt = goes_through(teams, "ben", said, "Send the notification")
    teams.deliver()
    assert SECOND in receipt
    return receipt


# -- Who is told -------------------------------------------------------------------------------------------------------


def test_the_partnership_team_is_told_in_its_own_chat_and_nobody_else_is(filed: Teams) -> None:
    receipt = ben_notifies(filed)
    told = next(said for said in reversed(filed.all_seen("amina").split("\n\n")) if said.startswith(TOLD))
    assert f"{RR} may be about the same child." in told
    assert "Read both notifications, then say how the cases stand to each other." in told
    assert "Ivy" not in told
    toasts = [line for line in filed.summaries["amina"] if SECOND in line]
    assert TOLD in toasts and not any(RR in line for line in toasts)
    assert RR not in receipt and RR not in filed.all_seen("ben")
    for person in ("efua", "farid", "gwen", "dev", "imran", "team"):
        assert "same child" not in filed.all_seen(person)
        assert not any("compare" in line for line in filed.summaries[person])
    looks = filed.store.run_now(lambda work: [link.actor for link in work.chain(RR)])
    assert "ben" not in looks, "nobody looked at the first case by filing a second"


def test_it_stays_on_the_cases_own_card_until_it_is_answered(filed: Teams) -> None:
    ben_notifies(filed)
    assert f"It may be about the same child as {RR}." in filed.types("amina", SECOND)
    assert "same child" not in filed.types("amina", RR), "the first is told of it once they are related"
    for person in ("efua", "ben"):
        declares(filed, person, SECOND)
        assert "same child" not in filed.types(person, SECOND)
        assert "could not be done" in filed.sends(person, "alike.read", {"case": SECOND})


# -- What counts as alike ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        {"child_name": "ROOK, Ivy", "child_dob": "2026-06-12"},
        {"child_name": "Ivy-Rook", "child_dob": "", "child_dob_precision": "not_known"},
        {"child_name": "Evie Rook"},
        {"child_name": "Not known", "child_aka": "Evie; Ivy Rook"},
        {"child_name": "Ívy"},
    ],
)
def test_a_child_is_known_by_a_name_however_it_is_written_or_by_a_birthday(
    filed: Teams, written: dict[str, str]
) -> None:
    ben_notifies(filed, **written)
    assert f"{RR} may be about the same child." in filed.all_seen("amina")


@pytest.mark.parametrize(
    "written",
    [
        {"child_name": "Tom Hale"},
        {"child_name": "Ivy Hale", "child_dob": "2021-03-09"},
        {"child_name": "Not known yet", "child_dob": "", "child_dob_precision": "not_known"},
    ],
)
def test_another_child_is_nobodys_question(filed: Teams, written: dict[str, str]) -> None:
    ben_notifies(filed, **written)
    assert "same child" not in filed.all_seen("amina")


def test_two_children_without_a_name_are_not_alike(teams: Teams) -> None:
    unknown = {"child_name": "Not known", "child_dob": "", "child_dob_precision": "not_known"}
    dev_notifies(teams, **unknown)
    ben_notifies(teams, **unknown)
    assert "same child" not in teams.all_seen("amina")


def test_a_name_that_is_known_only_later_is_compared_then(filed: Teams) -> None:
    ben_notifies(filed, child_name="Not known yet", child_dob="", child_dob_precision="not_known")
    declares(filed, "amina", SECOND)
    filed.opens("amina", "people_list", SECOND)
    fills(filed, "amina", "Save and continue", {"people_change": "The hospital knows.", "people_parts": "children"})
    filed.presses("amina", "Change")
    fills(filed, "amina", "Save and continue", {"child_name": "Ivy Rook"})
    goes_through(filed, "amina", {}, "Correct the notification")
    filed.deliver()
    assert f"{RR} may be about the same child." in filed.all_seen("amina")


def test_a_case_that_is_closed_is_not_compared(filed: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no more are read than somebody can wait for."""
    monkeypatch.setattr(alike, "MOST_COMPARED", 0)
    ben_notifies(filed)
    assert "same child" not in filed.all_seen("amina")


# -- What is said of it ------------------------------------------------------------------------------------------------


def test_related_cases_are_told_of_each_other(filed: Teams) -> None:
    ben_notifies(filed)
    for reference in (RR, SECOND):
        declares(filed, "amina", reference)
    filed.types("amina", SECOND)
    filed.presses("amina", "Compare the cases")
    shown = filed.presses("amina", f"{RR} is related")
    assert "It is recorded with both cases." in shown and f"{RR} is related to this case." in shown
    assert f"Related to {RR}." in filed.types("amina", SECOND)
    assert f"Related to {SECOND}." in filed.types("amina", RR)
    assert filed.presses("amina", "Related cases").startswith(f"{RR}: compare it with another case")
    assert filed.presses("amina", f"See {SECOND}").startswith(SECOND)


def test_different_children_are_not_asked_about_again_and_it_can_be_said_otherwise(filed: Teams) -> None:
    ben_notifies(filed)
    for reference in (RR, SECOND):
        declares(filed, "amina", reference)
    filed.types("amina", SECOND)
    filed.presses("amina", "Compare the cases")
    assert f"{RR} is not about the same child." in filed.presses("amina", f"{RR} is a different child")
    answered = filed.card("amina")
    assert RR not in filed.types("amina", SECOND) and SECOND not in filed.types("amina", RR)
    filed.chats["amina"].append(answered)
    assert f"{RR} is related to this case." in filed.presses("amina", f"{RR} is related")


def test_it_is_said_by_somebody_who_has_declared_in_both(filed: Teams) -> None:
    ben_notifies(filed)
    declares(filed, "amina", SECOND)
    related = {"case": SECOND, "number": "0", "said": "related"}
    assert f"{RR}: First we need your confidentiality agreement" in filed.sends("amina", "alike.answer", related)
    declares(filed, "amina", RR)
    for forged in ({"number": "1"}, {"number": "x"}, {"said": "merged"}, {"said": ""}, {"case": RR}):
        assert "could not be done" in filed.sends("amina", "alike.answer", {**related, **forged})
    for person in ("efua", "ben", "dev", "zack"):
        assert "It is recorded" not in filed.sends(person, "alike.answer", related)
    assert all(one.said is None for one in filed.case(SECOND).alike) and not filed.case(RR).alike


# -- Recused from one of them ------------------------------------------------------------------------------------------


def test_a_colleague_recused_from_one_learns_nothing_of_it_from_the_other(two: Teams) -> None:
    """E13: not by the message, not on the card, not by a forged press, and not that there is anything to ask."""
    leaves(two, "owen", RR)
    ben_notifies(two)
    declares(two, "owen", SECOND)
    assert TOLD in two.summaries["amina"] and TOLD not in two.summaries["owen"]
    assert RR not in two.types("owen", SECOND) and "same child" not in two.all_seen("owen")
    nothing = two.sends("owen", "alike.read", {"case": RR.replace("001", "009")})
    assert two.sends("owen", "alike.read", {"case": SECOND}) == nothing
    related = {"case": SECOND, "number": "0", "said": "related"}
    assert two.sends("owen", "alike.answer", related) == nothing
    assert "Compare the cases" in buttons(shown_to_amina(two))


def shown_to_amina(teams: Teams) -> dict[str, object]:
    teams.types("amina", SECOND)
    return teams.card("amina")


def leaves(teams: Teams, person: str, reference: str) -> None:
    """They declare a conflict, and the chair rules that they leave the case."""
    teams.opens(person, "declare", reference)
    said = {"agree_all": "yes", "decl": "actual", "perceived": "yes", "kinds": "worked", "proposed": "withdraw"}
    fills(teams, person, "Sign both", said)
    fills(teams, person, "Sign both", {**said, "details": "I was the social worker.", "sign_name": person.title()})
    teams.deliver()
    declares(teams, "efua", reference)
    teams.opens("efua", "ruling", f"{reference}/{person}")
    fills(teams, "efua", "Record the ruling", {"ruling": "recuse", "paper_access": "none"})
    teams.deliver()
    assert person in teams.case(reference).recused
