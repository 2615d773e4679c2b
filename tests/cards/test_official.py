"""The checks on cards find what is wrong with a bad card and leave a good one alone."""

from copy import deepcopy

import official as checks
import pytest
from official import house_errors, official, schema_errors

GO = {
    "type": "Action.Execute",
    "title": "Send",
    "verb": "summary.send",
    "data": {"case": "RR-2026-001"},
    "fallback": {
        "type": "Action.Submit",
        "title": "Send",
        "data": {"case": "RR-2026-001", "verb": "summary.send"},
    },
}
WORDS = {"type": "TextBlock", "text": "Tell us what **your agency** knows.", "wrap": True}
TYPED = {
    "type": "RichTextBlock",
    "inlines": [{"type": "TextRun", "text": "**Not bold** [no link](https://example.org)"}],
}
BOX = {"type": "Input.Text", "id": "summary", "label": "Your summary", "errorMessage": "Enter your summary."}
PICK = {
    "type": "Input.ChoiceSet",
    "id": "known",
    "label": "Was the child known to you?",
    "errorMessage": "Choose an answer.",
    "style": "expanded",
    "choices": [{"title": "Yes", "value": "yes"}, {"title": "No", "value": "no"}],
}
PEOPLE = {
    **PICK,
    "id": "deputy",
    "label": "Your deputy",
    "style": "compact",
    "choices": [],
    "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
}


def card(*body, actions=(GO,), **more):
    return deepcopy(
        {
            "type": "AdaptiveCard",
            "version": "1.5",
            "body": [WORDS, *body],
            "actions": list(actions),
            **more,
        }
    )


GOOD = card(
    TYPED,
    BOX,
    PICK,
    PEOPLE,
    {"type": "Container", "items": [{"type": "ActionSet", "actions": [GO]}]},
    lang="en",
    refresh={"action": {"type": "Action.Execute", "verb": "case", "data": {}}, "userIds": ["29:ben"]},
    msteams={"width": "Full"},
)


def without(part, key):
    return {name: value for name, value in part.items() if name != key}


def numbered(count):
    return [{"title": f"Agency {n}", "value": str(n)} for n in range(count)]


BREAKS_A_HOUSE_RULE = {
    "too big": (card({**WORDS, "text": "x" * 25_000}), "fewer than 25,000"),
    "too big in bytes, not in letters": (card({**WORDS, "text": "é" * 13_000}), "fewer than 25,000"),
    "another version": (card(version="1.6"), 'version "1.5"'),
    "no words first": (card(body=[BOX]), "must begin with words"),
    "nothing at all": (card(body=[]), "must begin with words"),
    "words that say nothing": (card(body=[{**WORDS, "text": " "}]), "must begin with words"),
    "an input without a label": (card(without(BOX, "label")), "“summary” has no label"),
    "an input with an empty label": (card({**BOX, "label": " "}), "“summary” has no label"),
    "an input without an error": (card(without(BOX, "errorMessage")), "“summary” has no errorMessage"),
    "an input inside a box": (
        card({"type": "Container", "items": [without(BOX, "label")]}),
        "“summary” has no label",
    ),
    "an input without an id": (card(without(BOX, "id")), "has no id"),
    "seven buttons": (card(actions=[GO] * 7), "7 buttons"),
    "seven buttons in the middle": (card({"type": "ActionSet", "actions": [GO] * 7}), "7 buttons"),
    "a button without a title": (card(actions=[without(GO, "title")]), "has no title"),
    "a button without a verb": (card(actions=[without(GO, "verb")]), "has no verb"),
    "a button without a fallback": (card(actions=[without(GO, "fallback")]), "no fallback"),
    "a button dropped by old clients": (card(actions=[{**GO, "fallback": "drop"}]), "no fallback"),
    "a fallback that forgets the verb": (
        card(actions=[{**GO, "fallback": {**GO["fallback"], "data": GO["data"]}}]),
        "differ",
    ),
    "a fallback about another case": (card(actions=[{**GO, "data": {"case": "RR-2026-002"}}]), "differ"),
    "words that are cut off": (card({**WORDS, "wrap": False}), "must have wrap"),
    "no choice": (card({**PICK, "choices": []}), "offers no choice"),
    "two choices alike": (card({**PICK, "choices": PICK["choices"] * 2}), "two choices with one value"),
    "eleven choices at once": (card({**PICK, "choices": numbered(11)}), "make it compact"),
}


def test_a_good_card_breaks_no_house_rule():
    assert house_errors(GOOD) == []


@pytest.mark.parametrize(("bad", "said"), BREAKS_A_HOUSE_RULE.values(), ids=BREAKS_A_HOUSE_RULE)
def test_each_house_rule_finds_a_card_that_breaks_it(bad, said):
    assert any(said in error for error in house_errors(bad)), house_errors(bad)


@pytest.mark.parametrize(
    "fine",
    [
        {**PICK, "choices": numbered(10)},
        {**PICK, "style": "compact", "choices": numbered(40)},
        {**PICK, "isMultiSelect": True, "choices": numbered(11)},
        {"type": "ActionSet", "actions": [GO] * 6},
    ],
)
def test_what_lies_just_inside_a_rule_is_fine(fine):
    assert house_errors(card(fine)) == []


MISTAKES = {
    "unknown element": card({"type": "TextBlok", "text": "Hello"}),
    "unknown action": card(actions=[{"type": "Action.Exec", "title": "Send"}]),
    "unknown colour": card({**WORDS, "color": "purple"}),
    "a language with its country": card(lang="en-GB"),
    "two inputs with one id": card(BOX, BOX),
    "required without a label": card({**without(BOX, "label"), "isRequired": True}),
    "required without an error": card({**without(BOX, "errorMessage"), "isRequired": True}),
}


@pytest.fixture(scope="module")
def seen():
    return official({"good": GOOD, "six": card(actions=[GO] * 6), **MISTAKES})


def test_the_official_library_has_no_objection_to_a_good_card(seen):
    assert seen["good"].events == ()


def test_a_card_is_judged_the_same_whichever_cards_came_before():
    assert {result.events for result in official({str(n): GOOD for n in range(4)}).values()} == {()}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_official_library_objects_to_a_bad_card(seen, name):
    assert seen[name].events


def test_a_card_is_drawn_with_all_that_a_person_reads(seen):
    for words in ("Tell us what", "Your summary", "Was the child known to you?", "Yes", "Your deputy", "Send"):
        assert words in seen["good"].text.split("\n"), words


def test_our_words_are_markdown_and_typed_words_are_not(seen):
    assert "<strong>your agency</strong>" in seen["good"].html
    assert "**Not bold** [no link](https://example.org)" in seen["good"].text
    assert "<a " not in seen["good"].html


def test_six_buttons_are_all_drawn(seen):
    assert seen["six"].html.count("<button") == 6


def test_no_cards_give_no_results():
    assert official({}) == {}


def test_a_card_that_cannot_be_drawn_says_so_and_leaves_the_others_alone():
    results = official({"broken": None, "good": GOOD})
    assert results["broken"].events[0].startswith("Thrown: ")
    assert results["good"].events == ()


def test_a_machine_without_node_is_told_so(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RuntimeError, match=r"Node\.js 20 or later is needed"):
        official({"good": GOOD})


def test_a_clone_without_the_npm_packages_is_told_what_to_run(monkeypatch, tmp_path):
    script = tmp_path / "check.mjs"
    script.write_bytes(checks.CHECK.read_bytes())
    monkeypatch.setattr(checks, "CHECK", script)
    with pytest.raises(RuntimeError, match="Run make test, or npm ci, first"):
        official({"good": GOOD})


needs_schema = pytest.mark.skipif(not checks.SCHEMA.is_file(), reason="The card schema is not beside this repository.")


@needs_schema
def test_the_schema_has_no_objection_to_a_good_card():
    assert schema_errors(GOOD) == []


@needs_schema
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (card({**WORDS, "wrapp": True}), "$.body[1]: Additional properties are not allowed ('wrapp' was unexpected)"),
        (card({**WORDS, "color": "purple"}), "$.body[1].color: 'purple' is not valid"),
        (card({"type": "TextBlok", "text": "Hello"}), "$.body[1]: {'type': 'TextBlok'"),
        (card({"type": "Container", "items": [without(BOX, "id")]}), "$.body[1].items[0]: 'id' is a required property"),
        (card(actions=[{**GO, "verbs": "x"}]), "$.actions[0]: Additional properties are not allowed ('verbs'"),
    ],
)
def test_the_schema_says_what_is_wrong_and_where(bad, said):
    assert any(error.startswith(said) for error in schema_errors(bad)), schema_errors(bad)


def test_where_the_schema_is_not_there_nothing_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "SCHEMA", tmp_path / "none.json")
    assert schema_errors(card({"type": "TextBlok"})) is None
