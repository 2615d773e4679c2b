"""Why a paper could not go out with the others, as the Partnership Team says when it tables it (R095)."""

from rapid_review.questions.forms import Form, Kind, Question, Section

TABLING = Form(
    "tabling",
    "A paper tabled at the meeting",
    "1",
    (
        Section(
            "tabling",
            "A paper tabled at the meeting",
            (
                Question(
                    "tabled_why",
                    "Why could it not go out with the other papers?",
                    Kind.LONG,
                    "The members read this beside the paper.",
                    longest=1_000,
                ),
            ),
        ),
    ),
)
