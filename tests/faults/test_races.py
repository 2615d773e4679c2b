"""Presses that cross: fifty at once, from two devices, and from somebody who is taken off the list meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cast import PARTNERSHIP
from story import RR, amina_asks, dev_notifies, papers_go_out, plain, returns_nil
from transcript import KEY, Teams, buttons, inputs, words

from dialogs import announce, answer
from rapid_review.case import Case
from rapid_review.people import Partnership
from storage.store import Store

PRESSES = 50


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def polling(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Teams]:
    """The poll is open, on either database."""
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("database") if on_server else f"sqlite:///{tmp_path / 'review.db'}"
    store: Store[Case] = Store.connect(
        url, KEY, case_type=Case, announce=lambda case, event: announce(case, event, PARTNERSHIP)
    )
    store.migrate()
    with closing(store):
        teams = Teams(store)
        dev_notifies(teams)
        amina_asks(teams, RR)
        returns_nil(teams, "ben", RR)
        papers_go_out(teams, RR)
        yield teams


def view_of(teams: Teams, person: str, option: str = "review") -> tuple[str, dict[str, Any]]:
    """What this person's press would send."""
    teams.types(person, RR)
    teams.presses(person, "Give your view in the poll")
    teams.presses(person, "Give your view")
    card = teams.card(person)
    assert "Give this view" in buttons(card)
    typed = {field["id"]: plain(field, {"option": option, "reason": "Themes."}) for field in inputs(card)}
    return teams.pressed(card, "Give this view", **typed)


def at_once(teams: Teams, *presses: tuple[str, tuple[str, dict[str, Any]]]) -> list[str]:
    """Everybody presses in a thread of their own; what each reads then."""
    turns = [teams.turn(person, verb=verb, data=data) for person, (verb, data) in presses]
    with ThreadPoolExecutor(16) as threads:
        given = threads.map(lambda turn: teams.store.run_now(lambda work: answer(turn, teams.desk(work))), turns)
        return [words(one.card) for one in given if one]


def test_fifty_presses_at_once_are_one_view_and_one_answer(polling: Teams) -> None:
    press = view_of(polling, "farid")
    read = at_once(polling, *[("farid", press)] * PRESSES)
    assert len(read) == PRESSES
    assert len(set(read)) == 1
    poll = polling.case(RR).poll
    assert poll is not None and len(poll.votes) == 1
    assert polling.store.broken_chains() == {}


def test_two_members_and_a_second_thought_at_the_same_moment(polling: Teams) -> None:
    farid, gwen = view_of(polling, "farid"), view_of(polling, "gwen", "no_further")
    at_once(polling, *[("farid", farid), ("gwen", gwen)] * 10)
    poll = polling.case(RR).poll
    assert poll is not None
    given = sorted((vote.person, str(vote.stance)) for vote in poll.votes)
    assert given == [("farid", "review"), ("gwen", "no_further")]


def test_whoever_is_taken_off_the_list_while_their_press_is_on_its_way(polling: Teams) -> None:
    press = view_of(polling, "farid")
    polling.partnership = without("farid")
    read = polling.sends("farid", *press)
    assert "Give this view" not in read and "Themes" not in read
    assert "The poll" not in polling.types("farid", RR)
    poll = polling.case(RR).poll
    assert poll is not None and poll.votes == []


def without(person: str) -> Partnership:
    """The directory as it is once somebody has left: their seat and their part are others'."""
    return replace(
        PARTNERSHIP,
        people={id: one for id, one in PARTNERSHIP.people.items() if id != person},
        seats=tuple(replace(seat, member="priya") if seat.member == person else seat for seat in PARTNERSHIP.seats),
        roles={role: frozenset(holders) - {person} for role, holders in PARTNERSHIP.roles.items()},
    )
