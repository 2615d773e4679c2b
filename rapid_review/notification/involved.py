"""The notification's second part: the children, their family and the agencies (form 3a, D to F)."""

from rapid_review.notification import branches
from rapid_review.questions import choices
from rapid_review.questions.choices import NOT_KNOWN, YES_NO_NOT_KNOWN, options
from rapid_review.questions.forms import Choice, Kind, Question, Section
from rapid_review.questions.shared_questions import alone, dated, is_one_of, not_before

_DOB_PRECISION = (*choices.SURE, *options(unborn="Not born yet"), NOT_KNOWN)


def children(areas: tuple[Choice, ...]) -> Section:
    """A row for every child. What is often the same for all is asked once, in the sections after."""
    return Section(
        "children",
        "The children",
        (
            Question("child_role", "This child", Kind.CHOICE, choices=choices.CHILD_ROLES, quick=True),
            Question("child_name", "Full name", help="If not known, say so.", quick=True),
            Question("child_aka", "Other names", required=False, quick=True),
            *dated(
                "child_dob",
                "Date of birth",
                "How sure is the date of birth?",
                precisions=_DOB_PRECISION,
                quick=True,
                wrong=branches.born_after_incident,
            ),
            Question(
                "child_edd",
                "Expected date of birth",
                Kind.DATE,
                when=branches.this_child_unborn,
                quick=True,
            ),
            Question(
                "child_dod",
                "Date of death",
                Kind.DATE,
                when=branches.this_child_died,
                past=True,
                wrong=not_before("child_dob", "This is before the date of birth. Check both dates."),
            ),
            Question("child_sex", "Sex", Kind.CHOICE, choices=choices.SEX),
            Question(
                "child_ethnicity",
                "Ethnic group",
                Kind.CHOICE,
                "As the child or family describe it, or as it is recorded.",
                choices.ETHNIC_GROUPS,
            ),
            Question(
                "child_disability",
                "Disability, health or neurodevelopmental need",
                Kind.MULTI,
                choices=choices.DISABILITIES,
                wrong=alone("none_known", "not_known"),
            ),
            Question(
                "child_legal",
                "Status at the time",
                Kind.MULTI,
                choices=choices.LEGAL_STATUSES,
                wrong=alone("none", "not_known"),
            ),
            Question(
                "child_res_la",
                "Local authority area where the child normally lives",
                Kind.CHOICE,
                choices=(*areas, *choices.BEYOND_THE_LIST),
            ),
        ),
        intro="Every child affected, with brothers and sisters. Only those who need to know see names.",
        repeats=True,
        row_name="child",
        at_least=1,
    )


_EACH = "If it differs, say which child."


def where_they_live(areas: tuple[Choice, ...]) -> Section:
    return Section(
        "homes",
        "Where the children live",
        (
            Question("child_address", "Home address", Kind.LONG, f"{_EACH} If not known, say so."),
            Question("child_now_at", "Where is each child now?", Kind.LONG, "If not known, say so."),
            Question(
                "child_placing_la",
                "Which local authority placed the looked-after child?",  # E7
                Kind.MULTI,
                choices=(*areas, *choices.BEYOND_THE_LIST),
                when=branches.looked_after,
            ),
            Question(
                "child_legal_history",
                "Earlier plans or care, with dates",
                Kind.LONG,
                _EACH,
                required=False,
            ),
        ),
    )


SERVICES = Section(
    "services",
    "School, GP and NHS number",
    (
        Question(
            "child_school",
            "School, college or setting, or educated at home",
            Kind.LONG,
            _EACH,
            required=False,
        ),
        Question("child_gp", "GP practice", Kind.LONG, _EACH, required=False),
        Question(
            "child_identifier",
            "NHS number",
            Kind.LONG,
            "If you have it. For several children, one on each line, such as “Child 1: 943 476 5919”.",
            required=False,
            wrong=branches.not_an_nhs_number,
        ),
    ),
)

IDENTITY = Section(
    "identity",
    "Who the children are",
    (
        Question("child_first_language", "First language", help=_EACH, required=False),
        Question("interpreter", "Is an interpreter needed?", Kind.CHOICE, "", YES_NO_NOT_KNOWN, required=False),
        Question("child_religion", "Faith", help=_EACH, required=False),
        Question(
            "child_immigration",
            "Immigration status, if it matters here",
            Kind.CHOICE,
            "",
            (
                *options(
                    citizen="British or Irish citizen",
                    settled="Settled, or allowed to stay",
                    asylum="Asylum seeker or refugee",
                    none="No permission to stay",
                    other="Other",
                ),
                NOT_KNOWN,
            ),
            required=False,
        ),
        Question("child_gender_note", "Anything to know about gender identity", help=_EACH, required=False),
        Question(
            "child_disability_note",
            "More about any disability, health or other need",
            Kind.LONG,
            _EACH,
            required=False,
        ),
    ),
)

FAMILY = Section(
    "people",
    "Family and others",
    (
        Question("per_name", "Name"),
        Question("per_relation", "Relation to the child", help="Such as father, or mother’s partner."),
        Question("per_dob", "Date of birth", Kind.DATE, required=False, past=True),
        Question("per_address", "Address", required=False),
        Question(
            "per_pr",
            "Parental responsibility?",
            Kind.CHOICE,
            choices=YES_NO_NOT_KNOWN,
            required=False,
        ),
        Question(
            "per_role",
            "Part in what happened",
            Kind.CHOICE,
            choices=(
                *options(
                    none="None",
                    present="Was there",
                    alleged="Alleged to have caused harm",
                    harmed="Was harmed too",
                    other="Other",
                ),
                NOT_KNOWN,
            ),
            required=False,
        ),
        Question("per_ethnicity", "Ethnic group", Kind.CHOICE, choices=choices.ETHNIC_GROUPS, required=False),
    ),
    intro="Parents, carers, the household, and anyone alleged to have caused harm. Fathers, stepfathers, "
    "partners and other men are easily left out: please add them.",
    repeats=True,
    row_name="person",
    at_most=20,
)


def agencies(known: tuple[Choice, ...]) -> Section:
    return Section(
        "agencies",
        "Agencies involved",
        (
            Question(
                "agency",
                "Agency",
                Kind.CHOICE,
                choices=(*known, *options(other="Another agency", none_known="None known")),
            ),
            Question("agency_other", "Which agency?", when=is_one_of("agency", "other")),
            Question(
                "agency_person",
                "Whom to ask there",
                help="Name and job, if you know.",
                required=False,
                when=branches.agency_named,
            ),
            Question(
                "agency_dates",
                "From when to when",
                help="As far as you know.",
                required=False,
                when=branches.agency_named,
            ),
            Question(
                "agency_current",
                "Involved now?",
                Kind.CHOICE,
                choices=YES_NO_NOT_KNOWN,
                when=branches.agency_named,
            ),
        ),
        intro="Those you know to be or to have been involved. They may be asked for a summary.",
        repeats=True,
        row_name="agency",
        at_least=1,
        at_most=30,
    )
