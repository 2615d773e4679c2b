"""An account was stolen: which cases it saw, and how often, is counted from the record by command. It names nobody."""

import pytest
from story import RR
from transcript import Teams

from bot.record_of_person import counted
from rapid_review.errors import Refusal


def told(teams: Teams, person: str) -> str:
    return teams.store.run_now(lambda work: counted(work, person, teams.now))


def test_which_cases_and_reads_are_concerned_is_counted_by_kind_and_by_way(declared: Teams) -> None:
    declared.types("efua", RR)
    declared.types("efua", "my cases")
    said = told(declared, "efua")
    assert f"{RR}: " in said and " from 2026-11-23 09:00 to 2026-11-23 09:00" in said
    assert "  did: card 2\n" in said, "her two declarations"
    assert "  read: card 4, typed 2\n" in said
    assert "  saw in a list: typed 1\n" in said
    assert "  was sent by the bot: " in said


def test_it_names_nobody(declared: Teams) -> None:
    said = told(declared, "amina")
    assert not [name for name in ("amina", "Amina", "Yusuf", "Ben", "Efua") if name in said]


def test_that_it_was_counted_is_in_the_record_of_each_case(declared: Teams) -> None:
    told(declared, "efua")
    assert "Whoever runs the server looked at: this record, by command on the server." in declared.types(
        "amina", "record"
    )


def test_whoever_was_refused_is_counted_as_refused(declared: Teams) -> None:
    declared.types("zack", RR)
    assert told(declared, "zack").endswith("  asked for and was refused: typed 1\n")


def test_an_id_that_the_record_does_not_know_is_said_to_be_none(declared: Teams) -> None:
    with pytest.raises(Refusal, match=r"nothing under that id.*not a short name"):
        told(declared, "nobody")
