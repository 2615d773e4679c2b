"""Several processes that send while they are killed: `python tests/contract/crash_storm.py --kills 1000`.

Counts what was lost, and what was repeated with and without reason: three processes on PostgreSQL, or one on SQLite.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from crash_databases import postgresql
from crashing import begun, letter, opened, send
from standins import Teams, teams_on_loopback

LEASE = 6.0
"""Longer than a send takes on a busy machine: what is slower than its lease may be repeated without any kill."""
IN_FLIGHT = 1.0
"""What a process had sent when it was killed may be read by Teams a moment later."""


@dataclass
class Storm:
    """What happened."""

    messages: int
    kills: dict[int, float] = field(default_factory=dict)
    """When each process that was killed was."""
    arrived: dict[str, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    """When each message arrived, and from which process."""
    states: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def lost(self) -> int:
        return self.messages - len([key for key in self.arrived if key.startswith("m")])

    @property
    def repeats(self) -> int:
        return sum(len(times) - 1 for times in self.arrived.values())

    @property
    def unexplained(self) -> int:
        """Repeats of what a process had sent that was not killed, or was killed when it had long been marked."""
        early = [one for times in self.arrived.values() for one in sorted(times)[:-1]]
        kills = self.kills
        return sum(process not in kills or not -IN_FLIGHT < kills[process] - at < LEASE for at, process in early)

    def __str__(self) -> str:
        return (
            f"{self.messages} messages, {len(self.kills)} kills, {self.seconds:.0f} s: lost {self.lost}, "
            f"repeated {self.repeats}, of these without a kill between send and mark {self.unexplained}; {self.states}"
        )


async def storm(url: str, teams: Teams, *, messages: int, processes: int, kills: int, seed: int = 1) -> Storm:
    """Send so many messages with so many processes, kill one after the other, and let the last ones finish."""
    lot, seen = random.Random(seed), Storm(messages)
    began, before = time.monotonic(), len(teams.calls)
    store = opened(url)
    chats = max(1, messages // 10)
    store.run_now(
        lambda work: [work.owe(letter(teams.service_url, f"m{n}", f"chat {n % chats}")) for n in range(messages)]
    )
    running = [_started(url, teams) for _ in range(processes)]
    while any(process.is_alive() for process in running) or any(process.exitcode for process in running):
        await asyncio.sleep(lot.uniform(0.05, 0.2))
        place = lot.randrange(processes)
        if len(seen.kills) < kills and running[place].is_alive():
            seen.kills[running[place].pid] = time.monotonic()
            running[place].kill()
        for n, process in enumerate(running):
            if process.exitcode:
                process.join()
                running[n] = _started(url, teams)
    for call in teams.calls[before:]:
        seen.arrived[call.body["summary"]].append((call.at, int(call.body["from"]["id"].removeprefix("28:"))))
    seen.states, seen.seconds = store.run_now(lambda work: work.outbox_counts()), time.monotonic() - began
    store.close()
    return seen


def _started(url: str, teams: Teams) -> Any:
    return begun(send, url, teams.service_url, LEASE)


async def _many(kills: int, processes: int, messages: int, on: Callable[[int], str]) -> int:
    """Storm after storm, each on a database of its own, until there were enough kills."""
    total: Counter[str] = Counter()
    while total["kills"] < kills:
        round_ = total["rounds"] = total["rounds"] + 1
        url = on(round_)
        store = opened(url)
        store.migrate()
        store.close()
        async with teams_on_loopback() as teams:
            seen = await storm(url, teams, messages=messages, processes=processes, kills=50, seed=round_)
        total.update(messages=messages, kills=len(seen.kills), lost=seen.lost, repeats=seen.repeats)
        total.update(unexplained=seen.unexplained, seconds=round(seen.seconds))
        print(seen, flush=True)
    print(dict(total))
    return 1 if total["lost"] or total["unexplained"] else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="crash_storm.py", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--messages", type=int, default=3000, help="in each round of at most fifty kills")
    parser.add_argument("--sqlite", action="store_true", help="one process on an SQLite file; else three on PostgreSQL")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.sqlite:
            return asyncio.run(_many(asked.kills, 1, asked.messages, lambda n: f"sqlite:///{folder}/{n}.db"))
        with postgresql(Path(folder)) as databases:
            return asyncio.run(_many(asked.kills, 3, asked.messages, databases))


if __name__ == "__main__":
    sys.exit(main())
