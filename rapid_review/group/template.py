"""The Rapid Review Template (form 3c): what no other form of the case holds, completed at the meeting (R085).

The criteria and the decision are forms of their own; so are the actions. The headings stand in one place, since the
national Panel changes its own template from time to time.
"""

from functools import lru_cache

from rapid_review.policy import Policy
from rapid_review.questions.choices import YES_NO, YES_NO_NOT_SURE, options
from rapid_review.questions.forms import Form, Kind, Question, Section
from rapid_review.questions.shared_questions import IMMEDIATE_SAFETY, is_one_of

HEADINGS = {
    "facts": "What happened",
    "child": "The child’s life",
    "episodes": "Key moments",
    "safety": "Action needed now",
    "learning": "Learning to act on now",
    "plan": "The review, if there is one",
    "family": "The family and the staff",
    "links": "Other proceedings",
}
DIFFERS = Form(
    "differs",
    "You see it differently",
    "1",
    (
        Section(
            "differs",
            "You see it differently",
            (Question("differs_how", "What do you see differently, and why?", Kind.LONG),),
            intro="Your words are kept with the template and stand in the minutes. The decision goes on.",
        ),
    ),
)
_planned = is_one_of("review_planned", "yes")
_learning = is_one_of("imm_learning", "yes")


@lru_cache
def template_form(policy: Policy) -> Form:
    """The template in this partnership's words."""
    sections = (_FACTS, _CHILD, _EPISODES, _SAFETY, _LEARNING, _plan(policy.review_name), _FAMILY, _LINKS)
    return Form("template", "The Rapid Review Template", "1", sections)


_FACTS = Section(
    "facts",
    HEADINGS["facts"],
    (
        Question("facts_summary", "What happened, and what the agencies did", Kind.LONG, "Short: some 600 words."),
        Question("facts_unknown", "What is not known, and when it may be", Kind.LONG),
        Question("family_map", "The household and the family", Kind.LONG, "By role, such as “Child A, mother”."),
    ),
    intro="Write of people by their role. No names: the template goes to the national Panel.",
)
_CHILD = Section(
    "child",
    HEADINGS["child"],
    (
        Question("lived_experience", "The child’s daily life and voice", Kind.LONG),
        Question(
            "identity_context", "Identity", Kind.LONG, "Ethnicity, racism, disability, inequality, and what they meant."
        ),
    ),
)
_EPISODES = Section(
    "episodes",
    HEADINGS["episodes"],
    (
        Question("episode_when", "When?", help="As exactly as is known."),
        Question("episode_what", "What happened?", Kind.LONG),
        Question("episode_why", "Why does it matter?", Kind.LONG),
    ),
    repeats=True,
    row_name="moment",
    at_least=1,
)
_SAFETY = Section(
    "safety",
    HEADINGS["safety"],
    (
        Question(
            "imm_action_needed",
            "Is action needed now to keep any child safe?",  # R079
            Kind.CHOICE,
            "If so, agree each action under “Actions”, with who does it and by when.",
            YES_NO,
        ),
        Question("imm_action_none", "Why is none needed?", Kind.LONG, when=is_one_of("imm_action_needed", "no")),
        IMMEDIATE_SAFETY,
    ),
)
_LEARNING = Section(
    "learning",
    HEADINGS["learning"],
    (
        Question(
            "imm_learning",
            "Is there learning that can be acted on now?",  # R080
            Kind.CHOICE,
            "If so, agree each action under “Actions”, with how the learning is shared.",
            YES_NO,
        ),
        Question("imm_learning_none", "Why is there none?", Kind.LONG, when=is_one_of("imm_learning", "no")),
        Question(
            "imm_removes",
            "Does acting on it remove the need for a further review?",  # R081
            Kind.CHOICE,
            choices=YES_NO_NOT_SURE,
            when=_learning,
        ),
        Question("imm_removes_why", "Why the Group says so", Kind.LONG, when=_learning),
        Question("good_practice", "What worked well?", Kind.LONG),
        Question("repeat_theme", "Has this been seen before, and where?", Kind.LONG),
    ),
)


def _plan(review: str) -> Section:
    questions = (
        Question("review_planned", f"Is the Group minded to undertake a {review}?", Kind.CHOICE, choices=YES_NO),
        Question("plan_method", "By which method?", when=_planned),
        Question("plan_questions", "Which questions should it answer?", Kind.LONG, when=_planned),
        Question("plan_period", "Which period?", when=_planned),
        Question("plan_agencies", "Which agencies take part?", when=_planned),
        Question("plan_reviewer", "What kind of reviewer?", when=_planned),
        Question("plan_start", "When does it begin?", Kind.DATE, when=_planned),
        Question("plan_end", "When should it be done?", Kind.DATE, when=_planned),
        Question(
            "plan_publication",
            "How should it be published?",
            Kind.CHOICE,
            choices=options(full="In full", anonymised="Without what identifies people", none="Not at all"),
            when=_planned,
        ),
        Question("plan_publication_why", "Why not?", Kind.LONG, when=is_one_of("plan_publication", "none")),
    )
    return Section("plan", HEADINGS["plan"], questions)


_FAMILY = Section(
    "family",
    HEADINGS["family"],
    (
        Question("family_told_outcome", "Who tells the family the outcome, and when?", Kind.LONG),  # R042
        Question("family_offer", "What part is the family offered?", Kind.LONG),
        Question("family_reason_not", "If they are not told, why?", Kind.LONG, required=False),
        Question("staff_support", "What support is there for staff?", Kind.LONG),  # R044
    ),
)
_LINKS = Section(
    "links",
    HEADINGS["links"],
    (
        Question(
            "parallel_plan",
            "How does this fit with the police, coroner, courts and other reviews?",
            Kind.LONG,
            "Such as the CPS, a child death overview panel, an adult review or a domestic abuse death review.",
        ),
        Question("media_plan", "Communications and media", Kind.LONG, required=False),
        Question("risks", "Risks, and what is done about them", Kind.LONG, required=False),
    ),
)
