"""A second look finds what was left out, late or lost in silence; puts it right where it can; and tells a person."""

from datetime import timedelta

import pytest
import whereabouts
from cast import london
from story import RR
from transcript import Teams, words
from unreachable import Unreachable

from dialogs.desk import Desk
from dialogs.reach.auditing import Findings, conclude, look, next_cases
from storage.sending import Claimed


def looks(teams: Teams) -> Findings:
    found = teams.store.run_now(lambda work: audit(teams.desk(work)))
    teams.deliver()
    return found


def audit(desk: Desk) -> Findings:
    """A whole pass in one transaction; the auditor itself takes one for each case."""
    references, _ = next_cases(desk, "")
    return conclude(desk, [look(desk, reference) for reference in references])


def loses(teams: Teams, like: str) -> int:
    """Something takes these messages out of the outbox that no code of ours would."""
    return whereabouts.done(teams.store._engine, "DELETE FROM outbox WHERE key LIKE :like", like=like)


def test_where_all_is_well_nothing_is_found_and_nobody_told(asked: Teams) -> None:
    for moment in ("Wed 2026-11-25 09:00", "Fri 2026-12-04 17:05"):
        asked.at(moment)
        before = {person: len(asked.summaries[person]) for person in ("amina", "ben", "carys")}
        asked.now += timedelta(minutes=3)
        assert looks(asked).content
        assert {person: len(asked.summaries[person]) for person in before} == before


def test_a_reminder_left_out_is_sent_after_all_and_the_team_is_told(asked: Teams) -> None:
    """G9: within one pass of the auditor, which is a minute."""
    asked.now = asked.now.replace(month=12, day=4, hour=9)
    asked.tick()
    assert loses(asked, f"{RR}:return/health:due%") == 1
    before = len(asked.summaries["carys"])
    asked.now += timedelta(minutes=3)
    found = looks(asked)
    assert (found.missing, found.content) == (1, False)
    assert any("Return your agency’s summary" in said for said in asked.summaries["carys"][before:])
    assert "a message had been left out" in asked.all_seen("amina")
    assert "on its way now" in asked.all_seen("amina")
    assert looks(asked).content


def test_a_case_whose_time_was_lost_is_woken(asked: Teams) -> None:
    asked.tick()
    whereabouts.done(asked.store._engine, "UPDATE case_ SET wakes_at = NULL")
    asked.now += timedelta(minutes=3)
    assert looks(asked).overslept == 1
    assert "the clock had passed over this case" in asked.all_seen("amina")
    asked.at("Fri 2026-12-04 09:00")
    assert any("Return your agency’s summary" in said for said in asked.summaries["carys"])


def test_where_no_clock_ticks_what_is_due_is_sent_all_the_same(asked: Teams) -> None:
    asked.tick()
    asked.now = london("Fri 2026-12-04 09:10")
    before = len(asked.summaries["carys"])
    assert looks(asked).overslept == 1
    assert any("Return your agency’s summary" in said for said in asked.summaries["carys"][before:])
    assert "the clock had passed over this case" in asked.all_seen("amina")
    assert looks(asked).content


def test_a_lost_digest_is_made_up_for(asked: Teams) -> None:
    asked.now = london("Thu 2026-11-26 09:00")
    asked.tick()
    assert loses(asked, "digest%") > 0
    asked.deliver()
    before = len(asked.summaries["ben"])
    assert looks(asked).missing > 0
    assert len(asked.summaries["ben"]) > before


def test_at_no_hour_of_sixteen_days_does_it_cry_wolf(asked: Teams) -> None:
    monday = asked.now
    for hour in range(24 * 16):
        for minute in (0, 3):
            asked.now = monday + timedelta(hours=hour, minutes=minute)
            asked.tick()
            asked.deliver()
        asked.now += timedelta(minutes=4)
        assert looks(asked).content, asked.now


def test_where_the_whole_team_is_the_one_not_reached_the_chair_is_told(asked: Teams) -> None:
    whereabouts.done(
        asked.store._engine,
        "UPDATE outbox SET state = 'ready', not_before = '2027-01-01 09:00:00.000000'"
        ' WHERE id = (SELECT max(id) FROM outbox WHERE "to" = \'amina\' AND "case" = :case)',
        case=RR,
    )
    asked.now += timedelta(minutes=6)
    assert looks(asked).late == 1
    assert "A message to Amina Yusuf should have gone" in asked.all_seen("efua")


def claimed(teams: Teams, person: str) -> Claimed:
    """The message to this person; what else is owed is let go."""
    all = teams.store.run_now(lambda work: work.claim(teams.now, 50, "tests", 60))
    for one in all:
        if one.message.to != person:
            teams.store.run_now(lambda work, one=one: work.cancelled(one))  # type: ignore[misc]
    return next(one for one in all if one.message.to == person)


def test_a_message_that_waits_too_long_is_told_once(asked: Teams) -> None:
    asked.sends("amina", "chase.nudge", {"case": RR, "agency": "health"})
    one = claimed(asked, "carys")
    asked.store.run_now(lambda work: work.retry(one, asked.now + timedelta(hours=1), "503"))
    asked.now += timedelta(minutes=6)
    found = looks(asked)
    assert found.late == 1
    told = [words(card) for card in asked.chats["amina"] if "a message is still waiting" in words(card)]
    assert len(told) == 1
    assert "A message to Carys Morgan should have gone on Monday 23 November 2026, 09:00" in told[0]
    looks(asked)
    assert asked.all_seen("amina").count("a message is still waiting") == 1


def test_what_failed_without_anybodys_being_told_is_told(asked: Teams) -> None:
    Unreachable(asked)
    asked.sends("amina", "chase.nudge", {"case": RR, "agency": "health"})
    one = claimed(asked, "carys")
    asked.store.run_now(lambda work: work.gave_up(one, "403 ConversationBlockedByUser"))
    assert looks(asked).unowned == 0
    assert "blocked or removed Rapid Review" in asked.all_seen("amina")


def test_messages_are_reckoned_for_the_team(asked: Teams) -> None:
    shown = asked.types("amina", "messages")
    assert "Every message is accounted for." in shown
    counts = dict(zip(*[iter(shown.splitlines()[2:14])] * 2, strict=True))
    parts = ("Delivered", "Not delivered, somebody told", "Not needed any more", "Waiting", "Held")
    assert int(counts["Promised"]) == sum(int(counts[part]) for part in parts) > 10


@pytest.mark.parametrize("person", ["ben", "efua", "dev", "zack", "imran"])
def test_the_reckoning_is_not_for_others(asked: Teams, person: str) -> None:
    assert "Promised" not in asked.types(person, "messages")
