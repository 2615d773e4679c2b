"""The forms about who takes part: somebody brought in, a decider named, and what follows where somebody cannot sign."""

from collections.abc import Sequence
from dataclasses import replace

from rapid_review.declaration.declarations import Instead
from rapid_review.outcome.ballot import ballot_form
from rapid_review.policy import Policy
from rapid_review.questions.choices import options
from rapid_review.questions.forms import Choice, Form, Kind, Question, Section


def coopt_form(people: Sequence[Choice]) -> Form:
    """Bring one of these people into one case (R090)."""
    questions = (
        Question("coopt_person", "Who?", Kind.CHOICE, choices=tuple(people)),
        Question(
            "coopt_as",
            "As what?",
            Kind.CHOICE,
            choices=options(expert="An expert", partner="For another partner, co-opted as required"),
        ),
        Question("coopt_reason", "Why does this case need them?", Kind.LONG),
    )
    intro = (
        "They are brought into this case alone, and declare before they see anything of it. Then they read the "
        "notification without names, the agencies’ answers, the papers and the decision."
    )
    title = "Bring somebody in"
    return Form("coopt", title, "1", (Section("coopt", title, questions, intro),))


def decider_form(people: Sequence[Choice]) -> Form:
    """Name one of these people to decide for a statutory partner in one case (E13)."""
    questions = (
        Question("decider_person", "Who decides?", Kind.CHOICE, choices=tuple(people)),
        Question("decider_reason", "Why this person?", Kind.LONG, "Say that they are senior, and have no part in it."),
    )
    intro = "They take the partner’s seat in this case alone, and declare before they see anything of it."
    title = "Name who decides"
    return Form("name_decider", title, "1", (Section("name_decider", title, questions, intro),))


REPLACE = Form(
    "replace",
    "Somebody could not sign",
    "1",
    (
        Section(
            "replace",
            "Somebody could not sign",
            (
                Question(
                    "replace_what",
                    "What did you decide?",
                    Kind.CHOICE,
                    choices=(
                        Choice(Instead.DEPUTY, "Their deputy takes their place"),
                        Choice(Instead.COLLEAGUE, "Somebody else from their agency does"),
                        Choice(Instead.NOBODY, "Nobody: the review goes on without"),
                    ),
                ),
                Question("replace_reason", "What did you agree, and why?", Kind.LONG),
            ),
        ),
    ),
)


def advice_form(policy: Policy) -> Form:
    """The ballot's questions, for somebody whose view is not counted."""
    (section,) = ballot_form(policy).sections
    intro = "Your view is kept with the members’ views, and not counted. You can change it until the poll closes."
    return Form("advice", "Your view", "1", (replace(section, id="advice", intro=intro),))
