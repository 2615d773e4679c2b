"""How an agency says that it has the request, and that its records are secured (R071-R073)."""

from rapid_review import choices
from rapid_review.choices import options
from rapid_review.forms import Form, Kind, Question, Section
from rapid_review.shared_questions import is_one_of

acknowledged = is_one_of("ack", "yes")

ACKNOWLEDGE = Form(
    "acknowledge",
    "Acknowledge the request",
    "1",
    (
        Section(
            "acknowledge",
            "Have you got this?",
            (
                Question(
                    "ack",
                    "Will you deal with this request?",
                    Kind.CHOICE,
                    choices=options(
                        yes="Yes, I will", wrong_person="I am the wrong person", away="I am or will be away"
                    ),
                ),
                Question("ack_instead", "Who should we ask instead?", when=is_one_of("ack", "wrong_person", "away")),
                Question(
                    "author",
                    "Who will write the summary?",
                    help="Name and job. Not somebody who worked with the family or managed those who did.",
                    when=acknowledged,
                ),
                Question(
                    "rec_secured",
                    "Are your agency’s records secured?",  # R071
                    Kind.CHOICE,
                    "Nobody may change them now.",
                    choices.RECORDS_SECURED,
                    when=acknowledged,
                ),
                Question(
                    "rec_nominee",
                    "Who lets people see them?",  # R072
                    help="Name, job and phone number. All access goes through this one person.",
                    required=False,
                    when=acknowledged,
                ),
                Question(
                    "rec_item",
                    "What is locked away?",  # R073, A9
                    Kind.CHOICE,
                    choices=options(
                        original="The originals",
                        original_copied="The originals, with a working copy for current casework",
                        copy="A full copy; the originals stay in use",
                        nothing_yet="Nothing yet",
                    ),
                    when=acknowledged,
                ),
            ),
        ),
    ),
)
