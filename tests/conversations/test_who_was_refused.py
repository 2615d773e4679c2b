"""Who asked for something of a case and was refused stands in its record: who, what and when, and not how often."""

from dataclasses import replace
from typing import Literal

import pytest
from story import RR, amina_asks, declares, dev_notifies, is_recused
from transcript import Teams

from dialogs import answer
from storage.audit import Link


@pytest.fixture
def asked(teams: Teams) -> Teams:
    dev_notifies(teams)
    for person in ("amina", "imran", "efua"):
        declares(teams, person, RR)
    amina_asks(teams, RR)
    return teams


def refusals(teams: Teams) -> list[Link]:
    return [link for link in teams.store.run_now(lambda work: work.chain(RR)) if link.kind == "refused"]


def test_the_scrutineer_reads_who_tried_and_what(asked: Teams) -> None:
    asked.now = asked.now.replace(hour=10)
    asked.types("zack", RR)
    asked.sends("dev", "notification.read", {"case": RR})
    said = asked.types("imran", "record")
    assert "Monday 23 November 2026, 10:00\nSomeone not in the directory was told that it could not be done" in said
    assert "Dev Patel was told that it could not be done: the notification, on a card." in said


def test_nobody_fills_the_record_by_asking_again(asked: Teams) -> None:
    for _ in range(50):
        asked.types("zack", RR)
    assert len(refusals(asked)) == 1
    asked.sends("zack", "notification.read", {"case": RR})
    asked.sends("zack", "returns.read", {"case": RR})
    asked.sends("zack", "returns.read", {"case": RR})
    assert [link.facts["what"] for link in refusals(asked)] == ["case", "notification.read", "returns.read"], (
        "each once"
    )
    asked.now = asked.now.replace(hour=asked.now.hour + 1)
    asked.types("zack", RR)
    assert len(refusals(asked)) == 4
    assert asked.store.faults_of_the_record() == []


def test_it_holds_no_word_of_what_was_typed(asked: Teams) -> None:
    asked.types("zack", f"{RR} what happened to Ivy Rook?")
    asked.sends("zack", "form.open", {"form": "Ivy Rook", "subject": f"{RR}/Ivy"})
    assert "Ivy" not in str(refusals(asked))


def test_a_case_that_there_is_not_leaves_no_trace_and_is_answered_alike(asked: Teams) -> None:
    there, not_there = asked.types("zack", RR), asked.types("zack", "RR-2026-999")
    assert there.replace(RR, "") == not_there.replace("RR-2026-999", "")
    assert asked.store.run_now(lambda work: work.chain("RR-2026-999")) == []
    assert asked.store.faults_of_the_record() == []


def test_who_is_recused_and_asks_again_is_in_it(asked: Teams) -> None:
    is_recused(asked, "ben")
    assert "recused" in asked.types("ben", RR)
    assert [(link.actor, link.facts["what"]) for link in refusals(asked)] == [("ben", "case")]


@pytest.mark.parametrize("case", ["x", "RR-2026-999", ""])
def test_no_false_field_hides_the_case_that_was_asked_for(asked: Teams, case: str) -> None:
    asked.sends("carys", "form.open", {"case": case, "form": "summary", "subject": f"{RR}/police"})
    assert [(link.actor, link.facts["what"]) for link in refusals(asked)] == [("carys", "form.open summary")]


def test_a_card_that_draws_itself_anew_is_told_apart_and_not_left_out(asked: Teams) -> None:
    """Whether it was the card or somebody who says so, only their client knows."""
    turn = replace(asked.turn("zack", verb="notification.read", data={"case": RR}), automatic=True)
    asked.store.run_now(lambda work: answer(turn, asked.desk(work)))
    said = asked.types("imran", "record")
    assert "told that it could not be done: the notification, on a card that showed itself anew." in said


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("notification.read", {"case": RR}),
        ("form.open", {"form": "decision", "subject": RR}),
        ("case.mine", {"case": RR}),
        ("", {}),
    ],
)
@pytest.mark.parametrize("kind", ["channel", "group"])
def test_who_asks_where_everybody_reads_along(
    asked: Teams, verb: str, data: dict[str, str], kind: Literal["channel", "group"]
) -> None:
    turn = asked.turn("zack", verb=verb, data=data, said="" if verb else RR)
    aloud = replace(turn, where=replace(turn.where, kind=kind, conversation="19:elsewhere@thread.tacv2"))
    asked.store.run_now(lambda work: answer(aloud, asked.desk(work)))
    assert [link.actor for link in refusals(asked)] == ["zack"]
    asked.store.run_now(lambda work: answer(replace(aloud, who=asked.turn("amina").who), asked.desk(work)))
    assert [link.actor for link in refusals(asked)] == ["zack"], "she was refused nothing"
