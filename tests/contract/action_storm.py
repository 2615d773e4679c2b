"""People who press while what answers them is killed: `python tests/contract/action_storm.py --kills 200`.

Each process votes in its own name in many cases, looks at them, and notes outside what was answered. Whatever was
answered must be there once, whatever was pressed again after a kill must not be there twice, and the record must hold
after every kill: three processes on PostgreSQL, or one on SQLite.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from crash_databases import postgresql
from crashing import FORKS, begun

from bench.world import MEMBERS, PARTNERSHIP, seed_at, settings
from bot.database import connect
from bot.partnership import load
from bot.surroundings import fresh_salt
from dialogs import Desk, answer
from dialogs.turn import Identity, Place, Turn

CASES = 48
VOTERS = [one["aadObjectId"] for one in MEMBERS[1:]]
"""The third seat stays silent, since the poll closes when all have been heard."""
PRESSED, VOTED, READ = "pressed", "voted", "read"


# -- What a process does


def act(url: str, place: int, processes: int, notes: str, began: str) -> None:
    """Vote and look until killed. One line goes out before each press and one when it is answered."""
    heard = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    partnership, policy = load(PARTNERSHIP)
    store = connect(settings(url), lambda: partnership, exclusive=False)

    def press(person: str, verb: str, data: dict[str, str]) -> str:
        now = datetime.now(UTC)
        turn = Turn("x", Identity(person, "t", ""), Place("c", "personal", "", "t"), now, verb=verb, data=data)
        return answer_of(store, turn, lambda work: Desk(work, partnership, policy, now, fresh_salt=fresh_salt))

    def revision(reference: str, person: str) -> int:
        form = store.run_now(lambda work: work.form(reference, "ballot", person))
        return form.revision if form else 0

    mine = [(of, person) for person in VOTERS for of in references(store)][place::processes]
    again = began.split() if began else []
    if again:  # Nobody answered before the kill, so it is pressed once more: the very same card.
        _vote(press, heard, *again)
    given = {(of, person): revision(of, person) for of, person in mine}
    for n in range(1_000_000):
        of, person = mine[n % len(mine)]
        if _vote(press, heard, of, person, str(given[of, person]), f"{os.getpid()}-{n}"):
            given[of, person] += 1
        if "Day" in press(person, "case", {"case": of}):
            _tell(heard, READ, of, person)


def answer_of(store: Any, turn: Turn, desk: Callable[[Any], Desk]) -> str:
    return str(store.run_now(lambda work: answer(turn, desk(work))).card)


def _vote(press: Callable[..., str], heard: int, of: str, person: str, revision: str, token: str) -> bool:
    _tell(heard, PRESSED, of, person, revision, token)
    data = {"form": "ballot", "subject": of, "rev": f"{revision}.0", "section": "view", "option": "review"}
    data |= {"reason": f"Token {token}.", "national_issue": "no", "immediate_safety_now": "no"}
    good = "your view is in" in press(person, "form.save", data)
    if good:
        _tell(heard, VOTED, of, person, revision, token)
    return good


def _tell(heard: int, *words: str) -> None:
    os.write(heard, f"{' '.join(words)}\n".encode())  # Short enough to be whole or not at all.


def references(store: Any) -> list[str]:
    return sorted(store.run_now(lambda work: [case.reference for case in work.open_cases()]))


# -- The storm around them


@dataclass
class Storm:
    """What happened."""

    kills: int = 0
    voted: list[str] = field(default_factory=list)
    """What was answered."""
    read: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: int = 0
    doubled: int = 0
    unread: int = 0
    broken: list[str] = field(default_factory=list)
    entries: int = 0
    seconds: float = 0.0

    def hear(self, line: str) -> None:
        kind, *rest = line.split()
        if kind == VOTED:
            self.voted.append(rest[3])
        if kind == READ:
            self.read[rest[0], rest[1]] += 1

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.seconds:.0f} s: {len(self.voted)} votes and {sum(self.read.values())} looks "
            f"answered, lost {self.lost}, doubled {self.doubled}, looks not in the record {self.unread}; "
            f"{self.entries} entries, chains broken {len(self.broken)}"
        )

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.unread or self.broken)


@dataclass
class Player:
    """One process, and the file in which it says what it does."""

    url: str
    place: int
    processes: int
    notes: Path
    process: Any = None
    heard: int = 0
    began: str = ""

    def start(self) -> None:
        self.process = begun(act, self.url, self.place, self.processes, str(self.notes), self.began)

    def lines(self) -> Iterator[str]:
        """What it has said since; the press that nobody answered is kept."""
        said = self.notes.read_text()[self.heard :] if self.notes.exists() else ""
        self.heard += len(said)
        for line in said.splitlines():
            kind, _, rest = line.partition(" ")
            self.began = rest if kind == PRESSED else "" if kind == VOTED else self.began
            yield line


def storm(url: str, folder: Path, *, processes: int, kills: int, seed: int = 1) -> Storm:
    """Kill one after the other, and look at the record after each."""
    lot, seen, start = random.Random(seed), Storm(), time.monotonic()
    players = [Player(url, place, processes, folder / f"{place}.txt") for place in range(processes)]
    partnership, _ = load(PARTNERSHIP)
    store = connect(settings(url), lambda: partnership, exclusive=False)
    for player in players:
        player.start()
    while seen.kills < kills:
        victim, said, enough = players[lot.randrange(processes)], 0, lot.randint(1, 60)
        while said < enough:  # Somewhere in the middle of what it does, and not before it has begun.
            assert victim.process.is_alive(), "it ended by itself"
            said += sum(_hear(player, seen) * (player is victim) for player in players)
            time.sleep(lot.uniform(0, 0.01))
        _kill(victim, seen)
        seen.kills += 1
        seen.broken += store.faults_of_the_record()
        victim.start()
    for player in players:
        _kill(player, seen)
    _reckon(store, seen)
    seen.seconds = time.monotonic() - start
    store.close()
    return seen


def _hear(player: Player, seen: Storm) -> int:
    """Hear what a process has said since; how much that was."""
    lines = list(player.lines())
    for line in lines:
        seen.hear(line)
    return len(lines)


def _kill(player: Player, seen: Storm) -> None:
    player.process.kill()
    player.process.join()
    _hear(player, seen)


def _reckon(store: Any, seen: Storm) -> None:
    """What is in the database, against what was answered."""
    kept: Counter[str] = Counter()
    for of in references(store):
        chain = store.run_now(lambda work, of=of: work.chain(of))
        seen.entries += len(chain)
        looks = Counter(link.actor for link in chain if link.kind == "read")
        for person in VOTERS:
            cast = sum(link.kind == "vote_cast" and link.actor == person for link in chain)
            last = store.run_now(lambda work, of=of, person=person: work.form(of, "ballot", person))
            seen.doubled += cast != (last.revision if last else 0)
            for n in range(1, (last.revision if last else 0) + 1):
                form = store.run_now(lambda work, of=of, person=person, n=n: work.form(of, "ballot", person, n))
                kept[form.answers["reason"].removeprefix("Token ").removesuffix(".")] += 1
            seen.unread += max(0, seen.read[of, person] + cast - looks[person])
    seen.lost = sum(kept[token] == 0 for token in seen.voted)
    seen.doubled += sum(times > 1 for times in kept.values())
    seen.broken += store.faults_of_the_record()


def main() -> int:
    FORKS.set_forkserver_preload(["crashing", "action_storm"])  # So that a process begins within moments.
    parser = argparse.ArgumentParser(prog="action_storm.py", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--sqlite", action="store_true", help="one process on an SQLite file; else three on PostgreSQL")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.sqlite:
            return _told(f"sqlite:///{folder}/cases.db", Path(folder), 1, asked.kills)
        with postgresql(Path(folder)) as databases:
            return _told(databases(1), Path(folder), 3, asked.kills)


def _told(url: str, folder: Path, processes: int, kills: int) -> int:
    seed_at(url, CASES)
    seen = storm(url, folder, processes=processes, kills=kills)
    print(seen, *seen.broken[:5], sep="\n", flush=True)
    return 0 if seen.good else 1


if __name__ == "__main__":
    sys.exit(main())
