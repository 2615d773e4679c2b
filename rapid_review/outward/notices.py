"""What the local authority itself must tell others of, by when, and what became of it (R059-R063, R107, E6).

The bot shows the text and asks. It never says that a duty does or does not exist, and never sends a notice itself.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rapid_review.notification import NotificationFacts
from rapid_review.people import PersonId
from rapid_review.policy import Policy
from rapid_review.questions.choices import YES_NO, options
from rapid_review.questions.forms import Form, Kind, Question, Section, in_words
from rapid_review.questions.shared_questions import is_one_of
from rapid_review.timing.timetable import Due, incident_warning, sin_due


class Notice(StrEnum):
    """To whom, and of what."""

    PANEL = "panel"
    """The serious incident notification to the national Panel (R059)."""
    LOOKED_AFTER = "looked_after"
    """A looked-after child died: the Secretary of State and Ofsted, abuse or neglect or not (R061)."""
    CARE_LEAVER = "care_leaver"
    """A care leaver died: told by the same system."""


@dataclass(frozen=True)
class Told:
    """What the local authority said of a notice: sent on this day, or not to be sent, for the form's reason."""

    sent_on: date | None
    by: PersonId
    at: datetime
    revision: int


def wanted(facts: NotificationFacts) -> list[Notice]:
    """The notices that the facts of a notification call for, as far as it does not name them as sent."""
    found = [] if facts.below_threshold or facts.sin_sent else [Notice.PANEL]
    if facts.looked_after_child_died and not facts.looked_after_told:
        found.append(Notice.LOOKED_AFTER)
    if facts.care_leaver_died and not facts.care_leaver_told:
        found.append(Notice.CARE_LEAVER)
    return found


def due_of(notice: Notice, facts: NotificationFacts, policy: Policy) -> Due | None:
    """When it is due, if the day that it runs from is known (E4)."""
    return sin_due(facts.la_aware, facts.incident if notice is Notice.PANEL else None, policy)


def both_dates(notice: Notice, facts: NotificationFacts, policy: Policy) -> list[str]:
    """The dates people talk of, each with its reason: the duty’s own, and the framework’s five days as a warning."""
    due = due_of(notice, facts, policy)
    said = [f"Due by {in_words(due.day)}: {due.because}"] if due else ["No due date: nobody has said when you knew."]
    if notice is not Notice.PANEL:
        return said
    by_awareness = sin_due(facts.la_aware, None, policy) if facts.la_aware else None
    if by_awareness and due and by_awareness.day != due.day:
        said.append(f"Counted from when you knew it would be {in_words(by_awareness.day)}: {by_awareness.because}")
    if facts.incident is None:
        said.append("When it happened is not known exactly, so no day is counted from it.")
    elif due is None or incident_warning(facts.incident, policy) != due.day:
        warned = incident_warning(facts.incident, policy)
        said.append(f"The 2019 framework counts five days from the event, to {in_words(warned)}. It is a warning only.")
    return said


SIN = Form(
    "sin",
    "The local authority’s notice",
    "1",
    (
        Section(
            "sin",
            "What has been done?",
            (
                Question(
                    "sin_done",
                    "Has it been sent?",
                    Kind.CHOICE,
                    choices=options(sent="Yes, it has been sent", not_sending="No, and it will not be sent"),
                ),
                Question("sin_sent_on", "On which day?", Kind.DATE, when=is_one_of("sin_done", "sent"), past=True),
                Question("sin_ref", "Its reference", required=False, when=is_one_of("sin_done", "sent")),
                Question(
                    "partners_told",
                    "Have the safeguarding partners been told as well?",  # R060
                    Kind.CHOICE,
                    choices=YES_NO,
                    when=is_one_of("sin_done", "sent"),
                ),
                Question(
                    "copy_shared",
                    "Have they been given a copy of it?",  # R062
                    Kind.CHOICE,
                    choices=YES_NO,
                    when=is_one_of("sin_done", "sent"),
                ),
                Question(
                    "why_not",
                    "Why not, and what do the other partners say?",  # E6
                    Kind.LONG,
                    when=is_one_of("sin_done", "not_sending"),
                ),
            ),
            intro="We record what you did. We do not send the notice for you.",
        ),
    ),
)
