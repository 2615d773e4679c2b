"""What a form is: sections of questions, asked only where they apply, and what is wrong with an answer."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

Answers = Mapping[str, Any]
"""Answers by question id: text, ISO date, a choice's id, a list of ids, or by section id: a list of rows."""

LONGEST_LINE = 200
LONGEST_TEXT = 8_000
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
"""Beyond these a date is a slip, and nothing is reckoned from it."""
ISO_DAY = r"\d{4}-\d{2}-\d{2}"


class Kind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    LONG = "long"
    DATE = "date"
    CHOICE = "choice"
    MULTI = "multi"
    AGREE = "agree"
    """A single statement to agree to; the answer is "yes" or nothing."""


@dataclass(frozen=True)
class Choice:
    """One answer that can be picked."""

    id: str
    text: str


@dataclass(frozen=True)
class Question:
    """One thing asked. `id` is for ever; the words may change with the form's version."""

    id: str
    label: str
    kind: Kind = Kind.LINE
    help: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = True
    when: Callable[[Answers], bool] | None = None
    """Asked only if this holds of the answers so far (those of this row first, then the form's)."""
    longest: int = 0
    past: bool = False
    """A date that may not lie in the future."""
    ahead: bool = False
    """A date that may not lie in the past."""
    wrong: Callable[[Any, Answers], str] | None = None
    """A last look at a well-formed answer: what is wrong with it, or nothing."""
    quick: bool = False
    """Part of the quick file: enough to start Day 1."""

    def applies(self, answers: Answers) -> bool:
        return self.when is None or self.when(answers)

    def text_of(self, value: Any) -> str:
        """The answer as a person reads it."""
        texts: dict[Any, str] = {choice.id: choice.text for choice in self.choices}
        if isinstance(value, list):
            return ", ".join(texts.get(item, str(item)) for item in value)
        if self.kind is Kind.DATE and (day := read_day(value)):
            return in_words(day)
        if self.kind is Kind.AGREE:
            return "Agreed" if value == "yes" else ""
        return texts.get(value, value or "")


@dataclass(frozen=True)
class Section:
    """A card's worth of questions. A repeating section holds rows, such as children or agencies."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    when: Callable[[Answers], bool] | None = None
    repeats: bool = False
    row_name: str = ""
    """What one row is called: "child", "person", "agency"."""
    at_least: int = 0
    at_most: int = 12

    def applies(self, answers: Answers) -> bool:
        return self.when is None or self.when(answers)


@dataclass(frozen=True)
class Form:
    """A whole form in its version."""

    id: str
    title: str
    version: str
    sections: tuple[Section, ...]

    def asked(self, answers: Answers) -> tuple[Section, ...]:
        """The sections that apply to these answers, in order."""
        return tuple(section for section in self.sections if section.applies(answers))

    def section(self, id: str) -> Section:
        return next(section for section in self.sections if section.id == id)


@dataclass(frozen=True)
class Checked:
    """What came of reading a card: the answers as they are kept, and what is wrong by question id."""

    answers: dict[str, Any]
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return not self.wrong


def check(questions: tuple[Question, ...], typed: Answers, context: Answers, today: date) -> Checked:
    """Read what was typed for these questions. Whatever was typed is kept, right or wrong; nothing is lost.

    `context` holds the answers already given elsewhere on the form. Questions that do not apply are dropped.
    """
    answers: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for question in questions:
        value = cleaned(typed.get(question.id), question)
        answers[question.id] = value
    for question in questions:
        seen = {**context, **answers}
        if not question.applies(seen):
            del answers[question.id]
            continue
        if problem := _problem(question, answers[question.id], seen, today):
            wrong[question.id] = problem
    return Checked(answers, wrong)


def cleaned(value: Any, question: Question) -> Any:
    """The value as it is kept: NFC text without control characters; a list for several choices."""
    if question.kind is Kind.MULTI:
        parts = value if isinstance(value, list) else _as_text(value).split(",")
        return [text for part in parts if (text := _as_text(part))]
    return _as_text(value)


def _as_text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "yes" if value is True else tidy(str(value))


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Every control character but tab and line break."""


def tidy(text: str) -> str:
    """Text both databases can hold: normalised, no lone surrogates, no control characters but line breaks."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def _problem(question: Question, value: Any, seen: Answers, today: date) -> str:
    if value in ("", []):
        return _missing(question) if question.required else ""
    problem = _READERS[question.kind](question, value, today)
    if not problem and question.wrong:
        problem = question.wrong(value, seen)
    return problem


def _missing(question: Question) -> str:
    match question.kind:
        case Kind.CHOICE | Kind.MULTI:
            return f"Choose an answer to “{question.label}”."
        case Kind.DATE:
            return f"Enter a date for “{question.label}”."
        case Kind.AGREE:
            return "Tick the box to show that you agree. If you cannot, tell the Partnership Team."
        case _:
            return f"Enter an answer to “{question.label}”."


def _long_problem(question: Question, value: str, today: date) -> str:
    longest = question.longest or (LONGEST_LINE if question.kind is Kind.LINE else LONGEST_TEXT)
    if len(value) <= longest:
        return ""
    return f"Shorten this to {longest:,} characters or fewer. You have written {len(value):,}; all of it is kept here."


def _date_problem(question: Question, value: str, today: date) -> str:
    if not re.fullmatch(ISO_DAY, value):
        return "Enter a real date, such as 14 January 2026."
    day = _in_the_calendar(value)
    if day is None:
        return "That day is not in the calendar. Enter a real date, such as 14 January 2026."
    if question.ahead and day < today:
        return f"That day has passed. Enter {in_words(today)} or a later day."
    if question.past and day > today:
        return f"This date is in the future. Enter {in_words(today)} or an earlier day."
    if not EARLIEST <= day <= date(today.year + 10, 12, 31):
        return f"Enter a date between 1900 and {today.year + 10}."
    return ""


def _choice_problem(question: Question, value: Any, today: date) -> str:
    known = {choice.id for choice in question.choices}
    picked = value if isinstance(value, list) else [value]
    return "" if set(picked) <= known else f"Choose one of the answers offered for “{question.label}”."


def _agree_problem(question: Question, value: str, today: date) -> str:
    return "" if value == "yes" else _missing(question)


_READERS: dict[Kind, Callable[[Question, Any, date], str]] = {
    Kind.LINE: _long_problem,
    Kind.LONG: _long_problem,
    Kind.DATE: _date_problem,
    Kind.CHOICE: _choice_problem,
    Kind.MULTI: _choice_problem,
    Kind.AGREE: _agree_problem,
}


def read_day(value: Any) -> date | None:
    """The day an ISO date names; nothing for whatever else was typed, since wrong answers are kept too."""
    day = _in_the_calendar(value)
    return day if day and EARLIEST <= day <= LATEST else None


def _in_the_calendar(value: Any) -> date | None:
    if not isinstance(value, str) or not re.fullmatch(ISO_DAY, value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def rows(answers: Answers, section: str) -> tuple[Answers, ...]:
    """The rows given so far in a repeating section."""
    given = answers.get(section)
    return tuple(row for row in given if isinstance(row, Mapping)) if isinstance(given, list) else ()


@lru_cache(maxsize=1_000)
def in_words(day: date) -> str:
    """A date as people say it: Wednesday 14 January 2026."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"
