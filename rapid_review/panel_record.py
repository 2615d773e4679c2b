"""The record that the outcome went to the national Panel, with its evidence (R055, R098, R113)."""

from rapid_review.forms import Choice, Form, Kind, Question, Section

PANEL = Form(
    "panel",
    "Outcome sent to the national Panel",
    "1",
    (
        Section(
            "sent",
            "Outcome sent to the national Panel",
            (
                Question(
                    "sent_route",
                    "How was it sent?",
                    Kind.CHOICE,
                    choices=(Choice("email", "Secure e-mail"), Choice("portal", "The Panel’s portal")),
                ),
                Question("sent_on", "On which day?", Kind.DATE, past=True),
                Question("delivery_proof", "What shows that it arrived?", help="A receipt’s reference, no names."),
                Question(
                    "recipient_checked_by",
                    "Who checked the recipient with you?",
                    help="A second person checks every address before anything leaves.",
                ),
            ),
        ),
    ),
)
