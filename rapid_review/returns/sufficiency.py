"""How the Partnership Team says whether an agency's answer will do (E11, R075)."""

from rapid_review.questions.choices import options
from rapid_review.questions.forms import Form, Kind, Question, Section
from rapid_review.questions.shared_questions import is_one_of
from rapid_review.returns.requests import Quality

SUFFICIENCY = Form(
    "sufficiency",
    "Will this answer do?",
    "1",
    (
        Section(
            "sufficiency",
            "The answer",
            (
                Question(
                    "quality",
                    "Is it enough to base the discussion and the decision on?",
                    Kind.CHOICE,
                    choices=options(
                        sufficient="Yes",
                        query="Not quite: ask the agency once",
                        insufficient="No: the agency answers again, with a summary",
                        excused="The agency need not answer, or not answer more",
                    ),
                ),
                Question(
                    "query_about",
                    "Which parts is the question about?",
                    help="By their headings, such as “Key events”.",
                    when=is_one_of("quality", Quality.QUERY),
                ),
                Question(
                    "query_text",
                    "What do you ask?",
                    Kind.LONG,
                    "The agency answers by the end of the next working day.",
                    when=is_one_of("quality", Quality.QUERY),
                ),
                Question(
                    "quality_why",
                    "Why?",
                    Kind.LONG,
                    when=is_one_of("quality", Quality.INSUFFICIENT, Quality.EXCUSED),
                ),
            ),
        ),
    ),
)
