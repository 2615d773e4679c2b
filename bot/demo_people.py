"""Who is who in the demonstration, and what each person's Playground is told of the world."""

from itertools import islice
from typing import Any

from rapid_review.people import Partnership, Person, Role

BOT = {"id": "28:rapid-review", "name": "Rapid Review"}
OTHERS = 5
"""A Playground knows its own person and exactly five more."""

IN_WORDS = {
    Role.PARTNERSHIP_TEAM: "Partnership Team",
    Role.CHAIR: "chair of the Rapid Review Group",
    Role.DEPUTY_CHAIR: "deputy chair",
    Role.BOARD_CHAIR: "chair of the Executive Board",
    Role.SCRUTINEER: "Independent Scrutineer",
    Role.LA_NOTIFIER: "notifies the national Panel",
}


def first_people(partnership: Partnership, count: int) -> list[Person]:
    """The people of the file in its order: whoever matters most to a newcomer stands first there."""
    return list(islice(partnership.people.values(), count))


def people_called(partnership: Partnership, names: list[str]) -> list[Person]:
    """The people of these given names, in small letters, in the order asked for. KeyError for one nobody has."""
    called = {person.name.split()[0].lower(): person for person in reversed(partnership.people.values())}
    return [called[name] for name in names]


def keeper_of_channels(partnership: Partnership, people: list[Person]) -> Person:
    """In whose window the channels are. Each Playground has messages of its own, so only one can hold them."""
    team = (person for person in people if partnership.has(Role.PARTNERSHIP_TEAM, person.id))
    return next(team, people[0])


def part_played(partnership: Partnership, person: Person) -> str:
    """Their part in the process in a few words, or else their job."""
    standing = partnership.standing(person.id)
    parts = [IN_WORDS[role] for role in Role if role in standing.roles]
    parts += [f"answers for {partnership.agencies[agency].name}" for agency in sorted(standing.agencies)]
    parts += [f"strategic lead of {partnership.agencies[agency].name}" for agency in sorted(standing.leads)]
    parts += [f"{seat.title} seat" for seat in standing.seats]
    return "; ".join(parts) or person.job or "may notify"


def world_of(person: Person, partnership: Partnership, *, keeps_channels: bool) -> dict[str, Any]:
    """The Playground's configuration: its file is YAML, of which JSON is a part."""
    others = (other for other in partnership.people.values() if other.id != person.id)
    return {
        "version": "0.1.1",
        "tenantId": min(partnership.tenants),
        "bot": BOT,
        "currentUser": _user(person),
        "users": [_user(other) for other in islice(others, OTHERS)],
        "personalChat": {"id": chat_of(person)},
        "groupChat": {"id": f"group-{person.id}", "name": "Group chat"},
        "team": _team(partnership) if keeps_channels else _no_team(person),
    }


def chat_of(person: Person) -> str:
    """Their own chat with the bot, as their Playground names it."""
    return f"personal-{person.id}"


def channels_of(partnership: Partnership) -> list[str]:
    """The channels that a Playground can hold: General, which is the team's own, and one more."""
    return [partnership.channels[name] for name in ("team", "group") if name in partnership.channels]


def _user(person: Person) -> dict[str, str]:
    given, _, surname = person.name.partition(" ")
    address = person.email or f"{person.id}@nowhere.example"
    return {
        "id": f"29:{person.id}",
        "aadObjectId": person.id,
        "name": person.name,
        "givenName": given,
        "surname": surname or given,
        "email": address,
        "userPrincipleName": address,  # Spelt so by the Playground.
    }


def _team(partnership: Partnership) -> dict[str, Any]:
    """A team's General channel has the team's own id; a Playground has room for one channel more."""
    channels = partnership.channels
    more = [{"id": channels["group"], "name": "Rapid Review Group"}] if "group" in channels else []
    team = channels.get("team", "19:team@thread.tacv2")
    return {"id": team, "name": partnership.short_name, "aadGroupId": team, "channels": more}


def _no_team(person: Person) -> dict[str, Any]:
    id = f"19:{person.id}@thread.tacv2"
    return {"id": id, "name": "The channels are in the Partnership Team’s window", "aadGroupId": id, "channels": []}
