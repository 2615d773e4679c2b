"""What a channel sees: reference, day, counts and the next date. Everybody in the channel can read it (2.5, F69)."""

from collections.abc import Sequence
from datetime import datetime

from cards.casework import MILESTONE_WORDS, TASK_WORDS, on
from cards.elements import Action, button
from cards.open_card import OpenCard, open_card
from rapid_review.case import Case
from rapid_review.openly import Open, case_reference, of_case, office, openly, ours
from rapid_review.people import Partnership
from rapid_review.tasks import Task
from rapid_review.timing.london import clock_words, local_day
from rapid_review.timing.timetable import Due, Milestone, day_number

MOST_OWED = 5


def introduction(partnership: Partnership) -> OpenCard:
    """Said once, when the bot is added to a channel or group."""
    title = openly("Rapid Review is here")
    return open_card(
        openly(
            "Here I post references, dates and counts of {}’s Rapid Reviews, and nothing else.",
            office(partnership.short_name),
        ),
        openly("Everything else is in your own chat with me: find “Rapid Review” among your apps and type help."),
        title=title,
        summary=title,
    )


def elsewhere() -> OpenCard:
    """What anybody who asks for something in a channel or group is told there."""
    said = openly("I have answered in our private chat, where nobody else can read along.")
    return open_card(title=said, summary=said)


def next_milestone(case: Case) -> tuple[Milestone, Due] | None:
    """The first milestone whose work is still to be done."""
    ahead = ((milestone, due) for milestone, due in case.timetable().items() if case.awaits(milestone))
    return next(ahead, None)


def status(case: Case, now: datetime) -> OpenCard:
    """The one post of a case, edited in place as it goes on (F60)."""
    asked = len(case.requests)
    rows = [
        (openly("Day"), day_of(case, now)),
        (openly("Answers in"), openly("{} of {}", asked - len(case.outstanding()), asked)),
    ]
    if case.poll:
        able, awaited = len(case.poll.able(case.aside)), len(case.poll.awaited(case.aside))
        rows.append((openly("Views given"), openly("{} of {}", able - awaited, able)))
    rows.append((openly("Next"), _next(case)))
    if case.frozen:  # That it waits, never why (E43).
        rows.append((openly("For now"), openly("on hold")))
    return open_card(title=case_reference(case.reference), rows=rows, actions=[_own(case)], summary=_summary(case, now))


def mine(case: Case, tasks: Sequence[Task], now: datetime) -> OpenCard:
    """What one person sees in place of that post: what they owe, still without a name or anything typed."""
    owing = [(ours(TASK_WORDS[task.kind]), _by(task)) for task in tasks]
    nothing = [] if owing else [openly("You have nothing to do on this case now.")]
    more = [openly("And {} more.", len(owing) - MOST_OWED)] if len(owing) > MOST_OWED else []
    return open_card(
        *nothing,
        title=of_case(case.reference, "your part"),
        rows=owing[:MOST_OWED],
        quiet=[*more, openly("Only you see this here.")],
        actions=[_own(case)],
        summary=_summary(case, now),
    )


def milestone(case: Case, which: Milestone, now: datetime) -> OpenCard:
    """A reminder before and on a due date: counts, never names."""
    due = case.due(which)
    what, when = ours(MILESTONE_WORDS[which]), ours(clock_words(due.at) if due else "")
    line = of_case(case.reference, "{}, due {}.", what, when)
    if which is Milestone.SUMMARIES_DUE:
        waiting = len(case.outstanding())
        line = openly("{} Still to come: {} of {} answers.", line, waiting, len(case.requests))
    return open_card(line, summary=line)


def _own(case: Case) -> Action:
    return button("Open it in your own chat", "case.private", on(case))


def _by(task: Task) -> Open:
    return openly("by {}", ours(clock_words(task.due))) if task.due else openly("when you can")


def day_of(case: Case, now: datetime) -> Open:
    """Which Day of how many it is: "9 of 15"."""
    if not case.timetable():
        return openly("no timetable")
    today = day_number(case.day_one, local_day(now), case.policy)
    return openly("{} of {}", max(today, 0), case.policy.panel_day)


def _next(case: Case) -> Open:
    ahead = next_milestone(case)
    if case.sent_to_panel_at:
        return openly("complete")
    return milestone_line(*ahead) if ahead else openly("no date")


def milestone_line(milestone: Milestone, due: Due) -> Open:
    return openly("{}, {}", ours(MILESTONE_WORDS[milestone]), ours(clock_words(due.at)))


def _summary(case: Case, now: datetime) -> Open:
    return of_case(case.reference, "day {}", day_of(case, now))
