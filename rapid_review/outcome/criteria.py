"""The eight criteria for a local review, and the form in which the Group answers each of them (R018-R028)."""

from dataclasses import dataclass

from rapid_review.questions.choices import YES_NO_NOT_KNOWN, options
from rapid_review.questions.forms import Choice, Form, Kind, Question, Section


@dataclass(frozen=True)
class Criterion:
    """One thing the safeguarding partners must take into account (`must`), or have regard to."""

    id: str
    must: bool
    name: str
    meaning: str


CRITERIA = (
    Criterion(  # R019
        "crit_must_1_improvements",
        True,
        "Improvements needed",
        "The case shows, or may show, how to safeguard children better, even if that was said before.",
    ),
    Criterion(  # R020
        "crit_must_2_themes",
        True,
        "Recurring themes",
        "The case shows, or may show, something that keeps coming up in safeguarding children.",
    ),
    Criterion(  # R021
        "crit_must_3_multiagency",
        True,
        "Working together",
        "There are, or may be, concerns about how well two or more organisations worked together.",
    ),
    Criterion(  # R022
        "crit_must_4_panel_view",
        True,
        "The national Panel’s view",
        "The national Panel has looked at the case and thinks a local review may suit it better. "
        "At a first Rapid Review it has usually not done so yet.",
    ),
    Criterion(  # R023
        "crit_regard_1_single_agency",
        False,
        "One agency",
        "The safeguarding partners are concerned about what a single agency did.",
    ),
    Criterion(  # R024
        "crit_regard_2_no_involvement",
        False,
        "No agency involved",
        "No agency knew the family, and that is itself a concern. The nil returns help to answer this.",
    ),
    Criterion(  # R025
        "crit_regard_3_cross_border",
        False,
        "More than one area",
        "More than one council, police area or health area is involved, or the family has moved around.",
    ),
    Criterion(  # R026, R027
        "crit_regard_4_institutional",
        False,
        "Institutional settings",
        "It may raise questions about children in a children’s home, other residential care, custody, "
        "or detained under mental health or mental capacity law.",
    ),
)

APPLIES = options(yes="Yes", may="May", no="No", not_enough_known="Not enough known")

EXPLAINED = (
    "The partners must take the first four into account, and have regard to the last four. "
    "Meeting one does not mean that a review must follow: the test is whether a review could improve "
    "practice."  # R028
)

CHOICES = tuple(Choice(criterion.id, f"{criterion.name}: {criterion.meaning}") for criterion in CRITERIA)
"""For forms that ask which criteria might apply."""

PREVIOUSLY_IDENTIFIED = Question(
    "crit_must_1_previously",
    "Were these improvements identified before?",
    Kind.CHOICE,
    "For example in an earlier review, audit or inspection.",
    choices=YES_NO_NOT_KNOWN,
    when=lambda answers: answers.get("crit_must_1_improvements") in ("yes", "may"),
)


def criteria_form() -> Form:
    """The criteria sheet: every criterion answered, every answer with its reason (R018)."""
    pairs = [CRITERIA[at : at + 2] for at in range(0, len(CRITERIA), 2)]
    return Form("criteria", "The eight criteria", "1", tuple(_section(*pair) for pair in pairs))


def _section(first: Criterion, second: Criterion) -> Section:
    title = "Must be taken into account" if first.must else "To have regard to"
    questions = (*_asked(first), *_asked(second))
    return Section(first.id, f"{title}: {first.name} · {second.name}", questions, intro=EXPLAINED)


def _asked(criterion: Criterion) -> tuple[Question, ...]:
    answer = Question(criterion.id, criterion.name, Kind.CHOICE, criterion.meaning, choices=APPLIES)
    reason = Question(
        f"{criterion.id}_reason",
        f"Why you say so: {criterion.name}",
        Kind.LONG,
        "The evidence, in a sentence or two. Say what is not known.",
    )
    first = criterion is CRITERIA[0]
    return (answer, PREVIOUSLY_IDENTIFIED, reason) if first else (answer, reason)
