"""Rules that hold for every card that can be drawn, whoever typed whatever."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from cast import PARTNERSHIP
from gallery import Gallery
from hostile import CANARY, every_form
from official import BIGGEST, Result, house_errors, schema_errors
from transcript import inputs

from cards.elements import Card
from dialogs.forms import FILLINGS
from dialogs.session import Pressed
from dialogs.verbs import DIALOGS
from rapid_review.tasks import TaskKind

pytestmark = pytest.mark.gallery

TYPED_MAY_BE = {("TextRun", "text"), ("Input.Text", "value"), ("Input.Date", "value"), ("Input.ChoiceSet", "value")}
NAMES = [name for person in PARTNERSHIP.people.values() for name in person.name.split()] + ["Ivy", "Rook", CANARY]


def test_the_gallery_holds_every_kind_of_card(gallery: Gallery) -> None:
    """Otherwise what follows would prove nothing about the missing ones."""
    verbs = {action["verb"] for card in gallery.cards.values() for action in executes(card)}
    assert verbs == set(DIALOGS) - {"hello"}
    tasks = {
        str(action["data"].get("task", "")).partition("/")[0] for c in gallery.cards.values() for action in executes(c)
    }
    assert set(TaskKind) - tasks == set()
    assert set(every_form()) == set(FILLINGS)


def test_every_card_keeps_the_house_rules(gallery: Gallery) -> None:
    assert broken(gallery, house_errors) == {}


def test_every_card_has_the_schemas_shape(gallery: Gallery) -> None:
    cards = gallery.one_of_each_part().items()
    assert {name: errors for name, card in cards if (errors := schema_errors(card))} == {}


def test_the_official_library_draws_every_card_without_complaint(drawn: dict[str, Result]) -> None:
    assert {name: result.events for name, result in drawn.items() if result.events} == {}
    assert [name for name, result in drawn.items() if not result.text.strip()] == []


def test_nothing_typed_becomes_a_link_or_a_tag(drawn: dict[str, Result]) -> None:
    assert any(CANARY in result.text for result in drawn.values())
    marks = ("<a ", "<b>", "<at>", "<code>", "<strong>")
    assert {name: mark for name, result in drawn.items() for mark in marks if mark in result.html} == {}


def test_every_card_fits_a_message(gallery: Gallery) -> None:
    sizes = {name: size for name, card in gallery.cards.items() if (size := weight(card)) >= BIGGEST}
    assert sizes == {}


def test_every_button_has_a_dialog(gallery: Gallery) -> None:
    unknown = {(action["verb"], name) for name, card in gallery.cards.items() for action in executes(card)}
    assert {(verb, name) for verb, name in unknown if verb not in DIALOGS} == set()


def test_no_button_carries_a_key_that_is_also_a_field(gallery: Gallery) -> None:
    """Teams puts both in one bag, where the button's would win and what was typed would be lost."""
    fields = {name: {field["id"] for field in inputs(card)} for name, card in gallery.cards.items()}
    carried = {name: {key for act in executes(card) for key in act["data"]} for name, card in gallery.cards.items()}
    assert {name: both for name in fields if (both := fields[name] & carried[name])} == {}
    assert set().union(*fields.values()) & set(Pressed.model_fields) <= {"picked"}


def test_typed_words_stay_where_nothing_is_read_as_markdown(gallery: Gallery) -> None:
    strays = {(where, name) for name, card in gallery.cards.items() for where, text in strings(card) if CANARY in text}
    assert {(where, name) for where, name in strays if where not in TYPED_MAY_BE} == set()


def test_what_stands_for_a_card_names_nobody(gallery: Gallery) -> None:
    """Toasts, lists and lock screens show these lines to whoever looks over a shoulder."""
    lines = gallery.summaries | {card[key] for card in gallery.cards.values() for key in ("fallbackText", "speak")}
    assert {(name, line) for line in lines for name in NAMES if name in line} == set()
    assert all(lines)


def test_a_channel_learns_no_name_and_nothing_typed(gallery: Gallery) -> None:
    posted = "\n".join(json.dumps(card, ensure_ascii=False) for card in gallery.public)
    assert posted
    assert [name for name in NAMES if name in posted] == []


# -- Reading a card ------------------------------------------------------------------------------------------------


def broken(gallery: Gallery, rule: Any) -> dict[str, list[str]]:
    return {name: errors for name, card in gallery.cards.items() if (errors := rule(card))}


def weight(card: Card) -> int:
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())


def executes(part: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, Mapping):
        if part.get("type") == "Action.Execute":
            yield part
        for child in part.values():
            yield from executes(child)
    elif isinstance(part, list):
        for child in part:
            yield from executes(child)


def strings(part: Any, kind: str = "", key: str = "") -> Iterator[tuple[tuple[str, str], str]]:
    """Every string of a card with the type it is in and the key it is under."""
    if isinstance(part, str):
        yield (kind, key), part
    elif isinstance(part, Mapping):
        for name, child in part.items():
            yield from strings(child, str(part.get("type", key)), name)
    elif isinstance(part, list):
        for child in part:
            yield from strings(child, kind, key)
