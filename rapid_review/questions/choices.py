"""The lists people choose from on more than one form, or too long to sit beside their question."""

from rapid_review.questions.forms import Choice


def options(**texts: str) -> tuple[Choice, ...]:
    """Choices in the order written: `options(yes="Yes", no="No")`."""
    return tuple(Choice(id, text) for id, text in texts.items())


NOT_KNOWN = Choice("not_known", "Not known")

YES_NO = options(yes="Yes", no="No")
YES_NO_NOT_KNOWN = (*YES_NO, NOT_KNOWN)
YES_NO_NOT_SURE = options(yes="Yes", no="No", not_sure="Not sure")

SURE = options(exact="Exact", about="About then")
BETWEEN = Choice("between", "Between this date and a later one")
PRECISION = (*SURE, BETWEEN, NOT_KNOWN)
POINT_PRECISION = (*SURE, NOT_KNOWN)

INCIDENT_TYPES = options(
    child_died="A child died",
    child_harmed="A child was seriously harmed",
    near_miss="Near miss: serious harm was close and did not happen",
    poor_practice="Practice that could have gone better, with learning for others",
    good_practice="Good practice, with learning for others",
    care_leaver_died="A care leaver aged 18 to 24 died",
    other="Something else",
)

PLACES = (  # R027: the institutions among them.
    *options(
        family_home="Family home",
        other_home="Another private home",
        foster_home="Foster home",
        childrens_home="Children’s home",
        residential="Another residential setting, such as a residential school",
        custody="Custody or secure setting, such as police custody, a secure home or a youth prison",
        health="Health setting",
        detention="Detained under mental health or mental capacity law",
        school="School or college",
        early_years="Nursery, childminder or other early years setting",
        public="Public place",
        online="Online",
        abroad="Abroad",
    ),
    NOT_KNOWN,
)

OUTSIDE_ENGLAND = Choice("outside_england", "Outside England")
ELSEWHERE = Choice("elsewhere", "Elsewhere in England")
BEYOND_THE_LIST = (ELSEWHERE, OUTSIDE_ENGLAND, NOT_KNOWN)
"""What follows the partnership's own list wherever an area is asked for."""

CHILD_ROLES = options(
    died="Died",
    harmed="Seriously harmed",
    caused_harm="Alleged to have caused harm",
    sibling="Brother, sister or other child in the household",
    other="Other",
)

SEX = (*options(female="Female", male="Male", indeterminate="Indeterminate"), NOT_KNOWN)

ETHNIC_GROUPS = (
    *options(
        bangladeshi="Asian: Bangladeshi",
        chinese="Asian: Chinese",
        indian="Asian: Indian",
        pakistani="Asian: Pakistani",
        asian_other="Asian: other",
        african="Black: African",
        caribbean="Black: Caribbean",
        black_other="Black: other",
        white_asian="Mixed: White and Asian",
        white_african="Mixed: White and Black African",
        white_caribbean="Mixed: White and Black Caribbean",
        mixed_other="Mixed: other",
        white_british="White: English, Welsh, Scottish, Northern Irish or British",
        irish="White: Irish",
        traveller="White: Gypsy or Irish Traveller",
        roma="White: Roma",
        white_other="White: other",
        arab="Arab",
        other="Any other ethnic group",
    ),
    Choice("not_recorded", "Not recorded"),
    NOT_KNOWN,
)

LEGAL_STATUSES = (
    *options(
        none="None",
        early_help="Early help",
        child_in_need="Child in need",
        child_protection="Child protection plan",
        section_20="Looked after by agreement (section 20)",
        care_order="Care order or interim care order",
        adoption="Placed for adoption",
        special_guardianship="Special guardianship",
        remand="On remand",
        custody="Sentenced to custody",
        care_leaver="Care leaver",
        private_fostering="Privately fostered",
        unaccompanied="Unaccompanied asylum-seeking child",
    ),
    NOT_KNOWN,
)
LOOKED_AFTER = frozenset({"section_20", "care_order", "adoption", "remand"})
"""Statuses of a looked-after child; one placed for adoption or on remand is looked after too."""

DISABILITIES = (
    *options(
        none_known="None known",
        physical="Physical disability",
        sensory="Sight or hearing",
        learning="Learning disability",
        autism="Autism",
        adhd="ADHD",
        mental_health="Mental health",
        illness="Long-term or life-limiting illness",
        speech="Speech, language and communication",
        other="Other",
    ),
    NOT_KNOWN,
)

HARMS = options(
    life_threatening="Life-threatening injury",
    physical="Harm to physical health",
    mental_health="Harm to mental health",
    intellectual="Harm to intellectual development",
    emotional="Harm to emotional development",
    social="Harm to social development",
    behavioural="Harm to behavioural development",
    sexual="Sexual abuse or exploitation",
    other="Other serious harm",
)

ABUSE_TYPES = (
    *options(
        physical="Physical abuse",
        emotional="Emotional abuse",
        sexual="Sexual abuse",
        neglect="Neglect",
        exploitation="Criminal or sexual exploitation",
        extra_familial="Harm outside the family",
        domestic="Domestic abuse",
        online="Online harm",
        other="Other",
    ),
    NOT_KNOWN,
)

PROCESSES = (
    *options(
        police="Police investigation",
        coroner="Coroner",
        child_death="Child death review or joint agency response",
        court="Care or other court proceedings",
        section_47="Section 47 enquiry",
        lado="Local authority designated officer (LADO)",
        adult_review="Safeguarding Adults Review",
        domestic_death="Domestic abuse related death review (domestic homicide review)",
        weapons="Offensive weapons homicide review (adult victim)",
        patient_safety="NHS patient safety investigation",
        inspectorate="Ofsted or Care Quality Commission",
        iopc="Independent Office for Police Conduct",
        ombudsman="Prisons and Probation Ombudsman",
        hse="Health and Safety Executive",
        other_partnership="Another partnership’s review",
        none_known="None known",
    ),
    NOT_KNOWN,
)

RECORDS_SECURED = options(yes="Yes", under_way="Under way", no="No")
