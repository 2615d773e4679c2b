"""The clock's turn: what has come due in each case that wakes, put in the outbox once for ever.

Reminders are derived from the case and the moment. Ticking twice, late, or on two machines changes nothing. What is
due, overdue or new is a message of its own; of all else a person hears once a day, in one message (F56).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dialogs.announcements import ask, status
from dialogs.desk import Desk
from dialogs.emptying import see_who_reads, stand
from dialogs.group.chairing import nobody
from dialogs.group.leavers import see_who_is_left
from dialogs.keeping import keeping
from dialogs.outcome.disagreement import unsettled
from dialogs.returns.agencies import away, holders, in_line, stands_aside
from dialogs.returns.leads import silences
from dialogs.returns.vacated import see_who_answers
from dialogs.trust import glass
from rapid_review.began import began
from rapid_review.case import Case
from rapid_review.people import PersonId, Role
from rapid_review.permissions import roles_of
from rapid_review.stages import Stage
from rapid_review.task import Task, TaskKind
from rapid_review.tasks import owed
from rapid_review.timing.extensions import morning_after
from rapid_review.timing.hours import Hours, next_allowed
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.reminders import Slot, channel_slots, latest_due, newest, next_after, slots
from rapid_review.timing.scheduling_tasks import meeting
from rapid_review.timing.timetable import Due, Milestone, add_days, day_opens
from storage.audit import Via
from storage.messages import Message
from storage.preferences import REMEMBERED, digest_key


@dataclass(frozen=True)
class Owing:
    """One thing that one person owes in a case, and every moment at which they are reminded of it."""

    person: PersonId
    task: Task
    moments: list[Slot]


def tick(desk: Desk, references: Sequence[str] | None = None) -> None:
    """Wake every case whose time has come, or those named; say what is due, and let each sleep until more will be."""
    desk.work.via = desk.work.via or Via.CLOCK
    unheard: dict[PersonId, list[tuple[Case, Task]]] = {}
    heard: dict[PersonId, datetime | None] = {}
    for reference in desk.work.woken(desk.now) if references is None else references:
        case = desk.work.case(reference)
        if case.wakes_at is None or case.wakes_at > desk.now:
            continue  # Another process was here first.
        case.close_poll_if_due(desk.now)
        case.hold_seats(desk.partnership.seats, desk.now)
        case.take_back_if_due(desk.now)
        case.end_glass_if_due(desk.now)
        case.end_access_if_due(desk.now)
        see_who_is_left(case, desk)
        see_who_reads(case, desk)
        everything = list(owing(case, desk, desk.partnership.people))
        for message in due(case, everything, desk):
            desk.work.owe(message)
        for one in everything:
            if pending(case, one, _heard(one.person, heard, desk), desk.now):
                unheard.setdefault(one.person, []).append((case, one.task))
        desk.work.sleep(reference, wakes(case, everything, desk))
    for person, things in unheard.items():
        desk.work.owe(_digest(person, things, desk))


def due(case: Case, everything: Iterable[Owing], desk: Desk) -> Iterator[Message]:
    """What has come due and is a message of its own; the newest of each, which stands for the others (F55)."""
    for one in everything:
        slot, _ = newest(one.moments, desk.now)
        if slot:
            message = ask(case, one.task, one.person, named(slot), _not_at_night(slot, one.task, case, desk))
            yield replace(message, args={**message.args, "slot": named(slot)})
    yield from see_who_answers(case, desk)
    yield from silences(case, desk)
    yield from unsettled(case, desk)
    yield from nobody(case, desk)
    yield from keeping.notices(case, desk)
    yield from glass.emptied(case, desk)
    if case.stage not in (Stage.REPORTED, Stage.CLOSED):
        yield status(case, f"{desk.today}", desk.now)  # The channel's post says which day it is.
    for milestone, moments in _channel(case).items():
        if slot := latest_due(moments, desk.now):
            yield _post(case, milestone, slot)


def named(slot: Slot) -> str:
    """The slot as message keys have it: with its day, so that a date which moves is said anew."""
    return f"{slot.kind}@{local_day(slot.at)}"


def _not_at_night(slot: Slot, task: Task, case: Case, desk: Desk) -> datetime:
    """A reminder that was missed goes out in the morning, if the clock comes back in the night."""
    allowed = next_allowed(desk.now, None, case.policy)
    at_any_hour = task.kind in (TaskKind.ALERT, TaskKind.BREACH)
    return slot.at if at_any_hour or allowed == desk.now else allowed


def pending(case: Case, one: Owing, since: datetime | None, until: datetime) -> list[Slot]:
    """The moments that this person has not heard of yet, and that are no message of their own."""
    _, last = newest(one.moments, until)
    if last is None or _muted(case, one.person, last):
        return []
    after = max(since or last.at - timedelta(days=REMEMBERED), until - timedelta(days=REMEMBERED))
    return [slot for slot in one.moments if not slot.firm and after < slot.at <= last.at]


def unheard(case: Case, everything: Iterable[Owing], desk: Desk) -> list[Owing]:
    """What should be in a digest by now and is in none."""
    heard: dict[PersonId, datetime | None] = {}
    return [one for one in everything if pending(case, one, _heard(one.person, heard, desk), desk.now)]


def _muted(case: Case, person: PersonId, slot: Slot) -> bool:
    until = case.muted.get(person)
    return until is not None and local_day(slot.at) < until


def _heard(person: PersonId, heard: dict[PersonId, datetime | None], desk: Desk) -> datetime | None:
    """When this person last heard of what was due: what came before that was said then."""
    if person not in heard:
        heard[person] = desk.work.last_digest(person, local_day(_next_for(person, desk)) + timedelta(days=1))
    return heard[person]


def _next_for(person: PersonId, desk: Desk) -> datetime:
    """When this person may hear next."""
    return next_allowed(desk.now, desk.work.preference(person), desk.policy)


def _digest(person: PersonId, things: list[tuple[Case, Task]], desk: Desk) -> Message:
    """The one message of the day. What is due for them is looked up again when it is sent; see `digests`."""
    (case, task), at = things[0], _next_for(person, desk)
    return Message(
        key=digest_key(person, local_day(at)),
        to=person,
        route="person",
        view="digest",
        due=at,
        case=case.reference,
        slot=f"{case.reference}:{task.id}" if len(things) == 1 else "",
        args={"task": task.id},
    )


def wakes(case: Case, everything: Iterable[Owing], desk: Desk) -> datetime | None:
    """When this case next has something to say."""
    ahead = [next_after(one.moments, desk.now) for one in everything]
    ahead += [one.until for one in case.glass_broken if one.ended_at is None]
    if case.stage is Stage.CLOSED:
        ahead += [keeping.wakes(case, desk), case.access_ends_at()]
        if case.access_ended_at is None or stand(desk, case):  # Who leaves is noticed that day (E36).
            ahead.append(moment_of(desk.today + timedelta(days=1), day_opens()))
        return min((moment for moment in ahead if moment), default=None)
    ahead += [next_after(moments, desk.now) for moments in _channel(case).values()]
    if case.stage is not Stage.REPORTED or ahead or any(action.open for action in case.actions.values()):
        ahead.append(moment_of(add_days(desk.today, 1, case.policy), day_opens()))
    if case.poll and case.poll.closed_at is None:
        ahead.append(case.poll.closes_at)
    return min((moment for moment in ahead if moment), default=None)


def owing(case: Case, desk: Desk, people: Iterable[PersonId]) -> Iterator[Owing]:
    """What these people owe in the case, with the moments at which they are reminded."""
    for person in people:
        who = desk.standing(person)
        if not (roles := roles_of(case, who)):
            continue
        tasks = owed(case, who, desk.now)
        tasks += meeting(case, who, roles, tasks)
        for task in tasks:
            moments = _moments(case, task, person, desk)
            if task.kind is TaskKind.RETURN:  # An agency's two tasks share one card, and so one reminder at a time.
                moments += [slot for t in tasks if _opens(t, task) for slot in _moments(case, t, person, desk)]
            if moments and task.kind is not TaskKind.ACKNOWLEDGE:
                yield Owing(person, task, moments)


def _opens(task: Task, answer: Task) -> bool:
    """Whether this is the acknowledgement of what the agency is to answer."""
    return task.kind is TaskKind.ACKNOWLEDGE and task.about == answer.about


def _moments(case: Case, task: Task, person: PersonId, desk: Desk) -> list[Slot]:
    """When this person is reminded of this task, after they were first asked."""
    moments = slots(
        _pressing(case, task, person, desk),
        _dates(case, task),
        case.day_one,
        case.policy,
        closes_at=case.poll.closes_at if case.poll else None,
        asked_at=began(case, task),
        due_at=case.rested_at(task.about) if task.kind is TaskKind.ESCALATE else task.due,
    )
    if task.kind is TaskKind.NOTIFY_PANEL and task.due and not desk.partnership.has(Role.LA_NOTIFIER, person):
        moments = [slot for slot in moments if local_day(slot.at) >= local_day(task.due)]  # The seat's turn comes late.
    if task.kind in (TaskKind.RETURN, TaskKind.ACKNOWLEDGE, TaskKind.SECURE):
        if still := case.stood_still:
            moments = [replace(slot, at=morning_after(slot.at, still, case.policy)) for slot in moments]
        moments = _for_agency(moments, case, task, person, desk)
    hours = desk.work.preference(person) if moments else None
    return [_in_hours(slot, hours, task, case) for slot in moments] if hours else moments


def _dates(case: Case, task: Task) -> Mapping[Milestone, Due]:
    """The dates a task is reminded by: an agency that was given more time by its own (F17), a meeting by its hour."""
    if task.kind is TaskKind.MEETING and task.due:
        meets = replace(case.timetable()[Milestone.MEETING], day=local_day(task.due), at=task.due)
        return {**case.timetable(), Milestone.MEETING: meets}
    own = case.due_from(task.about) if task.kind is TaskKind.RETURN else None
    return {**case.timetable(), Milestone.SUMMARIES_DUE: own} if own else case.timetable()


def _in_hours(slot: Slot, hours: Hours, task: Task, case: Case) -> Slot:
    """The slot in the person's own hours (F53); never later than what it reminds of is due."""
    if slot.firm:
        return slot
    at = next_allowed(slot.at, hours, case.policy)
    return slot if task.due and at > task.due else replace(slot, at=at)


def _pressing(case: Case, task: Task, person: PersonId, desk: Desk) -> TaskKind:
    """Which schedule a task follows: on Day 1 the Partnership Team's declarations stand before the requests (R108)."""
    team = desk.partnership.has(Role.PARTNERSHIP_TEAM, person)
    if task.kind is TaskKind.DECLARE and team and case.stage is Stage.RECEIVED:
        return TaskKind.ASK_AGENCIES
    if task.kind is TaskKind.DECLARE and case.stage is Stage.DELIBERATING:
        return TaskKind.VOTE  # The poll is open and their view is wanted: the poll's own reminders.
    if task.kind is TaskKind.DECLARE and case.disagreement and task.due == case.disagreement.due:
        return TaskKind.SETTLE  # The chair of the board was given a day (R101).
    return task.kind


def _for_agency(moments: list[Slot], case: Case, task: Task, person: PersonId, desk: Desk) -> list[Slot]:
    """All of it to whoever has the request in hand; to the other only what the silence calls for (2.5, E8)."""
    request, line = case.requests[task.about], in_line(case, task.about, desk.partnership)
    absent = away(line, desk)
    having = holders(case, task.about, desk.partnership, absent)
    if person not in having and stands_aside(case, person):
        return []  # They cannot do it.
    if task.kind is TaskKind.RETURN and person == request.author_id:
        return moments  # Who writes hears of it as well (2.5).
    if request.until and request.handed_to in having and person != request.handed_to:
        return []  # Away, and covered for.
    if absent and line[0] not in having:
        since = absent[line[0]].since or request.asked_at
        cover = Slot("cover", max(request.asked_anew_at, since), firm=True)
        return [*moments, cover] if person in having else []
    return moments if person in having else [slot for slot in moments if slot.to_deputy]


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
