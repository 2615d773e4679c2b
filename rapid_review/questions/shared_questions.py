"""Questions that several forms ask in the same way: a date and how sure it is, safety, signing."""

from collections.abc import Callable
from typing import Any

from rapid_review.questions.choices import BETWEEN, PRECISION, YES_NO
from rapid_review.questions.forms import Answers, Choice, Kind, Question, read_day

Wrong = Callable[[Any, Answers], str]

IMMEDIATE_SAFETY = Question(
    "immediate_safety_now",
    "Is any child at risk now that nobody is acting on?",
    Kind.CHOICE,
    "If yes, call 999 or make a child protection referral now. This form does not do that for you.",
    choices=YES_NO,
)
"""How every form about a case ends (R066)."""

SIGN_NAME = Question("sign_name", "Your full name, as your signature")


SAFETY = frozenset({"imm_risk", IMMEDIATE_SAFETY.id})
"""The questions whose answer is acted on at once, whatever becomes of the rest of the card."""


def at_risk_now(answers: Answers) -> bool:
    """Whether safety comes first: at risk, or nobody can say. The same for every form."""
    return answers.get("imm_risk") in ("yes", "not_known") or answers.get("immediate_safety_now") == "yes"


def dated(
    id: str,
    label: str,
    sure: str,
    help: str = "",
    *,
    precisions: tuple[Choice, ...] = PRECISION,
    quick: bool = False,
    wrong: Wrong | None = None,
) -> tuple[Question, ...]:
    """A past date, `<id>_precision` saying how sure it is and, where a period is allowed, `<id>_to`."""
    day = Question(id, label, Kind.DATE, help, required=False, past=True, quick=quick, wrong=wrong)
    precision = Question(f"{id}_precision", sure, Kind.CHOICE, choices=precisions, quick=quick, wrong=_wants_day(id))
    if BETWEEN not in precisions:
        return day, precision
    end = Question(
        f"{id}_to",
        "The later date",
        Kind.DATE,
        when=lambda answers: answers.get(f"{id}_precision") == "between",
        past=True,
        quick=quick,
        wrong=not_before(id, "This is before the first date. Enter the later date here."),
    )
    return day, precision, end


def _wants_day(id: str) -> Wrong:
    def wrong(precision: Any, answers: Answers) -> str:
        if precision in ("exact", "about", "between") and not answers.get(id):
            return "Enter the date above, or choose the answer that says you do not know it."
        return ""

    return wrong


def not_before(earlier: str, message: str) -> Wrong:
    """For a date that cannot lie before another one, where both are given."""

    def wrong(value: Any, answers: Answers) -> str:
        first, then = read_day(answers.get(earlier)), read_day(value)
        return message if first and then and then < first else ""

    return wrong


def alone(*ids: str) -> Wrong:
    """For choices such as “None known” that make no sense beside others."""

    def wrong(picked: Any, answers: Answers) -> str:
        if len(picked) > 1 and not set(ids).isdisjoint(picked):
            return "Choose “none” or “not known” on its own, or take it away and keep the rest."
        return ""

    return wrong


def is_one_of(id: str, *picked: str) -> Callable[[Answers], bool]:
    """The plainest condition: the answer to this question is one of these."""
    return lambda answers: answers.get(id) in picked


def includes(id: str, picked: str) -> Callable[[Answers], bool]:
    """The condition that this choice is among several."""

    def condition(answers: Answers) -> bool:
        given = answers.get(id)
        return isinstance(given, list) and picked in given

    return condition
