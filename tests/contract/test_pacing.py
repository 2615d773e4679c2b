"""What Teams allows is never exceeded, counted as Teams counts, whatever is asked of the bot; and it is not wasted."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable
from typing import cast

import pytest

from bot.connector import Connector, Posted, Throttled
from bot.courier import Courier, LeaseOver, Parcel
from bot.pacing import Pace
from bot.post import Post
from bot.reaching import Target

ALLOWED_HERE = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
ALLOWED_IN_ALL = ((30, 1.0),)
"""What Microsoft documents: sends to one conversation, and requests of one app in one tenant, in so many seconds."""


class Clock:
    """A clock that only sleeping moves; those who sleep wake in order."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


class Counting:
    """A Connector that writes down when each place was written to."""

    def __init__(self, clock: Clock, way: Callable[[], float] = float) -> None:
        self.clock, self.way = clock, way
        """How long a send is under way: it arrives so much later than it was sent."""
        self.sends: dict[str, list[float]] = defaultdict(list)
        self.throttles: list[tuple[str, float]] = []

    async def post(self, service_url: str, conversation: str, activity: dict[str, object]) -> Posted:
        self.sends[conversation].append(self.clock.now + self.way())
        if self.throttles and self.throttles[0][0] == conversation:
            raise Throttled("429", self.throttles.pop(0)[1])
        return Posted(conversation, "1")

    async def open_chat(self, service_url: str, tenant: str, person: str) -> str:
        self.sends[f"opening {person}"].append(self.clock.now + self.way())
        return person

    @property
    def all(self) -> list[float]:
        return sorted(at for sends in self.sends.values() for at in sends)


def exceeded(sends: list[float], allowed: tuple[tuple[int, float], ...]) -> list[str]:
    """Every window of the documented length, ending at each send, with more in it than is allowed."""
    found, sends = [], sorted(sends)
    for most, seconds in allowed:
        first = 0
        for n, at in enumerate(sends):
            while sends[first] <= at - seconds:
                first += 1
            if n - first + 1 > most:
                found.append(f"{n - first + 1} in {seconds} s, allowed {most}, at {at:.2f}")
    return found


def sending(teams: Counting, clock: Clock, copies: int = 1) -> Courier:
    pace = Pace(clock.monotonic, clock.sleep, copies)
    return Courier(cast(Connector, teams), pace, cast(Post, None))


async def carry(courier: Courier, clock: Clock, conversation: str) -> None:
    """As the dispatcher does: what must wait longer goes back, and is tried again then."""
    parcel = Parcel(Target("", "https://teams.example", conversation=conversation), {"type": "message"})
    while True:
        try:
            await courier.carry(parcel, lambda: True)
            return
        except Throttled as throttled:
            await clock.sleep(throttled.after or 1.0)
        except LeaseOver:
            continue


@pytest.mark.parametrize("seed", range(8))
async def test_no_window_of_any_length_is_ever_exceeded(seed: int) -> None:
    """Bursts and lulls to five conversations, one after another and many at once."""
    chance, clock = random.Random(seed), Clock()
    teams = Counting(clock, way=lambda: chance.uniform(0.0, 0.09))
    courier = sending(teams, clock)
    places = [f"conversation-{n}" for n in range(5)]
    for _ in range(60):
        burst = [chance.choice(places[: chance.randint(1, 5)]) for _ in range(chance.randint(1, 40))]
        await asyncio.gather(*(carry(courier, clock, place) for place in burst))
        await clock.sleep(chance.choice((0.0, 0.1, 0.9, 1.0, 2.0, 29.0, 31.0)))
    assert sum(map(len, teams.sends.values())) > 800
    assert {place: over for place, sends in teams.sends.items() if (over := exceeded(sends, ALLOWED_HERE))} == {}
    assert exceeded(teams.all, ALLOWED_IN_ALL) == []


async def test_an_hour_of_everything_to_one_conversation_stays_within_its_hour() -> None:
    clock = Clock()
    teams = Counting(clock)
    courier = sending(teams, clock)
    for _ in range(2_600):
        await carry(courier, clock, "busy")
    sends = teams.sends["busy"]
    assert exceeded(sends, ALLOWED_HERE) == []
    in_the_first_hour = sum(at < 3_600 for at in sends)
    assert in_the_first_hour >= 0.65 * 1_800  # 70 % is asked for; not to be wasted either.


async def test_a_burst_to_many_uses_most_of_what_the_tenant_allows() -> None:
    clock = Clock()
    teams = Counting(clock)
    courier = sending(teams, clock)
    await asyncio.gather(*(carry(courier, clock, f"person-{n}") for n in range(400)))
    assert exceeded(teams.all, ALLOWED_IN_ALL) == []
    assert teams.all[-1] <= 400 / 18 + 2


async def test_when_teams_says_wait_nothing_is_sent_there_before_and_others_go_on() -> None:
    clock = Clock()
    teams = Counting(clock)
    teams.throttles = [("busy", 40.0)]
    courier = sending(teams, clock)
    await asyncio.gather(carry(courier, clock, "busy"), carry(courier, clock, "quiet"))
    first, second = teams.sends["busy"]
    assert second - first >= 40.0
    assert len(teams.sends["quiet"]) == 1


async def test_a_first_message_is_two_requests_and_counts_as_two() -> None:
    """Teams counts requests in all: opening the chat, and writing in it."""
    clock = Clock()
    teams = Counting(clock)
    courier = sending(teams, clock)
    parcels = [Parcel(Target("", "https://teams.example", person=f"person-{n}"), {}) for n in range(100)]
    await asyncio.gather(*(courier.carry(parcel, lambda: True) for parcel in parcels))
    assert len(teams.all) == 200
    assert exceeded(teams.all, ALLOWED_IN_ALL) == []


@pytest.mark.parametrize("copies", [2, 4, 7])
async def test_several_copies_of_the_program_share_what_is_allowed(copies: int) -> None:
    """Each knows how many there are, and takes its part."""
    clock = Clock()
    teams = Counting(clock)
    couriers = [sending(teams, clock, copies) for _ in range(copies)]
    for _ in range(30):
        await asyncio.gather(*(carry(courier, clock, "shared") for courier in couriers))
    assert exceeded(teams.sends["shared"], ALLOWED_HERE) == []
