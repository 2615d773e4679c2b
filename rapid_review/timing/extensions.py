"""A later day for one agency's answer: it was asked late, or a later day was agreed, before the papers go out (F17)."""

from dataclasses import replace
from datetime import date, datetime

from rapid_review.policy import Policy
from rapid_review.questions.forms import in_words
from rapid_review.returns.requests import Extension
from rapid_review.timing.london import local_day, moment_of
from rapid_review.timing.timetable import Due, add_days


def asked_late(due: Due, asked_at: datetime, to_panel: Due | None, policy: Policy) -> Due:
    """Nobody is late for what they were not asked: due a day after that at the earliest, said so where that is late."""
    day = add_days(local_day(asked_at), 1, policy)
    if day <= due.day:
        return due
    why = f"Asked on {in_words(local_day(asked_at))}, so due by {in_words(day)}."
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
