"""Drawing a reminder when it is sent: one thing that is due, or all that is due for a person on one card (F56, F57)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cards import digest as cards
from cards.elements import kept_fresh
from dialogs import tasking
from dialogs.announcements import ask
from dialogs.desk import Desk
from dialogs.reminders import Owing, named, owing, pending
from dialogs.turn import Answer, Turn
from rapid_review.case import Case
from rapid_review.people import PersonId
from rapid_review.questions.forms import read_day
from rapid_review.task import Task, TaskKind
from rapid_review.timing.london import local_day
from rapid_review.timing.reminders import Slot
from storage.messages import Message


@dataclass(frozen=True)
class Waiting:
    """One thing that a person is reminded of, and the earlier days whose reminders this one stands for (F55)."""

    case: Case
    task: Task
    earlier: list[date]


def draw(message: Message, desk: Desk) -> Answer | None:
    """The one message of the day, or None if nothing in it is still to be done."""
    return _drawn(message.to, message.due, desk)


def shown(turn: Turn, desk: Desk) -> Answer:
    """The same card asking for itself again, so that it never asks for what is done."""
    day, person = read_day(turn.data.get("day")), desk.who(turn).id
    until = desk.work.last_digest(person, day + timedelta(days=1)) if day else None
    drawn = _drawn(person, until, desk) if until and day == local_day(until) else None
    return drawn or tasking.tasks_of(desk, desk.who(turn))


def _drawn(person: PersonId, until: datetime, desk: Desk) -> Answer | None:
    waiting = list(_waiting(person, until, desk))
    if not waiting:
        return None
    if len(waiting) == 1:
        return _one(waiting[0], person, desk)
    things = [(one.case, one.task, one.earlier) for one in waiting]
    card = cards.digest(things)
    if not desk.demo:  # The demonstration's client knows no refreshing.
        card = kept_fresh(card, "digest", {"day": f"{local_day(until)}"})
    return Answer.of(card)


def _one(waiting: Waiting, person: PersonId, desk: Desk) -> Answer:
    answer = tasking.card_for(desk, waiting.case, waiting.task, desk.standing(person))
    return replace(answer, card=cards.reminding(answer.card, waiting.case, waiting.earlier))


def _waiting(person: PersonId, until: datetime, desk: Desk) -> Iterator[Waiting]:
    since = desk.work.last_digest(person, local_day(until))
    for case in desk.work.open_cases():
        if person in case.recused:
            continue
        for one in owing(case, desk, [person]):
            if slots := pending(case, one, since, until):
                yield Waiting(case, one.task, _days_before(slots[-1], slots))


def _days_before(last: Slot, slots: list[Slot]) -> list[date]:
    days = {local_day(slot.at) for slot in slots}
    return sorted(day for day in days if day < local_day(last.at))


# -- What is due, overdue or new -----------------------------------------------------------------------------------


def reminder(message: Message, case: Case, desk: Desk) -> Answer | None:
    """A task's own card as a notice: it says which earlier ones it stands for, and why it comes in spite of a mute."""
    who = desk.standing(message.to)
    one = next((one for one in owing(case, desk, [who.id]) if one.task.id == message.args["task"]), None)
    if one is None:
        return None
    answer = tasking.card_for(desk, case, one.task, who)
    until = case.muted.get(who.id)
    muted = until if until and desk.today < until and one.task.kind is not TaskKind.ALERT else None
    return replace(answer, card=cards.notice(answer.card, _missed(message, case, one, desk), muted))


def _missed(message: Message, case: Case, one: Owing, desk: Desk) -> list[date]:
    """The earlier days of which nothing was ever said."""
    said = next((slot for slot in one.moments if named(slot) == message.args["slot"]), None)
    if said is None or one.task.kind is TaskKind.ALERT:
        return []
    before = [slot for slot in one.moments if local_day(slot.at) < local_day(said.at)]
    keys = {ask(case, one.task, one.person, named(slot), slot.at).key: slot for slot in before if slot.firm}
    owed = desk.work.owed_before(list(keys))
    heard = desk.work.last_digest(one.person, local_day(said.at)) if before else None
    unsaid = [slot for key, slot in keys.items() if key not in owed]
    unsaid += [slot for slot in before if not slot.firm and (heard is None or slot.at > heard)]
    return sorted({local_day(slot.at) for slot in unsaid})
