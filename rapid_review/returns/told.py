"""An answer that an agency gave by phone, post or secure e-mail, written down by the Partnership Team (E33, E40)."""

from rapid_review.questions.choices import options
from rapid_review.questions.forms import Form, Kind, Question, Section
from rapid_review.questions.shared_questions import IMMEDIATE_SAFETY, is_one_of

holds = is_one_of("told_answer", "told_summary")
nothing = is_one_of("told_answer", "told_nil")

TOLD = Form(
    "told",
    "An answer given another way",
    "1",
    (
        Section(
            "told",
            "Their answer, as they gave it",
            (
                Question(
                    "told_how",
                    "How did it come?",
                    Kind.CHOICE,
                    choices=options(phone="By phone", email="By secure e-mail", post="By post", person="In person"),
                ),
                Question("told_by", "Who gave it?", help="Name and job."),
                Question("told_on", "When?", Kind.DATE, past=True),
                Question(
                    "told_answer",
                    "What is their answer?",
                    Kind.CHOICE,
                    choices=options(told_nil="They hold nothing", told_summary="They hold something"),
                ),
                Question(
                    "told_search",
                    "Who searched what?",
                    Kind.LONG,
                    "Which systems, for which names, over which dates.",
                    when=nothing,
                ),
                Question("told_facts", "The facts, as they gave them", Kind.LONG, when=holds),  # R124
                Question("told_opinion", "What they make of them", Kind.LONG, required=False, when=holds),
                Question(
                    "told_basis",
                    "Why they may share it, as they said",  # R128
                    Kind.LONG,
                    "Their lawful basis and reason, and anything they hold back and why.",
                    when=holds,
                ),
                IMMEDIATE_SAFETY,
            ),
            intro="The agency is asked afterwards whether this is right.",
        ),
    ),
)
