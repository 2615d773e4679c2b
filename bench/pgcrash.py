"""Measures what docs/promises.md says of PostgreSQL crashing under load: `python -m bench.pgcrash --crashes 10`."""

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from bench import TESTS
from bench.report import machine

sys.path[:0] = [str(TESTS / "faults"), str(TESTS / "storage")]

from folders import KEY, Folder, kept, told  # noqa: E402
from ill_treated import Server  # noqa: E402
from test_server_faults import WRITERS, cases, press, until_saved  # noqa: E402

from storage.store import Store  # noqa: E402

BETWEEN_SECONDS = 2.0


class Load:
    """Writers, each with a case of its own, who try again until they are answered."""

    def __init__(self, store: Store[Folder]) -> None:
        self.store, self.acked, self.tries = store, Counter[str](), Counter[int]()
        self.last = 0.0
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(kept(store),)) for _ in range(WRITERS)]

    def __enter__(self) -> "Load":
        [thread.start() for thread in self._threads]
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        [thread.join() for thread in self._threads]

    def _write(self, reference: str) -> None:
        while not self._ended.is_set():
            number = self.acked[reference] + 1
            self.tries[until_saved(lambda number=number: press(self.store, reference, f"{reference}:{number}"))] += 1
            self.acked[reference], self.last = number, time.monotonic()

    def answered_after(self, moment: float) -> float:
        """When somebody was first answered after this."""
        while self.last <= moment:
            time.sleep(0.002)
        return self.last


def crash(server: Server, load: Load) -> tuple[float, float]:
    """How long nobody was answered, and how much of it the server was there again."""
    time.sleep(BETWEEN_SECONDS)
    server.crash()
    gone = time.monotonic()
    server.start()
    back = time.monotonic()
    answered = load.answered_after(gone)
    return answered - gone, max(0.0, answered - back)


def main(crashes: int) -> int:
    print(machine())
    with tempfile.TemporaryDirectory(prefix="pg") as folder, Server.started(Path(folder)) as server:
        store: Store[Folder] = Store.connect(server.url, KEY, case_type=Folder, announce=told)
        store.migrate()
        with Load(store) as load:
            gaps = [crash(server, load) for _ in range(crashes)]
        stored = {case.reference: case.notes[1:] for case in cases(store)}
        lost = sum(load.acked[one] - len(set(notes)) for one, notes in stored.items())
        doubled = sum(len(notes) - len(set(notes)) for notes in stored.values())
        broken = store.broken_chains()
        store.close()
    print(
        f"G21 {crashes} crashes, {sum(load.acked.values())} answered: {lost} lost, {doubled} doubled, "
        f"{len(broken)} records broken; nobody answered for at most {max(gap for gap, _ in gaps):.1f} s, "
        f"and for at most {max(after for _, after in gaps):.2f} s once the server was there"
    )
    return 1 if lost or doubled or broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.pgcrash", description=__doc__)
    parser.add_argument("--crashes", type=int, default=10)
    sys.exit(main(parser.parse_args().crashes))
