"""The partnership's file changes while the bot runs: good changes are taken up, bad ones are not."""

import logging
import os
from itertools import count
from pathlib import Path

import pytest

from bot.partnership import Mistakes, Watched

TEXT = (Path(__file__).parents[2] / "demo" / "partnership.toml").read_text(encoding="utf-8")
BEN = "00000000-0000-4000-8000-000000000002"


class Disk:
    """A partnership's file that somebody edits while the bot runs, and the seconds that pass."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "partnership.toml"
        self.saves = count(1)
        self.now = 100.0
        self.save(TEXT)

    def save(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")
        stamp = self.path.stat().st_mtime_ns + next(self.saves) * 10**9
        os.utime(self.path, ns=(stamp, stamp))

    def later(self, seconds: float = 1.5) -> float:
        self.now += seconds
        return self.now


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path)


def test_a_good_change_is_taken_up_once_the_file_holds_still(disk: Disk) -> None:
    watched = Watched(disk.path)
    assert watched.current(disk.now)[0].name_of(BEN) == "Ben Hollis"
    disk.save(TEXT.replace("Ben Hollis", "Ben Hollis-Grey"))
    assert watched.current(disk.later())[0].name_of(BEN) == "Ben Hollis"
    assert watched.current(disk.later())[0].name_of(BEN) == "Ben Hollis-Grey"
    assert watched.trouble() == ""


def test_the_disk_is_asked_at_most_once_a_second(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(disk.path)
    looks: list[Path] = []
    monkeypatch.setattr("bot.partnership._signature", lambda path: looks.append(path))
    for _ in range(100):
        watched.current(disk.later(0.03))
    assert len(looks) == 3


def test_a_bad_change_keeps_the_last_good_file_and_says_so_without_names(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(disk.path)
    before = watched.current(disk.now)
    bad = TEXT.replace('deputy = "joan"', 'deputy = "farhid"')
    disk.save(bad)
    with caplog.at_level(logging.INFO):
        watched.current(disk.later())
        assert watched.current(disk.later()) is before
        assert watched.current(disk.later()) is before
    line = bad[: bad.index("farhid")].count("\n") + 1
    assert watched.trouble() == f"1 mistake in the partnership file (line {line})"
    assert [mistake.line for mistake in watched.mistakes] == [line]
    assert len(caplog.records) == 1, "said once, not on every look"
    assert "farhid" not in caplog.text
    disk.save(TEXT)
    watched.current(disk.later())
    assert watched.current(disk.later()) == before
    assert (watched.trouble(), watched.mistakes) == ("", ())


def test_a_file_that_goes_away_does_not_stop_the_bot(disk: Disk) -> None:
    watched = Watched(disk.path)
    before = watched.current(disk.now)
    disk.path.unlink()
    watched.current(disk.later())
    assert watched.current(disk.later()) is before
    assert watched.trouble() == "1 mistake in the partnership file"


def test_the_bot_does_not_start_with_a_file_it_cannot_use(disk: Disk) -> None:
    disk.save("[policy]\n")
    with pytest.raises(Mistakes):
        Watched(disk.path)


def test_a_running_case_keeps_the_policy_it_copied(disk: Disk) -> None:
    watched = Watched(disk.path)
    _, of_the_case = watched.current(disk.now)
    disk.save(TEXT + "meeting_day = 13\n")
    watched.current(disk.later())
    _, of_new_cases = watched.current(disk.later())
    assert of_new_cases.meeting_day == 13
    assert of_the_case.meeting_day == 14
    with pytest.raises(AttributeError):
        of_the_case.meeting_day = 13  # type: ignore[misc]
