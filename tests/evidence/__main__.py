"""Runs what the tables of faults and threats name, and prints what came of each row: `make evidence`.

What keeps cases and was tried on SQLite alone is run a second time with PostgreSQL under it.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import whereabouts
from sqlalchemy import Connection, Engine, event

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
        self.kept_in: dict[str, set[str]] = defaultdict(set)
        """By test, which databases it spoke to."""
        self.spoken_to: set[str] = set()
        self.second = False
        self.not_again: dict[str, list[str]] = defaultdict(list)
        """By test, what did not pass with the other database under it: some look into SQLite's own file."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if getattr(item, "originalname", "") in self.wanted]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.spoken_to.clear()
        answer = yield
        # A bot in a process of its own is not heard here; its test says in its name where it keeps its cases.
        self.kept_in[_name(item.nodeid)] |= self.spoken_to | {kind for kind in DATABASES if kind in item.nodeid}
        return answer

    def hears(self, connection: Connection, *statement: object) -> None:
        self.spoken_to.add(connection.dialect.name)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = _name(report.nodeid)
        if report.failed and self.second:
            self.not_again[name].append(report.nodeid)
        elif report.failed:
            self.failed[name].append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed[name].append(report.nodeid)

    def said(self, row: Row) -> tuple[bool, str]:
        """Whether every test of this row passed, how often, and on which databases."""
        runs = sum(len(self.passed[test]) for test in row.tests)
        shown = [self.kept_in[test] - ({"postgresql"} if test in self.not_again else set()) for test in row.tests]
        on = [kind for kind in DATABASES if any(kind in kinds for kinds in shown)]
        good = bool(row.tests) and all(self.passed[test] and not self.failed[test] for test in row.tests)
        return good, f"{runs} runs, {' and '.join(on) or 'no database'}"

    @property
    def on_sqlite_alone(self) -> set[str]:
        return {test for test, kinds in self.kept_in.items() if kinds == {"sqlite"}}


def _name(node: str) -> str:
    return node.rpartition("::")[2].partition("[")[0]


def _run(recorder: Recorder) -> None:
    # A connection that a test leaves open is no fault of the row: a server’s driver says so, and SQLite does not.
    left_open = ("-W", "ignore::ResourceWarning", "-W", "ignore::pytest.PytestUnraisableExceptionWarning")
    event.listen(Engine, "before_cursor_execute", recorder.hears)
    pytest.main(["-q", "--no-header", "--no-summary", *left_open, "tests"], plugins=[recorder])
    event.remove(Engine, "before_cursor_execute", recorder.hears)


def main(tables: Sequence[str] = TABLES) -> int:
    """0 if every row is shown."""
    found = {table: rows(table) for table in tables}
    recorder = Recorder({test for listed in found.values() for row in listed for test in row.tests})
    _run(recorder)
    again = recorder.on_sqlite_alone
    with whereabouts.a_server() as server:
        os.environ[whereabouts.SERVER] = server
        recorder.wanted, recorder.second = again, True
        _run(recorder)
    bad = 0
    for table, listed in found.items():
        print(f"\n{table}")
        for row in listed:
            good, said = recorder.said(row)
            bad += not good
            print(f"  {'ok    ' if good else 'FAILED'} {row.id:4} {row.what[:70]:70} {said}")
        print(f"  {len(listed)} rows")
    count = sum(map(len, found.values()))
    for test in sorted(recorder.not_again):
        print(f"on SQLite alone: {test}")
    print(f"\n{count - bad} of {count} rows are shown by tests that passed.")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
