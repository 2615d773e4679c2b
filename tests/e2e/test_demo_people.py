"""What each window of the demonstration is told of the world."""

from pathlib import Path

from bot.demo_people import chat_of, first_people, keeper_of_channels, part_played, people_called, world_of
from bot.partnership import load

PARTNERSHIP, _ = load(Path(__file__).parents[2] / "demo/partnership.toml")
PEOPLE = first_people(PARTNERSHIP, 9)
AMINA, BEN = PEOPLE[:2]


def test_the_cast_comes_first_and_each_has_a_part() -> None:
    assert [person.name.split()[0] for person in PEOPLE] == [
        *("Amina", "Ben", "Carys", "Dev", "Efua", "Farid", "Gwen", "Harriet", "Imran"),
    ]
    assert part_played(PARTNERSHIP, AMINA) == "Partnership Team"
    assert part_played(PARTNERSHIP, BEN) == "answers for Fellshire Constabulary"
    assert part_played(PARTNERSHIP, PEOPLE[3]) == "Housing Officer"
    assert part_played(PARTNERSHIP, PEOPLE[4]) == "chair of the Rapid Review Group; Local authority seat"


def test_others_can_be_played_by_their_given_names() -> None:
    lena, priya = people_called(PARTNERSHIP, ["lena", "priya"])
    assert part_played(PARTNERSHIP, lena).startswith("answers for")
    assert "strategic lead of" in part_played(PARTNERSHIP, priya)


def test_a_window_is_one_person_among_five_others_of_their_tenant() -> None:
    for person in PARTNERSHIP.people.values():
        world = world_of(person, PARTNERSHIP, keeps_channels=False)
        others = {other["aadObjectId"] for other in world["users"]}
        assert world["currentUser"]["aadObjectId"] == person.id
        assert (len(others), person.id in others) == (5, False)
        assert world["tenantId"] in PARTNERSHIP.tenants


def test_the_channels_are_in_the_partnership_teams_window_only() -> None:
    assert keeper_of_channels(PARTNERSHIP, PEOPLE) == AMINA
    assert keeper_of_channels(PARTNERSHIP, [BEN]) == BEN
    kept = world_of(AMINA, PARTNERSHIP, keeps_channels=True)["team"]
    assert kept["id"] == PARTNERSHIP.channels["team"]
    assert [channel["id"] for channel in kept["channels"]] == [PARTNERSHIP.channels["group"]]
    assert world_of(BEN, PARTNERSHIP, keeps_channels=False)["team"]["id"] not in PARTNERSHIP.channels.values()


def test_no_two_chats_are_one() -> None:
    assert len({chat_of(person) for person in PARTNERSHIP.people.values()}) == len(PARTNERSHIP.people)
