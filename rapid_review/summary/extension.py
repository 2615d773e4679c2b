"""How an agency asks for a later day, and how the Partnership Team answers (F17).

The dialog puts the last possible day among the answers before a form opens: `last_day`.
"""

from typing import Any

from rapid_review.questions.choices import options
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section, in_words, read_day
from rapid_review.questions.shared_questions import is_one_of


def _in_time(day: Any, answers: Answers) -> str:
    wanted, last = read_day(day), read_day(answers.get("last_day"))
    if wanted and last and wanted > last:
        return f"The latest possible day is {in_words(last)}: the papers go out on the next working day."
    return ""


EXTENSION = Form(
    "extension",
    "Ask for a later day",
    "1",
    (
        Section(
            "extension",
            "A later day",
            (
                Question("ext_date", "By which day will your answer come?", Kind.DATE, wrong=_in_time),
                Question(
                    "ext_why", "Why do you need longer?", Kind.LONG, "Nothing about the family, please.", longest=1_000
                ),
                Question(
                    "ext_meanwhile",
                    "What can you send by the first date?",
                    Kind.LONG,
                    "For example what is known so far, with the rest to follow.",
                    longest=1_000,
                ),
            ),
            intro="The Partnership Team answers by the end of the next working day. Until then the first date stands.",
        ),
    ),
)

agreed = is_one_of("ext_answer", "agree")

EXTENSION_ANSWER = Form(
    "extension_answer",
    "Answer a request for a later day",
    "1",
    (
        Section(
            "extension_answer",
            "Your answer",
            (
                Question(
                    "ext_answer",
                    "Do you agree to a later day?",
                    Kind.CHOICE,
                    choices=options(agree="Yes", refuse="No, the first date stands"),
                ),
                Question("ext_agreed", "The new date", Kind.DATE, when=agreed, wrong=_in_time),
                Question(
                    "ext_reason",
                    "Why not?",
                    Kind.LONG,
                    "The agency reads this.",
                    when=is_one_of("ext_answer", "refuse"),
                    longest=1_000,
                ),
            ),
        ),
    ),
)
