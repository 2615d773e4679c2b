"""What a channel sees: reference, day, counts and the next date. Everybody in the channel can read it (2.5, F69)."""

from collections.abc import Sequence
from datetime import datetime

from cards.casework import MILESTONE_WORDS, TASK_WORDS, on
from cards.elements import Card, button, card, facts, heading, words
from rapid_review.case import Case
from rapid_review.people import Partnership
from rapid_review.tasks import Task
from rapid_review.timing.london import clock_words, local_day
from rapid_review.timing.timetable import Due, Milestone, day_number

MOST_OWED = 5


def introduction(partnership: Partnership) -> Card:
    """Said once, when the bot is added to a channel or group."""
    title = "Rapid Review is here"
    body = [
        heading(title),
        words(
            f"Here I post references, dates and counts of {partnership.short_name}’s Rapid Reviews, and nothing else."
        ),
        words("Everything else is in your own chat with me: find “Rapid Review” among your apps and type help."),
    ]
    return card(body, summary=title)


def next_milestone(case: Case) -> tuple[Milestone, Due] | None:
    """The first milestone whose work is still to be done."""
    ahead = ((milestone, due) for milestone, due in case.timetable().items() if case.awaits(milestone))
    return next(ahead, None)


def status(case: Case, now: datetime) -> Card:
    """The one post of a case, edited in place as it goes on (F60)."""
    returned = len(case.requests) - len(case.outstanding())
    rows = [("Day", day_of(case, now)), ("Answers in", f"{returned} of {len(case.requests)}")]
    if case.poll:
        able, awaited = len(case.poll.able(case.aside)), len(case.poll.awaited(case.aside))
        rows.append(("Views given", f"{able - awaited} of {able}"))
    rows.append(("Next", _next(case)))
    body = [heading(case.reference), facts(rows)]
    return card(body, [button("Open it in your own chat", "case.private", on(case))], summary=_summary(case, now))


def mine(case: Case, tasks: Sequence[Task], now: datetime) -> Card:
    """What one person sees in place of that post: what they owe, still without a name or anything typed."""
    owing = [(TASK_WORDS[task.kind], f"by {clock_words(task.due)}" if task.due else "when you can") for task in tasks]
    said = [facts(owing[:MOST_OWED])] if owing else [words("You have nothing to do on this case now.")]
    more = [words(f"And {len(owing) - MOST_OWED} more.", quiet=True)] if len(owing) > MOST_OWED else []
    body = [heading(f"{case.reference}: your part"), *said, *more]
    body.append(words("Only you see this here.", quiet=True))
    return card(body, [button("Open it in your own chat", "case.private", on(case))], summary=_summary(case, now))


def milestone(case: Case, which: Milestone, now: datetime) -> Card:
    """A reminder before and on a due date: counts, never names."""
    due = case.due(which)
    when = clock_words(due.at) if due else ""
    waiting = len(case.outstanding())
    counted = f" {waiting} of {len(case.requests)} answers are outstanding." if which is Milestone.SUMMARIES_DUE else ""
    line = f"{case.reference}: {MILESTONE_WORDS[which].lower()}, due {when}.{counted}"
    return card([words(line)], summary=line)


def day_of(case: Case, now: datetime) -> str:
    """Which Day of how many it is: "9 of 15"."""
    if not case.timetable():
        return "no timetable"
    return f"{max(day_number(case.day_one, local_day(now), case.policy), 0)} of {case.policy.panel_day}"


def _next(case: Case) -> str:
    ahead = next_milestone(case)
    if case.sent_to_panel_at:
        return "complete"
    return milestone_line(*ahead) if ahead else "no date"


def milestone_line(milestone: Milestone, due: Due) -> str:
    return f"{MILESTONE_WORDS[milestone]}, {clock_words(due.at)}"


def _summary(case: Case, now: datetime) -> str:
    return f"{case.reference}: day {day_of(case, now)}"
