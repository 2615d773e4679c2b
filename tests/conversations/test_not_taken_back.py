"""A card that went to the wrong person cannot be emptied: tried again, and then somebody is told (E29)."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from story import RR, declares, is_recused
from test_mis_sends import offered, office, reports
from transcript import Teams

from bot.ledger import Ledger
from dialogs.trust.containing import AGAIN

__all__ = ["office"]
REFUSED, NO_ANSWER = "403 BotNotInConversationRoster", "uncertain TimeoutError"


@pytest.fixture
def astray(office: Teams, monkeypatch: pytest.MonkeyPatch) -> Teams:
    """Carys got a card that was not for her. Nothing is delivered by itself from here on."""
    value = next(value for title, value in offered(office, "amina").items() if "to Carys Morgan" in title)
    with monkeypatch.context() as patch:
        patch.setattr(Teams, "deliver", lambda self: None)
        reports(office, "amina", value)
    return office


def fails(teams: Teams, code: str, view: str = "withdrawn") -> bool:
    """The dispatcher gives the emptying up, and delivers all else. Whether there was one to give up."""
    around: Any = SimpleNamespace(clock=SimpleNamespace(now=lambda: teams.now), desk=lambda work, now: teams.desk(work))
    failed = False
    while claimed := teams.store.run_now(lambda work: work.claim(teams.now, 50, "tests", 60)):
        for one in claimed:
            if one.message.view == view:
                failed = True
                teams.store.run_now(lambda work, one=one: Ledger(around, Any)._give_up(work, one, code))
            else:
                teams._deliver(one)
    return failed


def test_it_is_tried_again_and_in_the_end_those_who_see_to_it_are_told(astray: Teams) -> None:
    for wait in (timedelta(), *AGAIN):
        assert "a card could not be taken back" not in astray.all_seen("amina")
        astray.now += wait
        assert fails(astray, NO_ANSWER), wait
    assert not fails(astray, NO_ANSWER), "and no more"
    told = astray.sees("amina")
    assert told.startswith(f"{RR}: a card could not be taken back\nIt still stands in the chat of Carys Morgan.")
    assert "Please ask them to delete it now, and write down what they say." in told
    assert f"{RR}: a card could not be taken back" in astray.all_seen("dora")
    assert "Carys" not in astray.all_seen("dora").partition("could not be taken back")[2], "she has not declared yet"
    assert "could not be taken back" not in astray.all_seen("carys") + astray.all_seen("gwen")
    assert "Carys" not in " ".join(astray.summaries["amina"])
    astray.presses("amina", "Read it")
    assert "The card in Teams\nIt could not be emptied, and still stands in their chat." in astray.sees("amina")


def test_where_no_second_try_can_help_it_is_said_at_once(astray: Teams) -> None:
    assert fails(astray, REFUSED)
    assert "a card could not be taken back" in astray.all_seen("amina")
    astray.now += timedelta(days=1)
    assert not fails(astray, REFUSED)


def test_a_later_try_that_succeeds_empties_it_and_tells_nobody(astray: Teams) -> None:
    assert fails(astray, NO_ANSWER)
    astray.now += AGAIN[0]
    astray.deliver()
    assert f"{RR}: this was withdrawn" in astray.all_seen("carys")
    assert "could not be taken back" not in astray.all_seen("amina")
    shown = astray.sends("amina", "breach.read", {"case": RR, "breach": "b1"})
    assert "The card in Teams\nIt is emptied." in shown


def test_a_card_of_somebody_whose_access_has_ended_is_told_of_as_well(asked: Teams) -> None:
    """Part 6, rule 4: nobody thinks that a card is emptied which still stands there."""
    declares(asked, "farid", RR)
    people = {id: known for id, known in asked.partnership.people.items() if id != "farid"}
    seats = tuple(replace(seat, member="gwen") if seat.member == "farid" else seat for seat in asked.partnership.seats)
    asked.partnership = replace(asked.partnership, people=people, seats=seats)
    asked.now += timedelta(days=1)
    asked.tick()
    assert fails(asked, REFUSED, view="emptied")
    told = asked.all_seen("amina")
    assert told.count(f"{RR}: a card could not be taken back") == 1, "once for each person"
    assert "It still stands in the chat of somebody whose access has ended. The bot could not empty it" in told


def test_who_is_recused_is_not_told(astray: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Teams, "deliver", lambda self: None)
        declares(astray, "efua", RR)
        is_recused(astray, "amina")
    assert fails(astray, REFUSED)
    assert "could not be taken back" not in astray.all_seen("amina")
    assert "could not be taken back" in astray.all_seen("dora")
