"""The two clocks of a Rapid Review: Day 1 to Day 15, and the national limits. Every date can explain itself.

Dates are days in London; a deadline is the UTC moment at which its day's `deadline_time` falls there, so that the
change to and from summer time never moves a day (domain 2.3, rule 5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from rapid_review.policy import BelowCriteriaClock, DayOneRule, DayUnit, Policy, SinDueBasis
from rapid_review.questions.forms import in_words
from rapid_review.timing.calendar_england import first_working, is_working, last_working, why_not_working
from rapid_review.timing.london import local, moment_of


class Milestone(StrEnum):
    """What falls on a day of the timetable (domain 2.3)."""

    REQUEST_OUT = "request_out"
    SUMMARIES_DUE = "summaries_due"
    COLLATED = "collated"
    PAPERS_OUT = "papers_out"
    MEETING = "meeting"
    TO_PANEL = "to_panel"


@dataclass(frozen=True)
class Due:
    """A deadline: its day, the moment it ends (UTC), and why it falls on that day."""

    day: date
    at: datetime
    because: str


def day_opens() -> time:
    """When the working day begins, for what is sent in the morning."""
    return time(9, 0)


# -- Counting days -------------------------------------------------------------------------------------------------


def _counts(day: date, policy: Policy) -> bool:
    return policy.day_unit is DayUnit.CALENDAR or is_working(day, policy)


def add_days(day: date, n: int, policy: Policy) -> date:
    """The nth day after this one that counts, in the policy's unit; the nth before it if n is negative."""
    step = timedelta(days=1 if n >= 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= _counts(day, policy)
    return day


def working_days_between(start: date, end: date, policy: Policy) -> int:
    """How many counting days lie after `start`, up to and with `end`; 0 if `end` is not later."""
    return sum(1 for day in _days(start, end) if _counts(day, policy))


def _days(start: date, end: date) -> Iterator[date]:
    """The days after `start` up to `end`."""
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))


def day_number(day_one: date, today: date, policy: Policy) -> int:
    """Which Day it is: 1 on Day 1, the last Day reached on days that do not count, 0 before Day 1."""
    return 1 + working_days_between(day_one, today, policy) if today >= day_one else 0


# -- Day 1 and the milestones --------------------------------------------------------------------------------------


def day_one(received_at: datetime, policy: Policy, sin_sent: date | None = None) -> Due:
    """Which day is Day 1 of a notification received at this moment (R108; domain 2.3, rule 2)."""
    here = local(received_at)
    if policy.day_one_rule is DayOneRule.SIN_SENT_DAY and sin_sent:
        why = f"The local authority notified the Panel on {in_words(sin_sent)}"
        return _first_day(sin_sent, why, policy)
    if policy.day_one_rule is DayOneRule.NEXT_WORKING_DAY:
        why = f"It is received on {in_words(here.date())}, and Day 1 is the next working day"
        return _first_day(here.date() + timedelta(days=1), why, policy)
    if is_working(here.date(), policy) and here.time() > policy.cutoff_time:
        why = f"It is received on {in_words(here.date())} after {policy.cutoff_time:%H:%M}"
        return _first_day(here.date() + timedelta(days=1), why, policy)
    return _first_day(here.date(), f"It is received on {in_words(here.date())}", policy)


def _first_day(day: date, why: str, policy: Policy) -> Due:
    first = first_working(day, policy)
    skipped = _passed_over(day - timedelta(days=1), first, policy)
    because = f"{why}, so Day 1 is {in_words(first)}.{skipped}"
    return Due(first, moment_of(first, policy.deadline_time), because)


def _days_of(policy: Policy) -> dict[Milestone, int]:
    return {
        Milestone.REQUEST_OUT: 1,
        Milestone.SUMMARIES_DUE: policy.summaries_day,
        Milestone.COLLATED: policy.collated_day,
        Milestone.PAPERS_OUT: policy.papers_day,
        Milestone.MEETING: policy.meeting_day,
        Milestone.TO_PANEL: policy.panel_day,
    }


@lru_cache(maxsize=4096)
def timetable(
    day_one: date,
    policy: Policy,
    *,
    panel_limit: date | None = None,
    known_on: date | None = None,
    below_criteria: bool = False,
) -> Mapping[Milestone, Due]:
    """Every milestone of a case, in order. Empty where no clock runs for a case below the definition (A13).

    A limit that became known during the case (`known_on`) brings nothing forward to a day before that: nobody can
    be late for what they could not know.
    """
    if below_criteria and policy.below_criteria_clock is BelowCriteriaClock.NONE:
        return MappingProxyType({})
    extended = below_criteria and policy.below_criteria_clock is BelowCriteriaClock.EXTENDED
    more = policy.below_criteria_extra_days if extended else 0
    dates = {
        milestone: _on_day(number + (more if number > 1 else 0), day_one, policy)
        for milestone, number in _days_of(policy).items()
    }
    if panel_limit and panel_limit < dates[Milestone.TO_PANEL].day:
        floor = first_working(known_on, policy) if known_on else day_one
        dates = _pulled_forward(dates, day_one, max(day_one, floor), panel_limit, policy)
    return MappingProxyType(dates)


def _on_day(number: int, day_one: date, policy: Policy) -> Due:
    """Day N is N-1 days after Day 1 (domain 2.3, rule 3)."""
    day = add_days(day_one, number - 1, policy)
    unit = "working day" if policy.day_unit is DayUnit.WORKING else "day"
    after = f"{number - 1} {unit}{'s' if number > 2 else ''} after Day 1, {in_words(day_one)}"
    because = f"Day {number} is {in_words(day)}: {after}." if number > 1 else f"Day 1 is {in_words(day)}."
    return Due(day, moment_of(day, policy.deadline_time), because + _skipped(day_one, day, policy))


def _skipped(start: date, end: date, policy: Policy) -> str:
    """Why the days in between do not count; nothing where every day does."""
    return "" if policy.day_unit is DayUnit.CALENDAR else _passed_over(start, end, policy)


def _passed_over(start: date, end: date, policy: Policy) -> str:
    """The days in between on which nobody works and that are not plain weekends, each with its reason."""
    reasons = [why for day in _days(start, end) if (why := why_not_working(day, policy))]
    named = [why for why in reasons if "weekend" not in why]
    told = named or (reasons[:2] if (end - start).days <= 3 else [])
    return "".join(f" {why}, so it does not count." for why in told)


def _pulled_forward(
    dates: dict[Milestone, Due], day_one: date, floor: date, limit: date, policy: Policy
) -> dict[Milestone, Due]:
    """The Panel's limit comes first: every later milestone moves, in order, never before Day 1 or `floor` (rule 4)."""
    pulled: dict[Milestone, Due] = {}
    latest = _not_before(day_one, limit if policy.day_unit is DayUnit.CALENDAR else last_working(limit, policy))
    before: Milestone | None = None
    for milestone in reversed(Milestone):
        if before is not None:
            gap = _days_of(policy)[before] - _days_of(policy)[milestone]
            latest = _not_before(day_one, add_days(latest, -1 if gap else 0, policy))
        due = dates[milestone]
        target = max(latest, min(due.day, floor))
        pulled[milestone] = due if due.day <= target else _moved(due, target, limit, policy)
        latest, before = pulled[milestone].day, milestone
    return {milestone: pulled[milestone] for milestone in Milestone}


def _not_before(first: date, day: date) -> date:
    return max(first, day)


def _moved(due: Due, day: date, limit: date, policy: Policy) -> Due:
    forward = f"Brought forward from {in_words(due.day)} to {in_words(day)}"
    why = f"{forward}, because the national Panel’s limit is {in_words(limit)}."
    if day > limit:
        why = f"{forward}, the first day possible: the national Panel’s limit, {in_words(limit)}, has passed already."
    return replace(due, day=day, at=moment_of(day, policy.deadline_time), because=why)


# -- The national limits -------------------------------------------------------------------------------------------


def _national(policy: Policy) -> Policy:
    """National limits count working days, whatever the local unit, and do not stop for local closures (2.4)."""
    return replace(policy, day_unit=DayUnit.WORKING, extra_closure_days=())


def panel_limit(sin_sent: date, policy: Policy) -> Due:
    """The Panel's outer limit: the 15th working day after the notification was sent (domain 2.3, rule 4)."""
    national = _national(policy)
    n = policy.panel_limit_days - (policy.panel_clock_counts_sent_day and is_working(sin_sent, national))
    day = add_days(sin_sent, n, national)
    because = f"{n} working days after {in_words(sin_sent)}, when the Panel was notified."
    return Due(day, moment_of(day, policy.deadline_time), because + _passed_over(sin_sent, day, national))


def sin_due(aware: date | None, incident: date | None, policy: Policy) -> Due | None:
    """When the local authority's own notification is due (R107; domain 2.2). None without the date it counts from.

    With no date for the incident it runs from awareness: no breach is ever worked out from an estimate (E4).
    """
    if policy.sin_due_basis is SinDueBasis.AWARE_WORKING or incident is None:
        return _working_notice(aware, "the local authority first knew", policy) if aware else None
    if policy.sin_due_basis is SinDueBasis.INCIDENT_WORKING:
        return _working_notice(incident, "it happened", policy)
    day = incident_warning(incident, policy)
    because = f"{policy.sin_days} days after {in_words(incident)}, when it happened."
    return Due(day, moment_of(day, policy.deadline_time), because)


def _working_notice(start: date, what: str, policy: Policy) -> Due:
    national = _national(policy)
    day = add_days(start, policy.sin_days, national)
    because = f"{policy.sin_days} working days after {in_words(start)}, when {what}."
    return Due(day, moment_of(day, policy.deadline_time), because + _passed_over(start, day, national))


def incident_warning(incident: date, policy: Policy) -> date:
    """The founding framework's five days from the incident, as an early warning (domain 2.2)."""
    return incident + timedelta(days=policy.sin_days)


# -- When people may be written to ---------------------------------------------------------------------------------


def next_allowed(moment: datetime, policy: Policy) -> datetime:
    """This moment, or the next that lies in working hours on a working day (domain 2.5)."""
    here = local(moment)
    working = is_working(here.date(), policy)
    if working and not _quiet(here.time(), policy):
        return moment
    if working and here.time() < policy.quiet_until:
        return moment_of(here.date(), policy.quiet_until)
    morning = first_working(here.date() + timedelta(days=1), policy)
    return moment_of(morning, policy.quiet_until)


def _quiet(at: time, policy: Policy) -> bool:
    """Quiet hours run through the night, or within one day where they begin earlier than they end."""
    if policy.quiet_from > policy.quiet_until:
        return at >= policy.quiet_from or at < policy.quiet_until
    return policy.quiet_from <= at < policy.quiet_until


def date_echo(day: date, day_one: date | None, policy: Policy) -> str:
    """A date read back: Thursday 3 December 2026, working day 9 (F11)."""
    if not _counts(day, policy):
        return f"{in_words(day)}, not a working day"
    if day_one is None or day < day_one:
        return in_words(day)
    unit = "working day" if policy.day_unit is DayUnit.WORKING else "day"
    return f"{in_words(day)}, {unit} {day_number(day_one, day, policy)}"
