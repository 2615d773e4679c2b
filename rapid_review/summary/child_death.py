"""A child death form instead of a summary, so that nobody writes the same thing twice (R074-R076)."""

from rapid_review.questions.choices import options
from rapid_review.questions.forms import Form, Kind, Question, Section
from rapid_review.questions.shared_questions import IMMEDIATE_SAFETY

CHILD_DEATH_FORM = Form(
    "child_death",
    "Our child death form covers this",
    "1",
    (
        Section(
            "child_death",
            "Your child death form",
            (
                Question(
                    "cdf_which",
                    "Which form is it?",
                    Kind.CHOICE,
                    choices=options(notification="Notification form", reporting="Reporting form", both="Both"),
                ),
                Question("cdf_on", "Completed on", Kind.DATE, past=True),
                Question(
                    "cdf_where",
                    "How does the Partnership Team get it?",
                    Kind.CHOICE,
                    choices=options(
                        chat="I put it in this chat as a document",
                        has="The child death review team has it and may share it",
                        secure="By the secure way that we agreed",
                    ),
                ),
                Question(
                    "cdf_beyond",
                    "What does it not say that the Group should know?",
                    Kind.LONG,
                    "Why things happened as they did, what was learned, what still needs doing. If nothing, say so.",
                ),
                Question("cdf_basis", "Why you may share it", Kind.LONG, "Your lawful basis and reason."),  # R128
                Question("cdf_sign", "It is accurate as far as I know, and may be used for this review.", Kind.AGREE),
                IMMEDIATE_SAFETY,
            ),
            intro="The Partnership Team looks whether it says enough to decide on. If not, it asks for a summary.",
        ),
    ),
)
