"""The need-to-know matrix (domain Part 6), and the two gates before it: declared, and not recused."""

from dataclasses import replace

import pytest
from cast import PARTNERSHIP
from test_case import MONDAY, declared, deliberating, filed, gathering, who

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, PaperAccess, Ruling
from rapid_review.people import Role
from rapid_review.permissions import MATRIX, Access, CaseRole, Surface, roles_of, sees
from rapid_review.stages import Stage
from rapid_review.tasks import TaskKind, owed


def test_the_matrix_answers_for_every_role_and_surface() -> None:
    assert set(MATRIX) == {(role, surface) for role in CaseRole for surface in Surface}


@pytest.mark.parametrize("name", sorted(PARTNERSHIP.people))
def test_before_both_declarations_nobody_sees_more_than_reference_and_dates(name: str) -> None:
    case = filed()
    assert all(sees(case, who(name), surface) <= Access.META for surface in Surface)


@pytest.mark.parametrize("surface", list(Surface))
def test_somebody_with_no_part_sees_nothing(surface: Surface) -> None:
    assert sees(deliberating(), who("zack"), surface) is Access.NONE


@pytest.mark.parametrize("surface", list(Surface))
def test_a_recused_person_sees_nothing_at_all(surface: Surface) -> None:
    case = declared(declared(gathering(), "efua"), "gwen", conflict=Conflict.ACTUAL)
    case.rule("gwen", Ruling.RECUSE, by=who("efua"), revision=1, now=MONDAY)
    assert sees(case, who("gwen"), surface) is Access.NONE


@pytest.mark.parametrize(("access", "papers"), [(PaperAccess.PART, Access.READ), (PaperAccess.NONE, Access.META)])
def test_a_ruling_on_what_a_member_reads_leaves_their_own_agencys_part(access: PaperAccess, papers: Access) -> None:
    """Carys answers for Health and sits for it: she goes on answering."""
    seats = tuple(replace(seat, member="carys") if seat.id == "health" else seat for seat in PARTNERSHIP.seats)
    carys, case = replace(PARTNERSHIP, seats=seats).standing("carys"), declared(gathering(), "efua")
    case.sign_confidentiality(by=carys, now=MONDAY)
    case.declare_conflict(Conflict.POSSIBLE, perceived=False, by=carys, revision=1, now=MONDAY)
    case.rule("carys", Ruling.MANAGE, by=who("efua"), revision=1, now=MONDAY, access=access)
    assert sees(case, carys, Surface.RETURNS) is Access.OWN
    assert sees(case, carys, Surface.PEOPLE) is (Access.READ if papers is Access.READ else Access.OWN)
    assert sees(case, carys, Surface.NOTIFICATION) is papers


@pytest.mark.parametrize(
    ("name", "surface", "access"),
    [
        ("ben", Surface.NOTIFICATION, Access.META),
        ("ben", Surface.PEOPLE, Access.OWN),
        ("ben", Surface.RETURNS, Access.OWN),
        ("ben", Surface.POLL, Access.NONE),
        ("gwen", Surface.NOTIFICATION, Access.READ),
        ("gwen", Surface.DECLARATIONS, Access.OWN),
        ("amina", Surface.POLL, Access.META),
        ("efua", Surface.DECLARATIONS, Access.READ),
        ("dev", Surface.RETURNS, Access.NONE),
        ("harriet", Surface.RETURNS, Access.META),
    ],
)
def test_what_each_sees_once_they_have_declared(name: str, surface: Surface, access: Access) -> None:
    assert sees(declared(gathering(), name), who(name), surface) is access


def test_the_boards_chair_reads_what_they_are_asked_to_settle() -> None:
    from test_case import polled, with_criteria

    from rapid_review.outcome.decision import Stance

    case = declared(with_criteria(polled(Stance.REVIEW, Stance.REVIEW, Stance.ALTERNATIVE)), "harriet")
    assert sees(case, who("harriet"), Surface.RETURNS) is Access.META
    case.refer_disagreement(by=who("efua"), due=MONDAY, now=MONDAY)
    assert sees(case, who("harriet"), Surface.RETURNS) is Access.READ


def test_who_runs_the_machine_has_no_part_in_a_case_and_reads_nothing_in_the_bot() -> None:
    """E41: of the record, that something was done; of everything else, nothing."""
    runs_it = replace(PARTNERSHIP, roles={**PARTNERSHIP.roles, Role.IT_ADMIN: ("it",)}).standing("it")
    case = deliberating()
    assert roles_of(case, runs_it) == frozenset()
    shown = {surface: sees(case, runs_it, surface) for surface in Surface}
    assert shown == {surface: Access.META if surface is Surface.AUDIT else Access.NONE for surface in Surface}


def kinds(case: Case, name: str) -> list[str]:
    return [task.kind for task in owed(case, who(name), MONDAY)]


def test_each_owes_what_is_theirs() -> None:
    case = gathering()
    assert kinds(case, "ben") == [TaskKind.ACKNOWLEDGE, TaskKind.SECURE, TaskKind.DECLARE, TaskKind.RETURN]
    assert kinds(case, "amina") == [TaskKind.SEND_PAPERS, TaskKind.NOTIFY_PANEL]
    assert kinds(case, "gwen") == [TaskKind.DECLARE]
    assert kinds(case, "dev") == []
    assert kinds(case, "zack") == []
    assert kinds(case, "harriet") == []


def test_an_answer_still_missing_is_owed_until_the_panel_is_told() -> None:
    case = deliberating()
    assert TaskKind.RETURN in kinds(case, "carys")
    case.stage = Stage.REPORTED
    assert kinds(case, "carys") == []


def test_a_recused_person_owes_nothing() -> None:
    case = declared(declared(gathering(), "efua"), "gwen", conflict=Conflict.ACTUAL)
    assert kinds(case, "efua") == [TaskKind.RULE]
    case.rule("gwen", Ruling.RECUSE, by=who("efua"), revision=1, now=MONDAY)
    assert kinds(case, "gwen") == []
    assert kinds(case, "marcus") == [TaskKind.DECLARE]


def test_the_deputy_chair_chairs_only_while_the_chair_stands_aside() -> None:
    case = declared(gathering(), "farid")
    assert CaseRole.CHAIR not in roles_of(case, who("farid"))
    declared(case, "efua", conflict=Conflict.POSSIBLE)
    assert CaseRole.CHAIR in roles_of(case, who("farid"))
    assert TaskKind.RULE in kinds(case, "farid")
