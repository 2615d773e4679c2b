"""How long records are kept, as the partnership's file says it: what it means, and what it may not say."""

from pathlib import Path

import pytest

from bot.partnership import Mistakes, load, load_with_warnings
from rapid_review.keeping.retention import Retention

DEMO = Path(__file__).parents[2] / "demo" / "partnership.toml"


def saved(tmp_path: Path, block: str) -> Path:
    """The worked example with this in the place of its own block."""
    text = DEMO.read_text("utf-8")
    before, _, rest = text.partition("[retention]")
    path = tmp_path / "partnership.toml"
    path.write_text(before + block + rest[rest.index("\n# ----") :], "utf-8")
    return path


def test_without_it_cases_are_kept(tmp_path: Path) -> None:
    assert load(saved(tmp_path, ""))[0].retention == Retention(0, 90, 90, 90)
    assert load(DEMO)[0].retention.case_years == 0


def test_each_period_is_taken_up(tmp_path: Path) -> None:
    block = "[retention]\ncase_years = 25\ndrafts_days = 40\nmessages_days = 365\nleavers_days = 35\n"
    assert load(saved(tmp_path, block))[0].retention == Retention(25, 40, 365, 35)


def test_a_short_period_is_wondered_at(tmp_path: Path) -> None:
    (warning,) = load_with_warnings(saved(tmp_path, "[retention]\ncase_years = 6\n")).warnings
    assert "keeps cases for 6 years" in warning.words


@pytest.mark.parametrize(
    "wrong", ["case_years = 0", "case_years = -1", 'case_years = "25"', "drafts_days = 7", "case_year = 25"]
)
def test_what_cannot_be_meant_is_a_mistake(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(Mistakes):
        load(saved(tmp_path, f"[retention]\n{wrong}\n"))
