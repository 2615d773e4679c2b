"""The partnership on a day: whoever has left keeps their name and nothing else (Part 6, rule 10)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from cast import PARTNERSHIP, PEOPLE

from rapid_review.in_force import as_of
from rapid_review.people import Partnership, Person, Role, Signatory

BEFORE, DAY = date(2026, 9, 30), date(2026, 10, 1)


def without(*people: str, **more: Any) -> Partnership:
    """As it is on the day from which these have left."""
    left = {id: replace(PEOPLE[id], left=DAY) for id in people}
    file = replace(PARTNERSHIP, people={**PEOPLE, **left}, **more)
    assert as_of(file, BEFORE) is file, "until then nothing changes"
    return as_of(file, DAY)


def test_who_has_left_is_whoever_the_file_has_no_more_but_for_the_name() -> None:
    after, taken_out = without("ben"), {id: one for id, one in PEOPLE.items() if id != "ben"}
    assert after.people == taken_out
    assert after.name_of("ben") == after.standing("ben").person.name == "Ben Hollis"
    known = after.standing("ben")
    assert not (known.listed or known.roles or known.agencies or known.seats or known.leads)


def test_a_deputy_moves_up_and_a_place_without_one_is_vacant() -> None:
    after = without("ben", "carys", "kofi", "efua", "farid", "marcus")
    police, health = after.agencies["police"], after.agencies["health"]
    assert (police.spoc, police.deputy, police.vacated) == ("joan", "", ("ben",))
    assert (health.spoc, health.strategic_lead, health.vacated) == ("", "", ("carys",))
    assert [(seat.member, seat.deputy) for seat in after.seats] == [("priya", ""), ("", ""), ("gwen", "")]


def test_the_deputy_chair_chairs_and_other_roles_are_left_to_the_others() -> None:
    roles = {**PARTNERSHIP.roles, Role.PARTNERSHIP_TEAM: ("amina", "owen")}
    after = without("efua", "amina", "imran", roles=roles)
    assert (after.holders(Role.CHAIR), after.holders(Role.DEPUTY_CHAIR)) == (("farid",), ())
    assert after.holders(Role.PARTNERSHIP_TEAM) == ("owen",)
    assert after.holders(Role.SCRUTINEER) == ()
    assert without("efua", "farid").holders(Role.CHAIR) == ()


def test_no_letter_is_signed_with_the_name_of_somebody_who_has_left() -> None:
    signed = Signatory(person="amina")
    assert without("amina", signatory=signed).signatory == Signatory()
    assert without("ben", signatory=signed).signatory == signed


def test_who_has_left_may_not_notify_where_only_those_in_the_file_may() -> None:
    only = {"anyone_may_notify": False, "notifiers": frozenset({"ben", "zack"})}
    after = without("ben", **only)
    assert after.may_notify("zack") and not after.may_notify("ben")


@pytest.mark.parametrize(
    ("day", "takes_part"),
    [
        ("2026-09-09", False),
        ("2026-09-10", True),
        ("2026-12-08", True),
        ("2026-12-09", False),  # Ninety days later.
    ],
)
def test_a_guest_counts_for_ninety_days(day: str, takes_part: bool) -> None:
    guest = Person("g", "Gita Rao", guest=True, confirmed_by="amina", confirmed_on=date(2026, 9, 10))
    assert guest.takes_part(date.fromisoformat(day)) is takes_part
    assert guest.until == date(2026, 9, 10) + timedelta(days=90)
    assert not replace(guest, left=date(2026, 9, 10)).takes_part(date.fromisoformat(day))
