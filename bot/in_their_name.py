"""What is done to a case by command in somebody's name: may they, and they hear of it in Teams at once (T17).

An id that is typed on the machine proves nothing. Whoever is named, and the chair, can say that it was not so.
"""

from collections.abc import Collection
from datetime import datetime

from dialogs.keeping.in_your_name import Deed, notice
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.permissions import CaseRole, roles_of
from storage.work import Work

RUNS_IT = frozenset({CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM})


def require_run_it(case: Case, partnership: Partnership, *people: PersonId) -> None:
    """Refuse to act in the name of anybody who does not run this case, or is recused from it."""
    for person in people:
        who = partnership.standing(person)
        if person in case.recused:
            raise Refusal(f"{person} is recused from {case.reference}. Give the id of somebody else.")
        if roles_of(case, who).isdisjoint(RUNS_IT):
            raise Refusal(
                f"{person} is neither the chair nor of the Partnership Team in {case.reference}. Give another id."
            )


def tell(
    work: Work[Case],
    partnership: Partnership,
    reference: str,
    deed: Deed,
    named: Collection[PersonId],
    now: datetime,
) -> None:
    """They hear of it, and so does the chair, in the same transaction: it cannot be done without being said."""
    for person in sorted({*named, *partnership.holders(Role.CHAIR)}):
        work.owe(notice(reference, deed, person, tuple(named), now))
