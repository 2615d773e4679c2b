"""The part of an agency's summary that is opinion, marked as such and kept apart from the facts (R124)."""

from rapid_review.outcome.criteria import CHOICES, EXPLAINED
from rapid_review.questions.choices import YES_NO_NOT_KNOWN, YES_NO_NOT_SURE, options
from rapid_review.questions.forms import Kind, Question, Section

OPINION = "Your agency’s opinion. The aim is to improve how things work, not to find out who is responsible."

EPISODES = Section(
    "key_episodes",
    "Moments that mattered",
    (
        Question("episode_what", "What happened?", Kind.LONG),
        Question(
            "episode_why",
            "Why did it happen that way?",  # R040
            Kind.LONG,
            "How did it look to those involved? Think of workload, guidance, systems, information, custom.",
        ),
        Question("episode_helped", "What helped, and what got in the way?", Kind.LONG),
    ),
    intro=f"{OPINION} One to three moments.",
    repeats=True,
    row_name="moment",
    at_least=1,
    at_most=3,
)

LEARNING = Section(
    "learning",
    "What can be learned",
    (
        Question("good_practice", "What worked well?", Kind.LONG),
        Question("learning_single", "What can your agency learn?", Kind.LONG),
        Question(
            "learning_known",
            "Was that known from an earlier review?",  # R019
            Kind.CHOICE,
            choices=YES_NO_NOT_KNOWN,
        ),
        Question("learning_multi", "What can be learned about working together?", Kind.LONG),
    ),
    intro=OPINION,
)

ACTIONS = Section(
    "actions",
    "Action for children’s safety and for learning",
    (
        Question(
            "imm_action_taken",
            "What has been done already?",
            Kind.LONG,
            "What, by whom (job only) and when. If nothing was needed, say so.",
        ),
        Question(
            "imm_action_needed",
            "What still needs doing?",
            Kind.LONG,
            "What, who will do it (job only) and by when. If nothing, say so.",
        ),
    ),
)

PRACTITIONERS = Section(
    "practitioners",
    "The practitioners",
    (
        Question(
            "practitioner_input",
            "Have those who worked with the family been spoken to?",  # R044
            Kind.CHOICE,
            choices=options(yes="Yes", some="Some of them", not_yet="Not yet", no="No"),
        ),
        Question(
            "practitioner_note",
            "What they say, and what support they have",
            Kind.LONG,
            "By job, not by name. If they have not been spoken to, say why.",
        ),
    ),
)

VIEWS = Section(
    "views",
    "Your agency’s view",
    (
        Question("crit_view", "Which criteria might apply?", Kind.MULTI, EXPLAINED, choices=CHOICES, required=False),
        Question("crit_view_reason", "Why?", Kind.LONG, required=False),
        Question(
            "rr_view",
            "Should a local review follow?",
            Kind.CHOICE,
            choices=YES_NO_NOT_SURE,
            required=False,
        ),
    ),
    intro="The decision is the Group’s. Your view helps.",
)
