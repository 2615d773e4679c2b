"""The cast of every test: one small partnership, always the same people, and an outsider to be refused.

Amina (Partnership Team), Ben (Police SPOC) and his deputy Joan, Carys (Health SPOC), Dev (Housing, never asked),
Efua (chair, sits for the local authority), Farid (police seat, deputy chair), Gwen (health seat), Marcus (her deputy),
Harriet (chair of the Executive Board), Imran (Independent Scrutineer), Owen (children's services SPOC), Kofi (strategic
lead of Health), and Zack, whom nobody knows.
"""

from datetime import UTC, datetime

from rapid_review.people import Agency, Partner, Partnership, Person, Role, Seat
from rapid_review.policy import ENGLAND_2026
from rapid_review.timing.london import LONDON

TENANT = "00000000-0000-4000-9000-000000000001"


def _person(id: str, name: str, agency: str = "", job: str = "") -> Person:
    return Person(id=id, name=name, agency=agency, job=job, email=f"{id}@fellshire.example")


PEOPLE = {
    person.id: person
    for person in (
        _person("amina", "Amina Yusuf", "childrens-services", "Partnership Manager"),
        _person("ben", "Ben Hollis", "police", "Detective Inspector"),
        _person("joan", "Joan Pike", "police", "Detective Sergeant"),
        _person("carys", "Carys Morgan", "health", "Designated Nurse"),
        _person("dev", "Dev Patel", "housing", "Housing Officer"),
        _person("efua", "Efua Mensah", "childrens-services", "Director of Children’s Services"),
        _person("farid", "Farid Aziz", "police", "Superintendent"),
        _person("gwen", "Gwen Lloyd", "health", "Chief Nurse"),
        _person("marcus", "Marcus Bell", "health", "Deputy Chief Nurse"),
        _person("harriet", "Harriet Stone", "", "Chair of the Executive Board"),
        _person("imran", "Imran Shah", "", "Independent Scrutineer"),
        _person("owen", "Owen Reid", "childrens-services", "Service Manager"),
        _person("priya", "Priya Nair", "childrens-services", "Assistant Director"),
        _person("kofi", "Kofi Boateng", "health", "Executive Lead for Safeguarding"),
    )
}

POLICY = ENGLAND_2026.with_switches(decide_by_poll_without_meeting=True)
"""This partnership lets the poll alone be enough, so that a transcript needs a meeting only where it is about one."""

PARTNERSHIP = Partnership(
    id="fellshire",
    name="Fellshire Safeguarding Children Partnership",
    short_name="FSCP",
    board_name="Executive Board",
    people=PEOPLE,
    agencies={
        "childrens-services": Agency(
            "childrens-services", "Fellshire Children’s Services", "owen", partner=Partner.LOCAL_AUTHORITY
        ),
        "police": Agency(
            "police",
            "Fellshire Police",
            "ben",
            deputy="joan",
            partner=Partner.POLICE,
            systems=("Crime records", "Public protection records"),
        ),
        "health": Agency("health", "Fellshire NHS", "carys", strategic_lead="kofi", partner=Partner.HEALTH),
        "housing": Agency("housing", "Fellshire Housing", "noor"),
    },
    seats=(
        Seat("local-authority", "Local authority seat", Partner.LOCAL_AUTHORITY, "efua", "priya"),
        Seat("police", "Police seat", Partner.POLICE, "farid"),
        Seat("health", "Health seat", Partner.HEALTH, "gwen", "marcus"),
    ),
    roles={
        Role.PARTNERSHIP_TEAM: ("amina",),
        Role.CHAIR: ("efua",),
        Role.DEPUTY_CHAIR: ("farid",),
        Role.BOARD_CHAIR: ("harriet",),
        Role.SCRUTINEER: ("imran",),
    },
    channels={"team": "19:team@thread.tacv2"},
    tenants=frozenset({TENANT}),
    areas=("Fellshire", "Kirkdale"),
    support_line="Call 01632 960 150.",
    team_contact="team@fellshire.example",
)


def london(text: str) -> datetime:
    """A moment of the test, written as people write it: "Mon 2026-11-23 09:00". The weekday must be right."""
    weekday, _, rest = text.partition(" ")
    moment = datetime.strptime(rest, "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)
    assert f"{moment:%a}" == weekday, f"{rest} is a {moment:%A}"
    return moment.astimezone(UTC)
