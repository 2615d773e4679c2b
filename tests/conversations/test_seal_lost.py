"""The seal of the day does not arrive outside: somebody is told within minutes, with the seal, and it shows (T12)."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from cast import london
from story import dev_notifies
from transcript import Teams

from bot.ledger import Ledger
from dialogs.reach.auditing import Findings, conclude
from dialogs.sealing import seal


@pytest.fixture
def sealed(teams: Teams) -> Iterator[Teams]:
    dev_notifies(teams)
    teams.deliver()
    teams.now = london("Tue 2026-11-24 08:00")
    assert teams.store.run_now(lambda work: seal(teams.desk(work), by_mail=True))
    yield teams


def gives_up(teams: Teams, route: str, code: str) -> None:
    """What the dispatcher does with what it cannot bring there."""
    around: Any = SimpleNamespace(clock=SimpleNamespace(now=lambda: teams.now), desk=lambda work, now: teams.desk(work))
    claimed = teams.store.run_now(lambda work: work.claim(teams.now, 50, "tests", 60))
    (one,) = [one for one in claimed if one.message.view == "seal" and one.message.route == route]
    teams.store.run_now(lambda work: Ledger(around, Any)._give_up(work, one, code))


def audits(teams: Teams) -> Findings:
    found = teams.store.run_now(lambda work: conclude(teams.desk(work), []))
    teams.deliver()
    return found


def seal_of_the_day(teams: Teams) -> str:
    made = teams.store.run_now(lambda work: work.anchors())[-1].hash
    return " ".join(made[n : n + 4] for n in range(0, 32, 4))


def test_mail_that_is_given_up_is_told_to_the_team_with_the_seal(sealed: Teams) -> None:
    gives_up(sealed, "mail", "mail 554")
    assert audits(sealed).counts == {"seals": 1}
    told = sealed.sees("amina")
    assert told.startswith("The seal of Tuesday 24 November 2026 did not arrive\n")
    assert "Imran Shah did not get the seal of the record for Tuesday 24 November 2026: " in told
    assert "Please give it to the Independent Scrutineer now, in another way." in told
    assert f"Seal\n{seal_of_the_day(sealed)}" in told
    assert sealed.summaries["amina"][-1] == "The seal of Tuesday 24 November 2026 did not arrive", "no name in a toast"


def test_a_channel_that_refuses_it_is_told_too_and_once(sealed: Teams) -> None:
    gives_up(sealed, "channel", "guests_in_channel")
    for _ in range(3):
        audits(sealed)
    assert sealed.all_seen("amina").count("The team’s channel did not get the seal of the record") == 1


def test_where_it_arrives_nobody_is_told(sealed: Teams) -> None:
    sealed.deliver()
    assert audits(sealed).seals == 0
    assert "did not get the seal" not in sealed.all_seen("amina")


def test_the_alarm_ends_when_the_seal_of_the_next_day_holds_all_that_it_held(sealed: Teams) -> None:
    gives_up(sealed, "mail", "mail 554")
    sealed.now = london("Wed 2026-11-25 09:00")
    assert audits(sealed).seals == 1
    sealed.now = london("Wed 2026-11-25 10:01")
    assert audits(sealed).seals == 0
