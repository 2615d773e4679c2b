"""Somebody who can write in the database, and no more: no deadline is lost by it, and a person is told (T12)."""

from datetime import UTC, datetime, timedelta

import pytest
import whereabouts
from cast import london
from story import RR, amina_asks, declares, dev_notifies, is_recused
from transcript import Teams, words

from dialogs.reach.auditing import Findings, compared, conclude, look, next_cases
from dialogs.reach.comparing import next_compared
from dialogs.sealing import seal
from storage.anchors import _INSERT, Anchor, _written
from storage.errors import BrokenSeal


def writes(teams: Teams, statement: str, **values: object) -> None:
    assert whereabouts.done(teams.store._engine, statement, **values) == 1


def audits(teams: Teams) -> Findings:
    """A pass of the auditor, each case in a transaction of its own."""
    open_ones, _ = teams.store.run_now(lambda work: next_cases(teams.desk(work), ""))
    turn, _ = teams.store.run_now(lambda work: next_compared(teams.desk(work), ""))
    ways = [*((look, one) for one in open_ones), *((compared, one) for one in turn)]
    looks = [teams.store.run_now(lambda work, how=how, one=one: how(teams.desk(work), one)) for how, one in ways]
    found = teams.store.run_now(lambda work: conclude(teams.desk(work), looks, turn))
    teams.deliver()
    return found


def seals(teams: Teams, moment: str) -> bool:
    teams.at(moment)
    made = teams.store.run_now(lambda work: seal(teams.desk(work), by_mail=False))
    teams.deliver()
    return made is not None


def forges(teams: Teams, at: datetime, day: str) -> str:
    """An anchor more, as anybody can reckon it who may write in the database. Its seal."""
    last = teams.store.run_now(lambda work: work.anchors())[-1]
    made = Anchor(last.number + 1, at, day, last.root, last.cases, {}, last.hash, "")
    row = {"number": made.number, "at": at, "day": day, "root": made.root, "cases": made.cases}
    row |= {"heads": _written({}), "prev_hash": made.before, "hash": made.sealed}
    teams.store.run_now(lambda work: work._connection.execute(_INSERT, row))
    return made.sealed


def test_a_case_that_is_called_closed_is_put_right_and_every_reminder_comes(asked: Teams) -> None:
    asked.tick()
    writes(asked, "UPDATE case_ SET stage = 'closed', wakes_at = NULL")
    asked.now += timedelta(minutes=3)
    assert audits(asked).counts == {"astray": 1}
    told = asked.sees("amina")
    assert told.startswith(f"{RR}: what is kept of this case does not fit its record\n")
    assert "Please decide nothing by what the bot shows of it until your IT team has looked. Tell them today." in told
    assert "Ivy" not in told
    assert audits(asked).content, "the stage is sealed too, so it was put right"
    asked.at("Fri 2026-12-04 09:00")
    assert any("Return your agency’s summary" in said for said in asked.summaries["carys"])


def test_a_moment_far_away_is_put_right(asked: Teams) -> None:
    asked.tick()
    writes(asked, "UPDATE case_ SET wakes_at = '2099-01-01 00:00:00.000000'")
    asked.now += timedelta(minutes=3)
    assert audits(asked).counts == {"overslept": 1}
    asked.at("Fri 2026-12-04 09:00")
    assert any("Return your agency’s summary" in said for said in asked.summaries["carys"])


def test_who_was_recused_reads_nothing_after_an_older_state_was_put_back(asked: Teams) -> None:
    for person in ("efua", "farid"):
        declares(asked, person, RR)
    ((state,),) = whereabouts.found(asked.store._engine, "SELECT state FROM case_")
    is_recused(asked, "farid")
    asked.deliver()
    writes(asked, "UPDATE case_ SET state = :state", state=state)
    with pytest.raises(Exception, match="another version than its row"):
        asked.sends("farid", "notification.read", {"case": RR})
    turn, _ = asked.store.run_now(lambda work: next_compared(asked.desk(work), ""))
    looks = [asked.store.run_now(lambda work, one=one: compared(asked.desk(work), one)) for one in turn]
    assert asked.store.run_now(lambda work: conclude(asked.desk(work), looks)).unreadable == 1
    asked.deliver()
    assert f"{RR}: the bot cannot open this case" in asked.all_seen("amina")


def test_a_whole_row_that_was_put_back_is_told_each_day(asked: Teams) -> None:
    asked.tick()
    whereabouts.done(asked.store._engine, "CREATE TABLE earlier AS SELECT * FROM case_")
    declares(asked, "farid", RR)
    earlier = ", ".join(f"{of} = (SELECT {of} FROM earlier)" for of in ("state", "version", "stage", "wakes_at"))
    writes(asked, f"UPDATE case_ SET {earlier}")
    for _ in range(2):
        assert audits(asked).astray == 1
    title = f"{RR}: what is kept of this case does not fit its record"
    assert asked.summaries["amina"].count(title) == 1
    asked.now += timedelta(days=1)
    audits(asked)
    assert asked.summaries["amina"].count(title) == 2


def test_an_anchor_of_a_time_to_come_keeps_no_seal_at_home(asked: Teams) -> None:
    assert seals(asked, "Tue 2026-11-24 09:01")
    forges(asked, datetime(2099, 1, 1, tzinfo=UTC), "2099-01-01")
    for day in ("Wed 2026-11-25", "Thu 2026-11-26", "Fri 2026-11-27"):
        asked.at(f"{day} 09:01")
        asked.sends("amina", "notification.read", {"case": RR})
        assert seals(asked, f"{day} 09:02")
    assert asked.all_seen("team").count("Seal of the record") == 4
    assert audits(asked).counts == {"unguarded": 1}
    told = asked.sees("amina")
    assert told.startswith("The record is not guarded as it should be\n")
    assert "Anchor 2 bears a date that is still to come: 2099-01-01 00:00 UTC." in told
    assert "Please tell your IT team today." in told
    audits(asked)
    assert asked.summaries["amina"].count("The record is not guarded as it should be") == 1, "once a day is enough"


def test_a_seal_that_somebody_made_for_today_is_posted_and_covers_what_was_there(asked: Teams) -> None:
    """Before eight: it has its place in the chain, so whoever keeps it holds all before it."""
    assert seals(asked, "Tue 2026-11-24 09:01")
    made = forges(asked, london("Wed 2026-11-25 07:50"), "2026-11-25")
    seals(asked, "Wed 2026-11-25 08:00")
    shown = " ".join(made[n : n + 4] for n in range(0, 32, 4))
    assert shown in asked.sees("team") and shown in asked.sees("imran")
    assert asked.store.faults_of_the_record(shown, now=asked.now) == []


def test_anchors_that_are_let_fall_are_missed(asked: Teams) -> None:
    assert seals(asked, "Tue 2026-11-24 08:01")
    fall = {
        "sqlite": "CREATE TRIGGER quiet BEFORE INSERT ON anchor BEGIN SELECT RAISE(IGNORE); END",
        "postgresql": "CREATE RULE quiet AS ON INSERT TO anchor DO INSTEAD NOTHING",
    }
    whereabouts.done(asked.store._engine, fall[asked.store._engine.dialect.name])
    asked.sends("amina", "notification.read", {"case": RR})
    seals(asked, "Tue 2026-11-24 10:05")
    assert audits(asked).counts == {"unguarded": 2}
    told = words(asked.chats["amina"][-1])
    assert "the trigger or rule quiet on anchor is none of its own." in told
    assert f"{RR}: what was recorded two hours ago is still not sealed." in told


def test_where_all_is_sealed_and_fits_nothing_is_found(asked: Teams) -> None:
    for hour in range(8, 20):
        seals(asked, f"Tue 2026-11-24 {hour:02}:00")
        asked.sends("amina", "notification.read", {"case": RR})
        asked.now += timedelta(minutes=3)
        assert audits(asked).content, hour


def test_a_row_that_was_put_back_hides_no_other_case_and_stops_no_work(asked: Teams) -> None:
    writes(asked, "UPDATE case_ SET version = version - 1 WHERE reference = :of", of=RR)
    other = dev_notifies(asked)
    assert "Possibly the same child" not in asked.types("amina", other)
    assert f"{other}: requests sent" in amina_asks(asked, other)
    for person in ("amina", "ben"):
        assert other in asked.types(person, "my cases") and other in asked.types(person, "tasks")
    assert "went to the wrong person" in asked.types("ben", "wrong person")
    with pytest.raises(BrokenSeal):
        asked.types("amina", RR)
