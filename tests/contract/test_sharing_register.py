"""The register of sharing as a file: every decision, no formula that a spreadsheet would run, its reading kept."""

import csv
import io
from contextlib import closing
from pathlib import Path

import pytest
import whereabouts
from cast import PARTNERSHIP
from story import RR, amina_asks, declares, dev_notifies, goes_through, returns_nil
from transcript import Teams, open_store

from bot.in_their_name import Leave
from bot.registers import sharing_register
from rapid_review.errors import NotYours

LEAVE = Leave("amina", "For the court.", "efua")


def test_the_register_is_whole_and_harmless(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "review.db")) as store:
        teams = Teams(store)
        dev_notifies(teams)
        amina_asks(teams, RR)
        returns_nil(teams, "ben", RR)
        declares(teams, "carys", RR)
        teams.opens("carys", "sharing", f"{RR}/health")
        said = {"shr_decision": "refuse", "shr_ground": "court", "shr_told": "yes", "shr_about": "Both parents"}
        goes_through(teams, "carys", {**said, "shr_reason": '=HYPERLINK("http://evil")'}, "Record the decision")
        rows = list(csv.DictReader(io.StringIO(sharing_register(store, PARTNERSHIP, RR.lower(), LEAVE))))
        assert [(row["Agency"], row["What do you share?"]) for row in rows] == [
            ("Fellshire NHS", "Nothing"),
            ("Fellshire Police", "All of it"),
        ]
        assert rows[0]["The reason for the decision"] == '\'=HYPERLINK("http://evil")'
        assert rows[0]["By"] == "Carys Morgan"
        reads = "SELECT actor FROM audit WHERE kind = 'read' AND facts LIKE '%sharing_register%'"
        assert [row.actor for row in whereabouts.found(store._engine, reads)] == ["command line"]


def test_a_case_that_does_not_exist_has_none(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "review.db")) as store, pytest.raises(NotYours):
        sharing_register(store, PARTNERSHIP, "RR-2026-999", LEAVE)
