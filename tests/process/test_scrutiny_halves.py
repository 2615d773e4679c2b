"""The half-years that the Independent Scrutineer reports on (R103)."""

from datetime import date, timedelta

import pytest

from rapid_review.scrutiny.halves import half_year

APRIL, OCTOBER = (date(2026, 4, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (date(2026, 4, 1), APRIL),
        (date(2026, 9, 30), APRIL),
        (date(2026, 10, 1), OCTOBER),
        (date(2026, 12, 31), OCTOBER),
        (date(2027, 1, 1), OCTOBER),
        (date(2027, 3, 31), OCTOBER),
    ],
)
def test_each_day_is_in_one_half_year(day: date, half: tuple[date, date]) -> None:
    assert half_year(day) == half


def test_they_follow_each_other_without_a_gap() -> None:
    day = date(2020, 1, 1)
    for _ in range(60):
        first, last = half_year(day)
        assert first <= day <= last and half_year(last + timedelta(days=1))[0] == last + timedelta(days=1)
        day = last + timedelta(days=1)
