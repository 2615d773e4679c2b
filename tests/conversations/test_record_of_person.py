"""An account was stolen: which cases it saw, and how often, is counted from the record by command. It names nobody."""

import pytest
from story import RR, amina_asks, declares, dev_notifies
from transcript import Teams

from bot.record_of_person import counted
from rapid_review.errors import Refusal


@pytest.fixture
def asked(teams: Teams) -> Teams:
    dev_notifies(teams)
    for person in ("amina", "imran", "efua"):
        teams.opens(person, "declare", RR)
        declares(teams, person, RR)
    amina_asks(teams, RR)
    return teams


def told(teams: Teams, person: str) -> str:
    return teams.store.run_now(lambda work: counted(work, person, teams.now))


def test_which_cases_and_reads_are_concerned_is_counted_by_kind_and_by_way(asked: Teams) -> None:
    asked.types("efua", RR)
    asked.types("efua", "my cases")
    said = told(asked, "efua")
    assert f"{RR}: " in said and " from 2026-11-23 09:00 to 2026-11-23 09:00" in said
    assert "  did: card 2\n" in said, "her two declarations"
    assert "  read: card 4, typed 2\n" in said
    assert "  saw in a list: typed 1\n" in said
    assert "  was sent by the bot: " in said


def test_it_names_nobody(asked: Teams) -> None:
    said = told(asked, "amina")
    assert not [name for name in ("amina", "Amina", "Yusuf", "Ben", "Efua") if name in said]


def test_that_it_was_counted_is_in_the_record_of_each_case(asked: Teams) -> None:
    told(asked, "efua")
    assert "Whoever runs the server looked at: this record, by command on the server." in asked.types("amina", "record")


def test_whoever_was_refused_is_counted_as_refused(asked: Teams) -> None:
    asked.types("zack", RR)
    assert told(asked, "zack").endswith("  asked for and was refused: typed 1\n")


def test_an_id_that_the_record_does_not_know_is_said_to_be_none(asked: Teams) -> None:
    with pytest.raises(Refusal, match=r"nothing under that id.*not a short name"):
        told(asked, "nobody")
