"""Whether a partnership hangs together: what would break the process is a mistake, else a warning."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.partnership_blocks import Notes
from rapid_review.people import Partner, Partnership, Role

_PARTNERS = {
    Partner.LOCAL_AUTHORITY: "the local authority",
    Partner.POLICE: "the police",
    Partner.HEALTH: "health",
}

_UNFILLED = {
    Role.DEPUTY_CHAIR: "names no deputy_chair. If the chair has a conflict of interest, nobody can stand in.",
    Role.BOARD_CHAIR: "names no board_chair. If the partners disagree, nobody can settle it (R101).",
    Role.LA_NOTIFIER: "names no la_notifier. Nobody is asked to notify the national Panel of an incident.",
    Role.SCRUTINEER: "names no scrutineer. Nobody outside the partners can look at how decisions were made.",
    Role.DPO: "names no dpo. When something goes to the wrong person, the Partnership Team alone hears of it.",
}


def check(partnership: Partnership, notes: Notes) -> None:
    """Look at everything at once. Here people still go by their short names, as their manager knows them."""
    for look in (_people, _agencies, _seats, _seat_holders, _partners, _roles, _channels):
        look(partnership, notes)


def _people(partnership: Partnership, notes: Notes) -> None:
    for key, why in (
        ("id", "Two people cannot share an account."),
        (
            "email",
            "Each person needs an address of their own, because cases are written about to one person alone.",
        ),
    ):
        first: dict[str, str] = {}
        for name, person in partnership.people.items():
            value = getattr(person, key).lower()
            where = ("people", name, "entra_id" if key == "id" else key)
            if value and first.setdefault(value, name) != name:
                notes.mistake(where, f"“{name}” has the same {where[2]} as “{first[value]}”. {why}")


def _agencies(partnership: Partnership, notes: Notes) -> None:
    for agency in partnership.agencies.values():
        where = ("agencies", agency.id)
        called = f"the agency “{agency.id}”"
        if agency.spoc and agency.spoc == agency.deputy:
            notes.mistake((*where, "deputy"), f"{called} has its SPOC as deputy too. Name somebody else, or nobody.")
        if not agency.deputy:
            notes.warn(where, f"{called} has no deputy. While its SPOC is away, nobody can answer a request.")
        if not agency.strategic_lead:
            notes.warn(where, f"{called} has no strategic_lead. A late answer cannot be taken further.")
        for key in ("spoc", "deputy", "strategic_lead"):
            person = partnership.people.get(getattr(agency, key))
            if person and person.agency != agency.id:
                own = f"“{person.agency}”" if person.agency else "none"
                notes.warn((*where, key), f"{called} has somebody as {key} whose own agency is {own}. Is that right?")


def _seats(partnership: Partnership, notes: Notes) -> None:
    for row, seat in enumerate(partnership.seats):
        where = ("seats", row)
        called = f"seat {row + 1} (“{seat.id}”)"
        if seat.member and seat.member == seat.deputy:
            notes.mistake((*where, "deputy"), f"{called} has its member as deputy too. Name somebody else, or nobody.")
        if not seat.deputy:
            notes.warn(where, f"{called} has no deputy. If its member has a conflict of interest, it stays empty.")
        for key in ("member", "deputy"):
            person = partnership.people.get(getattr(seat, key))
            agency = partnership.agencies.get(person.agency) if person else None
            if agency and agency.partner and agency.partner is not seat.partner:
                words = f"{called} sits for {_PARTNERS[seat.partner]}, but its {key} works for “{agency.id}”."
                notes.warn((*where, key), f"{words} Is that right?")
    for row, id in _again(seat.id for seat in partnership.seats):
        notes.mistake(("seats", row, "id"), f"a seat called “{id}” is in the file already. Give this one another id.")


def _seat_holders(partnership: Partnership, notes: Notes) -> None:
    members = [seat.member for seat in partnership.seats]
    for row, member in _again(members):
        notes.mistake(
            ("seats", row, "member"),
            f"“{member}” has a seat already. One person has one voice: name somebody else.",
        )
    for row, seat in enumerate(partnership.seats):
        if seat.deputy in members and seat.deputy != seat.member:
            words = f"“{seat.deputy}” is deputy here and has a seat of their own. Nobody can speak for both."
            notes.mistake(("seats", row, "deputy"), f"{words} Name somebody else, or nobody.")
    for row, deputy in _again(seat.deputy for seat in partnership.seats):
        words = f"“{deputy}” is deputy of another seat too. Nobody can speak for both."
        notes.mistake(("seats", row, "deputy"), f"{words} Name somebody else, or nobody.")


def _partners(partnership: Partnership, notes: Notes) -> None:
    for partner, called in _PARTNERS.items():
        if all(seat.partner is not partner for seat in partnership.seats):
            words = f"no seat belongs to {called}, and a decision needs all three partners."
            notes.warn(("seats",), f'{words} Add a [[seats]] block with partner = "{partner}"')


def _roles(partnership: Partnership, notes: Notes) -> None:
    for role, words in _UNFILLED.items():
        if not partnership.holders(role):
            notes.warn(("roles", role), f"[roles] {words}")
    if set(partnership.holders(Role.CHAIR)) & set(partnership.holders(Role.DEPUTY_CHAIR)):
        notes.mistake(("roles", "deputy_chair"), "[roles] has the chair as deputy_chair too. Name somebody else.")


def _channels(partnership: Partnership, notes: Notes) -> None:
    if "team" not in partnership.channels:
        notes.warn(("channels",), "[channels] names no team channel. The Partnership Team is written to one by one.")


def _again(values: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The values that were there before, with their rows."""
    seen: Counter[str] = Counter()
    for row, value in enumerate(values):
        if value and seen[value]:
            yield row, value
        seen[value] += 1
