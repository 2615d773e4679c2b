"""Whether a case may be disposed of: closed, past its period, and needed by nobody (E27)."""

from datetime import date
from typing import TYPE_CHECKING

from rapid_review.errors import Refusal
from rapid_review.keeping.retention import Retention, ends_on
from rapid_review.questions.forms import in_words

if TYPE_CHECKING:
    from rapid_review.case import Case


def require_disposable(case: "Case", retention: Retention, today: date) -> None:
    """Refuse with the first reason why it must be kept."""
    if case.closed_at is None:
        raise Refusal(f"{case.reference} is open. Only a closed case can be disposed of.")
    if case.hold:
        raise Refusal(f"{case.reference} is on legal hold. Lift the hold first, if it is no longer needed.")
    if case.frozen:
        raise Refusal(f"{case.reference} is frozen. Put right what it is frozen for, and let it go on first.")
    if any(breach.is_open for breach in case.breaches):  # E29: it is the evidence of what went where.
        raise Refusal(f"Something of {case.reference} went to the wrong person, and that is not seen to yet.")
    end = ends_on(case, retention)
    if end is None:
        raise Refusal(
            f"{case.reference} is kept: the partnership’s file sets no period for cases. "
            "Agree one, and set case_years under [retention]."
        )
    if today < end:
        raise Refusal(f"{case.reference} is kept until {in_words(end)}.")
