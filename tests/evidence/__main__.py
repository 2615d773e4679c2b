"""Runs what the tables of faults and threats name, and prints what came of each row: `make evidence`."""

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1])]

from evidence import Row, rows

TABLES = ("faults", "threats")
DATABASES = ("sqlite", "postgresql")


class Recorder:
    """Keeps to the tests that are named, and remembers how each ended, and on which database."""

    def __init__(self, wanted: set[str]) -> None:
        self.wanted = wanted
        self.passed: dict[str, list[str]] = defaultdict(list)
        self.failed: dict[str, list[str]] = defaultdict(list)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if getattr(item, "originalname", "") in self.wanted]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.rpartition("::")[2].partition("[")[0]
        if report.failed:
            self.failed[name].append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed[name].append(report.nodeid)

    def said(self, row: Row) -> tuple[bool, str]:
        """Whether every test of this row passed, and how often on which database."""
        runs = [node for test in row.tests for node in self.passed[test]]
        on = [f"{database} {n}" for database in DATABASES if (n := sum(database in node for node in runs))]
        good = bool(row.tests) and all(self.passed[test] and not self.failed[test] for test in row.tests)
        return good, f"{len(runs)} runs" + (f" ({', '.join(on)})" if on else "")


def main(tables: Sequence[str] = TABLES) -> int:
    """0 if every row is shown."""
    found = {table: rows(table) for table in tables}
    recorder = Recorder({test for listed in found.values() for row in listed for test in row.tests})
    pytest.main(["-q", "-p", "no:xdist", "--no-header", "--no-summary", "tests"], plugins=[recorder])
    bad = 0
    for table, listed in found.items():
        print(f"\n{table}")
        for row in listed:
            good, said = recorder.said(row)
            bad += not good
            print(f"  {'ok    ' if good else 'FAILED'} {row.id:4} {row.what[:70]:70} {said}")
        print(f"  {len(listed)} rows")
    count = sum(map(len, found.values()))
    print(f"\n{count - bad} of {count} rows are shown by tests that passed.")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
