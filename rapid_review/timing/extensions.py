"""A later day for one agency's answer: it was asked late, a later day was agreed, or a freeze kept it (F17, E43)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from rapid_review.policy import Policy
from rapid_review.questions.forms import in_words
from rapid_review.returns.requests import Extension, Request
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Due, add_days, day_opens
from rapid_review.trust.guarded import StoodStill


def own(
    due: Due, request: Request, freezes: Iterable[StoodStill], last: date | None, to_panel: Due | None, policy: Policy
) -> Due:
    """When this agency's answer is due: with the others, or on the later day that is its own."""
    due = asked_late(due, request.wanted_since, to_panel, policy)
    due = extended(due, request.agreed, last, policy) if request.agreed else due
    return kept_from(due, freezes, to_panel, policy)


def asked_late(due: Due, asked_at: datetime, to_panel: Due | None, policy: Policy) -> Due:
    """Nobody is late for what they were not asked: due a day after that at the earliest, said so where that is late."""
    day = add_days(local_day(asked_at), 1, policy)
    if day <= due.day:
        return due
    return _moved(due, day, f"Asked on {in_words(local_day(asked_at))}, so due by {in_words(day)}.", to_panel, policy)


def kept_from(due: Due, freezes: Iterable[StoodStill], to_panel: Due | None, policy: Policy) -> Due:
    """Nobody is late for what a freeze kept them from: due the day after it ended, if it fell due meanwhile (E43)."""
    for still in freezes:
        if still.holds(due.at):
            day = add_days(local_day(still.until), 1, policy)
            why = f"It fell due while the case was frozen, on {in_words(due.day)}, so it is due by {in_words(day)}."
            due = _moved(due, day, why, to_panel, policy)
    return due


def morning_after(moment: datetime, freezes: Iterable[StoodStill], policy: Policy) -> datetime:
    """The moment, or the working morning after the freeze that it fell into: a silence is nobody's then (E43)."""
    for still in freezes:
        if still.holds(moment):
            moment = moment_of(add_days(local_day(still.until), 1, policy), day_opens())
    return moment


def _moved(due: Due, day: date, why: str, to_panel: Due | None, policy: Policy) -> Due:
    """The Panel's day stays where it is, and whoever is due after it is told so."""
    if to_panel and day > to_panel.day:
        why += f" That is after the report is due at the national Panel, {in_words(to_panel.day)}."
    return replace(due, day=day, at=moment_of(day, policy.deadline_time), because=why)


def extended(due: Due, extension: Extension, last: date | None, policy: Policy) -> Due:
    """The agency's own deadline. It never lies before the others' and never so late that the papers lack it."""
    if extension.agreed is None or extension.agreed <= due.day:
        return due
    day = max(min(extension.agreed, last or extension.agreed), due.day)
    why = f"It was {in_words(due.day)}, moved to {in_words(day)} because your request was agreed."
    return replace(due, day=day, at=moment_of(day, policy.deadline_time), because=why)
