"""The register of declarations of a case: who signed what and when, which conflicts, and what was ruled (F36).

The facts of a conflict, in the words of whoever declared it, are no part of it: those are for the chair and the
Partnership Team alone (Part 6, rule 6).
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from rapid_review.declaration.confidentiality import VERSIONS
from rapid_review.declaration.declarations import Declaration, PaperAccess, Ruling
from rapid_review.declaration.undertakings import CONFLICT, RULING
from rapid_review.questions.forms import Answers
from rapid_review.returns.sharing_record import harmless
from rapid_review.timing.london import clock_words

HEADER = (
    *("Case", "Person", "Directory id", "Confidentiality signed", "Wording version", "Wording (SHA-256)"),
    *("Could not sign", "What was decided instead", "Conflict declared", "Conflict"),
    *("A fair-minded outsider might doubt", "Kinds"),
    *("Asked to look again", "Nothing had changed", "Ruling", "Ruled by", "Ruled on", "Papers they may read"),
)
INSTEAD = {
    "deputy": "The deputy takes their place",
    "colleague": "Somebody else from the agency",
    "nobody": "Nobody",
    "signed": "Signed after all",
}
_asked = {question.id: question for form in (CONFLICT, RULING) for question in form.sections[0].questions}


def said_in(answers: Answers, id: str) -> str:
    """What they said of this in their declaration, in the form's words."""
    return _asked[id].text_of(answers.get(id)) if answers.get(id) else ""


def ruling_of(declared: Declaration) -> str:
    return _asked["ruling"].text_of(declared.ruled.ruling) if declared.ruled else ""


def access_of(declared: Declaration) -> str:
    """What papers the ruling leaves them."""
    if declared.ruled is None:
        return ""
    recused = declared.ruled.ruling is Ruling.RECUSE
    return _asked["paper_access"].text_of(PaperAccess.NONE if recused else declared.ruled.access)


def version_of(declared: Declaration) -> str:
    """Which version of the agreement they signed; one that no longer holds is told by its hash alone."""
    return declared.form_version or VERSIONS.get(declared.wording, "")


def row(case: str, declared: Declaration, answers: Answers, name_of: Callable[[str], str]) -> list[str]:
    """One person's line, safe to open in a spreadsheet; `answers` are those of their declaration."""
    ruled, looks = declared.ruled, declared.looks
    said = [
        case,
        name_of(declared.person),
        declared.person,
        _when(declared.signed_at),
        version_of(declared),
        declared.wording,
        _when(declared.declined_at),
        INSTEAD[declared.replaced.what] if declared.replaced else "",
        _when(declared.declared_at),
        *(said_in(answers, id) for id in ("decl", "perceived", "kinds")),
        _all([look.at for look in looks]),
        _all([look.answered_at for look in looks if look.answered_at and not look.changed]),
        ruling_of(declared),
        name_of(ruled.by) if ruled else "",
        _when(ruled.at if ruled else None),
        access_of(declared),
    ]
    return [harmless(text) for text in said]


def _when(moment: datetime | None) -> str:
    return clock_words(moment) if moment else ""


def _all(moments: Sequence[datetime]) -> str:
    return "; ".join(map(clock_words, moments))
