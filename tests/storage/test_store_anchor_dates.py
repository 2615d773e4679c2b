"""An anchor that somebody put there with a date of their own neither ends the sealing nor goes unseen (T12)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from folders import NOW, Folder, kept, minutes

from storage.anchors import _INSERT, Anchor, _written
from storage.store import Store

OF = "RR-2026-001"
TODAY = date(2026, 1, 14)
FAR = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture
def sealed(store: Store[Folder]) -> Store[Folder]:
    """One case, the seal of the day, and something that happened since."""
    kept(store, "one")
    assert store.run_now(lambda work: work.anchor_of_day(NOW, TODAY))
    store.run_now(lambda work: work.case(OF).note("two"))
    return store


def forged(store: Store[Folder], at: datetime, day: str = "") -> None:
    """The next anchor in the chain: to make its hash nobody needs a key, and no trigger refuses it."""
    last = store.run_now(lambda work: work.anchors())[-1]
    made = Anchor(last.number + 1, at, day, last.root, last.cases, {}, last.hash, "")
    row = {"number": made.number, "at": at, "day": day, "root": made.root, "cases": made.cases}
    row |= {"heads": _written({}), "prev_hash": made.before, "hash": made.sealed}
    store.run_now(lambda work: work._connection.execute(_INSERT, row))


def faults(store: Store[Folder], now: datetime) -> list[str]:
    return store.faults_of_the_record(now=now)


@pytest.mark.parametrize("day", ["", "2099-01-01"])
def test_a_date_to_come_ends_no_sealing(sealed: Store[Folder], day: str) -> None:
    forged(sealed, FAR, day)
    assert sealed.run_now(lambda work: work.anchor_hourly(minutes(59)))
    assert not sealed.run_now(lambda work: work.anchor_hourly(minutes(60))), "once an hour, as before"
    tomorrow = NOW + timedelta(days=1)
    sealed.run_now(lambda work: work.case(OF).note("three"))
    assert sealed.run_now(lambda work: work.anchor_of_day(tomorrow, date(2026, 1, 15)))
    assert sealed.run_now(lambda work: work.unsealed([OF], tomorrow)) == []
    assert sealed.run_now(lambda work: work.anchored_at(tomorrow)) == tomorrow
    assert faults(sealed, tomorrow) == ["Anchor 2 bears a date that is still to come: 2099-01-01 00:00 UTC."]
    assert sealed.faults_of_the_record() == [], "whoever does not say what the time is looks at no dates"


@pytest.mark.parametrize(
    ("at", "day", "said"),
    [
        (NOW - timedelta(days=30), "", "bears a date before that of one before it: 2025-12-15 09:30 UTC."),
        (NOW, "2026-01-15", "is called the seal of 2026-01-15, and was not made as that."),
        (NOW, "2026-01-14", "is called the seal of 2026-01-14, and was not made as that."),
    ],
    ids=["before", "of tomorrow", "a second of today"],
)
def test_a_date_that_does_not_fit_is_told(sealed: Store[Folder], at: datetime, day: str, said: str) -> None:
    forged(sealed, at, day)
    assert faults(sealed, minutes(1)) == [f"Anchor 2 {said}"]


def test_clocks_a_little_apart_are_no_fault(sealed: Store[Folder]) -> None:
    forged(sealed, NOW - timedelta(minutes=1))
    assert faults(sealed, NOW - timedelta(minutes=2)) == []


def test_what_no_anchor_names_is_known_by_the_record(sealed: Store[Folder], rows: Any) -> None:
    """However young the newest anchor is."""
    assert sealed.run_now(lambda work: work.unsealed([OF], NOW)) == []
    forged(sealed, minutes(170))
    assert sealed.run_now(lambda work: work.unsealed([OF], minutes(60))) == [OF]
    assert sealed.run_now(lambda work: work.anchor_hourly(minutes(240)))
    assert sealed.run_now(lambda work: work.unsealed([OF], minutes(60))) == []


def test_one_forged_for_today_is_not_the_one_that_is_posted(sealed: Store[Folder]) -> None:
    first = sealed.run_now(lambda work: work.seal_of(TODAY))
    forged(sealed, minutes(1), "2026-01-14")
    assert sealed.run_now(lambda work: work.seal_of(TODAY)) == first
