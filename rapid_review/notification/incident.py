"""The notification's first part: safety, who is telling us, and what happened (form 3a, A to C)."""

from rapid_review.notification import branches
from rapid_review.questions import choices
from rapid_review.questions.choices import NOT_KNOWN, POINT_PRECISION, YES_NO, YES_NO_NOT_KNOWN, options
from rapid_review.questions.forms import Choice, Kind, Question, Section
from rapid_review.questions.shared_questions import dated, includes, is_one_of

SAFETY = Section(
    "safety",
    "Safety first",
    (
        Question(
            "imm_risk",
            "Is this child, or any other, at risk now?",  # R066
            Kind.CHOICE,
            "If yes, or if you do not know, call 999 or make a child protection referral before you go on.",
            YES_NO_NOT_KNOWN,
            quick=True,
        ),
        Question(
            "imm_action_done",
            "What has been done to make children safe?",
            Kind.LONG,
            "What, by whom (job only) and when. Think of brothers, sisters and other children too.",
            quick=True,
        ),
        Question(
            "cp_referral_made",
            "Has a child protection referral been made?",
            Kind.CHOICE,
            choices=YES_NO_NOT_KNOWN,
        ),
        Question("cp_referral_date", "When?", Kind.DATE, when=branches.referral_made, past=True),
        Question("cp_referral_to", "To whom?", when=branches.referral_made),
        Question(
            "media_interest",
            "Is the press or social media interested, now or soon?",
            Kind.CHOICE,
            "If yes, please also phone the Partnership Team.",
            YES_NO_NOT_KNOWN,
        ),
    ),
    intro="This form is not a child protection referral, and nobody watches it around the clock.",
)

REFERRER = Section(
    "referrer",
    "Who is telling us",
    (
        Question("ref_name", "Your name", quick=True),
        Question("ref_role", "Your job", quick=True),
        Question("ref_agency", "Your organisation", quick=True),
        Question("ref_phone", "A phone number that reaches you today", quick=True),
        Question("ref_secure_email", "Your secure work email", quick=True),
        Question(
            "ref_is_la",
            "Are you telling us for the local authority that notifies the national Panel?",
            Kind.CHOICE,
            choices=YES_NO,
        ),
    ),
)

LEAD = Section(
    "lead",
    "Your safeguarding lead",
    (
        Question(
            "ref_lead_discussed",
            "Has your safeguarding lead agreed to this?",
            Kind.CHOICE,
            choices=options(yes="Yes", no="Nobody could be reached"),
            quick=True,
        ),
        Question("ref_lead_name", "Name of your lead", when=branches.lead_agreed, quick=True),
        Question("ref_lead_role", "Their job", when=branches.lead_agreed, quick=True),
        Question("ref_lead_date", "When they agreed", Kind.DATE, when=branches.lead_agreed, past=True, quick=True),
        Question(
            "ref_lead_reason",
            "Whom did you try to reach, and when?",
            Kind.LONG,
            "You can send this without them.",
            when=branches.lead_not_reached,
            quick=True,
        ),
        Question(
            "ref_date",
            "Date of this notification",
            Kind.DATE,
            "Leave this empty for today. If it reached you by phone or letter, give that day.",
            required=False,
            past=True,
            quick=True,
        ),
    ),
)

_somebody_else = is_one_of("ref_outcome_contact", "somebody_else")

OUTCOME_CONTACT = Section(
    "outcome",
    "Who hears the outcome",
    (
        Question(
            "ref_outcome_contact",
            "Who in your organisation should hear the outcome?",  # R105
            Kind.CHOICE,
            choices=options(me="I should", somebody_else="Somebody else"),
        ),
        Question("ref_outcome_name", "Their name", when=_somebody_else),
        Question("ref_outcome_role", "Their job", when=_somebody_else),
        Question("ref_outcome_email", "Their secure work email", when=_somebody_else),
    ),
)

WHEN = Section(
    "when",
    "When it happened",
    (
        *dated(
            "inc_date",
            "When did it happen?",
            "How sure is the date of the incident?",
            "If it went on for some time, choose “between” and give both dates.",
            quick=True,
        ),
        Question("inc_time", "At what time?", help="Such as 4.30pm, or “not known”.", required=False),
        Question(
            "inc_discovered_date",
            "When did it come to light?",
            Kind.DATE,
            when=branches.incident_date_not_known,
            past=True,
            wrong=branches.found_before_it_happened,
            quick=True,
        ),
    ),
)

AWARE = Section(
    "aware",
    "When the local authority knew",
    dated(
        "la_aware_date",
        "When did the local authority first know?",
        "How sure is the date when the local authority first knew?",
        precisions=POINT_PRECISION,
        quick=True,
        wrong=branches.known_before_it_happened,
    ),
    intro="This date can start the local authority’s five days to notify. If you do not know it, say so: "
    "the local authority will be asked today.",
)

WHAT_IS_KNOWN = Section(
    "facts",
    "What is known",
    (
        Question(
            "inc_facts",
            "What happened?",
            Kind.LONG,
            "Facts only, in about 300 words: what is known, who told you, what is not known yet. "
            "Staff by job, such as “health visitor 1”.",
            quick=True,
        ),
        Question(
            "inc_opinion",
            "Is there anything you think but cannot show yet?",
            Kind.LONG,
            "It will be marked as opinion.",  # R124
            required=False,
        ),
    ),
)

DEATH = Section(
    "death",
    "The death of a child",
    (
        Question(
            "death_cause_known",
            "What is understood now about the cause?",
            Kind.LONG,
            "If that is all that is known, write “awaiting post-mortem”.",
        ),
        Question(
            "child_death_process",
            "Has the child death review been notified?",
            Kind.CHOICE,
            choices=YES_NO_NOT_KNOWN,
        ),
        Question(
            "child_death_process_note",
            "When, with which reference, and who leads it?",
            Kind.LONG,
            when=is_one_of("child_death_process", "yes"),
        ),
    ),
    when=branches.child_died,
)

HARM = Section(
    "harm",
    "Serious harm",
    (
        Question(
            "harm_nature",
            "What is the harm?",  # R013, R014, A7
            Kind.MULTI,
            "Any one is enough. If none of these fits, choose “other” and say what it is.",
            (*choices.HARMS, NOT_KNOWN),
        ),
        Question(
            "harm_other",
            "Which other harm?",
            Kind.LONG,
            when=includes("harm_nature", "other"),
        ),
        Question(
            "harm_long_term",
            "Could the effects last?",  # R015, R016
            Kind.CHOICE,
            "Think ahead even if nothing shows yet. A child who recovers may have been seriously harmed.",
            options(yes="Yes", likely="Likely", unclear="Unclear or not known", no="No"),
        ),
    ),
    when=branches.child_harmed,
)


def what_and_where(areas: tuple[Choice, ...]) -> Section:
    return Section(
        "what",
        "What you are telling us",
        (
            Question(
                "inc_type",
                "What are you telling us about?",
                Kind.CHOICE,
                "If you are unsure, choose the nearest. Every notification goes to the Group.",  # R064
                choices.INCIDENT_TYPES,
                quick=True,
            ),
            Question("inc_type_other", "What is it?", when=is_one_of("inc_type", "other"), quick=True),
            Question("inc_place_type", "What kind of place?", Kind.CHOICE, choices=choices.PLACES, quick=True),
            Question(
                "inc_la",
                "In which local authority area?",
                Kind.CHOICE,
                choices=(*areas, *choices.BEYOND_THE_LIST),
                quick=True,
            ),
        ),
    )
