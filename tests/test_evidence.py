"""The tables of faults and threats are whole, and each row names tests that exist."""

import pytest
from evidence import ROOT, rows
from test_coverage import TESTS

COUNTS = {"K": 9, "N": 12, "D": 11, "R": 8, "C": 6, "S": 5, "I": 15}
IDS = {
    "faults": [f"{letter}{n}" for letter, count in COUNTS.items() for n in range(1, count + 1)],
    "threats": [f"T{n}" for n in range(1, 24)],
}


@pytest.mark.parametrize("table", IDS)
def test_no_row_is_missing(table: str) -> None:
    assert [row.id for row in rows(table)] == IDS[table]


@pytest.mark.parametrize("table", IDS)
def test_each_row_names_tests_that_exist(table: str) -> None:
    assert {row.id: row.shown for row in rows(table) if not row.tests or set(row.tests) - TESTS} == {}


def test_the_tables_say_how_to_run_them() -> None:
    for table in IDS:
        assert "make evidence" in (ROOT / "docs" / f"{table}.md").read_text(encoding="utf-8")
