"""What is written about the protection of data is so: each table and sealed column, each period, each named test."""

import re
from dataclasses import fields
from pathlib import Path

from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

import storage.store  # noqa: F401 (with it, every table is known)
from bot.cli import _parser
from documents.released import EXEMPTIONS
from rapid_review.keeping.retention import Retention

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "data-protection.md").read_text("utf-8")
HAZARDS = (ROOT / "docs" / "hazards.md").read_text("utf-8")
TABLES = SQLModel.metadata.tables
TESTS = set(re.findall(r"def (test_\w+)\(", "\n".join(p.read_text("utf-8") for p in ROOT.glob("tests/**/*.py"))))


def rows(page: str, first: str) -> list[list[str]]:
    """The cells of the table under the heading line that begins with this."""
    lines = page[page.index(first) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_table_is_told_of_with_what_is_sealed_in_it() -> None:
    told = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[2])) for row in rows(PAGE, "| Table |")}
    kept = {
        name: {column.name for column in table.columns if isinstance(column.type, LargeBinary)}
        for name, table in TABLES.items()
    }
    assert told == kept


def test_every_period_is_told_of_with_what_it_is_unless_set() -> None:
    usual = Retention()
    told = {name: re.search(rf"`{name}`[^|]*", PAGE) for name in (field.name for field in fields(Retention))}
    assert all(told.values())
    for name in told.keys() - {"case_years"}:
        assert f"`{name}`, {getattr(usual, name)}" in PAGE
    switches = (ROOT / "docs" / "partnership-file.md").read_text("utf-8")
    assert [name for name in told if f"`{name}`" not in switches] == []


def test_every_command_that_is_named_exists() -> None:
    known = set(re.findall(r"^    ([a-z-]+)(?: |$)", _parser().format_help(), re.MULTILINE))
    named = set(re.findall(r"`rapid-review ([a-z-]+)", PAGE))
    assert len(named) > 6 and named - known == set()


def test_every_exemption_that_is_named_exists() -> None:
    named = re.search(r"`withhold` with a reason \(([^)]*)\)", PAGE)
    assert named and set(re.findall(r"`(\w+)`", named[1])) <= set(EXEMPTIONS)


def test_every_hazard_has_a_cause_a_control_and_a_test_that_exists() -> None:
    log = rows(HAZARDS, "| # |")
    assert [row[0] for row in log] == [f"H{n}" for n in range(1, len(log) + 1)]
    assert all(len(row) == 5 and all(row) for row in log)
    wrong = {row[0]: name for row in log for name in re.findall(r"`(\w+)`", row[4]) if name not in TESTS}
    assert wrong == {}
    assert all(re.findall(r"`test_\w+`", row[4]) for row in log)
