"""The record of a decision to share, not to share, or not yet (form 3j, R122-R128): one beside each answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rapid_review.questions.choices import YES_NO, options
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import is_one_of
from rapid_review.returns.judging import Sharing
from rapid_review.summary.sharing import SHARING

_asked = {question.id: question for question in SHARING.questions}
_kept_back = is_one_of("shr_decision", Sharing.PART, Sharing.REFUSE)

SHARING_RECORD = Form(
    "sharing",
    "Your decision on sharing",
    "1",
    (
        Section(
            "request",
            "What was asked",
            (
                Question("shr_requester", "Who asked?"),
                Question("shr_asked_on", "When?", Kind.DATE, past=True),
                Question("shr_formal", "Was it a formal request under the law?", Kind.CHOICE, choices=YES_NO),
                Question("shr_about", "Whose information?", help="Such as “Child A, both parents”. No names."),
                Question(
                    "shr_purpose",
                    "What for?",
                    Kind.CHOICE,
                    choices=options(
                        rapid_review="Rapid Review",
                        lcspr="A local review",
                        safety="A child’s immediate safety",
                        panel="A request of the national Panel",
                        other="Something else",
                    ),
                ),
            ),
        ),
        Section(
            "decision",
            "What you decided",
            (
                Question(
                    "shr_decision",
                    "What do you share?",
                    Kind.CHOICE,
                    choices=options(
                        all="All of it", part="A part", refuse="Nothing", time="Not yet: we need more time"
                    ),
                ),
                Question("shr_what", "What, and why no more than this?", Kind.LONG),  # R123
                Question(
                    "shr_ground",
                    "On which ground is something held back?",
                    Kind.CHOICE,
                    choices=options(
                        privilege="Legal privilege",
                        court="An order or limits of a court",
                        police="The police asked for it",
                        not_held="We do not hold it",
                        not_relevant="It is not relevant",
                        other="Another",
                    ),
                    when=_kept_back,
                ),
                Question("shr_facts", "Are facts and opinions told apart?", Kind.CHOICE, choices=YES_NO),  # R124
                Question("shr_reason", "The reason for the decision", Kind.LONG),  # R128
            ),
        ),
        Section(
            "how",
            "Why you may, and how",
            (
                Question("shr_basis", _asked["basis"].label, Kind.MULTI, _asked["basis"].help, _asked["basis"].choices),
                Question("shr_consent", "Was consent sought?", Kind.CHOICE, choices=_asked["consent_basis"].choices),
                Question("shr_recipient", "Who gets it?"),
                Question("shr_checked", "Is that the right person?", Kind.CHOICE, choices=YES_NO),  # R125
                Question(
                    "shr_method",
                    "How?",  # R126
                    Kind.CHOICE,
                    choices=options(here="Here in Teams", portal="A secure portal", other="Another secure way"),
                ),
                Question("shr_told", "Do the people concerned know?", Kind.CHOICE, choices=YES_NO),
                Question("shr_told_why", "Why not?", Kind.LONG, when=is_one_of("shr_told", "no")),  # R127
                Question("shr_by", "Who decided?", help="Name and job."),
                Question(
                    "shr_advice", "Whose advice did they take?", help="Such as the Caldicott Guardian.", required=False
                ),
                Question("shr_review", "Look again on", Kind.DATE, required=False),
            ),
        ),
    ),
)


def from_answer(answers: Answers, *, asked_on: date, formal: bool, by: str) -> dict[str, Any]:
    """The record that an answer starts by itself, from what its form says of sharing: nothing is asked twice.

    What the form did not ask stays empty: a record says nothing that nobody said.
    """
    held_back = bool(answers.get("redact_from"))
    why = answers.get("share_reason") or answers.get("cdf_basis") or NOTHING_HELD
    return {
        "shr_requester": "The Partnership Team, for the Rapid Review",
        "shr_asked_on": asked_on.isoformat(),
        "shr_formal": "yes" if formal else "no",
        "shr_about": "The people named in the request",
        "shr_purpose": "rapid_review",
        "shr_decision": Sharing.PART if held_back else Sharing.ALL,
        "shr_what": why,
        "shr_ground": "other" if held_back else "",
        "shr_facts": "yes" if answers.get("author_sign") else "",
        "shr_reason": answers.get("redact_from")
        or answers.get("share_reason")
        or answers.get("cdf_basis")
        or NOTHING_HELD,
        "shr_basis": answers.get("basis") or [],
        "shr_consent": answers.get("consent_basis") or "",
        "shr_recipient": "The Partnership Team",
        "shr_checked": "yes",
        "shr_method": "here",
        "shr_told": answers.get("told") or "",
        "shr_told_why": answers.get("told_reason") or "",
        "shr_by": answers.get("author_name") or answers.get("nil_searched_by") or by,
    }


NOTHING_HELD = "Only that nothing is held was shared."


def row(case: str, agency: str, number: int, at: str, by: str, answers: Answers) -> list[str]:
    """One record as a line of the register, safe to open in a spreadsheet."""
    asked = [question for section in SHARING_RECORD.sections for question in section.questions]
    given = [question.text_of(answers.get(question.id)) for question in asked]
    return [harmless(text) for text in (case, agency, str(number), at, by, *given)]


def header() -> Sequence[str]:
    asked = [question.label for section in SHARING_RECORD.sections for question in section.questions]
    return ["Case", "Agency", "Record", "Recorded", "By", *asked]


def harmless(text: str) -> str:
    """A spreadsheet must not take what somebody typed for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
