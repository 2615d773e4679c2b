"""What is asked about keeping a case: why it is held, why no longer, and who asks for their own data (E25, E27)."""

from rapid_review.questions.forms import Form, Kind, Question, Section

HOLD = Form(
    "hold",
    "Put this case on legal hold",
    "1",
    (
        Section(
            "hold",
            "Why must it be kept?",
            (
                Question("hold_why", "Why?", Kind.LONG, "Such as an inquiry, a claim or a court order.", longest=1_000),
                Question("hold_asked", "Who asked for it?", help="Name and job."),
            ),
            intro="While it is on hold, nothing of it can be disposed of. The reason is kept with the case.",
        ),
    ),
)

LIFT = Form(
    "lift_hold",
    "Lift the legal hold",
    "1",
    (
        Section(
            "lift_hold",
            "Why is it no longer needed?",
            (
                Question("lift_why", "Why?", Kind.LONG, longest=1_000),
                Question("lift_agreed", "Who agrees with that?", help="Name and job."),
            ),
            intro="If nothing else holds it, the case is then kept for its usual period. No case goes by itself.",
        ),
    ),
)

SUBJECT_REQUEST = Form(
    "subject_request",
    "Somebody asks for their own data",
    "1",
    (
        Section(
            "subject_request",
            "A subject access request",
            (
                Question("sar_who", "Who asks, and about whom?", help="Whose data it is, and who acts for them."),
                Question("sar_received", "On which day was it received?", Kind.DATE, past=True),
                Question("sar_identity", "Who checked their identity, and how?"),
                Question("sar_scope", "What do they ask for?", Kind.LONG, required=False, longest=2_000),
            ),
            intro="An answer is due in one month. The case is put on legal hold. The bot answers nobody by itself.",
        ),
    ),
)

WITHDRAWN = Form(
    "subject_withdrawn",
    "A request was withdrawn",
    "1",
    (
        Section(
            "subject_withdrawn",
            "They do not want an answer any more",
            (
                Question("sw_who", "Who withdrew it, and how?", help="Whoever asked, or who acts for them."),
                Question("sw_on", "On which day?", Kind.DATE, past=True),
                Question(
                    "sw_why",
                    "What did they say?",
                    Kind.LONG,
                    "Nobody may be talked out of it. If they only want less, answer what is left of it.",
                    longest=1_000,
                ),
            ),
            intro="Nobody is reminded of it any more. The hold that came with it stays until somebody lifts it.",
        ),
    ),
)

KEEPING_FORMS = (HOLD, LIFT, SUBJECT_REQUEST, WITHDRAWN)
