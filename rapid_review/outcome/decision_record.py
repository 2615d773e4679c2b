"""The form in which the chair records what the Group decided, and why (domain 3c, parts 5 to 7)."""

from functools import lru_cache

from rapid_review.outcome.decision import NO_REVIEW, Choice
from rapid_review.policy import Policy
from rapid_review.questions import choices, forms
from rapid_review.questions.choices import options
from rapid_review.questions.forms import Answers, Form, Kind, Question, Section
from rapid_review.questions.shared_questions import IMMEDIATE_SAFETY, is_one_of

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
def decision_form(policy: Policy, children: tuple[str, ...] = ()) -> Form:
    """The decision record in this partnership's words, for the children A, B and so on of the case."""
    several = len(children) > 1
    each = [_child(policy.review_name, child) for child in children if several]
    sections = (DEFINITION, _decision(policy.review_name, several), *each, NATIONAL)
    return Form("decision", "The Group’s decision", "1", sections)


def per_child(answers: Answers, children: tuple[str, ...]) -> dict[str, Choice]:
    """What was recorded for each child, where it is not the same for all (E1)."""
    return {child: Choice(answers[f"decision_{child}"]) for child in children if _differs(answers)}


def _child(review: str, child: str) -> Section:
    """One child's own decision. Its title is all that says which child: never a name."""
    decision = f"decision_{child}"
    return Section(
        f"child_{child}",
        f"Child {child}",
        (
            Question(decision, f"What was decided for Child {child}?", Kind.CHOICE, choices=_options(review)),
            Question(f"reason_{child}", f"Why it is so for Child {child}", Kind.LONG),
            Question(
                f"alt_considered_{child}",
                "Which other kind of learning review was considered, and why not?",  # R030
                Kind.LONG,
                when=is_one_of(decision, *(NO_REVIEW - OTHER_REVIEW)),
            ),
        ),
        "For at least one child this is the Group’s shared view, and for every child a view that a member gave.",
        when=_differs,
    )


_differs = is_one_of("same_for_all", "no")


def _decision(review: str, several: bool) -> Section:
    same = Question(
        "same_for_all",
        "Is it the same for every child?",  # E1
        Kind.CHOICE,
        "If not, you are asked for each child in turn. Children are Child A, Child B and so on, never named.",
        choices.YES_NO,
    )
    return Section(
        "decision",
        "The decision",
        (
            Question("decision", "What did the Group decide?", Kind.CHOICE, choices=_options(review)),
            *([same] if several else []),
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
            Question(
                "decision_reason",
                "The reasons, in plain words",  # R035
                Kind.LONG,
                "Write them so that they could be shared with the family.",
            ),
        ),
    )


def _options(review: str) -> tuple[forms.Choice, ...]:
    texts = {
        Choice.LCSPR: review,
        Choice.ALTERNATIVE: f"No {review}: another kind of learning review",
        Choice.LEARNING_ACTED_ON: f"No {review}: the learning is known and acted on",
        Choice.NO_FURTHER_ACTION: f"No {review}: no further action",
        Choice.NOT_SERIOUS_NO_REVIEW: "Not a serious case: no review",
        Choice.NOT_SERIOUS_LEARNING: "Not a serious case: a learning review",
    }
    return tuple(forms.Choice(choice, text) for choice, text in texts.items())


DEFERRAL = Form(
    "deferral",
    "Waiting for information",
    "1",
    (
        Section(
            "deferral",
            "Waiting for information",
            (
                Question("deferred_for", "What information is awaited, and from whom?", Kind.LONG),
                Question("deferred_owner", "Who sees to it that it comes?", help="A name and their job."),
                Question("deferred_until", "By which day?", Kind.DATE),
                Question("deferred_reason", "Why the decision cannot be made without it", Kind.LONG),
            ),
            "No date of the case moves. The Partnership Team tells the Panel that the outcome is pending, and the "
            "case comes back to the Group on that day, or earlier if the information is in.",
        ),
    ),
)
"""What a decision waits for, who sees to it, and until when (E16)."""
