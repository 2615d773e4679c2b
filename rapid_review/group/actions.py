"""Actions that the Group agrees: who does what by when, how it is shared, and what shows that it is done (R079-R081).

Their words are forms. After the decision there are more of them, and the hand-over of a review (R052, R053).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rapid_review.people import PersonId
from rapid_review.questions.choices import options
from rapid_review.questions.forms import Choice, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import is_one_of


class For(StrEnum):
    """What an action is for."""

    SAFETY = "safety"
    """To keep children safe now (R079)."""
    LEARNING = "learning"
    """Learning that need not wait (R080)."""
    FOLLOW_UP = "follow_up"
    """What follows from the decision (R053)."""


FOR_WORDS = {
    For.SAFETY: "To keep children safe now",
    For.LEARNING: "Learning to act on now",
    For.FOLLOW_UP: "What follows from the decision",
}


@dataclass
class Action:
    """One action; what it is, and the evidence for it, are the forms of these revisions."""

    id: str
    purpose: For
    owner: PersonId
    due: date
    agreed_by: PersonId
    agreed_at: datetime
    revision: int
    closed_at: datetime | None = None
    closed_by: PersonId = ""
    evidence: int = 0

    @property
    def open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True)
class HandOff:
    """A commissioned review was handed to whoever carries it on (R052)."""

    by: PersonId
    at: datetime
    revision: int


def action_form(owners: tuple[Choice, ...]) -> Form:
    """One action, with whoever in this case may own it."""
    return Form(
        "action",
        "An action",
        "1",
        (
            Section(
                "action",
                "An action",
                (
                    Question(
                        "act_for",
                        "What is it for?",
                        Kind.CHOICE,
                        choices=tuple(Choice(purpose, words) for purpose, words in FOR_WORDS.items()),
                    ),
                    Question("act_what", "What is to be done?", Kind.LONG, longest=1_000),
                    Question("act_outcome", "What will be better for children?", Kind.LONG, longest=1_000),
                    Question("act_owner", "Who does it?", Kind.CHOICE, choices=owners),
                    Question("act_due", "By which day?", Kind.DATE),
                    Question("act_shown", "What will show that it is done?", Kind.LONG, longest=1_000),
                    Question(
                        "act_shared",
                        "How is the learning shared, and with whom?",  # R080
                        Kind.LONG,
                        when=is_one_of("act_for", For.LEARNING),
                        longest=1_000,
                    ),
                ),
                intro="Only those who have declared for this case can own an action: they have to read it.",
            ),
        ),
    )


EVIDENCE = Form(
    "evidence",
    "What shows that it is done",
    "1",
    (
        Section(
            "evidence",
            "What shows that it is done",
            (
                Question(
                    "ev_what",
                    "What was done, and what shows it?",
                    Kind.LONG,
                    "A document can be sent in this chat; name its number here.",
                    longest=2_000,
                ),
                Question("ev_on", "On which day was it done?", Kind.DATE, past=True),
            ),
        ),
    ),
)

HAND_OFF = Form(
    "hand_off",
    "Handing the review on",
    "1",
    (
        Section(
            "hand_off",
            "Handing the review on",
            (
                Question("ho_to", "Who takes over?", help="Name, job and organisation."),
                Question("ho_on", "On which day?", Kind.DATE),
                Question(
                    "ho_what",
                    "What was handed to them?",
                    Kind.MULTI,
                    choices=options(
                        record="The decision with its reasons",
                        template="The Rapid Review Template",
                        answers="The agencies’ answers",
                        documents="The documents",
                        minutes="The minutes",
                        actions="The open actions",
                        family="What the family was told and asked",
                    ),
                ),
                Question("ho_watch", "Who on the Group watches its progress?", help="The seat, or a name."),  # R053
                Question("ho_back", "When is the Group first told how it goes?", Kind.DATE),
                Question("ho_note", "Anything they must know", Kind.LONG, required=False),
            ),
        ),
    ),
)
