"""Whoever reads a part of a case that few read has it on cards that are known for it, so that they can be emptied."""

import re
from pathlib import Path

import pytest

from dialogs.emptying import _SHOWN_BY
from rapid_review.permissions import Surface

DIALOGS = Path(__file__).parents[1] / "dialogs"
ASKED = re.compile(r"Surface\.(AUDIT|BREACH|DECLARATIONS)\b")
CARDS = {
    ("record.py", Surface.AUDIT): "record",
    ("declaration/declared.py", Surface.DECLARATIONS): "declarations",
    ("trust/glass.py", Surface.AUDIT): "glass_broken",
    ("trust/containing.py", Surface.BREACH): "not_emptied",
    ("trust/breaches.py", Surface.BREACH): "breach",
    ("trust/mis_sends.py", Surface.AUDIT): "mis_send",
    ("trust/mis_sends.py", Surface.BREACH): "breach",
}
"""Where it is asked who reads such a part, and the card on which they then read it: by what is read, form or view."""


def test_each_place_that_shows_a_part_which_few_read_is_known() -> None:
    asked = {
        (path.relative_to(DIALOGS).as_posix(), Surface[part])
        for path in DIALOGS.rglob("*.py")
        for part in ASKED.findall(path.read_text(encoding="utf-8"))
    }
    assert {one for one in asked if one[0] != "emptying.py"} == {*CARDS}


@pytest.mark.parametrize("place", CARDS, ids=str)
def test_its_card_is_emptied_of_whoever_reads_the_part_no_more(place: tuple[str, Surface]) -> None:
    assert CARDS[place] in _SHOWN_BY[place[1]]
