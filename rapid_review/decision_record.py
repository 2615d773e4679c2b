"""The form in which the chair records what the Group decided, and why (domain 3c, parts 5 to 7)."""

from functools import lru_cache

from rapid_review import choices, forms
from rapid_review.choices import options
from rapid_review.decision import NO_REVIEW, Choice
from rapid_review.forms import Form, Kind, Question, Section
from rapid_review.policy import Policy
from rapid_review.shared_questions import IMMEDIATE_SAFETY, is_one_of

OTHER_REVIEW = frozenset({Choice.ALTERNATIVE, Choice.NOT_SERIOUS_LEARNING})
"""Decisions that are themselves an alternative review, so its kind is asked and not why there is none."""

ALTERNATIVES = options(
    audit="Multi-agency audit",
    learning_event="Learning event with practitioners",
    appreciative="Appreciative or good-practice review",
    single_agency="Review by a single agency",
    thematic="Thematic review",
    joint="Joint with another review or another area",
    other="Another kind",
)

DEFINITION = Section(
    "definition",
    "The definition",
    (
        Question(
            "is_serious_case",
            "Does the case meet the definition of a serious child safeguarding case?",
            Kind.CHOICE,
            "Both parts are needed: abuse or neglect is known or suspected, and a child died or was "
            "seriously harmed. Even if a child recovers, serious harm may have occurred.",  # R012, R016
            choices.YES_NO,
        ),
        Question("is_serious_case_reason", "Why the Group says so", Kind.LONG),
        Question(
            "improvement_potential",
            "What could a review add that is not known already?",  # R028, R082
            Kind.LONG,
        ),
    ),
)

NATIONAL = Section(
    "national",
    "The national Panel",
    (
        Question(
            "national_issue",
            "Does it raise complex issues or issues of national importance?",
            Kind.CHOICE,
            "Think of law or guidance that may need to change, and of what recurs elsewhere.",
            choices.YES_NO_NOT_SURE,
        ),
        Question("national_reason", "Why the Group says so", Kind.LONG),
        Question(
            "panel_ask",
            "What do you ask of the Panel?",
            Kind.CHOICE,
            choices=options(
                note="Note the local decision",
                consider_national="Consider a national review",
                advice="Give advice",
            ),
        ),
        Question(
            "accountability_ref",
            "Matters passed on outside this review",  # R011
            help="Only the body and the date. A review does not hold anyone to account; regulators do.",
            required=False,
        ),
        IMMEDIATE_SAFETY,
    ),
)


@lru_cache
def decision_form(policy: Policy) -> Form:
    """The decision record in this partnership's words."""
    sections = (DEFINITION, _decision(policy.review_name), NATIONAL)
    return Form("decision", "The Group’s decision", "1", sections)


def _decision(review: str) -> Section:
    return Section(
        "decision",
        "The decision",
        (
            Question("decision", "What did the Group decide?", Kind.CHOICE, choices=_options(review)),
            Question(
                "alt_type",
                "Which kind of review instead?",
                Kind.CHOICE,
                choices=ALTERNATIVES,
                when=is_one_of("decision", *OTHER_REVIEW),
            ),
            Question(
                "alt_considered",
                "Which other kind of learning review was considered, and why not?",  # R030
                Kind.LONG,
                when=is_one_of("decision", *(NO_REVIEW - OTHER_REVIEW)),
            ),
            Question("deferred_for", "What information is awaited, and from whom?", Kind.LONG, when=_deferred),
            Question("deferred_until", "Until when?", Kind.DATE, when=_deferred),
            Question(
                "decision_reason",
                "The reasons, in plain words",  # R035
                Kind.LONG,
                "Write them so that they could be shared with the family.",
            ),
        ),
    )


_deferred = is_one_of("decision", Choice.DEFERRED)


def _options(review: str) -> tuple[forms.Choice, ...]:
    texts = {
        Choice.LCSPR: review,
        Choice.ALTERNATIVE: f"No {review}: another kind of learning review",
        Choice.LEARNING_ACTED_ON: f"No {review}: the learning is known and acted on",
        Choice.NO_FURTHER_ACTION: f"No {review}: no further action",
        Choice.NOT_SERIOUS_NO_REVIEW: "Not a serious case: no review",
        Choice.NOT_SERIOUS_LEARNING: "Not a serious case: a learning review",
        Choice.DEFERRED: "Deferred for named information",
    }
    return tuple(forms.Choice(choice, texts[choice]) for choice in Choice)
