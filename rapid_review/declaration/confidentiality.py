"""What everyone signs before they see a case: the confidentiality agreement, in the wording of this version (R046).

The hash of the exact words is kept with each signature. A signature holds while its words are the agreement's words,
or are listed below as words that still hold; anybody else is asked to sign again, and sees nothing until then.
"""

import hashlib
import json
from collections.abc import Iterator

from rapid_review.questions.choices import options
from rapid_review.questions.forms import Form, Kind, Question, Section
from rapid_review.questions.shared_questions import SIGN_NAME


def _statement(id: str, text: str) -> Question:
    return Question(id, text, Kind.AGREE)


CONFIDENTIALITY = Form(
    "confidentiality",
    "Confidentiality agreement",
    "1",
    (
        Section(
            "use",
            "How I use what I see",
            (
                Question(
                    "capacity",
                    "Why are you involved?",
                    Kind.CHOICE,
                    choices=options(
                        member="Member of the Group",
                        deputy="Deputy for a member",
                        author="Author of a summary",
                        expert="Safeguarding expert",
                        minutes="Taking the minutes",
                        team="Partnership Team",
                        scrutineer="Independent Scrutineer",
                        observer="Observer",
                    ),
                ),
                _statement("t_purpose", "I will use what I see only for this review."),
                _statement(
                    "t_need",
                    "I will share it only with people who need it and are on the list for this case. "
                    "If I am unsure, I will ask first.",
                ),
                _statement(
                    "t_secure",
                    "I will not download, print, copy, forward, photograph or record it, or put it into "
                    "other tools, including AI assistants, unless the case allows it.",
                ),
                _statement("t_setting", "I will join meetings where nobody else can overhear."),
                _statement("t_return", "I will return or destroy my copies when I am asked to."),
            ),
            intro="If you cannot agree to one of these, do not sign. You can say why instead.",
        ),
        Section(
            "duties",
            "What stays my duty",
            (
                _statement(
                    "t_safety",
                    "If a child is at risk, I will still act. This agreement never stops me from making a "
                    "safeguarding referral.",
                ),
                _statement(
                    "t_legal",
                    "If the law or a court makes me disclose something, I will tell the Partnership Team "
                    "first where I can.",
                ),
                _statement("t_breach", "If anything is lost or sent to the wrong person, I will say so at once."),
                _statement("t_after", "All of this lasts after my part in the review has ended."),
                SIGN_NAME,
            ),
        ),
    ),
)

DECLINE = Form(
    "decline",
    "If you cannot agree",
    "1",
    (
        Section(
            "decline",
            "If you cannot agree",
            (Question("decline_reason", "What can you not agree to, and why?", Kind.LONG),),
            intro="You will not see this case. The chair is told, and may get in touch.",
        ),
    ),
)


def wording_hash(form: Form) -> str:
    """SHA-256 of every word on the form, in order: what exactly a person signed."""
    return hashlib.sha256(json.dumps(list(_words(form)), ensure_ascii=False).encode()).hexdigest()


def _words(form: Form) -> Iterator[str]:
    yield form.title
    for section in form.sections:
        yield section.title
        yield section.intro
        for question in section.questions:
            yield question.label
            yield question.help
            yield from (choice.text for choice in question.choices)


CURRENT = wording_hash(CONFIDENTIALITY)
"""The words that are signed today."""
VERSIONS: dict[str, str] = {CURRENT: CONFIDENTIALITY.version}
"""Every wording whose signatures still hold, by its hash, with the form's version.

Changed words are a wording that nobody has signed, so everybody signs again. Where a change means the same, such as a
spelling put right, add the hash of the words before it: those who signed them need not be asked. Words that mean
something else also get a new id for `agree_all` in `declare`, so that a card drawn before cannot sign them.
"""


def holds(wording: str) -> bool:
    """Whether what was signed in these words still holds."""
    return wording in VERSIONS
