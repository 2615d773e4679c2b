"""The address outside to which a letter goes: only one that stands in the partnership's file (C12, E29)."""

import re

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


def address_of(case: Case, duty: Duty, partnership: Partnership) -> str:
    """A body's confirmed address, or that of the person in the directory; nothing where there is none."""
    if body := BODIES.get(duty.kind):
        return partnership.addresses.of(body)
    person = partnership.person(_person(case, duty, partnership))
    return person.email if person and person.id not in case.recused else ""


def _person(case: Case, duty: Duty, partnership: Partnership) -> PersonId:
    match duty.kind:
        case DutyKind.BOARD | DutyKind.BOARD_RESPONSE:
            return next(iter(partnership.holders(Role.BOARD_CHAIR)), "")
        case DutyKind.REFERRER:
            return case.referrer
        case DutyKind.AGENCY:
            agency = partnership.agencies.get(duty.about)
            return agency.spoc if agency else ""
    return ""
