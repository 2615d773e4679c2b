"""What the national Panel was told and what it answered, with evidence (R055, R098, R102, R113)."""

from rapid_review.outcome.decided import Said
from rapid_review.questions.choices import YES_NO
from rapid_review.questions.forms import Choice, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import is_one_of

# Who checked the recipient is not asked here: it is on record with the second person’s confirmation (E29, R008).
_SENT = (
    Question(
        "sent_route",
        "How was it sent?",
        Kind.CHOICE,
        choices=(Choice("email", "Secure e-mail"), Choice("portal", "The Panel’s portal")),
    ),
    Question("sent_on", "On which day?", Kind.DATE, past=True),
    Question("delivery_proof", "What shows that it arrived?", help="A receipt’s reference, no names."),
)

PANEL = Form(
    "panel",
    "Outcome sent to the national Panel",
    "1",
    (Section("sent", "Outcome sent to the national Panel", _SENT),),
)

PENDING = Form(
    "pending",
    "The Panel told that the outcome is pending",
    "1",
    (
        Section(
            "told",
            "The Panel told that the outcome is pending",
            _SENT,
            "The outcome itself follows later.",
        ),
    ),
)
"""That the Panel knows by Day 15 that there is no outcome yet (R101, E16)."""

RESPONSE = Form(
    "panel_response",
    "What the Panel says",
    "1",
    (
        Section(
            "response",
            "What the Panel says",
            (
                Question("received_on", "On which day did its response come?", Kind.DATE, past=True),
                Question(
                    "response",
                    "What does it say?",
                    Kind.CHOICE,
                    choices=(
                        Choice(Said.AGREES, "It agrees with the decision"),
                        Choice(Said.ASKS, "It asks questions"),
                        Choice(Said.DISAGREES, "It does not agree"),
                        Choice(Said.NATIONAL, "It will undertake a national review"),
                    ),
                ),
                Question("response_text", "In its words, or in short", Kind.LONG),
                Question(
                    "reply_by",
                    "By which day do we reply?",
                    Kind.DATE,
                    "The chair says before that whether it changes anything. The decision stays the Group’s own.",
                    when=is_one_of("response", Said.ASKS, Said.DISAGREES),
                ),
            ),
        ),
    ),
)
"""The Panel's response, and our reply by a day (R102, E31)."""

RECONSIDERATION = Form(
    "reconsideration",
    "Does it change anything?",
    "1",
    (
        Section(
            "reconsideration",
            "Does it change anything?",
            (
                Question(
                    "changes",
                    "Does the Group need to decide again?",
                    Kind.CHOICE,
                    "If yes, the poll opens anew for one working day and the signatures no longer count. What was "
                    "decided stays on record.",
                    YES_NO,
                ),
                Question("changes_reason", "Why", Kind.LONG),
            ),
        ),
    ),
)
"""The chair's word on what came in after the decision (E9, E31)."""
