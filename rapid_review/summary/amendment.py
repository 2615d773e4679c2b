"""How an agency corrects its answer or adds to it: the whole summary again, with what changes and why (E9, E12)."""

from rapid_review.questions import changes
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section
from rapid_review.summary.involvement import DAILY_LIFE, EVENTS, FAMILY, INVOLVEMENT, KNOWN, LAST_SEEN
from rapid_review.summary.meaning import ACTIONS, EPISODES, LEARNING, PRACTITIONERS, VIEWS
from rapid_review.summary.sharing import LAST, LIMITS, SHARING, SIGN_OFF

WHY = Section(
    "amendment",
    "What changes",
    (
        Question(
            "amend_why",
            "What do you correct or add, and why?",
            Kind.LONG,
            "Those who read the earlier version are told that it has changed.",
        ),
    ),
    intro="Your earlier answer is kept as it was. What follows is filled in from it.",
)

AMENDMENT = Form(
    "amendment",
    "Correct or add to your answer",
    "1",
    (
        WHY,
        KNOWN,
        INVOLVEMENT,
        LAST_SEEN,
        EVENTS,
        DAILY_LIFE,
        FAMILY,
        EPISODES,
        LEARNING,
        ACTIONS,
        PRACTITIONERS,
        VIEWS,
        LIMITS,
        SHARING,
        SIGN_OFF,
        LAST,
    ),
)
"""Also what every version of a summary is read by: it asks all that a summary asks."""


def changed(before: Answers, after: Answers) -> list[str]:
    """The labels of what was answered otherwise in the later version, in the form's order."""
    return changes.changed(AMENDMENT.sections[1:], before, after)
