"""Known vulnerabilities: what `make audit` makes of what it is told, and nothing is accepted for longer than said."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "deploy"))

from audit import CLEAN, FOUND, NOT_ASKED, WAIVERS, Waiver, overdue, verdict, waivers  # noqa: E402

GOOD = {"name": "jinja2", "version": "3.1.6", "vulns": []}
BAD = {
    "name": "aiohttp",
    "version": "3.0",
    "vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["3.1"], "description": "…"}],
}
UNKNOWN = {"name": "tzdata", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def _waiver(id: str, package: str = "aiohttp") -> Waiver:
    return Waiver(id, package, "Not reached by us.", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("packages", "accepted", "code", "words"),
    [
        ([GOOD], [], CLEAN, "Nothing known stands against them."),
        ([GOOD, BAD], [], FOUND, "aiohttp 3.0: PYSEC-2026-1, repaired in 3.1"),
        ([GOOD, BAD], [_waiver("PYSEC-2026-1")], CLEAN, "2 of 2"),
        ([GOOD, BAD], [_waiver("CVE-2026-1")], CLEAN, "2 of 2"),
        ([GOOD, BAD], [_waiver("PYSEC-2026-1", "jinja2")], FOUND, "aiohttp"),
        ([GOOD, UNKNOWN], [], NOT_ASKED, "1 of 2 dependencies could be asked about."),
        ([UNKNOWN], [], NOT_ASKED, "That is no clean bill"),
        ([BAD, UNKNOWN], [], FOUND, "aiohttp"),
    ],
)
def test_what_was_not_asked_is_no_clean_bill(
    packages: list[dict[str, Any]], accepted: list[Waiver], code: int, words: str
) -> None:
    found, said = verdict({"dependencies": json.loads(json.dumps(packages))}, accepted)
    assert found == code
    assert words in " ".join(said)


def test_nothing_is_accepted_for_longer_than_was_said() -> None:
    assert overdue(waivers(WAIVERS.read_text("utf-8")), datetime.now(UTC).date()) == []


def test_a_waiver_is_over_on_the_day_after_its_last() -> None:
    assert overdue([_waiver("x")], date(2026, 12, 31)) == []
    assert overdue([_waiver("x")], date(2027, 1, 1)) == ["x"]


def test_a_waiver_needs_a_reason_and_a_day() -> None:
    whole = '[[waiver]]\nid = "x"\npackage = "y"\nreason = "z"\nuntil = 2026-12-31\n'
    assert waivers(whole) == [Waiver("x", "y", "z", date(2026, 12, 31))]
    for line in whole.splitlines()[1:]:
        with pytest.raises(TypeError):
            waivers(whole.replace(f"{line}\n", ""))
