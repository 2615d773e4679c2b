"""Who is who in the demonstration, and what each person's Playground is told of the world."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Guise:
    """One person a newcomer can be, in a window of their own."""

    person: Person
    keeps_channels: bool
    """Each Playground has its own messages, so the partnership's channels can only be in one."""

    @property
    def chat(self) -> str:
        return f"personal-{self.person.id}"

    @property
    def places(self) -> tuple[str, ...]:
        """Where the bot is added when the demonstration starts, written as its Playground knows them."""
        return (self.chat,)


def first_people(partnership: Partnership, count: int) -> list[Person]:
    """The people of the file in its order: whoever matters most to a newcomer stands first there."""
    return list(islice(partnership.people.values(), count))


def keeper_of_channels(partnership: Partnership, people: list[Person]) -> Person:
    """In whose window the partnership's channels are: the Partnership Team's, where somebody plays it."""
    team = (person for person in people if partnership.has(Role.PARTNERSHIP_TEAM, person.id))
    return next(team, people[0])


def part_played(partnership: Partnership, person: Person) -> str:
    """Their part in the process in a few words, or else their job."""
    standing = partnership.standing(person.id)
    parts = [IN_WORDS[role] for role in Role if role in standing.roles]
    parts += [f"answers for {partnership.agencies[agency].name}" for agency in sorted(standing.agencies)]
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
    return f"personal-{person.id}"


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
