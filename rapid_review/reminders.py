"""When people are reminded of what they owe (domain 2.5). Pure: the dates of a case become moments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rapid_review.london import moment_of
from rapid_review.policy import Policy
from rapid_review.tasks import TaskKind
from rapid_review.timetable import Due, Milestone, add_days, day_opens, next_allowed

OVERDUE_DAYS = 10
"""Working days for which an overdue return is chased daily; by then people have taken over (R129)."""
ALERT_EVERY = timedelta(minutes=30)
ALERT_TIMES = 6


@dataclass(frozen=True)
class Slot:
    """One moment at which something is said; `kind` makes its message unique."""

    kind: str
    at: datetime
    to_deputy: bool = False
    """Whether the SPOC's deputy is written to as well."""


def slots(
    kind: TaskKind,
    dates: Mapping[Milestone, Due],
    day_one: date,
    policy: Policy,
    *,
    asked_at: datetime,
    closes_at: datetime | None = None,
) -> list[Slot]:
    """Every moment at which somebody is reminded of this kind of task, in order, after they were first asked."""
    if kind is TaskKind.ALERT:
        return [Slot(f"again{n}", asked_at + n * ALERT_EVERY) for n in range(1, ALERT_TIMES + 1)]
    planned = _planned(kind, dates, day_one, policy, asked_at, closes_at)
    return sorted((slot for slot in planned if slot.at > asked_at), key=lambda slot: slot.at)


def _planned(
    kind: TaskKind,
    dates: Mapping[Milestone, Due],
    day_one: date,
    policy: Policy,
    asked_at: datetime,
    closes_at: datetime | None,
) -> Iterator[Slot]:
    def morning(number: int, *, name: str = "", to_deputy: bool = False) -> Slot:
        day = add_days(day_one, number - 1, policy)
        return Slot(name or f"day{number}", moment_of(day, day_opens()), to_deputy)

    match kind:
        case TaskKind.ACKNOWLEDGE:
            yield morning(3, to_deputy=True)  # E8: silence until Day 3 goes to the deputy.
        case TaskKind.RETURN if Milestone.SUMMARIES_DUE in dates:
            yield from (morning(number) for number in (5, 8, 9))
            yield from _on_the_day(dates[Milestone.SUMMARIES_DUE], policy)
        case TaskKind.DECLARE if Milestone.PAPERS_OUT in dates:
            yield from (morning(number) for number in (5, 9))
            day_before = dates[Milestone.PAPERS_OUT].at - timedelta(days=1)
            yield Slot("before_papers", next_allowed(day_before, policy))
        case TaskKind.VOTE | TaskKind.CRITERIA if closes_at:
            yield from _before_close(closes_at, policy)
        case TaskKind.REPORT if Milestone.TO_PANEL in dates:
            yield from (Slot(f"panel{hour}", _at(dates[Milestone.TO_PANEL], hour)) for hour in (9, 13, 15))
        case TaskKind.ASK_AGENCIES if Milestone.REQUEST_OUT in dates:
            yield Slot("day1_last", _at(dates[Milestone.REQUEST_OUT], 15))
            yield Slot("day2", next_allowed(dates[Milestone.REQUEST_OUT].at + timedelta(hours=1), policy))
        case TaskKind.SEND_PAPERS if Milestone.PAPERS_OUT in dates:
            yield from _before_and_on(dates[Milestone.PAPERS_OUT], policy)
        case TaskKind.RULE | TaskKind.DECIDE | TaskKind.REFER | TaskKind.EXTEND | TaskKind.SETTLE | TaskKind.SIGN_OFF:
            yield from _daily(asked_at, policy, 5)


def _on_the_day(due: Due, policy: Policy) -> Iterator[Slot]:
    """The morning it is due, the hour it passes, and every working day after."""
    yield Slot("due", _at(due, 9))
    yield Slot("overdue0", due.at + timedelta(minutes=1), to_deputy=True)
    for n in range(1, OVERDUE_DAYS + 1):
        day = add_days(due.day, n, policy)
        yield Slot(f"overdue{n}", moment_of(day, day_opens()), to_deputy=True)


def _before_close(closes_at: datetime, policy: Policy) -> Iterator[Slot]:
    day_before = next_allowed(closes_at - timedelta(days=1), policy)
    yield Slot(f"day_before_{closes_at:%m%d}", day_before)
    yield Slot(f"last_hour_{closes_at:%m%d}", closes_at - timedelta(hours=1))


def _before_and_on(due: Due, policy: Policy) -> Iterator[Slot]:
    yield Slot("day_before", moment_of(add_days(due.day, -1, policy), day_opens()))
    yield Slot("on_the_day", _at(due, 9))


def _daily(start: datetime, policy: Policy, times: int) -> Iterator[Slot]:
    """The next working mornings after something began to wait."""
    day = next_allowed(start, policy).date()
    for n in range(1, times + 1):
        yield Slot(f"waiting{n}", moment_of(add_days(day, n, policy), day_opens()))


def _at(due: Due, hour: int) -> datetime:
    return moment_of(due.day, time(hour, 0))


ANNOUNCED = (Milestone.SUMMARIES_DUE, Milestone.PAPERS_OUT, Milestone.MEETING, Milestone.TO_PANEL)


def channel_slots(dates: Mapping[Milestone, Due], day_one: date, policy: Policy) -> list[tuple[Milestone, Slot]]:
    """What the channel hears: the day before each date, and on the morning of it."""
    return [
        (milestone, slot)
        for milestone in ANNOUNCED
        if milestone in dates
        for slot in _before_and_on(dates[milestone], policy)
    ]


def latest_due(slots: list[Slot], now: datetime) -> Slot | None:
    """The newest moment that has come; the earlier ones it stands for are not made up for (F55)."""
    return max((slot for slot in slots if slot.at <= now), key=lambda slot: slot.at, default=None)


def next_after(slots: list[Slot], now: datetime) -> datetime | None:
    """The next moment still to come."""
    return min((slot.at for slot in slots if slot.at > now), default=None)
