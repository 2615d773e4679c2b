"""The table of requirements is whole, and what it promises exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROWS = re.findall(r"^\| R(\d{3}) \| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs/coverage.md").read_text(), re.MULTILINE)
TESTS = set(re.findall(r"def (test_\w+)\(", "\n".join(p.read_text() for p in (ROOT / "tests").rglob("test_*.py"))))


def test_every_requirement_has_its_row() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 133))


def test_every_row_names_a_test_that_exists_or_says_why_not_yet() -> None:
    wrong = []
    for number, _, carried, shown in ROWS:
        excused = carried.startswith(("later: ", "out of scope: ")) and shown == "–"
        named = re.findall(r"`(test_\w+)`", shown)
        if not excused and not (named and set(named) <= TESTS):
            wrong.append(f"R{number}: {shown}")
    assert not wrong


def test_every_test_that_is_named_anywhere_in_it_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/coverage.md").read_text()))
    assert named - TESTS == set()
