"""Which backups are kept: all of a day, the last of each day for 35 days, and always the newest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.backup.keeping import let_go, name, newest, taken_at

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def made(*ages: timedelta) -> list[str]:
    return [name(NOW - age, f"{n:08x}") for n, age in enumerate(ages)]


def test_a_name_says_when() -> None:
    assert name(NOW, "0a1b2c3d") == "rapid-review-20261127T120000Z-0a1b2c3d.rrb"
    assert taken_at(name(NOW, "0a1b2c3d")) == NOW
    for other in ("rapid-review-20261127T120000Z-0a1b2c3d.rrb.unfinished", "backup.lock", "letters.rrb"):
        assert taken_at(other) is None


def test_a_quarter_of_an_hour_for_forty_days() -> None:
    every = made(*(timedelta(minutes=15 * n) for n in range(40 * 24 * 4)))
    kept = set(every) - let_go(every, NOW)
    of_today = [one for one in kept if NOW - taken_at(one) < timedelta(hours=24)]
    assert len(of_today) == 24 * 4
    days = sorted({taken_at(one).date() for one in kept})
    assert len(days) == 36  # Today, and the 35 days before.
    assert len(kept) - len(of_today) == 34  # The last of each day that is over for longer than 24 hours.
    assert max(NOW - taken_at(one) for one in kept) < timedelta(days=35)


def test_the_newest_is_kept_however_old() -> None:
    old = made(timedelta(days=100), timedelta(days=90))
    assert let_go(old, NOW) == {old[0]}


def test_what_is_no_backup_is_left_alone() -> None:
    assert let_go(["backup.lock", "notes.txt", *made(timedelta(0))], NOW) == set()


def test_the_newest_of_a_folder_is_a_finished_one(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    for one in [*made(timedelta(hours=2), timedelta(hours=1)), "rapid-review-20261127T120000Z-00000009.rrb.unfinished"]:
        (tmp_path / one).touch()
    found = newest(tmp_path)
    assert found
    assert taken_at(found.name) == NOW - timedelta(hours=1)
