"""Whose every deed is, found out by trying: pinned, read against Part 6, and missed when a check is taken out (G15)."""

from pathlib import Path

import pytest

from authority.mutants import every_mutant, survives
from authority.parts import NO_PART, PARTS
from authority.walk import everything, methods
from rapid_review.permissions import CaseRole, Surface

WHOSE = Path(__file__).with_name("whose.txt")
ANYBODYS = {
    "ask_anew",  # A step of `extend_poll` and `take_back`, which have asked.
    "end_glass",  # Whoever has broken none ends none.
    "nothing_has_changed",  # Of their own declaration, which nobody without a part could have made.
    "open_paper",  # Noted of the Group's readers; of others nothing is noted.
    "send_document",  # It has left already; before it left they were asked.
    "need_clearance",  # A question about their own declarations.
}
"""What refuses nobody for their part, and why that is so."""


@pytest.fixture(scope="session")
def outcomes() -> dict[str, str]:
    return dict(everything())


def test_every_part_there_is_tries(outcomes: dict[str, str]) -> None:
    roles = {role for part in PARTS for role in outcomes[f"{part}, declared: is"].split()}
    assert roles == {*CaseRole} - {CaseRole.IT_ADMIN}
    assert all(outcomes[f"{part}, {state}: is"] == "" for part in NO_PART for state in ("nothing", "declared"))


def test_whose_everything_is_has_not_changed_by_mistake(outcomes: dict[str, str], pytestconfig: pytest.Config) -> None:
    """A new method of a case is tried by everybody as soon as it is there; read the difference before it is kept."""
    now = "".join(f"{line}\n" for line in _table(outcomes))
    if pytestconfig.getoption("--redraw"):
        WHOSE.write_text(now)
    assert WHOSE.read_text() == now


def _table(outcomes: dict[str, str]) -> list[str]:
    """For each method, who is let in by their part before and after declaring."""
    lines = []
    for name in methods():
        let_in = {}
        for state in ("nothing", "declared"):
            came = {part: dict(one.split("=") for one in outcomes[f"{part}: {name}"].split("; ")) for part in PARTS}
            let_in[state] = [part for part in PARTS if came[part][state] in ("in", "True")]
        lines.append(f"{name}: {' '.join(let_in['declared'])} | undeclared: {' '.join(let_in['nothing'])}")
    return lines


def test_nobody_without_a_part_does_anything(outcomes: dict[str, str]) -> None:
    for part in NO_PART:
        done = {name for name in methods() if "in" in _came(outcomes, part, name)} - ANYBODYS
        asked = {name for name in done if name in ("seats_held",)}
        assert done == asked, part


def _came(outcomes: dict[str, str], part: str, name: str) -> set[str]:
    return {one.partition("=")[2] for one in outcomes[f"{part}: {name}"].split("; ")}


def test_nobody_who_is_recused_does_anything_to_the_case(outcomes: dict[str, str]) -> None:
    """E13. What is left to them is their own, and to say that a child is in danger (R066)."""
    left = set()
    for part in PARTS:
        for name in methods():
            came = dict(one.split("=") for one in outcomes[f"{part}: {name}"].split("; "))
            left |= {name} if came["recused"] == "in" and name not in ANYBODYS else set()
    assert left == OF_ONESELF


OF_ONESELF = {
    *("raise_alert", "report_breach", "hear_less", "decline_to_sign", "sign_confidentiality"),
    # No case opens to them at all (`Desk.case`), so that what follows is refused before it is asked for:
    *("name_decider", "require_may_name"),
}


def test_under_glass_a_chair_reads_as_a_chair_and_does_no_more_than_before(outcomes: dict[str, str]) -> None:
    assert outcomes["chair, under glass: sees"] == outcomes["chair, declared: sees"]
    assert outcomes["chair, under glass: may"] == outcomes["chair, nothing: may"]
    for name in set(methods()) - {"break_glass", "require_may_break_glass", "may_break_glass", "readable_breaches"}:
        came = dict(one.split("=") for one in outcomes[f"chair: {name}"].split("; "))
        assert came["under glass"] == came["nothing"], name


def test_it_never_outranks_a_ruling(outcomes: dict[str, str]) -> None:
    for part in PARTS:
        assert outcomes[f"{part}, limited under glass: sees"] == outcomes[f"{part}, reads nothing: sees"]


def test_when_it_has_ended_it_is_as_before(outcomes: dict[str, str]) -> None:
    for part in PARTS:
        assert outcomes[f"{part}, glass has ended: sees"] == outcomes[f"{part}, nothing: sees"]


def test_in_a_frozen_case_only_those_who_run_it_read(outcomes: dict[str, str]) -> None:
    for part in set(PARTS) - {"partnership_team", "chair"}:
        seen = dict(one.split("=") for one in outcomes[f"{part}, frozen: sees"].split())
        assert {level for surface, level in seen.items() if surface != Surface.BREACH} <= {"NONE", "META"}, part


@pytest.mark.thorough
def test_a_check_taken_out_is_missed(outcomes: dict[str, str]) -> None:
    """Every fortieth of them; all of them: `python -m authority`."""
    few = every_mutant()[::40]
    assert [mutant.name for mutant in few if survives(mutant, outcomes)] == []
