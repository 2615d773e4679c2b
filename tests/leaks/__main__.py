"""Everything looked at by everybody at every stage: `python -m leaks`; each closed cell opened: `--mutants`."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))
from leaks import tale
from leaks.crawler import Crawler, Leak
from leaks.everybody import READERS
from leaks.life import Life, lived
from leaks.mutants import closed, leak_through

TALES = (tale.a_case_with_conflicts, tale.the_group_wants_to_know_more, tale.a_chair_who_stands_aside)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m leaks", description=__doc__)
    parser.add_argument("--mutants", action="store_true", help="open each closed cell of the matrix in turn")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        lives = [lived(_new(folder, told.__name__), told) for told in TALES]
        return hunt(lives[0]) if asked.mutants else crawl(lives)


def _new(folder: str, name: str) -> Path:
    (Path(folder) / name).mkdir()
    return Path(folder) / name


def crawl(lives: list[Life]) -> int:
    began, surfaces, stages, renderings = perf_counter(), set[str](), 0, 0
    leaks: list[Leak] = []
    for life in lives:
        for stage in life.stages:
            found = Crawler(stage, life.aviary).crawl()
            print(f"{stage.name}: {len(found.surfaces)} surfaces, {found.renderings:,} renderings", flush=True)
            surfaces |= found.surfaces
            stages, renderings, leaks = stages + 1, renderings + found.renderings, leaks + found.leaks
    for leak in leaks[:50]:
        print(f"LEAK at “{leak.stage}”: {leak.person} learnt {leak.what} from {leak.surface}")
    took = perf_counter() - began
    print(f"{len(surfaces):,} surfaces x {len(READERS)} people x {stages} stages", end=" ")
    print(f"= {renderings:,} renderings, {len(leaks)} leaks, in {took:.0f} s")
    return 1 if leaks else 0


def hunt(life: Life) -> int:
    missed, cells = 0, closed()
    for role, surface in cells:
        leak = leak_through((role, surface), life)
        missed += leak is None
        seen = f"{leak.person} learnt {leak.what}" if leak else "NOT SEEN"
        print(f"{role} reads {surface}: {seen}", flush=True)
    print(f"{len(cells) - missed} of {len(cells)} opened cells were seen")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
