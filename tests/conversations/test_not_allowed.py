"""What is not allowed is in the log, by a word of ours and its kind; and nothing typed is in the record as what was
asked for (G17)."""

import logging

import pytest
from story import RR, is_recused
from transcript import Teams

from bot.logging import Discreet
from dialogs import conversation
from dialogs.verbs import BESIDE, DIALOGS, TYPED

CANARY = "Tommy Canary of 4 Mill Lane"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> "Logged":
    caplog.set_level(logging.INFO)
    return Logged(caplog)


class Logged:
    """The lines as they are written, without when and for what."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog

    def said(self) -> list[str]:
        """What was said since this was last asked."""
        lines = [Discreet("plain").format(record).split("  ")[-1] for record in self._caplog.records]
        self._caplog.clear()
        return [line.removeprefix("turn not allowed ") for line in lines if line.startswith("turn not allowed ")]


def test_a_case_that_is_not_theirs(declared: Teams, logged: Logged) -> None:
    assert "There is no case here that you can open." in declared.types("zack", RR)
    assert logged.said() == ["verb=case code=NotYours"]
    assert "There is no case here that you can open." in declared.sends("zack", "returns.read", {"case": RR})
    assert logged.said() == ["verb=returns.read code=NotYours"]


def test_a_step_that_is_not_theirs(declared: Teams, logged: Logged) -> None:
    declared.sends("ben", "case.close", {"case": RR})
    declared.sends("amina", "case.close", {"case": RR})
    declared.sends("ben", "form.open", {"form": "criteria", "subject": RR})
    assert logged.said() == [
        *("verb=case.close code=NotYours", "verb=case.close code=Refusal", "verb=form.open.criteria code=NotYours"),
    ]


def test_what_does_not_fit_a_card_and_a_button_that_no_card_has(declared: Teams, logged: Logged) -> None:
    declared.sends("ben", "form.save", {"form": ["declare"], "subject": {"case": RR}})
    declared.sends("ben", "case.open_all", {"case": RR})
    declared.sends("ben", CANARY, {"case": CANARY, "form": CANARY})
    declared.types("ben", f"What about {CANARY}?")
    first, *others = logged.said()
    assert first.startswith("verb=form.save code=")
    assert others == ["verb=other code=KeyError"] * 2


def test_whoever_is_recused(declared: Teams, logged: Logged) -> None:
    is_recused(declared, "gwen")
    logged.said()
    declared.types("gwen", RR)
    assert logged.said() == ["verb=case code=Recused"]


def test_what_is_allowed_is_not_logged(declared: Teams, logged: Logged) -> None:
    declared.types("imran", "record")
    declared.types("zack", "my cases")
    declared.types("zack", "help")
    assert logged.said() == []


# -- In the record

OURS = {*DIALOGS, *TYPED, *BESIDE, "case", "help", "files", "other"}


TYPINGS = (
    *(*TYPED, RR, f"keeping {RR}", f"Legal hold {RR}?", "", " ", CANARY, f"help {CANARY}", f"{RR} {CANARY}"),
    *(f"what of {CANARY} in {RR}?", f"keeping {RR} {CANARY}", f"{RR} RR-2026-999 {CANARY}", f"keeping\n{CANARY}"),
)


def test_what_was_typed_is_known_by_a_word_of_ours(teams: Teams) -> None:
    words = {said: conversation._asked(teams.turn("imran", said=said))[1] for said in TYPINGS}
    assert set(words.values()) <= OURS
    assert (words[RR], words[f"keeping {RR}"], words[f"{RR} {CANARY}"], words[CANARY]) == (
        *("case", "keeping", "case", "other"),
    )


def test_so_is_what_was_pressed(teams: Teams) -> None:
    forged: tuple[object, ...] = ("declare", CANARY, ["declare"], None, {"form": CANARY})
    for verb in (*DIALOGS, CANARY, "form.", "form.open x"):
        for form in forged:
            turn = teams.turn("imran", verb=verb, data={"form": form, "case": CANARY})
            known, _, of = conversation._asked(turn)[1].partition(" ")
            assert known in OURS
            assert of == ("declare" if form == "declare" and known.startswith("form.") else "")


def test_in_the_record_stands_nothing_else(declared: Teams) -> None:
    for person in ("imran", "dev", "ben", "zack"):
        for said in (f"keeping {RR}", f"{RR} {CANARY}", "my tasks", CANARY, f"record {CANARY}"):
            declared.types(person, said)
        for verb in (CANARY, "case", "form.open", "form.save"):
            declared.sends(person, verb, {"form": CANARY, "subject": CANARY, "case": RR})
    chains = [RR, *(f"lists/{person}" for person in ("imran", "dev", "ben", "zack"))]
    links = [link for of in chains for link in declared.store.run_now(lambda work, of=of: work.chain(of))]
    assert {"my tasks", "overview"} <= {link.facts.get("what") for link in links}
    assert not any(word in str(link).lower() for link in links for word in ("canary", "mill lane"))
