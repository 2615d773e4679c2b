"""Twenty thousand requests that nobody should send, to the bot in a process of its own: `make fuzz` (G26).

Each has a true token. Says what they were answered, what was written of them in the log, and how the memory grew.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import datetime
from itertools import count
from pathlib import Path
from time import perf_counter, time
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from fuzz_shapes import every_shape, packed, wrong_with
from fuzz_world import CANARY, IN_THE_CASES, Played, Told, play, running_on
from hypothesis import HealthCheck, Phase, given, seed, settings
from sharepoint import SharePoint
from standins import Teams

from bot import logging

A_ROUND = 1_000
A_DAY = 24 * 60 * 60
ROUND = settings(
    max_examples=A_ROUND,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=0.0, help="go on for so long instead (G26: 60 a night)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--serve", nargs=2, metavar=("DATABASE", "NOW"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(Path(asked.serve[0]), datetime.fromisoformat(asked.serve[1]))
        return
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        storm(Path(folder), asked)


def serve(database: Path, now: datetime) -> None:
    """The bot, until its input ends. Says where it is and how to get in; its log goes to standard error."""
    logging.set_up("json")
    played: Any = SimpleNamespace(now=now)
    with running_on(played, database, background=True) as world:
        said = {"url": world.url, "teams": world.connector.url, "place": world.place.url}
        lasting = world.connector.token(exp=int(time()) + A_DAY)
        print(json.dumps({**said, "token": lasting}), flush=True)
        sys.stdin.read()


def storm(folder: Path, asked: argparse.Namespace) -> None:
    database, written = folder / "review.db", folder / "log"
    played = play(database)
    command = [sys.executable, __file__, "--serve", str(database), played.now.isoformat()]
    with written.open("wb") as log:
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
    assert server.stdout
    try:
        sending = Sending(json.loads(server.stdout.readline()), played)
        began, sizes = perf_counter(), []
        for number in count(asked.seed):
            sizes.append(rss_mb(server.pid))
            sending.round(number)
            if is_over(asked, sending.sent, perf_counter() - began):
                break
        seconds, sizes = perf_counter() - began, [*sizes, rss_mb(server.pid)]
        alive = server.poll() is None
    finally:
        server.communicate("")
    say(sending, seconds, sizes, alive, written.read_text())


def is_over(asked: argparse.Namespace, sent: int, seconds: float) -> bool:
    return bool(seconds >= asked.minutes * 60 if asked.minutes else sent >= asked.requests)


class Sending:
    """Sends, and counts what comes back."""

    def __init__(self, told: dict[str, str], played: Played) -> None:
        self.statuses: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.sent = 0
        connector, place = Teams(), SharePoint(url=told["place"], files={"letter.pdf": b""})
        connector.url = told["teams"]
        world: Any = SimpleNamespace(connector=connector, place=place)
        self.shapes = every_shape(world, played)
        self._headers = {"Authorization": f"Bearer {told['token']}", "Content-Type": "application/json"}
        self._line = http.client.HTTPConnection(urlsplit(told["url"]).netloc, timeout=30)

    def round(self, number: int) -> None:
        @seed(number)
        @ROUND
        @given(packed(self.shapes))
        def send(sent: tuple[bytes, dict[str, str]]) -> None:
            told = self._send(*sent)
            self.sent += 1
            self.statuses[f"{told.status} {kind_of(told.text)}".strip()] += 1
            if wrong := wrong_with(told):
                self.wrong[wrong] += 1

        send()

    def _send(self, raw: bytes, headers: dict[str, str]) -> Told:
        self._line.request("POST", "/api/messages", raw, self._headers | headers)
        response = self._line.getresponse()
        return Told(response.status, response.read().decode(), response.headers.get("Retry-After", ""))


def kind_of(text: str) -> str:
    """The last word of what kind of answer it is: a card, a short message, an error."""
    return json.loads(text)["type"].rpartition(".")[2] if text.startswith("{") else ""


def rss_mb(process: int) -> float:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def kinds(fallen: list[str]) -> set[str]:
    """Each error once, without when it was and of what."""
    told = [json.loads(line) for line in fallen]
    return {f"{one['from']} {one['what'].partition(' reference')[0]} {one.get('error', '')}" for one in told}


def say(sending: Sending, seconds: float, sizes: list[float], alive: bool, log: str) -> None:
    lines = log.splitlines()
    # That a message to a made-up conversation was given up is an error to be seen, and no fault of ours.
    fallen = [line for line in lines if '"error": ' in line or "failed" in line]
    canaries = {word: log.count(word) for word in (CANARY, *IN_THE_CASES)}
    print(f"{sending.sent:,} requests made of {len(sending.shapes)} shapes in {seconds:.0f} s; alive: {alive}")
    for status, times in sorted(sending.statuses.items()):
        print(f"  {times:>7,}  {status}")
    print(f"Wrong answers: {sum(sending.wrong.values())} {dict(sending.wrong) or ''}")
    print(f"Exceptions in {len(lines):,} lines of the log: {len(fallen)}", *sorted(kinds(fallen)), sep="\n  ")
    print(f"Canaries in the log: {sum(canaries.values())} of {len(canaries)} words that were looked for")
    print(f"Memory in MB: {sizes[1]:.0f} after {A_ROUND:,}, {sizes[-1]:.0f} at the end, {max(sizes):.0f} at most")
    if sending.wrong or fallen or any(canaries.values()) or not alive:
        sys.exit(1)


if __name__ == "__main__":
    main()
