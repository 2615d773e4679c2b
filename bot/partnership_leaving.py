"""What the file still gives to somebody who has left, and which guests are to be confirmed again (Part 6, rule 10).

No day that comes makes a file wrong, for the running bot goes on with it: these are things to look at.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.partnership_blocks import Notes
from bot.partnership_text import Where
from rapid_review.in_force import as_of
from rapid_review.people import GUEST_DAYS, Partnership, Person, Role

SOON = timedelta(days=14)


def check_leaving(partnership: Partnership, notes: Notes, today: date | None) -> None:
    """Look at everybody. Whether a guest’s confirmation still holds is looked at only where the day is known."""
    for name, person in partnership.people.items():
        if person.left:
            _still_named(name, person.left, partnership, notes)
        elif person.guest and today:
            _confirmed(name, person, today, notes)


def _still_named(name: str, left: date, partnership: Partnership, notes: Notes) -> None:
    after = as_of(partnership, left)
    for where, called, then in (*_agencies(name, partnership, after), *_seats(name, partnership, after)):
        words = f"{called} has “{name}” as {where[-1]}, who has left = {left}. From that day {then}."
        notes.warn(where, f"{words} Name somebody else.")
    for role, holders in partnership.roles.items():
        if name in holders:
            then = _role(role, partnership, after)
            words = f"[roles] has “{name}” as {role}, who has left = {left}. From that day {then}."
            notes.warn(("roles", role), f"{words} Name somebody else, or take them out.")


def _agencies(name: str, partnership: Partnership, after: Partnership) -> Iterator[tuple[Where, str, str]]:
    for id, agency in partnership.agencies.items():
        then = {
            "spoc": _instead(after.agencies[id].spoc, "nobody answers for it"),
            "deputy": "it has no deputy",
            "strategic_lead": "a late answer cannot be taken further",
        }
        for key in (key for key in then if getattr(agency, key) == name):
            yield ("agencies", id, key), f"the agency “{id}”", then[key]


def _seats(name: str, partnership: Partnership, after: Partnership) -> Iterator[tuple[Where, str, str]]:
    for row, (seat, now) in enumerate(zip(partnership.seats, after.seats, strict=True)):
        then = {"member": _instead(now.member, "it is vacant"), "deputy": "it has no deputy"}
        for key in (key for key in then if getattr(seat, key) == name):
            yield ("seats", row, key), f"seat {row + 1} (“{seat.id}”)", then[key]


def _instead(person: str, otherwise: str) -> str:
    return f"“{person}” stands in" if person else otherwise


def _role(role: Role, before: Partnership, after: Partnership) -> str:
    left = after.holders(role)
    if role is Role.CHAIR:
        return _instead("".join(left), "nobody chairs")
    if role is Role.PARTNERSHIP_TEAM and not {*left} & {*before.holders(role)}:
        return _instead("".join(left), "nobody is told of what waits")
    return "the others go on without them" if left else f"nobody is {role}"


def _confirmed(name: str, person: Person, today: date, notes: Notes) -> None:
    where, called = ("people", name, "confirmed_on"), f"the person “{name}” is a guest"
    until, again = person.until or today, "To confirm them again, set confirmed_by and confirmed_on."
    if person.confirmed_on and person.confirmed_on > today:
        notes.warn(where, f"{called} with a confirmed_on that has not come yet. Until that day they take no part.")
    elif today >= until:
        notes.warn(where, f"{called}, confirmed for {GUEST_DAYS} days. Since {until} they take no part. {again}")
    elif today >= until - SOON:
        notes.warn(where, f"{called}, confirmed for {GUEST_DAYS} days. From {until} they take no part. {again}")
