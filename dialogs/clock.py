"""The demonstration's clock, moved by anybody who types "next working day". There is none outside a demonstration."""

from cards import receipts
from cards.elements import button
from dialogs.desk import Desk
from dialogs.turn import Answer, Turn
from rapid_review.errors import Refusal
from rapid_review.openly import openly, ours
from rapid_review.timing.london import clock_words, moment_of
from rapid_review.timing.timetable import add_days, day_opens


def next_working_day(turn: Turn, desk: Desk) -> Answer:
    """Move the clock to nine o'clock on the next working day."""
    if not desk.demo or desk.move_clock is None:
        raise Refusal("Only a demonstration has a clock that can be moved.")
    to = moment_of(add_days(desk.today, 1, desk.policy), day_opens())
    desk.move_clock(to)
    title = openly("It is now {}", ours(clock_words(to)))
    return Answer(
        receipts.done(
            title,
            "Reminders that fall due in between are on their way.",
            actions=[button("Next working day", "clock.next"), button("My tasks", "tasks")],
        ),
        title,
    )
