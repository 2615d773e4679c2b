"""The partnership as it is on a day: whoever has left, or is a guest not confirmed again, takes no part (rule 10)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from rapid_review.people import Agency, Partnership, PersonId, Role, Seat


def as_of(partnership: Partnership, day: date) -> Partnership:
    """Without those who have gone by this day, as if the file had them no more (E36); but their names are known."""
    gone = {id: person for id, person in partnership.people.items() if not person.takes_part(day)}
    if not gone:
        return partnership
    signs = partnership.signatory.person
    return replace(
        partnership,
        people={id: person for id, person in partnership.people.items() if id not in gone},
        former={**partnership.former, **gone},
        agencies={id: _agency(agency, gone) for id, agency in partnership.agencies.items()},
        seats=tuple(_seat(seat, gone) for seat in partnership.seats),
        roles=_roles(partnership.roles, gone),
        notifiers=partnership.notifiers - gone.keys(),
        signatory=replace(partnership.signatory, person="" if signs in gone else signs),
    )


def _agency(agency: Agency, gone: Collection[PersonId]) -> Agency:
    """The deputy stands in for the SPOC until the file names somebody else."""
    spoc, deputy = _moved_up(agency.spoc, agency.deputy, gone)
    lead = "" if agency.strategic_lead in gone else agency.strategic_lead
    vacated = tuple(person for person in (agency.spoc, agency.deputy) if person in gone)
    return replace(agency, spoc=spoc, deputy=deputy, strategic_lead=lead, vacated=vacated)


def _seat(seat: Seat, gone: Collection[PersonId]) -> Seat:
    """The deputy sits in it until the file names somebody else."""
    member, deputy = _moved_up(seat.member, seat.deputy, gone)
    return replace(seat, member=member, deputy=deputy)


def _moved_up(first: PersonId, second: PersonId, gone: Collection[PersonId]) -> tuple[PersonId, PersonId]:
    """Who is left of the two, in their order, and nobody for whoever has gone."""
    here = [person for person in (first, second) if person and person not in gone]
    first, second, *_ = *here, "", ""
    return first, second


def _roles(roles: Mapping[Role, tuple[PersonId, ...]], gone: Collection[PersonId]) -> dict[Role, tuple[PersonId, ...]]:
    """Others stand in where nobody is left: the deputy chair for the chair, who has the Partnership Team's part too.

    Without the team nobody would be asked for what each day wants. Every other role is left to whoever still holds it.
    """
    left = {role: tuple(person for person in holders if person not in gone) for role, holders in roles.items()}
    deputies = left.get(Role.DEPUTY_CHAIR, ())
    if deputies and not left.get(Role.CHAIR):
        left |= {Role.CHAIR: deputies[:1], Role.DEPUTY_CHAIR: deputies[1:]}
    if not left.get(Role.PARTNERSHIP_TEAM):
        left[Role.PARTNERSHIP_TEAM] = left.get(Role.CHAIR, ())
    return left
