"""When people are reminded of what they owe (domain 2.5). Pure: the dates of a case become moments.

Days are counted back from the deadline, so that a date that moves takes its reminders with it. Nothing but an open
safety alert reaches anybody in quiet hours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain

from rapid_review.keeping import request_clock
from rapid_review.policy import Policy
from rapid_review.returns.escalation import PROPOSED_ON
from rapid_review.tasks import TaskKind
from rapid_review.timing.calendar_england import first_working, last_working
from rapid_review.timing.london import local, local_day, moment_of
from rapid_review.timing.timetable import Due, Milestone, add_days, day_opens, next_allowed
from rapid_review.trust import ico_clock

OVERDUE_DAYS = 10
"""Working days for which an overdue return is chased daily; by then people have taken over (R129)."""
FROZEN_DAYS = 260
"""Working days for which a frozen case is asked about daily: a year, so that none is forgotten."""
ALERT_EVERY = timedelta(minutes=30)
ALERT_TIMES = 6


@dataclass(frozen=True)
class Slot:
    """One moment at which something is said; `kind` makes its message unique."""

    kind: str
    at: datetime
    to_deputy: bool = False
    """Whether the SPOC's deputy is written to as well."""
    firm: bool = False
    """Said whatever the person's own hours, mutes and other messages of the day: what is due, overdue or new."""


def slots(
    kind: TaskKind,
    dates: Mapping[Milestone, Due],
    day_one: date,
    policy: Policy,
    *,
    asked_at: datetime,
    closes_at: datetime | None = None,
    due_at: datetime | None = None,
) -> list[Slot]:
    """Every moment at which somebody is reminded of this kind of task, in order, after they were first asked."""
    return list(_slots(kind, tuple(dates.items()), day_one, policy, asked_at, closes_at, due_at))


@lru_cache(maxsize=4096)
def _slots(
    kind: TaskKind,
    dated: tuple[tuple[Milestone, Due], ...],
    day_one: date,
    policy: Policy,
    asked_at: datetime,
    closes_at: datetime | None,
    due_at: datetime | None,
) -> tuple[Slot, ...]:
    """The same for everybody who owes the same thing of a case, so it is worked out once."""
    if kind is TaskKind.ALERT:
        return tuple(Slot(f"again{n}", asked_at + n * ALERT_EVERY, firm=True) for n in range(1, ALERT_TIMES + 1))
    if kind is TaskKind.BREACH and due_at:
        by_the_law = (Slot(name, at, firm=True) for name, at in ico_clock.reminders(due_at, asked_at))
        return tuple(slot for slot in by_the_law if slot.at > asked_at)
    if kind is TaskKind.ANSWER_REQUEST and due_at:
        by_the_law = (Slot(name, at, firm=True) for name, at in request_clock.reminders(due_at, policy))
        return tuple(slot for slot in by_the_law if slot.at > asked_at)
    if kind in OWN_DATE:
        planned = _by_own_date(kind, due_at, asked_at, policy)
    else:
        planned = _planned(kind, dict(dated), day_one, policy, asked_at, closes_at)
    heard = (replace(slot, at=next_allowed(slot.at, policy)) for slot in chain(planned, _rested(kind, due_at, policy)))
    return tuple(sorted((slot for slot in heard if slot.at > asked_at), key=lambda slot: slot.at))


OWN_DATE = frozenset(
    {
        TaskKind.NOTIFY_PANEL,
        TaskKind.SECURE,
        TaskKind.QUERY,
        TaskKind.MORE,
        TaskKind.ACTION,
        TaskKind.MINUTES,
        TaskKind.END_MEETING,
        TaskKind.SETTLE,
        TaskKind.TAKE_BACK,
        TaskKind.TELL,
        TaskKind.INSPECTORATE,
    }
)
"""Tasks with a date of their own beside the timetable."""
ASKED_DAILY = frozenset(
    {
        TaskKind.RULE,
        TaskKind.SIGN_AGAIN,
        TaskKind.LOOK_AGAIN,
        TaskKind.REPLACE,
        TaskKind.ASK_LEAD,
        TaskKind.REASSIGN,
        TaskKind.NAME_DECIDER,
        TaskKind.DECIDE,
        TaskKind.REFER,
        TaskKind.EXTEND,
        TaskKind.DEFER,
        TaskKind.RECONSIDER,
        TaskKind.RESOLVE,
        TaskKind.CONFIRM,
        TaskKind.SLIPPED,
        TaskKind.EXTENSION,
        TaskKind.JUDGE,
        TaskKind.SIGN_RETURN,
        TaskKind.TABLE,
        TaskKind.TEMPLATE,
        TaskKind.CONVENE,
        TaskKind.CONFIRM_VIEW,
        TaskKind.APPROVE,
        TaskKind.AGREE,
        TaskKind.HAND_OFF,
        TaskKind.CHECK,
        TaskKind.CLOSE,
        TaskKind.BREACH,
    }
)
"""Tasks that somebody waits for: asked again each working morning, for a week."""


def _by_own_date(kind: TaskKind, due_at: datetime | None, asked_at: datetime, policy: Policy) -> Iterator[Slot]:
    match kind:
        case TaskKind.NOTIFY_PANEL | TaskKind.ACTION:
            yield from _duty(due_at, asked_at, policy)
        case TaskKind.END_MEETING if due_at:
            yield Slot("evening", due_at, firm=True)
            yield from _daily("still", due_at, policy, 5)
        case TaskKind.SECURE:
            yield from _daily("secure", due_at or asked_at, policy, 2)  # Days 3 and 4 (2.5).
        case TaskKind.TELL | TaskKind.INSPECTORATE if due_at:  # Several things are due one after the other.
            yield Slot(f"due_{local_day(due_at):%m%d}", moment_of(local_day(due_at), day_opens()), firm=True)
            yield from _daily(f"still_{local_day(due_at):%m%d}_", due_at, policy, 5)
        case _ if due_at:
            yield Slot("due", moment_of(local_day(due_at), day_opens()), firm=True)
            yield from _daily("still", due_at, policy, 5)


def _planned(
    kind: TaskKind,
    dates: Mapping[Milestone, Due],
    day_one: date,
    policy: Policy,
    asked_at: datetime,
    closes_at: datetime | None,
) -> Iterator[Slot]:
    match kind:
        case TaskKind.ACKNOWLEDGE:
            asked_on = max(day_one, local_day(asked_at))  # An agency asked late has as long as the others had.
            day_3 = moment_of(add_days(asked_on, 2, policy), day_opens())
            yield Slot("day3", day_3, to_deputy=True, firm=True)  # E8: silence until Day 3 goes to the deputy.
        case TaskKind.RETURN if Milestone.SUMMARIES_DUE in dates:
            yield Slot("nil", moment_of(add_days(day_one, 2, policy), day_opens()))  # A nil return need not wait.
            yield from _mornings_before(dates[Milestone.SUMMARIES_DUE], (5, 2, 1), policy)  # Days 5, 8 and 9.
            yield Slot("due", _at(dates[Milestone.SUMMARIES_DUE], 9), firm=True)
            yield from _overdue(dates[Milestone.SUMMARIES_DUE], policy, to_deputy=True)
        case TaskKind.DECLARE if Milestone.PAPERS_OUT in dates:
            yield from _mornings_before(dates[Milestone.PAPERS_OUT], (7, 3), policy)  # Days 5 and 9.
            yield Slot("before_papers", _day_earlier(dates[Milestone.PAPERS_OUT].at, policy))
        case TaskKind.VOTE | TaskKind.ADVISE | TaskKind.CRITERIA if closes_at:
            yield from _before_close(closes_at, policy)
        case TaskKind.SIGN_OFF:
            yield from _daily("waiting", asked_at, policy, 5)
            if Milestone.TO_PANEL in dates:  # Before the outcome is due, not after it (A1).
                yield from (Slot(f"sign{hour}", _at(dates[Milestone.TO_PANEL], hour), firm=True) for hour in (9, 12))
        case TaskKind.REPORT | TaskKind.PENDING if Milestone.TO_PANEL in dates:
            yield from (Slot(f"panel{hour}", _at(dates[Milestone.TO_PANEL], hour), firm=True) for hour in (9, 13, 15))
            yield from _overdue(dates[Milestone.TO_PANEL], policy)
        case TaskKind.ASK_AGENCIES if Milestone.REQUEST_OUT in dates:
            yield Slot("day1_last", _at(dates[Milestone.REQUEST_OUT], 15), firm=True)
            yield Slot("day2", dates[Milestone.REQUEST_OUT].at + timedelta(hours=1), firm=True)
        case TaskKind.SEND_PAPERS if Milestone.PAPERS_OUT in dates:
            yield from _before_and_on(dates[Milestone.PAPERS_OUT], policy)
        case TaskKind.ESCALATE:
            for milestone in PROPOSED_ON.values():
                if milestone in dates:
                    yield Slot(f"proposed_{milestone}", _at(dates[milestone], 9), firm=True)
        case TaskKind.MEETING if Milestone.MEETING in dates:
            yield from _before_meeting(dates[Milestone.MEETING], dates[Milestone.PAPERS_OUT], policy)
        case TaskKind.THAW:  # As long as it is frozen, and before a poll closes meanwhile (E43).
            yield from (replace(slot, firm=True) for slot in _daily("frozen", asked_at, policy, FROZEN_DAYS))
            yield from _before_close(closes_at, policy) if closes_at else ()
        case _ if kind in ASKED_DAILY:
            yield from _daily("waiting", asked_at, policy, 5)


def _rested(kind: TaskKind, rested_at: datetime | None, policy: Policy) -> Iterator[Slot]:
    """A silence comes back on the morning after the last step about it has rested, whatever its day."""
    if kind is TaskKind.ESCALATE and rested_at:
        yield from (replace(slot, firm=True) for slot in _daily("rested", rested_at, policy, 1))


def _mornings_before(due: Due, days: tuple[int, ...], policy: Policy) -> Iterator[Slot]:
    for n in days:
        yield Slot(f"before{n}", moment_of(add_days(due.day, -n, policy), day_opens()))


def _overdue(due: Due, policy: Policy, *, to_deputy: bool = False) -> Iterator[Slot]:
    """The minute after the deadline, and every working morning after that."""
    yield Slot("overdue0", due.at + timedelta(minutes=1), to_deputy, firm=True)
    for slot in _daily("overdue", due.at, policy, OVERDUE_DAYS):
        yield replace(slot, to_deputy=to_deputy, firm=True)


def _before_close(closes_at: datetime, policy: Policy) -> Iterator[Slot]:
    yield Slot(f"day_before_{closes_at:%m%d}", _day_earlier(closes_at, policy))
    yield Slot(f"last_hour_{closes_at:%m%d}", closes_at - timedelta(hours=1), firm=True)


def _before_and_on(due: Due, policy: Policy) -> Iterator[Slot]:
    yield Slot("day_before", moment_of(add_days(due.day, -1, policy), day_opens()))
    yield Slot("on_the_day", _at(due, 9), firm=True)


def _before_meeting(meeting: Due, papers: Due, policy: Policy) -> Iterator[Slot]:
    """Days 12 and 13, and an hour before."""
    eve = last_working(meeting.day - timedelta(days=1), policy)
    yield Slot(f"papers_{meeting.day:%m%d}", _at(papers, 9))
    yield Slot(f"eve_{meeting.day:%m%d}", moment_of(eve, time(16, 0)))
    yield Slot(f"hour_{meeting.day:%m%d}", meeting.at - timedelta(hours=1), firm=True)


def _duty(due_at: datetime | None, asked_at: datetime, policy: Policy) -> Iterator[Slot]:
    """A duty of the local authority's own: the mornings of three working days before, the day itself, and after it."""
    if due_at is None:  # Nobody knows from when it counts.
        yield from _daily("undated", asked_at, policy, 5)
        return
    day = last_working(local_day(due_at), policy)
    mornings = [day]
    for _ in range(3):
        mornings.append(last_working(mornings[-1] - timedelta(days=1), policy))
    for n, morning in reversed(list(enumerate(mornings))):
        yield Slot(f"duty{n}_{day:%m%d}", moment_of(morning, time(10 if n == 0 else 9, 0)), firm=True)
    for slot in _daily(f"overdue_{day:%m%d}_", due_at, policy, OVERDUE_DAYS):
        yield replace(slot, firm=True)


def _daily(kind: str, start: datetime, policy: Policy, times: int) -> Iterator[Slot]:
    """The working mornings after a moment, whichever days the timetable counts."""
    day = local_day(start)
    for n in range(1, times + 1):
        day = first_working(day + timedelta(days=1), policy)
        yield Slot(f"{kind}{n}", moment_of(day, day_opens()))


def _day_earlier(moment: datetime, policy: Policy) -> datetime:
    """The same hour on the working day before: a day's notice that no weekend eats up."""
    here = local(moment)
    return moment_of(last_working(here.date() - timedelta(days=1), policy), here.time())


def _at(due: Due, hour: int) -> datetime:
    return moment_of(due.day, time(hour, 0))


ANNOUNCED = (Milestone.SUMMARIES_DUE, Milestone.PAPERS_OUT, Milestone.MEETING, Milestone.TO_PANEL)


def channel_slots(dates: Mapping[Milestone, Due], day_one: date, policy: Policy) -> list[tuple[Milestone, Slot]]:
    """What the channel hears: the day before each date, and on the morning of it; nothing from before Day 1."""
    return [
        (milestone, replace(slot, at=next_allowed(slot.at, policy)))
        for milestone in ANNOUNCED
        if milestone in dates
        for slot in _before_and_on(dates[milestone], policy)
        if local_day(slot.at) >= day_one
    ]


def newest(slots: list[Slot], now: datetime) -> tuple[Slot | None, Slot | None]:
    """The newest firm moment that has come, and the newest other one if that came after it."""
    firm = latest_due([slot for slot in slots if slot.firm], now)
    other = latest_due([slot for slot in slots if not slot.firm], now)
    return firm, other if other and (firm is None or other.at > firm.at) else None


def latest_due(slots: list[Slot], now: datetime) -> Slot | None:
    """The newest moment that has come; the earlier ones it stands for are not made up for (F55)."""
    return max((slot for slot in slots if slot.at <= now), key=lambda slot: slot.at, default=None)


def next_after(slots: list[Slot], now: datetime) -> datetime | None:
    """The next moment still to come."""
    return min((slot.at for slot in slots if slot.at > now), default=None)
