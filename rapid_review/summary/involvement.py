"""The part of an agency's summary that is fact: what the records show (form 3b, cards 2 and 3)."""

from rapid_review.questions.choices import NOT_KNOWN, POINT_PRECISION, YES_NO, options
from rapid_review.questions.forms import Kind, Question, Section
from rapid_review.questions.shared_questions import dated, is_one_of, not_before
from rapid_review.summary.search import PROVIDERS, SYSTEMS

had_contact = is_one_of("known", "yes", "only_before", "only_adult", "only_enquiry")

KNOWN = Section(
    "known",
    "Known to your agency?",
    (
        Question(
            "known",
            "Was your agency in contact with the children, their parents or carers, or the household?",
            Kind.CHOICE,
            "If you found nothing at all, leave this form and make a nil return instead.",
            options(
                yes="Yes, in the period asked about",
                only_before="Only before the period",
                only_adult="Only with an adult",
                only_enquiry="Only a referral or enquiry, no service",
                records_missing="Records are missing",
            ),
        ),
        SYSTEMS,
        PROVIDERS,
        Question(
            "child_death_form_used",
            "Does a child death form of your agency cover this already?",  # R074-R077
            Kind.CHOICE,
            "If so, keep your answers short. The Partnership Team decides whether the form says enough.",
            YES_NO,
            when=is_one_of("child_death_forms", "yes"),
        ),
    ),
)

INVOLVEMENT = Section(
    "involvement",
    "Your involvement: the facts",
    (
        Question("inv_period_from", "First contact", Kind.DATE, past=True),
        Question(
            "inv_period_to",
            "Last contact",
            Kind.DATE,
            past=True,
            wrong=not_before("inv_period_from", "This is before the first contact."),
        ),
        Question("inv_people", "Who were you in contact with?", Kind.LONG, "The child, a parent, others."),
        Question(
            "inv_nature",
            "What did your agency do?",
            Kind.LONG,
            "Which service, why, how often. Staff by job only, such as “health visitor 1”.",
        ),
        Question(
            "inv_status",
            "Where did it stand at the time of the incident?",
            Kind.CHOICE,
            choices=(
                *options(
                    open="Open",
                    waiting="Waiting for a service",
                    closed="Closed",
                    declined="Declined by the family",
                    not_brought="Appointments missed, or the child was not brought",
                ),
                NOT_KNOWN,
            ),
        ),
        Question("inv_closed_on", "Closed on", Kind.DATE, when=is_one_of("inv_status", "closed"), past=True),
    ),
    intro="Facts only, as your records show them. What you make of them comes later.",  # R124
    when=had_contact,
)

LAST_SEEN = Section(
    "seen",
    "When the child was last seen",
    (
        *dated("inv_last_seen", "Last seen", "How sure is this date?", precisions=POINT_PRECISION),
        Question("inv_last_seen_by", "By whom?", help="Job only.", required=False),
        *dated(
            "inv_seen_alone",
            "Last seen alone",
            "How sure is the date when the child was last seen alone?",
            precisions=(*POINT_PRECISION, *options(never="Never seen alone")),
        ),
        Question("inv_seen_alone_by", "Who saw the child alone?", help="Job only.", required=False),
    ),
    when=had_contact,
)


EVENTS = Section(
    "events",
    "Key events",
    (
        Question("event_date", "When?", Kind.DATE, past=True),
        Question("event_what", "What happened?", Kind.LONG),
        Question("event_response", "What did your agency do?", Kind.LONG),
        Question("event_decision", "What was decided?", Kind.LONG, required=False),
        Question("event_source", "Where is it recorded?", help="Such as “case note” or “strategy meeting”."),
    ),
    intro="Up to ten events that mattered most. A full chronology is not needed.",  # R070
    when=had_contact,
    repeats=True,
    row_name="event",
    at_least=1,
    at_most=10,
)

DAILY_LIFE = Section(
    "child",
    "The child’s life",
    (
        Question(
            "lived_experience",
            "What was daily life like for the child?",  # R036, R038
            Kind.LONG,
            "As your records show it: what the child said, showed or did.",
        ),
        Question(
            "identity",
            "Who is the child and the family, and how did that shape the help offered?",
            Kind.LONG,
            "Ethnicity, culture, language, faith, disability, gender, class, migration. Was it recorded and "
            "understood? Did racism or another inequality play a part?",
        ),
    ),
    when=had_contact,
)

FAMILY = Section(
    "family",
    "Parents, carers and other agencies",
    (
        Question(
            "parents_carers",
            "What was known of the needs and risks of parents and carers?",  # R119
            Kind.LONG,
            "Fathers, partners and other men as well as mothers. Domestic abuse, mental health, alcohol or "
            "drugs, their own childhood.",
        ),
        Question(
            "multi_agency",
            "What was shared between agencies?",
            Kind.LONG,
            "What you received, what you sent, and what was asked for and not given.",
        ),
    ),
    when=had_contact,
)
