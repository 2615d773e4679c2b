"""The Scrutineer's half year: figures that are right, and from which nobody can be recognised (R103, R104)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich_case import GOLDEN
from transcript import Teams

from documents.casefile import CaseFile
from documents.plain import plain
from documents.scrutiny import data_pack
from documents.web import web
from documents.word import word
from rapid_review.case import Case
from rapid_review.policy import ENGLAND_2026
from rapid_review.scrutiny import FEWER, HELD_BACK, lens, shown, suppressed

FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


def half_a_year(case: Case, count: int) -> list[Case]:
    """As many cases, of which every third is not decided yet and every fourth went to the Panel a day late."""
    cases = []
    for n in range(count):
        one = replace(case, reference=f"RR-2026-{n:03}")
        if n % 3 == 0:
            one = replace(one, decided=None)
        if n % 4 == 0 and one.decided:
            one = replace(one, sent_to_panel_at=datetime(2026, 12, 14, 9, tzinfo=UTC))
        cases.append(one)
    return cases


def test_the_figures_of_half_a_year(file: CaseFile, request: pytest.FixtureRequest) -> None:
    figures = lens(half_a_year(file.case, 24), FIRST, LAST)
    assert (figures.cases, figures.sent_to_panel, dict(figures.outcomes)) == (24, 4, {"not yet": 8, "lcspr": 16})
    said, golden = plain(data_pack(figures, file.partnership, ENGLAND_2026, NOW)), GOLDEN / "scrutiny.txt"
    if request.config.getoption("--redraw"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_a_case_outside_the_half_year_counts_for_nothing(file: CaseFile) -> None:
    assert lens([file.case], FIRST - timedelta(days=365), FIRST - timedelta(days=1)).cases == 0


def test_nobody_is_in_it(file: CaseFile) -> None:
    """No reference, no name, no agency's single answer: three cases are too few to show."""
    document = data_pack(lens(half_a_year(file.case, 3), FIRST, LAST), file.partnership, ENGLAND_2026, NOW)
    said = plain(document) + web(document)
    assert "RR-2026" not in said and "Ivy" not in said and "Ben" not in said
    assert f"Rapid Reviews begun: {FEWER}" in plain(document)
    assert word(document) == word(document)


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1)


@given(counts=COUNTS)
def test_no_small_count_can_be_worked_out(counts: dict[str, int]) -> None:
    """Whoever knows how the whole and every part are shown finds at least two counts that each part could be."""
    said, whole = suppressed(counts), shown(sum(counts.values()))
    if HELD_BACK in said.values():
        return
    possible = {name: [n for n in range(45) if shown(n) == text] for name, text in said.items()}
    for name, count in counts.items():
        others = [possible[other] for other in counts if other != name]
        least, most = sum(map(min, others)), sum(map(max, others))
        fits = [n for n in possible[name] if any(shown(n + rest) == whole for rest in range(least, most + 1))]
        assert count in fits and (count == 0 or len(fits) > 1), (name, fits)


def test_the_scrutineer_reads_them_in_the_chat_and_a_member_does_not(decided: Teams) -> None:
    shown_to = decided.types("imran", "figures")
    assert f"Rapid Reviews begun\n{FEWER}" in shown_to and "RR-2026" not in shown_to
    assert "These figures are for the Independent Scrutineer" in decided.types("gwen", "figures")
