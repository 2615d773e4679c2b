"""The body of a request, from bytes to plain data. Whoever sent it may have meant harm, so it is read with care."""

import json
import unicodedata
from typing import Any

DEEPEST = 32
_UNSTORABLE = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
"""NUL, which PostgreSQL refuses, and lone surrogates, which cannot be written as UTF-8."""


class BadBody(Exception):
    """The body is not a JSON object that can be taken in; the message is a code for the log."""


def read(raw: bytes) -> dict[str, Any]:
    """The JSON object in these bytes, its text fit to be stored. Raises `BadBody`."""
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):  # Bad UTF-8, bad JSON and endless digits are all ValueErrors.
        raise BadBody("not_json") from None
    if not isinstance(value, dict):
        raise BadBody("not_an_object")
    cleaned: dict[str, Any] = _clean(value, 0)
    return cleaned


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two equal names readers take now the first, now the last: what was checked may not be what is used."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadBody("duplicate_name")
    return found


def _refuse(constant: str) -> Any:
    raise BadBody("not_a_number")


def _clean(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else _storable(value)
    if not isinstance(value, dict | list):
        return value
    if depth == DEEPEST:
        raise BadBody("too_deep")
    if isinstance(value, dict):
        return {_clean(name, depth): _clean(inner, depth + 1) for name, inner in value.items()}
    return [_clean(inner, depth + 1) for inner in value]


def _storable(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_UNSTORABLE))
