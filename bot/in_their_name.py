"""What is done to a case by command in somebody's name: may they, and they hear of it in Teams at once (T17).

An id that is typed on the machine proves nothing. Whoever is named, and the chair, can say that it was not so.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from dialogs.keeping.in_your_name import Deed, notice
from documents.passages import WRITTEN_OUT
from rapid_review.case import Case
from rapid_review.errors import Refusal
from rapid_review.people import Partnership, PersonId, Role
from rapid_review.permissions import CaseRole, roles_of
from storage.audit import Via
from storage.work import Work

BY_COMMAND = "command line"
"""Who the record says it was: whoever may run commands on the machine. Whose ids were typed stands beside it."""


@dataclass(frozen=True)
class Leave:
    """In whose name something of a case is written to a file, why, and who else agreed (Part 6, rule 8)."""

    by: PersonId
    reason: str
    second: PersonId = ""

    @property
    def named(self) -> tuple[PersonId, ...]:
        return (self.by, self.second) if self.second else (self.by,)


NOBODY = Leave("", "")
RUNS_IT = frozenset({CaseRole.CHAIR, CaseRole.PARTNERSHIP_TEAM})


def require_two(partnership: Partnership, by: PersonId, second: PersonId) -> None:
    """Refuse a second person who is the first, and anybody whom the partnership's file does not name."""
    if not (by and second):
        raise Refusal("Two people have to be named: --by and --second. Give their ids.")
    require_there(partnership, by, second)
    if by == second:
        raise Refusal(f"The second person has to be somebody else than “{by}”. Give the id of whoever agreed to it.")


def require_there(partnership: Partnership, *people: PersonId) -> None:
    """Refuse to act in the name of somebody who was mistyped, or has left."""
    for person in people:
        if not person:
            raise Refusal("Say in whose name it is done: --by. Give their id.")
        if person not in partnership.people:
            raise Refusal(
                f"Nobody in the partnership’s file has the id or short name “{person}”: it is mistyped, or they have "
                "left. Give that of somebody who is there."
            )


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


def require_not_aside(case: Case, *people: PersonId) -> None:
    """Refuse to let anything out in the name of somebody who stands aside for now, or for good (R046, T18)."""
    for person in people:
        declared = case.declarations.get(person)
        if declared and declared.stands_aside:
            raise Refusal(
                f"{person} stands aside in {case.reference}: a conflict waits for a ruling, or they could not sign. "
                "Nothing was made. Give the id of somebody else."
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


def require_may_leave(case: Case) -> None:
    """Refuse while nothing may leave this case, and say what lets it (E29, E43)."""
    if case.frozen:
        raise Refusal(
            f"{case.reference} is frozen, so nothing leaves it. Nothing was made. Once it is put right, the chair or "
            f"the Partnership Team lets it go on in Teams: type {case.reference}, and press “Let it go on”."
        )
    if case.sends_held:
        raise Refusal(
            f"Something of {case.reference} went to the wrong person and nobody has looked yet, so nothing leaves it. "
            "Nothing was made. In Teams, open the report and press “I have looked: sends may go on”."
        )


def let_out(
    work: Work[Case],
    partnership: Partnership,
    case: Case,
    leave: Leave,
    what: str,
    deed: Deed,
    now: datetime,
) -> None:
    """What is asked before anything of a case is written to a file, and what is kept and said of it.

    `what` is a word of ours for the record; the reason is kept with the case, sealed.
    """
    require_two(partnership, leave.by, leave.second)
    require_run_it(case, partnership, *leave.named)
    require_not_aside(case, *leave.named)
    if not leave.reason.strip():
        raise Refusal("Say why it leaves: --reason.")
    require_may_leave(case)
    work.via = Via.COMMAND
    work.put_form(case.reference, WRITTEN_OUT, "", BY_COMMAND, now, {**asdict(leave), "what": what})
    case.written_out(what, leave.by, leave.second, now)
    work.log_read(case.reference, BY_COMMAND, what, now)
    tell(work, partnership, case.reference, deed, leave.named, now)
