"""An agency whose SPOC or deputy has left, or is a guest not confirmed again: who is asked, or that nobody is (E36)."""

from collections.abc import Iterator

from dialogs.announcements import ask
from dialogs.desk import Desk
from dialogs.returns.agencies import alone, away, holders, in_line
from rapid_review.case import Case
from rapid_review.people import PersonId, Role
from rapid_review.task import TaskKind
from rapid_review.tasks import owed
from rapid_review.timing.hours import next_allowed
from storage.messages import Message

_THEIRS = (TaskKind.SECURE, TaskKind.RETURN, TaskKind.QUERY)


def see_who_answers(case: Case, desk: Desk) -> Iterator[Message]:
    """Whoever stands in is asked what is still wanted; where nobody does, the Partnership Team hears of it."""
    for agency in case.requests:
        known = desk.partnership.agencies.get(agency)
        if not known or not known.vacated or not case.owes_answer(agency):
            continue
        since = max(desk.partnership.former[person].until or desk.today for person in known.vacated)
        line = in_line(case, agency, desk.partnership)
        for person in holders(case, agency, desk.partnership, away(line, desk)):
            yield from _asked(case, agency, person, f"instead@{since}", desk)
        for person in set(desk.partnership.holders(Role.PARTNERSHIP_TEAM)) - case.recused if not line else ():
            yield alone(case, agency, f"{since}", person, next_allowed(desk.now, None, case.policy))


def _asked(case: Case, agency: str, person: PersonId, why: str, desk: Desk) -> Iterator[Message]:
    """What they have no card for yet."""
    has = desk.work.slots_of(case.reference, person)
    at = next_allowed(desk.now, desk.work.preference(person), case.policy)
    for task in owed(case, desk.standing(person), desk.now):
        if task.kind in _THEIRS and task.about == agency and f"{case.reference}:{task.id}" not in has:
            yield ask(case, task, person, why, at)
