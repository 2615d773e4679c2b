"""What the record and the sealing cost of a vote's commit, and how long the record takes to be verified.

Run as `python -m bench.record`. The same votes go through the same dialogs into four databases in turn: as it is,
without the record, without sealing, and without either. The switch is here and nowhere in the product.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

from bench.report import machine, verdict
from bench.world import MEMBERS, PARTNERSHIP, WORDS, seed_at, settings
from bot import record, verify_record
from bot.database import connect
from bot.partnership import load
from bot.surroundings import fresh_salt
from dialogs import Desk, answer
from dialogs.turn import Identity, Place, Turn
from storage import audit
from storage.audit import Entry
from storage.vault import Sealer

CASES = 100
WAYS = {"as it is": (), "without the record": ("record",), "without sealing": ("sealing",)}
WAYS["without either"] = ("record", "sealing")


@dataclass
class Way:
    """One database, and what its commits took in each round: CPU and elapsed milliseconds."""

    name: str
    store: Any
    references: list[str]
    given: int = 0
    cpu: list[float] = field(default_factory=list)
    elapsed: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.record", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--entries", type=int, default=100_000, help="of the record that is verified")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="record-") as folder:
        print(machine(), *costs(Path(folder), asked.rounds), *verified(Path(folder), asked.entries), sep="\n")


# -- What a commit costs -------------------------------------------------------------------------------------------


@contextmanager
def without(parts: tuple[str, ...]) -> Iterator[None]:
    """The product with these parts of it switched off."""
    nothing: Callable[..., Any] = lambda *arguments: None  # noqa: E731
    plain: Callable[..., Any] = lambda sealer, content, *place: content  # noqa: E731
    switched = [patch.object(audit, "append", nothing)] if "record" in parts else []
    switched += [patch.object(Sealer, name, plain) for name in ("seal", "open")] if "sealing" in parts else []
    for switch in switched:
        switch.start()
    try:
        yield
    finally:
        for switch in switched:
            switch.stop()


def costs(folder: Path, rounds: int) -> Iterator[str]:
    partnership, policy = load(PARTNERSHIP)
    ways = [_opened(folder, n, name, partnership) for n, name in enumerate(WAYS)]
    for n in range(rounds + 1):
        for way in ways:
            with without(WAYS[way.name]):
                _vote(way, partnership, policy, counts=n > 0)  # The first round is to warm up.
    whole = ways[0]
    yield f"{rounds} rounds of {CASES} votes each, SQLite, synchronous=FULL; median of a round's mean"
    for way in ways:
        yield f"  {way.name}: {median(way.cpu):.3f} ms CPU, {median(way.elapsed):.3f} ms elapsed"
        way.store.close()
    for way in ways[1:]:
        for what, mine, other in (("CPU", whole.cpu, way.cpu), ("elapsed", whole.elapsed, way.elapsed)):
            ratio = median(a / b for a, b in zip(mine, other, strict=True))
            words = f"a commit as it is over one {way.name}, {what}"
            yield verdict(f"G25 {words}", ratio, 1.10) if way.name == "without sealing" else f"{words}: {ratio:.2f}"


def _opened(folder: Path, number: int, name: str, partnership: Any) -> Way:
    url = f"sqlite:///{folder / f'{number}.db'}"
    with without(WAYS[name]):
        references = seed_at(url, CASES)
        return Way(name, connect(settings(url), lambda: partnership, exclusive=False), references)


def _vote(way: Way, partnership: Any, policy: Any, *, counts: bool) -> None:
    """One member of each case gives a view, or changes it."""
    cpu, elapsed = process_time(), perf_counter()
    for number, reference in enumerate(way.references):
        person, now = MEMBERS[1 + number % 2]["aadObjectId"], datetime.now(UTC)
        data = {"form": "ballot", "subject": reference, "rev": f"{way.given}.0", "section": "view", "option": "review"}
        data |= {"reason": WORDS, "national_issue": "no", "immediate_safety_now": "no"}
        turn = Turn("x", Identity(person, "t", ""), Place("c", "personal", "", "t"), now, verb="form.save", data=data)

        def act(work: Any, turn: Turn = turn, now: datetime = now) -> Any:
            return answer(turn, Desk(work, partnership, policy, now, fresh_salt=fresh_salt))

        assert "your view is in" in str(way.store.run_now(act).card)
    way.given += 1
    if counts:
        way.cpu.append((process_time() - cpu) * 1000 / len(way.references))
        way.elapsed.append((perf_counter() - elapsed) * 1000 / len(way.references))


# -- How long it takes to verify -----------------------------------------------------------------------------------


def verified(folder: Path, entries: int) -> Iterator[str]:
    """The database's own check and the file's, both against a seal."""
    partnership, _ = load(PARTNERSHIP)
    url, now = f"sqlite:///{folder / 'long.db'}", datetime.now(UTC)
    references = seed_at(url, CASES)
    with closing(connect(settings(url), lambda: partnership, exclusive=False)) as store:
        each = entries // CASES
        more = [Entry(now, MEMBERS[0]["aadObjectId"], "read", {"surface": "card", "what": "overview"})] * each
        for of in references:
            store.run_now(lambda work, of=of: audit.append(work._connection, of, more))
        seal = store.run_now(lambda work: work.anchor_of_day(now, now.date())).hash
        count = store.run_now(lambda work: sum(len(work.chain(of)) for of in references))
        yield from _timed(f"{count:,} entries in the database", lambda: store.faults_of_the_record(seal))
        text = store.run_now(lambda work: record.written(work, "", now))
    yield from _timed("them in a file", lambda: verify_record.faults(verify_record.read(text), seal))


def _timed(what: str, find: Callable[[], list[Any]]) -> Iterator[str]:
    """The quickest of three, by the processor's clock and by the wall's: a busy machine only adds."""
    took: list[tuple[float, float]] = []
    for _ in range(3):
        cpu, began = process_time(), perf_counter()
        assert find() == []
        took.append((process_time() - cpu, perf_counter() - began))
    yield verdict(f"G18 seconds to verify {what}, CPU", min(cpu for cpu, _ in took), 1.0)
    yield verdict(f"G18 seconds to verify {what}, elapsed", min(elapsed for _, elapsed in took), 1.0)


if __name__ == "__main__":
    main()
