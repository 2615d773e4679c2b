"""The record is anchored each hour and sealed each day: the seal goes outside once, and says nothing of anybody."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

from cast import PARTNERSHIP, london
from story import RR, amina_asks, declares, dev_notifies
from transcript import Teams

from bot import record as lines
from bot import verify_record
from bot.ledger import Ledger
from bot.post import Envelope
from dialogs.sealing import seal


def seals(teams: Teams, moment: str, *, by_mail: bool = False) -> bool:
    teams.now = london(moment)
    return teams.store.run_now(lambda work: seal(teams.desk(work), by_mail=by_mail)) is not None


def test_the_channel_and_the_scrutineer_get_the_seal_of_the_day(teams: Teams) -> None:
    dev_notifies(teams)
    teams.deliver()
    assert not seals(teams, "Tue 2026-11-24 07:59"), "nobody is there yet"
    assert seals(teams, "Tue 2026-11-24 08:00")
    teams.deliver()
    made = teams.store.run_now(lambda work: work.anchors())[-1]
    shown = " ".join(made.hash[n : n + 4] for n in range(0, 32, 4))
    assert teams.sees("team") == f"Seal of the record, Tuesday 24 November 2026\nCases\n1\nSeal\n{shown}"
    kept = teams.sees("imran")
    assert "This is the seal of the record for Tuesday 24 November 2026." in kept
    assert "Keep it: with it anybody can show that nothing was altered before this day." in kept
    assert shown in kept
    assert RR not in teams.all_seen("team").partition("Seal of the record")[2]
    assert teams.store.faults_of_the_record(shown) == []


def test_one_seal_a_day_and_none_for_a_day_on_which_nothing_happened(teams: Teams) -> None:
    dev_notifies(teams)
    assert seals(teams, "Tue 2026-11-24 08:00")
    assert not seals(teams, "Tue 2026-11-24 17:00")
    assert not seals(teams, "Wed 2026-11-25 08:00"), "nothing has moved since"
    amina_asks(teams, RR)
    assert seals(teams, "Thu 2026-11-26 08:00")
    days = [anchor.day for anchor in teams.store.run_now(lambda work: work.anchors()) if anchor.day]
    assert days == ["2026-11-24", "2026-11-26"]
    teams.deliver()
    assert teams.all_seen("team").count("Seal of the record") == 2


def test_nothing_is_older_than_an_hour_before_it_is_anchored(teams: Teams) -> None:
    dev_notifies(teams)
    seals(teams, "Mon 2026-11-23 07:00")
    amina_asks(teams, RR)
    seals(teams, "Mon 2026-11-23 07:30")
    assert len(teams.store.run_now(lambda work: work.anchors())) == 1
    seals(teams, "Mon 2026-11-23 07:59")
    assert len(teams.store.run_now(lambda work: work.anchors())) == 2
    seals(teams, "Mon 2026-11-23 09:30")
    teams.now = london("Mon 2026-11-23 23:00")
    before = len(teams.store.run_now(lambda work: work.anchors()))
    seals(teams, "Mon 2026-11-23 23:00")
    assert len(teams.store.run_now(lambda work: work.anchors())) == before, "nothing has moved"


def test_two_at_once_seal_once(teams: Teams) -> None:
    dev_notifies(teams)
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda n: seals(teams, "Tue 2026-11-24 08:00"), range(4)))
    assert made.count(True) == 1
    teams.deliver()
    assert teams.all_seen("team").count("Seal of the record") == 1


def test_where_there_is_mail_the_scrutineer_gets_it_by_mail(teams: Teams) -> None:
    dev_notifies(teams)
    teams.deliver()
    assert seals(teams, "Tue 2026-11-24 08:00", by_mail=True)
    around: Any = SimpleNamespace(
        settings=SimpleNamespace(mail_host="mail.example"),
        clock=SimpleNamespace(now=lambda: teams.now),
        desk=lambda work, now: teams.desk(work),
    )
    sent: list[Envelope] = []
    for one in teams.store.run_now(lambda work: work.claim(teams.now, 50, "tests", 60)):
        if one.message.route == "mail":
            made = teams.store.run_now(lambda work, one=one: Ledger(around, Any).prepare(work, one))
            assert isinstance(made, Envelope)
            sent.append(made)
    (letter,) = sent
    assert letter.to == "imran@fellshire.example"
    assert letter.letter.subject == "Rapid Review: the seal of the record, Tuesday 24 November 2026"
    assert "with it anybody can show that nothing was altered before this day" in letter.letter.body
    assert not any(person.name in letter.letter.body for person in PARTNERSHIP.people.values())
    assert RR not in letter.letter.subject + letter.letter.body


def test_a_seal_of_yesterday_proves_yesterday(teams: Teams) -> None:
    """Whoever keeps it checks an export with one file that needs nothing but Python."""
    dev_notifies(teams)
    seals(teams, "Tue 2026-11-24 08:00")
    kept = teams.store.run_now(lambda work: work.anchors())[-1].hash[:16]
    declares(teams, "amina", RR)
    seals(teams, "Wed 2026-11-25 08:00")
    written = teams.store.run_now(lambda work: lines.written(work, "", teams.now))
    one_case = teams.store.run_now(lambda work: lines.written(work, RR, teams.now))
    for text in (written, one_case):
        assert verify_record.faults(verify_record.read(text), kept) == []
    altered = written.replace('"actor":"amina"', '"actor":"someone"', 1)
    assert altered != written and verify_record.faults(verify_record.read(altered), kept)
