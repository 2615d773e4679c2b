"""Many runs: `python -m simulation --seeds 1000`, one of them again with `--seed 7`, planted bugs with `--mutants`."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))
from simulation.mutants import MUTANTS, found, planted
from simulation.world import simulate

YEAR = 365.25
SEEDS_FOR_A_BUG = 50


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, help="only this one")
    parser.add_argument("--mutants", action="store_true", help="how soon each planted bug is found")
    asked = parser.parse_args()
    if asked.mutants:
        return hunt()
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.seeds)
    return run(list(seeds))


def run(seeds: list[int]) -> int:
    began, days, bad = perf_counter(), 0.0, 0
    seen: Counter[str] = Counter()
    for seed in seeds:
        world = simulate(seed)
        days += world.days + 0.5
        seen.update(world.history.counts)
        seen.update(
            arrived=len(world.history.arrivals), repeats=world.history.repeats, deaths=len(world.history.deaths)
        )
        bad += bool(world.history.broken)
        for rule in world.history.broken[:5]:
            print(f"seed {seed}: {rule}")
    took = perf_counter() - began
    print(", ".join(f"{name} {count}" for name, count in sorted(seen.items())))
    print(f"{len(seeds)} seeds, {bad} broke a rule; {days / YEAR:.2f} virtual years in {took:.0f} s,", end=" ")
    print(f"{len(seeds) / took:.1f} seeds/s")
    return 1 if bad else 0


def hunt() -> int:
    missed = 0
    for name in MUTANTS:
        words = "NOT FOUND"
        with planted(name):
            for seed in range(SEEDS_FOR_A_BUG):
                if broken := found(name, simulate(seed).history.broken):
                    words = f"seed {seed}: {broken[0]}"
                    break
        missed += words == "NOT FOUND"
        print(f"{name}: {words}", flush=True)
    print(f"{len(MUTANTS) - missed} of {len(MUTANTS)} planted bugs found within {SEEDS_FOR_A_BUG} seeds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
