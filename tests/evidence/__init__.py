"""The tables of faults and threats in docs/: what each row names, read for those who check it and those who run it."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([A-Z]\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """A fault that is injected, or a threat that is met, and the tests that show it."""

    id: str
    what: str
    expected: str
    shown: str

    @property
    def tests(self) -> tuple[str, ...]:
        return tuple(re.findall(r"`(test_\w+)`", self.shown))


def rows(document: str) -> list[Row]:
    """The rows of one of the tables, such as "faults"."""
    return [Row(*found) for found in ROW.findall((ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8"))]
