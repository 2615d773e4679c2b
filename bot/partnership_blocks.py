"""A block of the partnership's file while it is read: what is asked for is checked, the rest is a mistake."""

import re
from collections.abc import Collection, Iterable
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from bot.partnership_text import Document, Mistake, Where
from rapid_review.questions.forms import LONGEST_LINE, tidy

Choice = TypeVar("Choice", bound=StrEnum)

SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Notes:
    """Everything noticed so far, by line."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.mistakes: list[Mistake] = []
        self.warnings: list[Mistake] = []
        self.asked: list[str] = []

    def mistake(self, where: Where, words: str) -> None:
        self.mistakes.append(Mistake(self.document.line(where), words))

    def warn(self, where: Where, words: str) -> None:
        self.warnings.append(Mistake(self.document.line(where), words))

    def blocks(self, heading: str, kind: str) -> "dict[str, Block]":
        """The blocks [heading.x] by their short names x."""
        table = self._top(heading, dict, f"[{heading}.short-name]", several=True)
        for name, data in table.items():
            if not isinstance(data, dict):
                self.mistake((heading, name), f"“{name}” stands alone. It belongs under [{heading}.short-name].")
            elif not SHORT_NAME.fullmatch(name):
                self.mistake((heading, name), f"the short name “{name}” may only have small letters, figures, - and _.")
        return {
            name: Block(f"the {kind} “{name}”", data, (heading, name), self)
            for name, data in table.items()
            if isinstance(data, dict)
        }

    def rows(self, heading: str, kind: str) -> "list[Block]":
        """The blocks [[heading]], in order."""
        rows = self._top(heading, list, f"[[{heading}]]", several=True)
        return [
            Block(f"{kind} {n + 1}", data if isinstance(data, dict) else {}, (heading, n), self)
            for n, data in enumerate(rows)
        ]

    def block(self, heading: str) -> "Block":
        return Block(f"[{heading}]", self._top(heading, dict, f"[{heading}]", several=False), (heading,), self)

    def block_if_any(self, heading: str) -> "Block":
        """The same for a block that may be left out."""
        if heading in self.document.data:
            return self.block(heading)
        self.asked.append(heading)
        return Block(f"[{heading}]", {}, (heading,), self)

    def finish(self) -> None:
        """Note the headings nobody asked for."""
        for heading in self.document.data.keys() - set(self.asked):
            guess = did_you_mean(heading, self.asked) or f" Headings are: {', '.join(self.asked)}."
            self.mistake((heading,), f"the heading “{heading}” means nothing here.{guess}")

    def _top(self, heading: str, shape: type, example: str, *, several: bool) -> Any:
        self.asked.append(heading)
        value = self.document.data.get(heading)
        if isinstance(value, shape) and (value or not several):
            return value
        if not value:
            self.mistake((heading,), f"there is no {example} block. Add one, as the worked example shows.")
        else:
            self.mistake((heading,), f"“{heading}” must be a heading of the form {example}.")
        return shape()


class Block:
    """A heading and its settings. Every getter notes what is wrong and then goes on with an empty value."""

    def __init__(self, called: str, data: dict[str, Any], where: Where, notes: Notes) -> None:
        self.called = called
        self.data = data
        self.where = where
        self.notes = notes
        self.asked: set[str] = set()

    def wrong(self, key: str, words: str, row: int | None = None) -> None:
        where = (*self.where, key) if row is None else (*self.where, key, row)
        self.notes.mistake(where, f"{self.called} {words}")

    def warn(self, key: str, words: str) -> None:
        self.notes.warn((*self.where, key), f"{self.called} {words}")

    def text(self, key: str, like: str, *, required: bool = False) -> str:
        """A line of text; `like` shows what one looks like."""
        value = self._get(key)
        if value is None or value == "":
            if required:
                self.wrong(key, f'has no {key}. Add a line such as: {key} = "{like}"')
            return ""
        if not isinstance(value, str):
            self.wrong(key, f'has a {key} that is not text. Put it in quotation marks: {key} = "{like}"')
            return ""
        if re.search(r"[\x00-\x1f\x7f]", value):
            self.wrong(key, f"has a {key} with a line break or a backslash (\\) in it. Leave that out.")
        if len(value) > LONGEST_LINE:
            self.wrong(key, f"has a {key} that is too long. Write at most {LONGEST_LINE} characters.")
        return tidy(value)

    def texts(self, key: str, like: str) -> tuple[str, ...]:
        """Several lines of text."""
        values = self._list(key, f'["{like}"]')
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.wrong(key, f'must have only text in {key}, such as {key} = ["{like}"]')
        return tuple(tidy(str(value)) for value in values)

    def short_name(self, key: str, like: str) -> str:
        value = self.text(key, like, required=True)
        if value and not SHORT_NAME.fullmatch(value):
            self.wrong(key, f"has a {key} that may only have small letters, figures, - and _, such as “{like}”.")
        return value

    def flag(self, key: str, otherwise: bool) -> bool:
        value = self._get(key, otherwise)
        if not isinstance(value, bool):
            self.wrong(key, f"must have {key} = true or {key} = false, without quotation marks.")
            return otherwise
        return value

    def number(self, key: str, otherwise: int, least: int, most: int) -> int:
        value = self._get(key, otherwise)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(key, f"must have a whole number from {least} to {most} for {key}, such as {key} = {otherwise}")
            return otherwise
        return value

    def clock(self, key: str, otherwise: time) -> time:
        value = self._get(key, otherwise)
        if isinstance(value, time):
            return value
        if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            return time.fromisoformat(value)
        self.wrong(key, f'must have a time of the 24-hour clock for {key}, such as {key} = "{otherwise:%H:%M}"')
        return otherwise

    def days(self, key: str) -> tuple[date, ...]:
        found = set()
        for row, value in enumerate(self._list(key, "[2026-12-24, 2026-12-29]")):
            if day := _day(value):
                found.add(day)
            else:
                self.wrong(key, f"has “{value}” in {key}, which is not a day. Write days as 2026-12-24.", row)
        return tuple(sorted(found))

    def day(self, key: str) -> date | None:
        value = self._get(key)
        if value is not None and _day(value) is None:
            self.wrong(key, f"has “{value}” for {key}, which is not a day. Write days as 2026-12-24.")
        return _day(value)

    def address(self, key: str, like: str) -> str:
        """One e-mail address."""
        value = self.text(key, like)
        if value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            self.wrong(key, f"has “{value}” for {key}, which is not an address such as {like}.")
        return value

    def choice(self, key: str, kind: type[Choice], *, required: bool = False) -> Choice | None:
        value = self._get(key)
        options = [option.value for option in kind]
        if value in options:
            return kind(value)
        listed = ", ".join(f'"{option}"' for option in options)
        if value is not None:
            self.wrong(key, f"has “{value}” for {key}. Choose one of {listed}.{did_you_mean(value, options)}")
        elif required:
            self.wrong(key, f"has no {key}. Add {key} = one of {listed}.")
        return None

    def guid(self, key: str, what: str) -> str:
        value = self.text(key, "00000000-0000-4000-8000-000000000001", required=True)
        return self._guid(key, value, what) if value else ""

    def guids(self, key: str, what: str) -> tuple[str, ...]:
        values = self._list(key, '["00000000-0000-4000-8000-000000000001"]')
        return tuple(self._guid(key, value, what, row) for row, value in enumerate(values))

    def known(self, key: str, kind: str, names: Collection[str], *, required: bool = False) -> str:
        """The short name of something else in the file, or nothing."""
        value = self.text(key, next(iter(names), "amina"), required=required)
        return self._known(key, value, kind, names) if value else ""

    def known_list(self, key: str, kind: str, names: Collection[str]) -> tuple[str, ...]:
        """Several short names; a single one may stand without its brackets."""
        if isinstance(self.data.get(key), str):
            one = self.known(key, kind, names)
            return (one,) if one else ()
        found = [self._known(key, value, kind, names, row) for row, value in enumerate(self._list(key, '["amina"]'))]
        return tuple(dict.fromkeys(name for name in found if name))

    def finish(self, also: Iterable[str] = ()) -> None:
        """Note the settings nobody asked for: misspelt, most likely."""
        for key in self.data.keys() - self.asked:
            guess = did_you_mean(key, {*self.asked, *also} - self.data.keys()) or " Check the spelling, or delete it."
            self.wrong(key, f"has a setting “{key}” that means nothing here.{guess}")

    def _get(self, key: str, otherwise: Any = None) -> Any:
        self.asked.add(key)
        return self.data.get(key, otherwise)

    def _list(self, key: str, like: str) -> list[Any]:
        value = self._get(key, [])
        if isinstance(value, list):
            return value
        self.wrong(key, f"must have a list for {key}, such as {key} = {like}")
        return []

    def _guid(self, key: str, value: Any, what: str, row: int | None = None) -> str:
        if isinstance(value, str) and GUID.fullmatch(value.strip().lower()):
            return value.strip().lower()
        example = "00000000-0000-4000-8000-000000000001"
        self.wrong(
            key,
            f"has “{value}” for {key}, which is not {what}. Copy it from Entra; it looks like {example}.",
            row,
        )
        return ""

    def _known(self, key: str, value: Any, kind: str, names: Collection[str], row: int | None = None) -> str:
        if isinstance(value, str) and value in names:
            return value
        guess = did_you_mean(value, names) or " Add a block for it, or use a name that is there."
        words = f"names “{value}” as {key.replace('_', ' ')}, but no {kind} in this file has that short name."
        self.wrong(key, words + guess, row)
        return ""


def did_you_mean(name: object, names: Iterable[str]) -> str:
    near = get_close_matches(str(name).lower(), list(names), n=1, cutoff=0.6)
    return f" Did you mean “{near[0]}”?" if near else ""


_YEARS = range(1900, 2200)


def _day(value: object) -> date | None:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return found if type(found) is date and found.year in _YEARS else None  # A mistyped year can be 9999.
