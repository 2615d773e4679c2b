"""Whatever the record holds in codes is shown in words: every view, form, verb, typed word and happening there is."""

import re
from itertools import chain
from pathlib import Path

import pytest

from cards.record_words import FORMS, HAPPENED, SHOWN, happened, part
from dialogs.forms import FILLINGS
from dialogs.verbs import BESIDE, DIALOGS, TYPED
from dialogs.views import VIEWS
from rapid_review.events import Happening
from rapid_review.permissions import Surface

HOUSE = Path(__file__).parents[1]
SOURCES = "".join(path.read_text() for room in ("dialogs", "bot") for path in sorted((HOUSE / room).rglob("*.py")))
DRAWN = (HOUSE / "dialogs/views.py").read_text()
BY_THEMSELVES = {*re.findall(r'message\.view == "(\w+)"', DRAWN), "seal", "files", "other"}
READ = {code for line in re.findall(r"(?:log_read|let_out)\(.*", SOURCES) for code in re.findall(r' "([\w ]+)"', line)}
UNSEEN = {Surface.AUDIT}
"""A part that is read under another word: `record`."""


@pytest.mark.parametrize(
    "code", sorted({*DIALOGS, *TYPED, *BESIDE, *VIEWS, *BY_THEMSELVES, *READ, *(Surface), *SHOWN} - UNSEEN)
)
def test_what_was_shown_has_words(code: str) -> None:
    assert code in SHOWN
    assert_words(part(code))


def test_the_sources_were_searched() -> None:
    assert {"private", "digest", "disposed"} < BY_THEMSELVES
    assert {"overview", "chase_agency", "query", "own_declaration", "the whole case"} < READ


@pytest.mark.parametrize("form", sorted(FILLINGS))
def test_a_form_goes_by_its_heading(form: str) -> None:
    assert part(f"form.open {form}") == f"the form “{FORMS[form]}”"
    assert_words(FORMS[form])
    assert set(FORMS) == set(FILLINGS)


@pytest.mark.parametrize("kind", sorted(Happening))
def test_what_happened_has_words(kind: str) -> None:
    assert_words(happened(kind))


def test_no_words_are_left_over() -> None:
    assert set(HAPPENED) <= {*Happening, "disposed"}


def assert_words(said: str) -> None:
    """No code, and no id: each is more than one word, or an everyday one."""
    assert said and not set("_./") & set(said)
    assert " " in said or said in EVERYDAY


EVERYDAY = {"figures", "sent", "reconsidered", *chain(FORMS.values())}
