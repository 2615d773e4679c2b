"""Who is left in a case: looked at when somebody stands aside, and by the clock, for the partnership's file changes."""

from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.people import PersonId, Role
from rapid_review.permissions import roles_of
from rapid_review.stages import Stage


def see_who_is_left(case: Case, desk: Desk) -> None:
    """Note who is relied on and has no part any more, and which partner has nobody left who could decide (E13)."""
    case.note_gone([person for person in _relied_on(case) if not _has_part(person, case, desk)], desk.now)
    case.note_chairs(desk.partnership.holders(Role.CHAIR), desk.now)
    if case.stage not in (Stage.REPORTED, Stage.CLOSED):
        case.note_vacancies(desk.partnership.seats, desk.now)


LEAD_NAMES = "The Partnership Team is asked to have their lead name who decides in their place. You can name them too."


def lead_names(case: Case, member: PersonId, desk: Desk) -> bool:
    """Whether this member's partner has nobody left, so that its lead is asked to name somebody (E13)."""
    theirs = {seat.partner for seat in desk.partnership.seats if seat.member == member}
    return any(vacancy.open for partner, vacancy in case.vacancies.items() if partner in theirs)


def _relied_on(case: Case) -> set[PersonId]:
    """Whoever owes an action, or decides for a partner in this case alone."""
    owners = {action.owner for action in case.actions.values() if action.open}
    return owners | {cooptee.person for cooptee in case.cooptees.values() if cooptee.current and cooptee.seat}


def _has_part(person: PersonId, case: Case, desk: Desk) -> bool:
    return person in desk.partnership.people and bool(roles_of(case, desk.standing(person)))
