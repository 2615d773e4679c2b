"""The clock's turn: what has come due in each case that wakes, put in the outbox once for ever.

Reminders are derived from the case and the moment. Ticking twice, late, or on two machines changes nothing.
"""

from collections.abc import Iterator
from datetime import datetime

from dialogs.announcements import ask, status
from dialogs.desk import Desk
from rapid_review.case import Case
from rapid_review.london import moment_of
from rapid_review.people import PersonId, Role
from rapid_review.reminders import Slot, channel_slots, latest_due, next_after, slots
from rapid_review.stages import Stage
from rapid_review.tasks import Task, TaskKind, owed
from rapid_review.timetable import Milestone, add_days, day_opens
from storage.messages import Message


def tick(desk: Desk) -> None:
    """Wake every case whose time has come, say what is due, and let it sleep until something else will be."""
    for reference in desk.work.woken(desk.now):
        case = desk.work.case(reference)
        case.close_poll_if_due(desk.now)
        for message in due(case, desk):
            desk.work.owe(message)
        desk.work.sleep(reference, wakes(case, desk))


def due(case: Case, desk: Desk) -> Iterator[Message]:
    """The newest reminder of each kind that has come due; the ones it stands for are not sent as well (F55)."""
    for person, task, moments in _owing(case, desk):
        if slot := latest_due(moments, desk.now):
            yield ask(case, task, person, slot.kind, slot.at)
    if case.stage not in (Stage.REPORTED, Stage.CLOSED):
        yield status(case, f"{desk.today}", desk.now)  # The channel's post says which day it is.
    for milestone, moments in _channel(case).items():
        if slot := latest_due(moments, desk.now):
            yield _post(case, milestone, slot)


def wakes(case: Case, desk: Desk) -> datetime | None:
    """When this case next has something to say."""
    if case.stage is Stage.CLOSED:
        return None
    ahead = [next_after(moments, desk.now) for _, _, moments in _owing(case, desk)]
    ahead += [next_after(moments, desk.now) for moments in _channel(case).values()]
    if case.stage is not Stage.REPORTED:
        ahead.append(moment_of(add_days(desk.today, 1, case.policy), day_opens()))
    if case.poll and case.poll.closed_at is None:
        ahead.append(case.poll.closes_at)
    return min((moment for moment in ahead if moment), default=None)


def _owing(case: Case, desk: Desk) -> Iterator[tuple[PersonId, Task, list[Slot]]]:
    for person in desk.partnership.people:
        tasks = owed(case, desk.partnership.standing(person), desk.now)
        for task in tasks:
            moments = _moments(case, task, person, desk)
            if task.kind is TaskKind.RETURN:  # An agency's two tasks share one card, and so one reminder at a time.
                moments += [slot for t in tasks if _opens(t, task) for slot in _moments(case, t, person, desk)]
            if moments and task.kind is not TaskKind.ACKNOWLEDGE:
                yield person, task, moments


def _opens(task: Task, answer: Task) -> bool:
    """Whether this is the acknowledgement of what the agency is to answer."""
    return task.kind is TaskKind.ACKNOWLEDGE and task.about == answer.about


def _moments(case: Case, task: Task, person: PersonId, desk: Desk) -> list[Slot]:
    """When this person is reminded of this task, after they were first asked."""
    closes = case.poll.closes_at if case.poll else None
    moments = slots(
        _pressing(case, task, person, desk),
        case.timetable(),
        case.day_one,
        case.policy,
        closes_at=closes,
        asked_at=_asked(case, task),
    )
    if task.kind in (TaskKind.RETURN, TaskKind.ACKNOWLEDGE):
        moments = _for_agency(moments, task, person, desk)
    return moments


def _pressing(case: Case, task: Task, person: PersonId, desk: Desk) -> TaskKind:
    """Which schedule a task follows: on Day 1 the Partnership Team's declarations stand before the requests (R108)."""
    team = desk.partnership.has(Role.PARTNERSHIP_TEAM, person)
    if task.kind is TaskKind.DECLARE and team and case.stage is Stage.RECEIVED:
        return TaskKind.ASK_AGENCIES
    if task.kind is TaskKind.DECLARE and case.stage is Stage.DELIBERATING:
        return TaskKind.VOTE  # The poll is open and their view is wanted: the poll's own reminders.
    return task.kind


def _asked(case: Case, task: Task) -> datetime:
    """When this task came to be owed: no reminder of it lies before that."""
    poll, decided, declared = case.poll, case.decided, case.declarations.get(task.about)
    began = {
        TaskKind.ALERT: case.alert_raised_at,
        TaskKind.RULE: declared.declared_at if declared else None,
        TaskKind.VOTE: poll.opened_at if poll else None,
        TaskKind.CRITERIA: poll.opened_at if poll else None,
        TaskKind.DECIDE: poll.closed_at if poll else None,
        TaskKind.REFER: poll.closed_at if poll else None,
        TaskKind.EXTEND: poll.closed_at if poll else None,
        TaskKind.SETTLE: case.disagreement.at if case.disagreement else None,
        TaskKind.SIGN_OFF: decided.at if decided else None,
        TaskKind.REPORT: decided.at if decided else None,
    }
    if task.kind in (TaskKind.RETURN, TaskKind.ACKNOWLEDGE):
        return case.requests[task.about].asked_at
    return began.get(task.kind) or case.received_at


def _for_agency(moments: list[Slot], task: Task, person: PersonId, desk: Desk) -> list[Slot]:
    """The deputy is written to only once the SPOC's silence calls for it (2.5, E8)."""
    agency = desk.partnership.agencies[task.about]
    if person == agency.spoc:
        return moments
    return [slot for slot in moments if slot.to_deputy]


def _channel(case: Case) -> dict[Milestone, list[Slot]]:
    """Reminders in the channel, before and on each due date, while anything is left to do."""
    if case.stage in (Stage.REPORTED, Stage.CLOSED):
        return {}
    moments: dict[Milestone, list[Slot]] = {}
    for milestone, slot in channel_slots(case.timetable(), case.day_one, case.policy):
        moments.setdefault(milestone, []).append(slot)
    return moments


def _post(case: Case, milestone: Milestone, slot: Slot) -> Message:
    return Message(
        key=f"{case.reference}:channel:{milestone}:{slot.kind}:{slot.at.date()}",
        to="team",
        route="channel",
        view="milestone",
        due=slot.at,
        case=case.reference,
        args={"milestone": milestone},
        expires=None,
    )
