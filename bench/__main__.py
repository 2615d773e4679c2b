"""One run of everything that is measured: `python -m bench`. All servers run at once and take their turns in rounds."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from standins import APP_ID, Teams, teams_on_loopback

from bench import big, fanout, packing, ticking, two
from bench.load import Measured, measure
from bench.report import machine, table, verdict
from bench.servers import FLOOR, OURS, ROOT, STOCK, Server, peer
from bench.world import meet, messages, require_kept, seed, votes

VOTED = b": your view is in"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=300, help="of each server in each half of a round")
    parser.add_argument("--cases", type=int, default=400, help="in our database")
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-bench", help="the environment of peers.txt")
    parser.add_argument("--big", action="store_true", help="instead, compare a file of 100 cases with one of 100,000")
    parser.add_argument("--clock", action="store_true", help="instead, have ten thousand reminders fall due at once")
    parser.add_argument("--fanout", action="store_true", help="instead, send at the pace that Teams allows")
    parser.add_argument("--two", action="store_true", help="instead, put two processes on one PostgreSQL")
    parser.add_argument("--pack", action="store_true", help="instead, build the pack of a case with twelve agencies")
    asked = parser.parse_args()
    runs = {"big": _big, "clock": _clock, "fanout": _fanout, "two": _two, "pack": _pack}
    run = next((run for name, run in runs.items() if getattr(asked, name)), _beside_peers)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        asyncio.run(run(asked, Path(folder)))


async def _beside_peers(asked: argparse.Namespace, folder: Path) -> None:
    async with teams_on_loopback() as teams:
        all = _servers(asked, folder, teams)
        await measure(all, teams.token(), asked.rounds, asked.turns)
    owes, sends = all[:2]
    require_kept(folder / "owes.db", owes.turns)
    require_kept(folder / "sends.db", sends.turns)
    print(machine(), table(all, owes), "\n".join(_goals(all)), sep="\n\n")


async def _big(asked: argparse.Namespace, folder: Path) -> None:
    async with teams_on_loopback() as teams:
        small, large = all = big.servers(folder, teams)
        await measure(all, teams.token(), asked.rounds, asked.turns)
    require_kept(folder / f"{big.VOTED_IN}.db", small.turns)
    require_kept(folder / f"{big.CASES}.db", large.turns)
    grown = large.middle("cpu_ms") / small.middle("cpu_ms")
    goals = [
        verdict("P3 a vote's CPU among 100,000 cases over among 100", grown, 1.15),
        verdict("P4 a tick in ms, 100,000 cases asleep and none due", big.tick_ms(folder), 1.0),
    ]
    print(machine(), table(all, small), "\n".join(goals), sep="\n\n")


async def _pack(asked: argparse.Namespace, folder: Path) -> None:
    await packing.run(folder)


async def _clock(asked: argparse.Namespace, folder: Path) -> None:
    owed, seconds, longest = await ticking.seconds_for_all_due(folder)
    print(machine())
    print(f"{owed:,} messages fell due at once in {ticking.WANTED // ticking.A_CASE:,} cases.")
    print(verdict("P4 seconds until 10,000 of them are in the outbox", seconds * 10_000 / owed, 2.0))
    print(f"The longest transaction, for which somebody's turn may wait: {longest * 1e3:.0f} ms")


async def _fanout(asked: argparse.Namespace, folder: Path) -> None:
    async with teams_on_loopback() as teams:
        rate, cpu_ms, share = await fanout.sends(folder, teams)
        raw = await fanout.raw_ms(teams)
    print(machine())
    print(f"{rate:.1f} calls a second, {cpu_ms:.2f} CPU ms each; aiohttp alone {raw:.2f} CPU ms a post.")
    print(verdict("P5 share of one core in per cent", share, 3.0))


async def _two(asked: argparse.Namespace, folder: Path) -> None:
    async with teams_on_loopback() as teams:
        one, two_ = await two.votes_a_second(teams, asked.turns * 2)
    print(machine())
    print(f"One process {one:.0f} votes a second, two {two_:.0f}.")
    print(verdict("P8 votes of two processes over those of one", two_ / one, 1.5, at_least=True))


def _servers(asked: argparse.Namespace, folder: Path, teams: Teams) -> list[Measured]:
    all = []
    for does, name in (("owes", "a vote, whole"), ("sends", "a vote, with what it owes being sent meanwhile")):
        database = folder / f"{does}.db"
        references = seed(database, asked.cases)
        meet(database, teams)
        bodies = votes(teams, references)
        all.append(Measured(name, Server(OURS, (teams.url, str(database), does)), bodies, VOTED))
    peers = {
        "Microsoft 365 Agents SDK 1.9, empty invoke": peer(asked.peers, "agents_sdk"),
        "Teams SDK 2.1, empty invoke": peer(asked.peers, "teams_sdk"),
        "botbuilder 4.17, empty invoke": STOCK,
        "aiohttp alone, empty invoke": FLOOR,
    }
    for name, command in peers.items():
        # The same bodies, of cases that only ours would know.
        all.append(Measured(name, Server(command, (teams.url, APP_ID)), votes(teams, ["RR-2026-001"]), b"Done"))
    said = Server(STOCK, (teams.url, APP_ID))  # It answers a message with 201.
    all.append(Measured("botbuilder 4.17, empty message, answered", said, messages(teams), status=201))
    return all


def _goals(all: list[Measured]) -> list[str]:
    vote, _, agents, teams_sdk, stock, *_ = all
    cpu = vote.middle("cpu_ms")
    modern = min(agents.middle("cpu_ms"), teams_sdk.middle("cpu_ms"))
    return [
        verdict("P1 the vote's CPU over the better modern SDK's empty invoke", cpu / modern, 1.0),
        verdict("P1 the vote's CPU over stock botbuilder's empty invoke", cpu / stock.middle("cpu_ms"), 1 / 6),
        verdict("P2 the vote's p95 in ms, one at a time", vote.middle("p95_ms"), 5.0),
        verdict("P2 votes a second, sixteen at once", vote.middle("per_second"), 500, at_least=True),
    ]


if __name__ == "__main__":
    main()
