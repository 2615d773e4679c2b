"""The address outside to which a letter goes: only one that stands in the partnership's file (C12, E29)."""

import re
from datetime import date

from rapid_review.case import Case
from rapid_review.outward.duties import Duty, DutyKind
from rapid_review.people import Partnership, PersonId, Role

BODIES: dict[DutyKind, str] = {
    DutyKind.PANEL: "panel",
    DutyKind.PENDING: "panel",
    DutyKind.REPLY: "panel",
    DutyKind.CORRECTION: "panel",
    DutyKind.PUBLISHED_PANEL: "panel",
    DutyKind.DFE: "dfe",
    DutyKind.PUBLISHED_DFE: "dfe",
    DutyKind.OFSTED: "ofsted",
    DutyKind.PUBLISHED_OFSTED: "ofsted",
}


ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


def is_address(text: str) -> bool:
    """Whether this is one plain e-mail address, and nothing that could add a line to a message."""
    return ADDRESS.fullmatch(text) is not None


def address_of(case: Case, duty: Duty, partnership: Partnership, today: date) -> str:
    """A body's confirmed address, or that of the person in the directory; nothing where there is none."""
    if body := BODIES.get(duty.kind):
        return partnership.addresses.of(body, today)
    person = partnership.person(addressee(case, duty, partnership))
    return person.email if person else ""


def addressee(case: Case, duty: Duty, partnership: Partnership) -> PersonId:
    """The first in the directory who has not stood aside; nobody where there is none, or the referrer named another."""
    asked = _in_turn(case, duty, partnership)
    return next((one for one in asked if partnership.person(one) and one not in case.recused), "")


def _in_turn(case: Case, duty: Duty, partnership: Partnership) -> tuple[PersonId, ...]:
    match duty.kind:
        case DutyKind.BOARD | DutyKind.BOARD_RESPONSE:
            return partnership.holders(Role.BOARD_CHAIR)
        case DutyKind.REFERRER:
            return () if case.facts.outcome_elsewhere else (case.referrer,)  # R105
        case DutyKind.AGENCY:
            agency, request = partnership.agencies.get(duty.about), case.requests.get(duty.about)
            contacts = (agency.spoc, agency.deputy) if agency else ()
            return (request.holder_for_good, *contacts) if request else contacts
    return ()
