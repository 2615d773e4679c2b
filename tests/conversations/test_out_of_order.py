"""Presses that arrive in another order than they were made, or an hour late: judged by how the case stands (R7)."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from story import ANSWERS, RR, declares, fills, goes_on_to, plain
from transcript import Teams, buttons, inputs

Press = tuple[str, dict[str, Any]]
MOVED_ON = "This has changed since that card was drawn, so nothing was saved from it."
NIL = "We hold nothing: send the nil return"


def made(teams: Teams, person: str, title: str, **typed: str) -> Press:
    """A press of the newest card that is on its way, and has not arrived."""
    card = teams.card(person)
    return teams.pressed(card, title, **{field["id"]: plain(field, typed) for field in inputs(card)})


def test_an_acknowledgement_that_arrives_after_the_answer_changes_nothing(asked: Teams) -> None:
    """Ben acknowledged on the train and answered at his desk; the desk was faster."""
    declares(asked, "ben", RR)
    asked.opens("ben", "acknowledge", f"{RR}/police")
    acknowledged = made(asked, "ben", "Send", can_meet_deadline="yes")
    asked.opens("ben", "nil_return", f"{RR}/police")
    fills(asked, "ben", NIL, {"immediate_safety_now": "no"})
    before = asked.case(RR)
    shown = asked.sends("ben", *acknowledged)
    assert "could not be done" in shown or "your agency’s answer is in" in shown.lower() or "nil return is in" in shown
    after = asked.case(RR)
    assert after.requests == before.requests
    asked.deliver()
    assert "Acknowledge" not in asked.types("ben", RR)


def test_the_papers_cannot_overtake_the_requests(filed: Teams) -> None:
    """Amina asks the agencies, then presses for the papers; the second arrives first and finds nothing to send."""
    declares(filed, "amina", RR)
    requests: Press = ("agencies.ask", {"case": RR, "agencies": "police,health"})
    papers: Press = ("papers.send", {"case": RR, "without": "They are late."})
    first = filed.sends("amina", *papers)
    assert "could not be done" in first and filed.case(RR).poll is None
    filed.sends("amina", *requests)
    assert set(filed.case(RR).requests) == {"police", "health"} and filed.case(RR).poll is None
    assert "could not be done" not in filed.sends("amina", *papers), "pressed again, it is done"
    assert filed.case(RR).poll is not None


def test_of_two_sections_the_later_one_saved_first_loses_no_word_of_either(teams: Teams) -> None:
    """From the phone section one, from the laptop section two; the laptop’s arrives first."""
    teams.types("dev", "notify")
    phone = made(teams, "dev", "Save and continue", **ANSWERS | {"imm_action_done": "Typed on the phone."})
    fills(teams, "dev", "Save and continue", ANSWERS)
    goes_on_to(teams, "dev", ANSWERS, "Who is telling us")
    fills(teams, "dev", "Save and continue", ANSWERS | {"ref_role": "Typed on the laptop."})
    shown = teams.sends("dev", *phone)
    assert MOVED_ON in shown
    assert "What you had typed: What has been done to make children safe?\nTyped on the phone." in shown
    kept = teams.store.run_now(lambda work: work.draft("dev", "notification", "new")).answers["answers"]
    assert kept["imm_action_done"] == ANSWERS["imm_action_done"]
    assert kept["ref_role"] == "Typed on the laptop."


def test_a_view_changed_on_the_way_is_the_one_that_arrived(polling: Teams) -> None:
    """Farid gives a view and thinks better of it: whichever arrives first counts, and he is told of the other."""
    polling.opens("farid", "ballot", RR)
    first = made(polling, "farid", "Give this view", option="review", reason="Themes.")
    second = made(polling, "farid", "Give this view", option="no_further", reason="I thought again.")
    polling.sends("farid", *second)
    shown = polling.sends("farid", *first)
    assert MOVED_ON in shown and "Themes." in shown
    assert [vote.stance for vote in polling.case(RR).poll.votes] == ["no_further"]


def test_an_hour_late_a_press_meets_the_case_as_it_is_by_then(polling: Teams) -> None:
    """The agencies are asked and the poll has closed: each is told so, and nothing is undone."""
    polling.opens("gwen", "ballot", RR)
    view = made(polling, "gwen", "Give this view", option="review", reason="Typed before five.")
    polling.at("Thu 2026-12-10 18:00")
    assert "The poll has closed. Your view was not changed." in polling.sends("gwen", *view)
    assert not polling.case(RR).poll.votes
    asks: Press = ("agencies.ask", {"case": RR, "agencies": "police,health"})
    assert "Choose at least one agency that has not been asked yet." in polling.sends("amina", *asks)


def _asks(teams: Teams) -> Press:
    return "agencies.ask", {"case": RR, "agencies": "police"}


def _freezes(teams: Teams) -> Press:
    teams.opens("amina", "freeze", RR)
    why = "The notification names the wrong brother."
    return made(teams, "amina", next(iter(buttons(teams.card("amina")))), freeze_why=why)


def _thaws(teams: Teams) -> Press:
    return "case.thaw", {"case": RR}


@pytest.mark.parametrize("order", list(permutations((_asks, _freezes, _thaws))))
def test_in_whatever_order_they_arrive_each_is_done_once_or_refused_with_a_reason(
    filed: Teams, order: tuple[Callable[[Teams], Press], ...]
) -> None:
    """Every order of three presses, each delivered twice: one effect at most, and whoever pressed reads which."""
    declares(filed, "amina", RR)
    on_their_way = {make: make(filed) for make in (_asks, _freezes, _thaws)}
    for make in order:
        once, again = (filed.sends("amina", *on_their_way[make]) for _ in range(2))
        assert once and again
    case = filed.case(RR)
    kinds = [link.kind for link in filed.store.run_now(lambda work: work.chain(RR))]
    assert all(kinds.count(kind) <= 1 for kind in ("agencies_asked", "case_frozen", "case_thawed"))
    thawed_last = order.index(_thaws) > order.index(_freezes)
    assert (case.frozen is None) is thawed_last
    assert set(case.requests) <= {"police"}
