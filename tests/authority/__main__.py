"""Every check taken out or turned round, one at a time: `python -m authority`."""

import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))
from authority.mutants import every_mutant, survives
from authority.walk import everything


def main() -> int:
    began, expected, mutants = perf_counter(), dict(everything()), every_mutant()
    alive = 0
    for mutant in mutants:
        if survives(mutant, expected):
            alive += 1
            print(f"NOT NOTICED: {mutant.name}", flush=True)
    took = perf_counter() - began
    noticed = len(mutants) - alive
    print(f"{noticed} of {len(mutants)} mutants were noticed, by {len(expected):,} outcomes, in {took:.0f} s")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
