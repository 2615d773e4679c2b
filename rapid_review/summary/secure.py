"""How an agency says that its records are secured: its own attestation, due on Day 2 (R071-R073, A9)."""

from rapid_review.questions.choices import YES_NO, options
from rapid_review.questions.forms import Form, Kind, Question, Section
from rapid_review.questions.shared_questions import is_one_of

holds = is_one_of("rec_secured", "yes", "partly")


SECURE = Form(
    "secure",
    "Records secured",
    "1",
    (
        Section(
            "secure",
            "Your agency’s records",
            (
                Question(
                    "rec_secured",
                    "Are your agency’s records secured?",  # R071
                    Kind.CHOICE,
                    choices=options(
                        yes="Yes, all of them", partly="Partly; the rest will follow", none="We hold no records"
                    ),
                ),
                Question("rec_secured_at", "On which day?", Kind.DATE, when=holds, past=True),
                Question(
                    "rec_next",
                    "By when will the rest be secured?",
                    Kind.DATE,
                    when=is_one_of("rec_secured", "partly"),
                    ahead=True,
                ),
                Question(
                    "rec_nominee",
                    "Who lets people see them?",  # R072
                    help="Name and job. All access goes through this one person.",
                    when=holds,
                ),
                Question("rec_nominee_phone", "Their phone number", when=holds, longest=40),
                Question(
                    "rec_item",
                    "What is locked away?",  # R073, A9
                    Kind.CHOICE,
                    choices=options(
                        original="The originals",
                        copy="A full copy; the originals stay in use",
                        both="The originals and a copy",
                    ),
                    when=holds,
                ),
                Question(
                    "rec_copy",
                    "Was a working copy made for current casework?",
                    Kind.CHOICE,
                    choices=(*YES_NO, *options(not_needed="Not needed: the case is not open with us")),
                    when=holds,
                ),
                Question("rec_copy_on", "On which day?", Kind.DATE, when=is_one_of("rec_copy", "yes"), past=True),
            ),
            intro="Lock away the originals or a full copy, so that nobody can change them, before work goes on.",
        ),
    ),
)
