"""The nil return: who searched what and found nothing. A finding, not a blank (R069).

It opens filled in, so that sending it is one press. What that press confirms stands above its button.
"""

from rapid_review.questions.choices import YES_NO_NOT_KNOWN
from rapid_review.questions.forms import Form, Kind, Question, Section
from rapid_review.questions.shared_questions import IMMEDIATE_SAFETY, is_one_of, not_before
from rapid_review.summary.search import LATE_REASON, PROVIDERS, SYSTEMS

CONFIRMED = (
    "By sending this I confirm: we searched as set out above and hold no relevant information. "
    "If any is found, I will say so at once."
)
"""What whoever sends a nil return puts their name to."""

NIL_RETURN = Form(
    "nil_return",
    "Nothing found: nil return",
    "2",
    (
        Section(
            "search",
            "Your search",
            (
                Question("nil_searched_by", "Who searched?", help="Name and job."),
                SYSTEMS,
                PROVIDERS,
                Question(
                    "nil_search_names",
                    "Which names did you search for?",
                    Kind.LONG,
                    "Every child and adult, with other names and spellings.",
                ),
                Question("nil_search_from", "Search from", Kind.DATE, past=True),
                Question(
                    "nil_search_to",
                    "Search to",
                    Kind.DATE,
                    past=True,
                    wrong=not_before("nil_search_from", "This is before the first day of the search."),
                ),
                Question(
                    "nil_should_have_been",
                    "Would you have expected to know this family?",  # R024
                    Kind.CHOICE,
                    choices=YES_NO_NOT_KNOWN,
                ),
                Question(
                    "nil_should_have_been_why",
                    "Why?",
                    Kind.LONG,
                    when=is_one_of("nil_should_have_been", "yes"),
                ),
                LATE_REASON,
                IMMEDIATE_SAFETY,
            ),
            intro="Finding nothing is an answer too: it tells the Group who did not know the family. "
            "We have filled this in as far as we know. Change whatever is not so.",
        ),
    ),
)
