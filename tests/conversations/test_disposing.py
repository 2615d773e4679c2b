"""Disposal by command: shown first, then by two people with a reason; a certificate stays, and cards are emptied."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import whereabouts
from cast import PARTNERSHIP, london
from story import RR, declares, dev_notifies
from transcript import Teams, words

from bot import disposing, holding
from bot.disposing import Order
from bot.holding import Said
from rapid_review.declaration.declarations import Ruled, Ruling
from rapid_review.errors import NotYours, Refusal
from rapid_review.keeping.retention import Retention
from rapid_review.stages import Stage
from storage.files import Folder

TEN = replace(PARTNERSHIP, retention=Retention(case_years=10))
WHY = "Ten years have passed, and nobody asked to keep it."
ORDER = Order(RR, "amina", "efua", WHY)


class Clock:
    """Ten years and a day later."""

    def now(self) -> datetime:
        return london("Tue 2036-11-25 10:00")


@pytest.fixture
def closed(teams: Teams, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Teams]:
    monkeypatch.setattr("bot.disposing.SystemClock", Clock)
    teams.files = Folder(tmp_path / "files")
    dev_notifies(teams)
    for person in ("amina", "efua"):
        declares(teams, person, RR)
    teams.attaches("amina", "Ivy Rook.pdf", said=RR)

    def close(work: Any) -> None:
        case = work.case(RR)
        case.stage, case.closed_at = Stage.CLOSED, teams.now
        case.keep_another_year(by=PARTNERSHIP.standing("amina"), now=teams.now)

    teams.store.run_now(close)
    teams.deliver()
    return teams


def dispose(teams: Teams, order: Order = ORDER) -> None:
    disposing.dispose(teams.store, TEN, teams.files, order)


def holds(teams: Teams, *, lift: bool = False) -> None:
    def act(work: Any) -> None:
        do = work.case(RR).lift_hold if lift else work.case(RR).put_on_hold
        do(by=PARTNERSHIP.standing("efua"), revision=1, now=teams.now)

    teams.store.run_now(act)


def test_without_more_it_says_what_would_go_and_changes_nothing(closed: Teams) -> None:
    said = disposing.plan(closed.store, TEN, RR)
    assert said.startswith(f"This would go with {RR}:\n     1  Files\n")
    assert "It may be disposed of. Nothing was changed" in said
    assert "sets no period for cases" in disposing.plan(closed.store, PARTNERSHIP, RR)
    assert closed.types("amina", RR).startswith(RR)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (replace(ORDER, second=""), "Two people have to be named"),
        (replace(ORDER, second="amina"), "somebody else than “amina”"),
        (replace(ORDER, second="ben"), "Two different people"),
        (replace(ORDER, by="command line"), "Nobody in the partnership’s file has the id or short name “command line”"),
        (replace(ORDER, reason=" "), "Say why"),
        (
            replace(ORDER, reason="Ivy Rook would be of age."),
            "must name nobody. Say for example: “Child A would be of age.”",
        ),
        (replace(ORDER, reason="As Kelly Marsh asked."), "May be names: Kelly Marsh. Say it without them"),
    ],
)
def test_it_takes_two_people_and_a_reason(closed: Teams, order: Order, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        dispose(closed, order)
    assert closed.case(RR).closed_at


def test_a_hold_an_open_case_and_a_period_that_runs_stop_it(closed: Teams) -> None:
    holds(closed)
    with pytest.raises(Refusal, match="is on legal hold"):
        dispose(closed)
    holds(closed, lift=True)
    longer = replace(PARTNERSHIP, retention=Retention(case_years=25))
    with pytest.raises(Refusal, match="is kept until Thursday 23 November 2051"):
        disposing.dispose(closed.store, longer, closed.files, ORDER)
    with pytest.raises(Refusal, match="sets no period"):
        disposing.dispose(closed.store, PARTNERSHIP, closed.files, ORDER)
    dev_notifies(closed)
    with pytest.raises(Refusal, match="is open"):
        dispose(closed, replace(ORDER, reference="RR-2026-002"))
    with pytest.raises(NotYours):
        dispose(closed, replace(ORDER, reference="RR-2026-009"))


def known_cards(teams: Teams) -> set[tuple[str, str]]:
    """Every message that the bot knows to be of the case: whose chat it is in, and what Teams calls it."""
    rows = whereabouts.found(
        teams.store._engine, """SELECT "to", remote_id FROM posted WHERE slot LIKE 'RR-2026-001:%'"""
    )
    return {(row[0], row[1]) for row in rows}


def test_nobody_can_open_it_any_more_and_the_cards_are_emptied(closed: Teams, tmp_path: Path) -> None:
    standing = known_cards(closed)
    assert {to for to, _ in standing} >= {"amina", "efua", "team"} and [*(tmp_path / "files").iterdir()]
    dispose(closed)
    assert [*(tmp_path / "files").iterdir()] == []
    assert "There is no case here that you can open." in closed.types("amina", RR)
    closed.now = Clock().now()
    closed.deliver()
    for to, id in standing:
        assert f"{RR}: this case has been disposed of" in str(closed.chats[to][closed.messages[(id, to)]]), (to, id)
    assert closed.store.run_now(lambda work: work.forget_disposed_cards()) >= len(standing)
    dispose(closed)
    assert "has been disposed of already" in disposing.plan(closed.store, TEN, RR)


def test_no_message_is_left_that_shows_something_of_it(closed: Teams) -> None:
    """Reminders whose slot a later one took, cards without a slot, posts in the channel, and what was typed for."""
    for said in (RR, "board", "record", "my cases", f"keeping {RR}"):
        closed.types("amina", said)
    closed.at("Tue 2026-11-24 09:01")
    there = {person for person, cards in closed.chats.items() for card in cards if RR in words(card)}
    assert there >= {"amina", "dev", "efua", "team"}
    dispose(closed)
    closed.now = Clock().now()
    closed.deliver()
    told = "done by command"  # Of that very disposal.
    left = [words(card) for cards in closed.chats.values() for card in cards if RR in words(card)]
    assert [one for one in left if "has been disposed of" not in one and told not in one] == []
    text = disposing.certified(closed.store, TEN, RR, "txt").decode()
    assert "Cards in Teams still to be emptied: 0" in text
    assert "reminders of several cases stay" in " ".join(text.split())


def test_the_certificate_says_all_of_it_and_can_be_made_again(closed: Teams) -> None:
    with pytest.raises(Refusal, match="has not been disposed of"):
        disposing.certified(closed.store, TEN, RR, "txt")
    dispose(closed)
    text = disposing.certified(closed.store, TEN, RR, "txt").decode()
    assert disposing.certified(closed.store, TEN, RR, "txt").decode() == text
    stone = closed.store.run_now(lambda work: work.tombstone(RR))
    for said in ("Amina Yusuf", "Efua Mensah", WHY, stone.digest, stone.chain, "Tuesday 25 November 2036, 10:00"):
        assert said in text
    assert "Microsoft Purview" in text
    said = " ".join(text.split())  # Nothing is promised of copies that the bot does not keep itself.
    assert "the bot deletes 35 days after they were made, as long as it goes on making new ones there" in said
    assert "Of every other copy (a backup that was put elsewhere" in said and "ask whoever keeps it" in said
    assert "Ivy" not in text and "Rook" not in text
    assert disposing.certified(closed.store, TEN, RR, "html").startswith(b"<!")


def test_a_disposal_cut_short_is_finished_by_asking_again(closed: Teams, tmp_path: Path) -> None:
    """K8: without the folder it stops in the middle, and says so; nobody has to agree twice."""
    with pytest.raises(Refusal, match="Set RR_FILES"):
        disposing.dispose(closed.store, TEN, None, ORDER)
    with pytest.raises(Refusal, match="was cut short"):
        disposing.certified(closed.store, TEN, RR, "txt")
    assert [*(tmp_path / "files").iterdir()]
    dispose(closed, replace(ORDER, by="", second="", reason=""))
    assert [*(tmp_path / "files").iterdir()] == []
    assert b"Efua Mensah" in disposing.certified(closed.store, TEN, RR, "txt")


def test_those_in_whose_name_it_was_done_and_the_chair_are_told_at_once(closed: Teams) -> None:
    """T17: an id typed on the machine proves nothing, so whoever it names can say that it was not so."""
    dispose(closed, replace(ORDER, second="amina", by="efua"))
    closed.now = Clock().now()
    closed.deliver()
    for person in ("amina", "efua"):
        assert f"{RR}: done by command in your name" in closed.sees(person)
        assert "in the name of Efua Mensah and Amina Yusuf" in closed.sees(person)
        assert f"{RR}: done by command in your name" in closed.summaries[person]


def test_a_hold_by_command_wants_a_reason_and_is_told_to_the_chair_too(closed: Teams) -> None:
    for said in (Said("amina", " ", "Counsel"), Said("amina", "An inquiry.", "")):
        with pytest.raises(Refusal, match="Say why"):
            holding.hold(closed.store, TEN, RR, said, lift=False)
    assert closed.case(RR).hold is None
    holding.hold(closed.store, TEN, RR, Said("amina", "An inquiry.", "Counsel"), lift=False)
    assert closed.case(RR).hold
    *_, held = [link for link in closed.store.run_now(lambda work: work.chain(RR)) if link.kind == "put_on_hold"]
    assert held.facts["surface"] == "command", "Amina’s id was typed: it was not she who is known to have done it"
    closed.now = Clock().now()
    closed.deliver()
    assert f"{RR}: done by command\n" in closed.sees("efua") and "in the name of Amina Yusuf" in closed.sees("efua")
    assert f"{RR}: done by command in your name" in closed.sees("amina")
    holding.hold(closed.store, TEN, RR, Said("efua", "It has reported.", "Counsel"), lift=True)
    assert closed.case(RR).hold is None


def test_nothing_is_done_in_the_name_of_somebody_recused_or_without_a_part(closed: Teams) -> None:
    def recuse(work: Any) -> None:
        case = work.case(RR)
        ruled = Ruled(Ruling.RECUSE, "kofi", closed.now, 1)
        case.declarations["efua"] = replace(case.declarations["efua"], ruled=ruled)
        case.keep_another_year(by=PARTNERSHIP.standing("amina"), now=closed.now + timedelta(days=2))

    closed.store.run_now(recuse)
    with pytest.raises(Refusal, match=f"efua is recused from {RR}"):
        dispose(closed)
    with pytest.raises(Refusal, match=f"efua is recused from {RR}"):
        holding.hold(closed.store, TEN, RR, Said("efua", "x", "y"), lift=False)
    with pytest.raises(Refusal, match="ben is neither the chair nor of the Partnership Team"):
        holding.hold(closed.store, TEN, RR, Said("ben", "x", "y"), lift=False)
