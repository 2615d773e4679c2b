"""The notification's last part: definition, criteria, notices, family and records (form 3a, G to J)."""

from dataclasses import replace

from rapid_review.notification import branches
from rapid_review.outcome.criteria import CHOICES, EXPLAINED
from rapid_review.questions import choices
from rapid_review.questions.choices import NOT_KNOWN, YES_NO_NOT_KNOWN, options
from rapid_review.questions.forms import Kind, Question, Section
from rapid_review.questions.shared_questions import SIGN_NAME, alone, is_one_of

TOLD = (*options(yes="Yes", not_yet="Not yet"), NOT_KNOWN)

DEFINITION = Section(
    "definition",
    "The definition",
    (
        Question(
            "limb1_abuse",
            "Is abuse or neglect known or suspected?",  # R012: two questions, not one.
            Kind.CHOICE,
            choices=options(
                known="Known",
                suspected="Suspected",
                no="Neither known nor suspected",
                unclear="Unclear or not known",
            ),
            quick=True,
        ),
        Question(
            "abuse_type",
            "Which kind?",
            Kind.MULTI,
            choices=choices.ABUSE_TYPES,
            when=branches.abuse_in_question,
            wrong=alone("not_known"),
        ),
        Question(
            "abuse_other",
            "Which other kind?",
            when=branches.other_abuse,
        ),
        Question(
            "limb2_outcome",
            "What was the outcome for the child?",
            Kind.CHOICE,
            "Even if a child recovers, serious harm may have occurred.",  # R016
            options(
                died="Died",
                harmed="Seriously harmed",
                neither="Neither",
                unclear="Unclear or not known",
            ),
            quick=True,
        ),
        Question(
            "why_review",
            "Why should this be looked at?",
            Kind.LONG,
            "What might be learned, for children here and elsewhere.",
            quick=True,
        ),
    ),
    intro="A serious case has both: abuse or neglect is known or suspected, and a child died or was "
    "seriously harmed. If yours has not, it still goes to the Group.",  # R064
)

CRITERIA_HELPER = Section(
    "criteria",
    "What a review might look at",
    (
        Question(
            "crit_view",
            "Which of these might apply?",
            Kind.MULTI,
            "Leave it empty if you are not sure. The Group answers each of them later.",
            CHOICES,
            required=False,
        ),
    ),
    intro=EXPLAINED,
)

LA_NOTICE = Section(
    "sin",
    "The local authority’s own notification",
    (
        Question(
            "sin_status",
            "Has the local authority notified the national Panel?",  # R059
            Kind.CHOICE,
            "You do that in the government’s own service; this form does not do it for you.",
            (
                *options(
                    sent="Sent",
                    preparing="Being prepared",
                    decided_not="Decided not to",
                    not_considered="Not considered yet",
                ),
                NOT_KNOWN,
            ),
        ),
        Question("sin_sent_at", "Sent on", Kind.DATE, when=branches.sin_sent, past=True),
        Question("sin_ref", "Reference", when=branches.sin_sent),
        Question(
            "sin_copy",
            "Has the Partnership Team a copy?",  # R062
            Kind.CHOICE,
            "It must always be shared with the partners, by a secure route.",
            TOLD,
            when=branches.sin_sent,
        ),
        Question("sin_no_reason", "Why not?", Kind.LONG, when=branches.sin_refused),
        Question(
            "sin_partners_agree",
            "Do the local authority, police and health agree on that?",  # A14, E6
            Kind.CHOICE,
            choices=YES_NO_NOT_KNOWN,
            when=branches.sin_refused,
        ),
    ),
    when=branches.for_local_authority,
)

LOOKED_AFTER_DEATH = Section(
    "looked_after_death",
    "The death of a looked-after child",
    (
        Question(
            "lac_death_sos_ofsted",
            "Have the Secretary of State and Ofsted been told?",
            Kind.CHOICE,
            choices=TOLD,
        ),
        Question(
            "lac_death_told_on",
            "When were they told?",
            Kind.DATE,
            when=is_one_of("lac_death_sos_ofsted", "yes"),
            past=True,
        ),
    ),
    intro="The local authority tells both whenever a looked-after child dies, whether or not abuse or "
    "neglect is known or suspected.",  # R061
    when=branches.looked_after_child_died,
)

CARE_LEAVER = Section(
    "care_leaver",
    "The death of a care leaver",
    (
        Question(
            "care_leaver_notice",
            "Have the Secretary of State and Ofsted been told?",
            Kind.CHOICE,
            choices=TOLD,
        ),
        Question(
            "care_leaver_told_on",
            "When were they told?",
            Kind.DATE,
            when=is_one_of("care_leaver_notice", "yes"),
            past=True,
        ),
    ),
    intro="The local authority tells both when a care leaver up to and including 24 dies. By itself this "
    "does not lead to a Rapid Review.",  # E21
    when=branches.care_leaver_died,
)

OTHER_PROCESSES = Section(
    "parallel",
    "What else is going on",
    (
        Question(
            "parallel",
            "Which other processes are under way?",  # R032
            Kind.MULTI,
            choices=choices.PROCESSES,
            wrong=alone("none_known", "not_known"),
        ),
        Question(
            "parallel_details",
            "Who leads them, and with which reference?",
            Kind.LONG,
            when=branches.something_parallel,
        ),
        Question("parallel_police", "Police officer and reference", when=branches.police_involved),
        Question(
            "parallel_limits",
            "What do the police ask us not to disclose?",  # E18
            Kind.LONG,
            "If there is nothing, say so.",
            when=branches.police_involved,
        ),
    ),
)

FAMILY_TOLD = Section(
    "family_told",
    "Telling the family",
    (
        Question(
            "family_told",
            "Does the family know of this notification?",
            Kind.CHOICE,
            choices=(
                *options(
                    told="Told",
                    will_be="They will be told",
                    not_yet="Not yet",
                    not_to_be="They are not to be told",
                ),
                NOT_KNOWN,
            ),
        ),
        Question(
            "family_told_note",
            "By whom and when; or why not",
            Kind.LONG,
            "Fathers and others with parental responsibility too.",
        ),
    ),
)

RECORDS = Section(
    "records",
    "Your own records",
    (
        Question(
            "rec_secured",
            "Are your organisation’s records secured?",  # R071
            Kind.CHOICE,
            "Locked away, so that nobody can change them.",
            choices.RECORDS_SECURED,
        ),
        Question("rec_secured_by", "By when?", Kind.DATE, when=is_one_of("rec_secured", "under_way")),
        Question("rec_secured_reason", "Why not?", Kind.LONG, when=is_one_of("rec_secured", "no")),
        Question("rec_nominee", "Who lets people see them?", when=is_one_of("rec_secured", "yes")),  # R072
        Question("rec_nominee_role", "Their job", when=is_one_of("rec_secured", "yes")),
        Question("rec_nominee_contact", "Their phone or email", when=is_one_of("rec_secured", "yes")),
    ),
)

SIGN = Section(
    "sign",
    "Sign",
    (
        Question(
            "attach",
            "Documents you can send",
            Kind.LONG,
            "Titles only, no names. The Partnership Team tells you the secure way; never email them.",
            required=False,
        ),
        Question(
            "sign",
            "As far as I know this is accurate. If I learn otherwise, I will correct it.",
            Kind.AGREE,
            quick=True,
        ),
        replace(SIGN_NAME, quick=True),
    ),
)
