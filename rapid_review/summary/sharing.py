"""What limits the sharing of a summary, why it may be shared, and who signs it (form 3b, cards 5 and 6)."""

from dataclasses import replace
from typing import Any

from rapid_review.questions.choices import YES_NO, options
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import IMMEDIATE_SAFETY, is_one_of
from rapid_review.summary.search import LATE_REASON

LIMITS = Section(
    "limits",
    "Limits and gaps",
    (
        Question(
            "redact_from",
            "What may not be shared further, with whom, and why?",
            Kind.LONG,
            "Limits set by police, a court or someone’s safety.",
            required=False,
        ),
        Question("third_party", "Does it tell of people outside the family?", Kind.LONG, required=False),
        Question(
            "info_gaps",
            "What could you not find, and when will you?",
            Kind.LONG,
            "If there are no gaps, say so.",
        ),
        Question(
            "more",
            "Is more to come?",
            Kind.CHOICE,
            choices=options(no="No", yes="Yes, by a day"),
        ),
        Question("more_by", "By when?", Kind.DATE, when=is_one_of("more", "yes"), ahead=True),
        Question(
            "attach",
            "Documents you can send",
            Kind.LONG,
            "Titles only, no names. Then attach them to a message in this chat; never email them.",
            required=False,
        ),
    ),
)

SHARING = Section(
    "sharing",
    "Why you may share this",
    (
        Question(
            "basis",
            "Your lawful basis",
            Kind.MULTI,
            "If unsure, ask your data protection officer or Caldicott Guardian.",
            options(
                legal_obligation="Legal obligation",
                public_task="Public task",
                vital_interests="Vital interests",
                consent="Consent (rarely the right basis)",
                safeguarding="Substantial public interest: safeguarding",
                criminal="Criminal offence data",
                health="Health information: public interest or law",
            ),
        ),
        Question(
            "consent_basis",
            "Was consent sought?",  # R118
            Kind.CHOICE,
            choices=options(
                given="Given",
                not_safe="Not sought: it would put a child at risk or harm an investigation",
                not_needed="Not sought: not needed",
                refused="Refused, and we share anyway",
            ),
        ),
        Question("told", "Do the people concerned know that you share this?", Kind.CHOICE, choices=YES_NO),
        Question("told_reason", "Why not?", Kind.LONG, when=is_one_of("told", "no")),  # R127
        Question(
            "share_reason",
            "Why you share what you share",  # R123, R128
            Kind.LONG,
            "Why it is needed, and why no more than this.",
        ),
    ),
    intro="Every decision to share is recorded with its reason.",
)


def _name(given: Any) -> str:
    """The name of a “name and job”, so that another job does not make another person."""
    return str(given).partition(",")[0].strip().casefold()


def _not_the_author(name: Any, answers: Answers) -> str:
    if _name(name) == _name(answers.get("author_name", "")):
        return "The sign-off comes from somebody other than the author. Enter another name."
    return ""


signed_off = is_one_of("qa_pending", "no")

_PENDING = Question(
    "qa_pending",
    "Has a senior colleague signed it off?",
    Kind.CHOICE,
    choices=options(
        no="Yes, signed off",
        teams="A colleague signs it here in Teams, once I have sent it",
        yes="Not yet",
    ),
)

SIGN_OFF = Section(
    "sign_off",
    "Sign-off",
    (
        Question("author_name", "Name and job of the author"),
        Question("author_sign", "This is accurate as far as I know. Facts and opinions are kept apart.", Kind.AGREE),
        _PENDING,
        Question("qa_name", "Name and job of the senior colleague", when=signed_off, wrong=_not_the_author),
        Question("qa_sign", "They have read this and agree to it.", Kind.AGREE, when=signed_off),
        Question(
            "qa_reason",
            "Why not yet, and when will they?",
            Kind.LONG,
            when=is_one_of("qa_pending", "yes"),
        ),
    ),
)

_ALONE = replace(_PENDING, choices=tuple(choice for choice in _PENDING.choices if choice.id != "teams"))
_SIGN_OFF_ALONE = replace(SIGN_OFF, questions=tuple(_ALONE if q is _PENDING else q for q in SIGN_OFF.questions))


def signed_elsewhere(form: Form) -> Form:
    """The form without the offer that a colleague signs it here, for a sender who has no colleague to ask."""
    return replace(form, sections=tuple(_SIGN_OFF_ALONE if part is SIGN_OFF else part for part in form.sections))


LAST = Section(
    "last",
    "Before you send",
    (
        LATE_REASON,
        IMMEDIATE_SAFETY,
    ),
)
