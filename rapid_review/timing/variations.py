"""Dates moved by agreement (domain 2.3, rule 7). The original stays known; timeliness is told by it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from rapid_review.errors import Refusal
from rapid_review.people import PersonId
from rapid_review.policy import Policy
from rapid_review.questions.choices import YES_NO, options
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section, in_words
from rapid_review.questions.shared_questions import is_one_of
from rapid_review.timing.london import moment_of
from rapid_review.timing.timetable import Due, Milestone


@dataclass(frozen=True)
class Variation:
    """One agreed change of one date; who asked, who agreed and why is in the form of this revision."""

    milestone: Milestone
    day: date
    by: PersonId
    at: datetime
    revision: int
    panel_told: date | None = None


@dataclass(frozen=True)
class Lateness:
    """Why a date was missed: the form of this revision, and the day on which the Panel was told (F59)."""

    milestone: Milestone
    by: PersonId
    at: datetime
    revision: int
    panel_told: date | None = None


def varied(
    planned: Mapping[Milestone, Due], variations: Sequence[Variation], policy: Policy, limit: date | None = None
) -> Mapping[Milestone, Due]:
    """The timetable with its agreed changes, the newest of each date. A date not in it stays out of it.

    Where the Panel's `limit` became known after a change was agreed, the date that it overtook is the planned one.
    """
    newest = {change.milestone: change for change in variations}
    dates, later = dict(planned), date.max
    for milestone in reversed(list(planned)):
        if change := newest.get(milestone):
            untold = milestone is Milestone.TO_PANEL and change.panel_told is None
            overtaken = change.day > later or (limit and change.day > limit and untold)
            draw = _overtaken if overtaken else _moved
            dates[milestone] = draw(planned[milestone], change.day, policy)
        later = dates[milestone].day
    return MappingProxyType(dates)


def _overtaken(due: Due, day: date, policy: Policy) -> Due:
    return replace(due, because=f"{due.because} The day agreed before, {in_words(day)}, no longer stands.")


def _moved(due: Due, day: date, policy: Policy) -> Due:
    why = f"Moved to {in_words(day)} by agreement. It was {in_words(due.day)}. {due.because}"
    return replace(due, day=day, at=moment_of(day, policy.deadline_time), because=why)


def require_in_order(dates: Mapping[Milestone, Due], milestone: Milestone, day: date, words: Mapping[str, str]) -> None:
    """Refuse a date that would come before an earlier step of the process, or after a later one."""
    order = list(dates)
    if milestone not in dates:
        raise Refusal("No timetable runs for this case, so there is no date to move.")
    at = order.index(milestone)
    for earlier in order[:at]:
        if dates[earlier].day > day:
            raise Refusal(f"That is before “{words[earlier]}”, {in_words(dates[earlier].day)}. Choose a later day.")
    for later in order[at + 1 :]:
        if dates[later].day < day:
            raise Refusal(f"That is after “{words[later]}”, {in_words(dates[later].day)}. Move that date first.")


STEPS = options(
    request_out="Agencies asked",
    summaries_due="Agency summaries back",
    collated="Report put together",
    papers_out="Papers to the Group",
    meeting="Meeting and decision",
    to_panel="Outcome to the national Panel",
)


def _told(when: Callable[[Answers], bool] | None = None) -> tuple[Question, ...]:
    """Asked of the one date that the Panel itself waits for; the others are the partnership's own (F59)."""
    label = "Has the national Panel been told of it?"
    return (
        Question("panel_told", label, Kind.CHOICE, choices=YES_NO, when=when),
        Question("panel_told_on", "On which day?", Kind.DATE, when=is_one_of("panel_told", "yes"), past=True),
    )


VARIATION = Form(
    "variation",
    "Move a date",
    "1",
    (
        Section(
            "variation",
            "Which date moves, and why?",
            (
                Question("milestone", "Which date?", Kind.CHOICE, choices=STEPS),
                Question("new_date", "To which day?", Kind.DATE),
                Question("why", "Why?", Kind.LONG),
                Question("asked_by", "Who asked for it?"),
                Question("agreed_by", "Who agreed?"),
                *_told(is_one_of("milestone", Milestone.TO_PANEL)),
            ),
            intro="The original date stays on every card, and reports of timeliness go by it.",
        ),
    ),
)

_WHY = Question("why", "Why was it missed, and what happens now?", Kind.LONG)
LATE = Form("late", "Why a date was missed", "1", (Section("late", "A date has passed", (_WHY,)),))
LATE_TO_PANEL = replace(LATE, sections=(Section("late", "The outcome is late", (_WHY, *_told())),))


def late_form(milestone: Milestone) -> Form:
    """What is asked of a date that was missed."""
    return LATE_TO_PANEL if milestone is Milestone.TO_PANEL else LATE
