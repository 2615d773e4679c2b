"""What an agency is asked for: to acknowledge, then its summary or a nil return (form 3b).

The dialog puts three facts among the answers before the form opens: `agency_kind` ("health" or other),
`child_death_forms` ("yes" where a child died and the policy takes those forms, R074) and `late` ("yes").
"""

from rapid_review.questions.forms import Form
from rapid_review.summary.acknowledge import ACKNOWLEDGE
from rapid_review.summary.extension import EXTENSION, EXTENSION_ANSWER
from rapid_review.summary.involvement import DAILY_LIFE, EVENTS, FAMILY, INVOLVEMENT, KNOWN, LAST_SEEN
from rapid_review.summary.meaning import ACTIONS, EPISODES, LEARNING, PRACTITIONERS, VIEWS
from rapid_review.summary.nil_return import NIL_RETURN
from rapid_review.summary.secure import SECURE
from rapid_review.summary.sharing import LAST, LIMITS, SHARING, SIGN_OFF

__all__ = ["ACKNOWLEDGE", "EXTENSION", "EXTENSION_ANSWER", "NIL_RETURN", "SECURE", "SUMMARY"]

SUMMARY = Form(
    "summary",
    "Agency summary",
    "1",
    (
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
