"""People, agencies, seats and roles, and the partnership that holds them."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from rapid_review.keeping.retention import Retention

PersonId = str
"""A person's directory object id in Microsoft Entra, lower case. It says nothing about who they are."""


class Partner(StrEnum):
    """The three statutory safeguarding partners (R005)."""

    LOCAL_AUTHORITY = "local_authority"
    POLICE = "police"
    HEALTH = "health"


class Role(StrEnum):
    """What somebody does for the partnership, whichever case is open."""

    PARTNERSHIP_TEAM = "partnership_team"
    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    BOARD_CHAIR = "board_chair"
    SCRUTINEER = "scrutineer"
    LA_NOTIFIER = "la_notifier"
    DPO = "dpo"
    """Data protection officer, or information governance lead."""
    IT_ADMIN = "it_admin"


GUEST_DAYS = 90


@dataclass(frozen=True)
class Person:
    """Somebody who may take part; the agency is an agency's id, or empty for somebody we only know by name."""

    id: PersonId
    name: str
    agency: str = ""
    job: str = ""
    email: str = ""
    left: date | None = None
    """The day from which they have no part any more. The file keeps them for their name."""
    guest: bool = False
    """With an account of another organisation: that they still belong here is confirmed every 90 days."""
    confirmed_by: PersonId = ""
    confirmed_on: date | None = None

    @property
    def until(self) -> date | None:
        """The day from which they have no part, as far as it is known now."""
        holds = self.confirmed_on or date.min
        ends = [self.left, holds + timedelta(days=GUEST_DAYS) if self.guest else None]
        return min((day for day in ends if day), default=None)

    def takes_part(self, day: date) -> bool:
        """Whether they do on this day: they have not left, and a guest was confirmed lately (Part 6, rule 10)."""
        began = self.confirmed_on if self.guest else None
        return (began is None or began <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Agency:
    """An agency that can be asked for a summary (R001), with the people who answer for it."""

    id: str
    name: str
    spoc: PersonId
    deputy: PersonId = ""
    strategic_lead: PersonId = ""
    partner: Partner | None = None
    always_asked: bool = False
    systems: tuple[str, ...] = ()
    """The systems and archives it searches, so that a nil return opens filled in (F14)."""
    providers: tuple[str, ...] = ()
    """Health only: the providers of NHS-funded care it asks each time (R120)."""
    vacated: tuple[PersonId, ...] = ()
    """Who is named here to answer for it, and has no part any more."""

    def answers_for(self, person: PersonId) -> bool:
        """Whether this person may act for the agency on a request: its SPOC or the SPOC's deputy."""
        return bool(person) and person in (self.spoc, self.deputy)


@dataclass(frozen=True)
class Seat:
    """A seat on the Rapid Review Group (R086-R089) and who sits in it."""

    id: str
    title: str
    partner: Partner
    member: PersonId
    """Empty while it is vacant."""
    deputy: PersonId = ""


@dataclass(frozen=True)
class Standing:
    """Who somebody is in the partnership today: what they may do follows from this and from the case."""

    person: Person
    roles: frozenset[Role] = frozenset()
    agencies: frozenset[str] = frozenset()
    """Agencies they answer for, as SPOC or as the SPOC's deputy."""
    seats: tuple[Seat, ...] = ()
    """Seats they hold or are the named deputy for."""
    leads: frozenset[str] = frozenset()
    """Agencies whose strategic safeguarding lead they are (R130)."""
    led: frozenset[tuple[str, PersonId]] = frozenset()
    """Every agency that has a strategic lead, with that lead: to whom a silence can be taken."""
    listed: bool = True
    """Whether the partnership's file has them today: what a case gave to somebody ends when they leave (E36)."""

    @property
    def id(self) -> PersonId:
        return self.person.id

    def has(self, *roles: Role) -> bool:
        """Whether they hold any of these roles."""
        return not self.roles.isdisjoint(roles)


HOLDS_MONTHS = 6


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Addresses:
    """Where letters outside go. Empty until an administrator sets them and somebody confirms them (C12).

    What was confirmed holds for six months, and is then confirmed again.
    """

    panel: str = ""
    dfe: str = ""
    ofsted: str = ""
    confirmed_by: PersonId = ""
    confirmed_on: date | None = None

    @property
    def confirmed(self) -> bool:
        return bool(self.confirmed_by and self.confirmed_on)

    @property
    def until(self) -> date:
        """The day from which it does not hold any more."""
        return months_after(self.confirmed_on, HOLDS_MONTHS) if self.confirmed_on else date.min

    @property
    def known(self) -> dict[str, str]:
        """Whatever the file says, confirmed or not."""
        every = {"panel": self.panel, "dfe": self.dfe, "ofsted": self.ofsted}
        return {whom: address for whom, address in every.items() if address}

    def of(self, whom: str, today: date) -> str:
        """A confirmed address, or nothing: one that nobody has confirmed lately is not used."""
        on = self.confirmed_on
        holds = self.confirmed and on is not None and on <= today < self.until
        return self.known.get(whom, "") if holds else ""


@dataclass(frozen=True)
class Signatory:
    """Who signs the letters, as it stands at the foot of each (form 3f)."""

    title: str = "Partnership Manager"
    on_behalf_of: str = "the three safeguarding partners"
    person: PersonId = ""
    """Their name is in the edition with names; the other has the title alone."""


@dataclass(frozen=True)
class Partnership:
    """The whole directory, as the partnership's file gives it."""

    id: str
    name: str
    short_name: str
    board_name: str
    people: dict[PersonId, Person]
    agencies: dict[str, Agency]
    seats: tuple[Seat, ...]
    roles: dict[Role, tuple[PersonId, ...]]
    channels: dict[str, str] = field(default_factory=dict)
    """Channel purpose ("team", "group") to the Teams channel id."""
    tenants: frozenset[str] = frozenset()
    allow_guests_in_channel: bool = False
    """Whether cases are posted in a channel that guests or other organisations read (T3)."""
    anyone_may_notify: bool = True
    notifiers: frozenset[PersonId] = frozenset()
    areas: tuple[str, ...] = ()
    """Local authority areas to choose from on forms."""
    support_line: str = ""
    team_contact: str = ""
    formal_request: tuple[str, ...] = ()
    """The paragraphs of a formal request for information, once the partnership has settled them (R116)."""
    information_law: tuple[str, ...] = ()
    """What is said of information law beside every formal request (R121)."""
    addresses: Addresses = Addresses()
    retention: Retention = field(default_factory=Retention)
    signatory: Signatory = Signatory()
    former: dict[PersonId, Person] = field(default_factory=dict)
    """Whoever has left, or is a guest whom nobody has confirmed again: nothing but their names counts."""

    def person(self, id: PersonId) -> Person | None:
        return self.people.get(id)

    def known(self, id: PersonId) -> Person | None:
        """The same, and whoever has left as well: to say who they are, never to give them anything."""
        return self.people.get(id) or self.former.get(id)

    def name_of(self, id: PersonId) -> str:
        """The person's name, or words that say we do not know it."""
        person = self.known(id)
        return person.name if person else "someone not in the directory"

    def holders(self, role: Role) -> tuple[PersonId, ...]:
        return self.roles.get(role, ())

    def has(self, role: Role, person: PersonId) -> bool:
        return person in self.holders(role)

    def agencies_answered_by(self, person: PersonId) -> Iterator[Agency]:
        return (agency for agency in self.agencies.values() if agency.answers_for(person))

    @cached_property
    def led(self) -> frozenset[tuple[str, PersonId]]:
        """Every agency that has a strategic lead, with that lead."""
        return frozenset((agency.id, lead) for agency in self.agencies.values() if (lead := agency.strategic_lead))

    def standing(self, id: PersonId, name: str = "") -> Standing:
        """What this person is here; somebody not in the directory has no role and no agency."""
        known = self._standings.get(id)
        unknown = Person(id=id, name=name or self.name_of(id))
        return known or replace(self._standing(unknown), listed=False)

    @cached_property
    def _standings(self) -> dict[PersonId, Standing]:
        """Of everybody in the directory: whatever happens, it is asked of each of them."""
        return {id: self._standing(person) for id, person in self.people.items()}

    def _standing(self, person: Person) -> Standing:
        id = person.id
        return Standing(
            person=person,
            roles=frozenset(role for role, holders in self.roles.items() if id in holders),
            agencies=frozenset(agency.id for agency in self.agencies_answered_by(id)),
            seats=tuple(seat for seat in self.seats if id in (seat.member, seat.deputy)),
            leads=frozenset(agency.id for agency in self.agencies.values() if id and id == agency.strategic_lead),
            led=self.led,
        )

    def may_notify(self, person: PersonId) -> bool:
        return self.anyone_may_notify or person in self.notifiers or person in self.people
