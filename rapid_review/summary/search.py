"""What is asked of every agency, whether it found anything or not: what was searched, and why it comes late."""

from rapid_review.questions.forms import Kind, Question
from rapid_review.questions.shared_questions import is_one_of

SYSTEMS = Question(
    "search_systems",
    "Which systems and archives were searched?",
    Kind.LONG,
    "Include adult services, earlier names and earlier addresses.",
)
PROVIDERS = Question(
    "providers",
    "Which providers of NHS-funded care did you ask?",  # R120
    Kind.LONG,
    "NHS, independent and voluntary: hospitals, GPs, community, mental health. One on each line.",
    when=is_one_of("agency_kind", "health"),
)
LATE_REASON = Question(
    "late_reason", "Why does it come after the due day?", Kind.LONG, when=is_one_of("late", "yes"), longest=1_000
)
"""Asked of a nil return as of a summary."""
