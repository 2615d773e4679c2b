"""The ballot on which a member of the Group gives a view, with its reason (domain 2.6). One card, no more."""

from functools import lru_cache

from rapid_review.outcome.decision import Stance
from rapid_review.policy import Policy
from rapid_review.questions.choices import YES_NO_NOT_SURE
from rapid_review.questions.forms import Choice, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import IMMEDIATE_SAFETY, is_one_of

MEANINGS = (
    "Choose a review if it could improve practice beyond what is known already. Choose another kind, such "
    "as an audit or a learning event, if that would bring the learning. Choose no further review if the "
    "learning is clear and acted on. If you have a conflict of interest, declare it instead of answering."
)
_wants_information = is_one_of("option", Stance.MORE_INFORMATION)


@lru_cache
def ballot_form(policy: Policy) -> Form:
    """The ballot in this partnership's words."""
    questions = (
        Question("option", "What should happen?", Kind.CHOICE, MEANINGS, _options(policy.review_name)),
        Question(
            "info_wanted",
            "What do you need to know, and who could tell us?",
            Kind.LONG,
            when=_wants_information,
        ),
        Question("info_by", "By when do you need it?", Kind.DATE, when=_wants_information),
        Question(
            "reason",
            "Your reason",
            Kind.LONG,
            "What a review could or could not add. The other members can read it after the poll closes.",
        ),
        Question(
            "national_issue",
            "Does it matter for the whole country?",
            Kind.CHOICE,
            "For example, it is complex, it happens elsewhere too, or law or guidance may need to change.",
            YES_NO_NOT_SURE,
        ),
        IMMEDIATE_SAFETY,
    )
    intro = "This is your view, not yet the decision. You can change it until the poll closes."
    return Form("ballot", "Your view", "1", (Section("view", "Your view", questions, intro),))


def _options(review: str) -> tuple[Choice, ...]:
    return (
        Choice(Stance.REVIEW, review),
        Choice(Stance.ALTERNATIVE, f"No {review}: another kind of learning review"),
        Choice(Stance.NO_FURTHER, f"No {review} and no further review: the learning is acted on"),
        Choice(Stance.MORE_INFORMATION, "More information is needed first"),
    )
