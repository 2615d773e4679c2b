"""Which backups are kept: all of a day, the last of each day for 35 days, and always the newest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.backup.keeping import left_alone, let_go, name, newest, taken_at

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
    assert newest(tmp_path, NOW) is None
    for one in [*made(timedelta(hours=2), timedelta(hours=1)), "rapid-review-20261127T120000Z-00000009.rrb.unfinished"]:
        (tmp_path / one).write_bytes(b"sealed")
    (tmp_path / name(NOW, "00000008")).touch()  # Empty: the disk was full, or somebody made it.
    (tmp_path / name(NOW + timedelta(days=30), "00000007")).write_bytes(b"sealed when the clock was wrong")
    found = newest(tmp_path, NOW)
    assert found
    assert taken_at(found.name) == NOW - timedelta(hours=1)


def test_a_clock_that_jumps_a_year_ahead_lets_nothing_go_that_was_made_before() -> None:
    every = made(*(timedelta(minutes=15 * n) for n in range(96 * 3)), *(timedelta(days=n) for n in range(4, 35)))
    jumped = NOW + timedelta(days=365)
    ahead = [name(jumped + timedelta(minutes=15 * n), f"{n:08x}") for n in range(96 * 3)]
    for n in (1, 2, 96 * 3):  # Nor with the next, when two stand close together.
        gone = let_go([*every, *ahead[:n]], jumped + timedelta(minutes=15 * n))
        assert not gone & set(every)
    assert left_alone([*every, *ahead], jumped + timedelta(days=3)) == len(every)


def test_what_was_made_by_a_clock_that_was_ahead_is_left_and_does_not_count() -> None:
    every = made(*(timedelta(minutes=15 * n) for n in range(40 * 24 * 4)))
    ahead = [name(NOW + timedelta(days=365), "ffffffff")]
    assert let_go([*every, *ahead], NOW) == let_go(every, NOW)
    assert (left_alone([*every, *ahead], NOW), left_alone(every, NOW)) == (1, 0)


def test_a_clock_that_was_behind_lets_nothing_go() -> None:
    every = made(*(timedelta(days=n) for n in range(34)))
    behind = datetime(2020, 1, 1, tzinfo=UTC)
    assert let_go([*every, name(behind, "ffffffff")], behind) == set()
    assert left_alone([*every, name(behind, "ffffffff")], NOW) == 1  # Today's clock leaves that one to a person.
