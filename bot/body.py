"""The body of a request, from bytes to plain data. Whoever sent it may have meant harm, so it is read with care."""

import json
import re
import unicodedata
from typing import Any

DEEPEST = 32
MOST_VALUES = 5_000
"""In all. The fullest card we have sends back some dozens."""
LARGEST = 10**18
"""More than that no database column holds."""
MOST_MARKS = 30
"""Accents on one letter. Normalising takes time that grows with their square: a quarter of a megabyte took seconds."""
_UNSTORABLE = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
"""NUL, which PostgreSQL refuses, and lone surrogates, which cannot be written as UTF-8."""

JOINER = "\u034f"
"""Shows nothing, and ends what is normalised together: Unicode's Stream-Safe Text Process (UAX 15), which keeps all."""
_MARKS = "".join(char for char in map(chr, range(0x300, 0x20000)) if unicodedata.combining(char)) + "\u0f73\u0f75\u0f81"
_TOO_MANY_MARKS = re.compile(f"[{_MARKS}]{{{MOST_MARKS}}}(?=[{_MARKS}])")


class BadBody(Exception):
    """The body is not a JSON object that can be taken in; the message is a code for the log."""


def read(raw: bytes) -> dict[str, Any]:
    """The JSON object in these bytes, its text fit to be stored. Raises `BadBody`."""
    if raw.count(b"{") + raw.count(b"[") > MOST_VALUES:
        raise BadBody("too_many")  # Before anything is made of them.
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):  # Bad UTF-8, bad JSON and endless digits are all ValueErrors.
        raise BadBody("not_json") from None
    if not isinstance(value, dict):
        raise BadBody("not_an_object")
    cleaned: dict[str, Any] = _Cleaning().clean(value, 0)
    return cleaned


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two equal names readers take now the first, now the last: what was checked may not be what is used."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadBody("duplicate_name")
    return found


def _refuse(constant: str) -> Any:
    raise BadBody("not_a_number")


class _Cleaning:
    """One walk through a body, which counts as it goes."""

    def __init__(self) -> None:
        self._values = 0

    def clean(self, value: Any, depth: int) -> Any:
        self._values += 1
        if self._values > MOST_VALUES:
            raise BadBody("too_many")
        if isinstance(value, str):
            return _storable(value)
        if not isinstance(value, dict | list):
            return _sized(value)
        if depth == DEEPEST:
            raise BadBody("too_deep")
        if isinstance(value, dict):
            cleaned = {_storable(name): self.clean(inner, depth + 1) for name, inner in value.items()}
            if len(cleaned) != len(value):  # Two names that become one when cleaned are one name twice.
                raise BadBody("duplicate_name")
            return cleaned
        return [self.clean(inner, depth + 1) for inner in value]


def _sized(value: Any) -> Any:
    if isinstance(value, int | float) and not -LARGEST < value < LARGEST:  # 1e999 has been read as infinity.
        raise BadBody("too_large_a_number")
    return value


def _storable(text: str) -> str:
    if text.isascii() and "\0" not in text:
        return text
    safe = _TOO_MANY_MARKS.sub(lambda marks: f"{marks[0]}{JOINER}", text.translate(_UNSTORABLE))
    return unicodedata.normalize("NFC", safe)
