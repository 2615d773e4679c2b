"""The partnership's file block by block: people, agencies, seats, roles and channels."""

import re
from collections.abc import Collection
from urllib.parse import unquote

from bot.partnership_blocks import Block, Notes
from rapid_review.keeping.retention import LONGEST_DAYS, LONGEST_YEARS, SHORTEST_DAYS, Retention
from rapid_review.people import Addresses, Agency, Partner, Partnership, Person, Role, Seat, Signatory

LEAST_USUAL_YEARS = 10
CHANNELS = ("team", "group")
"""What a channel can be for: the Partnership Team's own, and the Rapid Review Group's."""


def read_partnership(notes: Notes) -> Partnership:
    """The partnership with people by their short names, so that checks can speak of them as the file does."""
    block = notes.block("partnership")
    people = notes.blocks("people", "person")
    agencies = notes.blocks("agencies", "agency")
    partnership = Partnership(
        id=block.short_name("id", "fellshire"),
        name=block.text("name", "Fellshire Safeguarding Children Partnership", required=True),
        short_name=block.text("short_name", "FSCP", required=True),
        board_name=block.text("board_name", "Executive Board", required=True),
        people={name: _person(name, person, agencies, people) for name, person in people.items()},
        agencies={name: _agency(name, agency, people) for name, agency in agencies.items()},
        seats=tuple(_seat(seat, people) for seat in notes.rows("seats", "seat")),
        roles=_roles(notes.block("roles"), people),
        channels=_channels(notes.block("channels")),
        tenants=frozenset(block.guids("tenants", "a tenant's id")),
        allow_guests_in_channel=block.flag("allow_guests_in_channel", False),
        anyone_may_notify=block.flag("anyone_may_notify", True),
        notifiers=frozenset(block.guids("notifiers", "an account's object id")),
        areas=tuple(str(area) for area in block.texts("areas", "Fellshire")),
        support_line=block.text("support_line", "Call 01632 960000"),
        team_contact=block.text("team_contact", "partnership@fellshire.example", required=True),
        formal_request=block.texts("formal_request", "We ask you under section … to give us …"),
        information_law=block.texts("information_law", "In asking, we have had regard to …"),
        addresses=_addresses(notes.block_if_any("addresses"), people),
        retention=_retention(notes.block_if_any("retention")),
        signatory=_signatory(notes.block_if_any("signatory"), people),
    )
    if not block.data.get("tenants"):
        block.wrong(
            "tenants",
            "has no tenants. List the Microsoft 365 tenants your people sign in from. Others are refused.",
        )
    block.finish()
    return partnership


def _person(name: str, block: Block, agencies: Collection[str], people: Collection[str]) -> Person:
    person = Person(
        id=block.guid("entra_id", "an account's object id"),
        name=block.text("name", "Ben Hollis", required=True),
        agency=block.known("agency", "agency", agencies),
        job=block.text("job", "Detective Inspector"),
        email=block.address("email", "ben@police.example"),
        left=block.day("left"),
        guest=block.flag("guest", False),
        confirmed_by=block.known("confirmed_by", "person", people),
        confirmed_on=block.day("confirmed_on"),
    )
    _guest(name, person, block)
    block.finish()
    return person


def _guest(name: str, person: Person, block: Block) -> None:
    """A guest counts once somebody else has confirmed them: half of that would take their part away (rule 10)."""
    if not person.guest and (person.confirmed_by or person.confirmed_on):
        block.wrong("confirmed_on", "is confirmed, but is no guest. Add guest = true, or delete that.")
    if person.guest and not (person.confirmed_by and person.confirmed_on):
        block.wrong("guest", "is a guest, but not confirmed. Add confirmed_by, a short name, and confirmed_on, a day.")
    if person.guest and person.confirmed_by == name:
        block.wrong("confirmed_by", "is a guest confirmed by themselves. Have somebody else confirm them.")


def _agency(name: str, block: Block, people: Collection[str]) -> Agency:
    agency = Agency(
        id=name,
        name=block.text("name", "Fellshire Constabulary", required=True),
        spoc=block.known("spoc", "person", people, required=True),
        deputy=block.known("deputy", "person", people),
        strategic_lead=block.known("strategic_lead", "person", people),
        partner=block.choice("partner", Partner),
        always_asked=block.flag("always_asked", False),
        systems=block.texts("systems", "Case records"),
        providers=block.texts("providers", "Fellshire General Hospital"),
    )
    block.finish()
    return agency


def _seat(block: Block, people: Collection[str]) -> Seat:
    seat = Seat(
        id=block.short_name("id", "police"),
        title=block.text("title", "Police", required=True),
        # A mistake has been noted if there is none; the seat is never used then.
        partner=block.choice("partner", Partner, required=True) or Partner.LOCAL_AUTHORITY,
        member=block.known("member", "person", people, required=True),
        deputy=block.known("deputy", "person", people),
    )
    block.finish()
    return seat


def _roles(block: Block, people: Collection[str]) -> dict[Role, tuple[str, ...]]:
    roles = {role: block.known_list(role, "person", people) for role in Role}
    for role in (Role.PARTNERSHIP_TEAM, Role.CHAIR):
        if not block.data.get(role):
            block.wrong(role, f'names nobody as {role}. Add a line such as: {role} = ["amina"]')
    for role in (Role.CHAIR, Role.BOARD_CHAIR):
        if len(roles[role]) > 1:
            block.wrong(role, f"names {len(roles[role])} people as {role}. Name one.")
    block.finish()
    return roles


def _addresses(block: Block, people: Collection[str]) -> Addresses:
    """Where letters to the Panel, the Department and Ofsted go, and who has confirmed that (C12)."""
    addresses = Addresses(
        panel=block.address("panel", "panel@example.gov.uk"),
        dfe=block.address("dfe", "notices@example.gov.uk"),
        ofsted=block.address("ofsted", "notices@example.gov.uk"),
        confirmed_by=block.known("confirmed_by", "person", people),
        confirmed_on=block.day("confirmed_on"),
    )
    if any((addresses.panel, addresses.dfe, addresses.ofsted)) and not addresses.confirmed:
        words = "has an address that nobody has confirmed, so it is not used. Add confirmed_by and confirmed_on."
        block.warn("panel", words)
    block.finish()
    return addresses


def _signatory(block: Block, people: Collection[str]) -> Signatory:
    """Who signs the letters: unless the file says otherwise, the Partnership Manager for the three partners (3f)."""
    usual = Signatory()
    signatory = Signatory(
        title=block.text("title", usual.title) or usual.title,
        on_behalf_of=block.text("on_behalf_of", usual.on_behalf_of) or usual.on_behalf_of,
        person=block.known("person", "person", people),
    )
    block.finish()
    return signatory


def _retention(block: Block) -> Retention:
    """How long each kind of record is kept; a case for ever unless its years are set (E27)."""
    usual = Retention()

    def days(key: str) -> int:
        return block.number(key, getattr(usual, key), SHORTEST_DAYS, LONGEST_DAYS)

    years = block.number("case_years", LONGEST_YEARS, 1, LONGEST_YEARS) if "case_years" in block.data else 0
    retention = Retention(years, days("drafts_days"), days("messages_days"), days("leavers_days"))
    if 0 < retention.case_years < LEAST_USUAL_YEARS:
        words = f"keeps cases for {retention.case_years} years. Practice begins at {LEAST_USUAL_YEARS}. Is that agreed?"
        block.warn("case_years", words)
    block.finish(["case_years"])
    return retention


def _channels(block: Block) -> dict[str, str]:
    channels = {purpose: block.text(purpose, "19:abc@thread.tacv2") for purpose in CHANNELS}
    for purpose, id in channels.items():
        if id and not re.fullmatch(_CHANNEL, id):
            block.wrong(purpose, f"has a {purpose} that is not a channel's id. {_channel_in(id)}")
    block.finish()
    return {purpose: id for purpose, id in channels.items() if id}


_CHANNEL = r"19:[^@\s/]+@thread\.(tacv2|skype|v2)"


def _channel_in(link: str) -> str:
    """What to write instead, which is inside the link that Teams gives for a channel."""
    inside = re.search(_CHANNEL, unquote(link))
    return f"Write only this part of the link: {inside[0]}" if inside else "It looks like 19:…@thread.tacv2"
