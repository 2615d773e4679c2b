"""However unevenly the clock ticks, everybody hears of each thing once."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import whereabouts
from cast import london
from story import RR, amina_asks, dev_notifies
from transcript import Teams

MONDAY = london("Mon 2026-11-23 09:00")
HOURS = 24 * 12


def _reminders(teams: Teams) -> set[str]:
    """Every reminder owed so far, by its key."""
    owed = "SELECT key FROM outbox WHERE key LIKE '%@%' OR key LIKE 'digest%'"
    return {row.key for row in whereabouts.found(teams.store._engine, owed)}


def _heard(teams: Teams) -> Counter[str]:
    return Counter(words for chat in ("ben", "carys") for words in teams.summaries[chat])


def _ticked_at(teams: Teams, hours: float) -> None:
    teams.now = MONDAY + timedelta(hours=hours)
    teams.tick()
    teams.deliver()


@pytest.fixture
def asked(teams: Teams) -> Teams:
    """Ben and Carys are asked on Monday, and say nothing for twelve days."""
    dev_notifies(teams)
    amina_asks(teams, RR)
    return teams


def test_ticking_twice_says_nothing_twice(asked: Teams) -> None:
    twin = asked.twin(_beside(asked))
    for hour in range(HOURS):
        _ticked_at(asked, hour)
        _ticked_at(twin, hour)
        _ticked_at(twin, hour)
    assert _reminders(twin) == _reminders(asked) != set()
    assert _heard(twin) == _heard(asked)
    twin.store.close()


def test_a_clock_set_back_an_hour_says_nothing_twice(asked: Teams) -> None:
    twin = asked.twin(_beside(asked))
    for hour in range(HOURS):
        _ticked_at(asked, hour)
        _ticked_at(twin, hour)
        if hour % 7 == 6:
            _ticked_at(twin, hour - 1)
    assert _reminders(twin) == _reminders(asked)
    assert _heard(twin) == _heard(asked)
    twin.store.close()


def test_after_a_pause_the_newest_reminder_stands_for_those_that_were_missed(asked: Teams) -> None:
    twin = asked.twin(_beside(asked))
    for hour in range(HOURS):
        _ticked_at(asked, hour)
        if not 50 <= hour < 200:
            _ticked_at(twin, hour)
    missed, instead = _reminders(asked) - _reminders(twin), _reminders(twin) - _reminders(asked)
    assert missed, "nothing was due in the pause, so this shows nothing"
    assert instead, "nobody was told of what came due in the pause"
    assert {key.rpartition(":")[2] for key in instead} == {"2026-12-01"}  # One message, when it came back.
    twin.store.close()


def _beside(teams: Teams) -> Path:
    return Path(str(teams.store._engine.url.database)).with_name("twin.db")
