"""Nothing but `Open` reaches a toast, a channel or a file name, and nothing that might name somebody becomes `Open`."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from test_house import PRODUCT, calls

from cards.elements import card, kept_fresh, typed
from cards.open_card import for_everybody, open_card
from dialogs.turn import Answer
from dialogs.views import draw
from rapid_review.openly import Open, case_reference, of_case, office, openly
from storage.messages import Message

HOME = "rapid_review/openly.py"
WORDS_AT = {"openly": 0, "of_case": 1}
CONVERTED = {
    "MILESTONE_WORDS[milestone]",
    "MILESTONE_WORDS[which]",
    "NOTICE_TITLES[notice]",
    "TASK_WORDS[task.kind]",
    "_count(len(files))",
    "clock_words(due.at)",
    "clock_words(due.at) if due else ''",
    "clock_words(task.due)",
    "clock_words(to)",
    "ending",
    "in_words(until)",
    "kind.replace('_', ' ')",
    "made.title",
    "pack.title",
    "row.summary",
    "shown(seal)",
    "self.form.title",
}
"""Everything that is taken for ours by its place alone: tables and titles of ours, moments, and what was kept as open.

Before you add to it: can anybody's name, or anything that somebody typed, ever be in there?
"""
OFFICES = {"known.name if known else agency", "partnership.name", "partnership.short_name", "case.policy.board_name"}
"""Names that the partnership's administrator wrote in its file: of agencies and boards, never of a person."""


def called(name: str) -> Iterator[tuple[str, ast.Call]]:
    for file in PRODUCT:
        for call in calls(file):
            if isinstance(call.func, ast.Name) and call.func.id == name and file != HOME:
                yield file, call


@pytest.mark.parametrize("name", WORDS_AT)
def test_open_words_are_written_out_where_they_are_said(name: str) -> None:
    odd = [
        f"{file}:{call.lineno}"
        for file, call in called(name)
        if not isinstance(call.args[WORDS_AT[name]], ast.Constant)
    ]
    assert odd == [], "words built here could hold a name: write them out, and give the facts beside them"


def test_nobody_else_makes_open_words() -> None:
    assert [file for file, _ in called("Open")] == []


@pytest.mark.parametrize(("name", "known"), [("ours", CONVERTED), ("office", OFFICES)])
def test_each_conversion_is_one_that_was_thought_over(name: str, known: set[str]) -> None:
    assert {ast.unparse(call.args[0]) for _, call in called(name)} == known


@pytest.mark.parametrize("name", ["Ben Harper", "=1+1", "Housing\nBen"])
def test_a_plain_word_is_not_said_openly(name: str) -> None:
    with pytest.raises(ValueError, match="may be said openly"):
        openly("{} has answered", cast(Any, name))


@pytest.mark.parametrize("text", ["Ben Harper", "RR-2026-001 Ben", "rr-2026-001", "", "RR-2026-001\n"])
def test_a_reference_is_a_whole_reference_and_is_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"^A case reference is wanted, and nothing else\.$"):
        case_reference(text)


def test_what_is_joined_to_open_words_is_open_no_more() -> None:
    said = of_case("RR-2026-001", "{} of {} by {}", 3, 6, date(2026, 1, 14))
    assert said == "RR-2026-001: 3 of 6 by 2026-01-14"
    assert isinstance(said, Open)
    assert not isinstance(said + " Ben Harper", Open)
    assert not isinstance(f"{said} Ben Harper", Open)
    assert not isinstance(said.replace("3", "Ben Harper"), Open)


def test_an_office_has_a_name_of_one_line() -> None:
    with pytest.raises(ValueError, match="one line"):
        office("Housing\r\nBcc: somebody")


def test_no_toast_without_open_words() -> None:
    with pytest.raises(TypeError, match="openly"):
        Answer({}, cast(Any, "Ben Harper has answered"))


def test_a_card_for_a_channel_is_open_and_stays_so() -> None:
    summary = openly("Rapid Review is here")
    whole = open_card(summary, summary=summary)
    assert for_everybody(kept_fresh(whole, "case.mine", {})) == kept_fresh(whole, "case.mine", {})
    with pytest.raises(TypeError, match="open_card"):
        for_everybody(card([typed("Ben Harper said")], summary=summary))


def test_a_card_for_one_person_is_not_sent_to_a_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    summary = openly("A task")
    message = Message("k", "team", "channel", "status", datetime(2026, 1, 14, 9, tzinfo=UTC), case="RR-2026-001")
    private = Answer(card([typed("Ben Harper said")], summary=summary), summary)
    monkeypatch.setattr("dialogs.views._drawn", lambda message, desk: private)
    with pytest.raises(TypeError, match="open_card"):
        draw(message, cast(Any, None))
