"""When one person wants to hear from the bot, inside the hours that the partnership keeps (F53)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rapid_review.policy import Policy
from rapid_review.questions.choices import YES_NO, options
from rapid_review.questions.forms import Answers, Choice, Form, Kind, Question, Section, read_day
from rapid_review.questions.shared_questions import is_one_of
from rapid_review.timing.london import local, moment_of
from rapid_review.timing.timetable import next_allowed as allowed

WEEK = (0, 1, 2, 3, 4)
"""Monday to Friday, counted as Python counts weekdays."""
MOST_TURNS = 30
"""How often the two are laid over each other before it is plain that they never meet."""


@dataclass(frozen=True)
class Hours:
    """A person's working days, the hours of each, and the day they are back if they are away."""

    days: tuple[int, ...] = WEEK
    start: time = time.min
    end: time = time.max
    back_on: date | None = None
    since: datetime | None = None
    """When they said that they are away."""

    def away(self, day: date) -> bool:
        """Whether they are away on this day."""
        return self.back_on is not None and day < self.back_on


def next_allowed(moment: datetime, hours: Hours | None, policy: Policy) -> datetime:
    """This moment, or the next that suits both the partnership's quiet hours and the person's own."""
    found = allowed(moment, policy)
    for _ in range(MOST_TURNS if hours else 0):
        suits = _in_theirs(found, hours or Hours())
        found = allowed(suits, policy)
        if found == suits:
            return found
    return allowed(moment, policy)  # Theirs and the partnership's never meet, so the partnership's hold.


def _in_theirs(moment: datetime, hours: Hours) -> datetime:
    """This moment, or the next in the person's own hours."""
    here = local(moment)
    day, at = here.date(), here.time()
    if at >= hours.end:
        day, at = day + timedelta(days=1), time.min
    while hours.days and (day.weekday() not in hours.days or hours.away(day)):
        day, at = day + timedelta(days=1), time.min
    return moment if day == here.date() and at >= hours.start else moment_of(day, max(at, hours.start))


# -- The form ------------------------------------------------------------------------------------------------------

DAYS = options(d0="Monday", d1="Tuesday", d2="Wednesday", d3="Thursday", d4="Friday")


def _hours(first: int, last: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"{hour:02}:00", f"{hour:02}:00") for hour in range(first, last + 1))


def _after_start(value: str, answers: Answers) -> str:
    return "" if value > str(answers.get("start", "")) else "The end must be later than the start."


HOURS = Form(
    "hours",
    "My hours",
    "1",
    (
        Section(
            "hours",
            "When should reminders reach you?",
            (
                Question("days", "On which days do you work?", Kind.MULTI, choices=DAYS),
                Question("start", "From", Kind.CHOICE, choices=_hours(7, 12)),
                Question("end", "Until", Kind.CHOICE, choices=_hours(12, 20), wrong=_after_start),
                Question("away", "Are you away, or about to be?", Kind.CHOICE, choices=YES_NO),
                Question("back_on", "On which day are you back?", Kind.DATE, when=is_one_of("away", "yes")),
            ),
            intro="Safety alerts, and what is due or overdue, reach you all the same.",
        ),
    ),
)


def answers_of(hours: Hours | None) -> dict[str, object]:
    """What to show in the form to somebody whose hours are these."""
    known = hours or Hours()
    end = "18:00" if known.end == time.max else f"{known.end:%H:%M}"
    start = "08:00" if known.start == time.min else f"{known.start:%H:%M}"
    back = {"away": "yes", "back_on": known.back_on.isoformat()} if known.back_on else {"away": "no"}
    return {"days": [f"d{day}" for day in known.days], "start": start, "end": end, **back}


def hours_from(answers: Answers, now: datetime) -> Hours:
    """The hours that were chosen in the form."""
    away = answers.get("away") == "yes"
    return Hours(
        days=tuple(sorted(int(str(day).removeprefix("d")) for day in answers["days"])),
        start=time.fromisoformat(str(answers["start"])),
        end=time.fromisoformat(str(answers["end"])),
        back_on=read_day(answers.get("back_on")) if away else None,
        since=now if away else None,
    )
