"""A later day for one agency's answer: what was agreed, bounded by the day on which the papers go out (F17)."""

from dataclasses import replace
from datetime import date

from rapid_review.forms import in_words
from rapid_review.london import moment_of
from rapid_review.policy import Policy
from rapid_review.requests import Extension
from rapid_review.timetable import Due


def extended(due: Due, extension: Extension, last: date | None, policy: Policy) -> Due:
    """The agency's own deadline. It never lies before the others' and never so late that the papers lack it."""
    if extension.agreed is None or extension.agreed <= due.day:
        return due
    day = max(min(extension.agreed, last or extension.agreed), due.day)
    why = f"It was {in_words(due.day)}, moved to {in_words(day)} because your request was agreed."
    return replace(due, day=day, at=moment_of(day, policy.deadline_time), because=why)
