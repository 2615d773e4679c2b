"""The half-years that the Independent Scrutineer reports on: those of the financial year (R103)."""

from datetime import date, timedelta

ENDS = ((3, 31), (9, 30))
REPORT: tuple[tuple[str, str], ...] = (
    ("Independence", "Say who you are, and that you are independent of the partners."),
    (
        "Cases you opened",
        "Which, by reference, and why these. Rate each: facts, the child’s voice, identity, why it happened, the "
        "reasons for the criteria and for the decision, how the learning is spread.",
    ),
    ("Strengths", "What the Group does well."),
    ("Concerns", "What worries you, and how you know."),
    ("What others say", "The partners, practitioners, and the family where they were asked."),
    ("Earlier recommendations", "How each of the last report’s stands."),
    ("Recommendations", "Each with an owner and a day."),
    ("Your overall view", "The process is effective, mostly, partly or not effective, and why."),
    ("The board", "When it was presented, and what the board answered."),
)
"""What the report says beside the figures, in the Scrutineer's own words (form 3i)."""


def half_year(day: date) -> tuple[date, date]:
    """The first and the last day of the half-year with this day in it."""
    last = min(end for end in _ends(day.year) if end >= day)
    before = max(end for end in _ends(last.year) if end < last)
    return before + timedelta(days=1), last


def _ends(year: int) -> list[date]:
    return [date(y, month, day) for y in (year - 1, year, year + 1) for month, day in ENDS]
