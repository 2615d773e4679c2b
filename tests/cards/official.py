"""What others say of a card: the official JavaScript library and Microsoft's schema. And our own rules for one."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator, ValidationError

Card = Mapping[str, Any]
Part = Mapping[str, Any]

ROOT = Path(__file__).parents[2]
CHECK = Path(__file__).parent / "js" / "check.mjs"
SCHEMA = ROOT.parent / "shared" / "schemas" / "adaptive-card-1.5.json"
TEAMS_ONLY = ("msteams", "choices.data")
"""What Teams understands beyond schema 1.5, such as full width and the people picker."""
BIGGEST = 25_000
"""Bytes of UTF-8 JSON: well under what Teams takes, so that a message with the card in it fits too."""
MOST_ACTIONS = 6
MOST_IN_VIEW = 10
"""Choices of which one can be picked that may all be on view; more belong in a drop-down."""


@dataclass(frozen=True)
class Result:
    """What the official library made of a card: what it objects to, the HTML it drew, and the words in it."""

    events: tuple[str, ...]
    html: str
    text: str


def official(cards: Mapping[str, Card]) -> dict[str, Result]:
    """Parse and draw all these cards, in one process. RuntimeError if Node.js or the npm packages are not there."""
    node = shutil.which("node")
    if node is None:
        raise RuntimeError("Node.js 20 or later is needed to check cards: install it, then run make test.")
    source = json.dumps({name: without_teams_only(card) for name, card in cards.items()})
    done = subprocess.run([node, CHECK], input=source, capture_output=True, text=True, encoding="utf-8", timeout=120)
    if done.returncode:
        raise RuntimeError(f"Cards could not be checked. Run make test, or npm ci, first.\n{done.stderr}")
    answers = json.loads(done.stdout)
    return {name: Result(tuple(a["events"]), a["html"], a["text"]) for name, a in answers.items()}


def schema_errors(card: Card) -> list[str] | None:
    """What Microsoft's schema 1.5 objects to; None where the schema is not beside this repository."""
    if not SCHEMA.is_file():
        return None
    errors = _validator().iter_errors(without_teams_only(card))
    return [f"{cause.json_path}: {cause.message[:300]}" for error in errors for cause in _causes(error)]


@cache
def _validator() -> Draft6Validator:
    return Draft6Validator(json.loads(SCHEMA.read_text("utf-8")))


def _causes(error: ValidationError) -> Iterator[ValidationError]:
    """What is wrong itself, not "valid under none of 18 schemas": found in the schema of the part's own type."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [branch for branch in branches.values() if not any(_of_another_type(inner) for inner in branch)]
    if len(meant) != 1:
        yield error
    else:
        for inner in meant[0]:
            yield from _causes(inner)


def _of_another_type(error: ValidationError) -> bool:
    return error.validator == "enum" and list(error.path) == ["type"]


def without_teams_only(value: Any) -> Any:
    """The same card, less what only Teams understands; a people picker is given somebody to pick."""
    if isinstance(value, list):
        return [without_teams_only(part) for part in value]
    if not isinstance(value, Mapping):
        return value
    plain = {key: without_teams_only(part) for key, part in value.items() if key not in TEAMS_ONLY}
    if "choices.data" in value:
        plain["choices"] = plain.get("choices") or [{"title": "Somebody", "value": "somebody"}]
    return plain


def house_errors(card: Card) -> list[str]:
    """What in this card breaks our own rules, each said in one line."""
    return [
        *_card_errors(card),
        *(error for part in _parts(card) for error in _part_errors(part)),
        *(error for part in _parts(card) for error in _action_list_errors(part)),
    ]


def _card_errors(card: Card) -> Iterator[str]:
    size = len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
    if size >= BIGGEST:
        yield f"The card has {size:,} bytes; it must have fewer than {BIGGEST:,}."
    if card.get("type") != "AdaptiveCard" or card.get("version") != "1.5":
        yield 'The card must say type "AdaptiveCard" and version "1.5".'
    first: Part = next(iter(card.get("body", ())), {})
    if first.get("type") not in ("TextBlock", "RichTextBlock") or not _read(first):
        yield "The card must begin with words: they are all that some clients and screen readers give first."


def _read(block: Part) -> str:
    runs = [run if isinstance(run, str) else run.get("text", "") for run in block.get("inlines", ())]
    return "".join([block.get("text", ""), *runs]).strip()


def _parts(value: Any) -> Iterator[Part]:
    """Every element and action of a card, but what is only carried (`data`) or not pressed (`refresh`, `fallback`)."""
    if isinstance(value, Mapping):
        yield value
        for key, part in value.items():
            if key not in ("data", "refresh", "fallback"):
                yield from _parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _parts(part)


def _part_errors(part: Part) -> Iterator[str]:
    kind = str(part.get("type", ""))
    if kind.startswith("Input."):
        yield from _input_errors(part)
    if kind == "Input.ChoiceSet":
        yield from _choice_errors(part)
    if kind == "Action.Execute":
        yield from _execute_errors(part)
    if kind == "TextBlock" and part.get("wrap") is not True:
        yield f"The TextBlock “{str(part.get('text', ''))[:40]}” must have wrap true, or it is cut off."


def _input_errors(part: Part) -> Iterator[str]:
    for needed in ("id", "label", "errorMessage"):
        if not str(part.get(needed, "")).strip():
            yield f"{part['type']} “{part.get('id', '')}” has no {needed}."


def _choice_errors(part: Part) -> Iterator[str]:
    choices, id = part.get("choices", ()), part.get("id", "")
    values = [choice.get("value") for choice in choices]
    if not choices and "choices.data" not in part:
        yield f"Input.ChoiceSet “{id}” offers no choice."
    if len(set(values)) < len(values):
        yield f"Input.ChoiceSet “{id}” has two choices with one value."
    if part.get("style") == "expanded" and not part.get("isMultiSelect") and len(choices) > MOST_IN_VIEW:
        yield f"Input.ChoiceSet “{id}” shows {len(choices)} choices at once: make it compact."


def _execute_errors(action: Part) -> Iterator[str]:
    title, verb = action.get("title", ""), action.get("verb")
    if not verb:
        yield f"The button “{title}” has no verb."
    fallback = action.get("fallback")
    if not isinstance(fallback, Mapping) or fallback.get("type") != "Action.Submit":
        yield f"The button “{title}” has no fallback Action.Submit, so it is dead in older clients."
    elif fallback.get("title") != title or fallback.get("data") != {**action.get("data", {}), "verb": verb}:
        yield f"The button “{title}” and its fallback differ in title or data."


def _action_list_errors(part: Part) -> Iterator[str]:
    actions = part.get("actions", ())
    if len(actions) > MOST_ACTIONS:
        yield f"{len(actions)} buttons are in one row; Teams shows {MOST_ACTIONS}."
    for action in actions:
        if not str(action.get("title", "")).strip():
            yield f"A button of type {action.get('type')} has no title."
