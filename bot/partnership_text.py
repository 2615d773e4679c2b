"""The partnership's file as text: read, parsed as TOML, with the line on which everything stands."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

Where = tuple[str | int, ...]
"""The way to a value: `("agencies", "police", "deputy")`, or `("seats", 0, "member")` in the first row."""


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing to put right (or, as a warning, to look at), in words for whoever keeps the file."""

    line: int
    """Counted from 1; 0 when it is about the file as a whole."""
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}" if self.line else f"The file: {self.words}"


class Mistakes(Exception):
    """Everything found wrong with the file. As text it gives lines only: the words may name people."""

    def __init__(self, found: Iterable[Mistake]) -> None:
        self.found = sorted(set(found))
        lines = sorted({mistake.line for mistake in self.found if mistake.line})
        where = f" (line {', '.join(map(str, lines))})" if lines else ""
        super().__init__(f"{counted(len(self.found), 'mistake')} in the partnership file{where}")


@dataclass(frozen=True)
class Document:
    """What the file says, and where."""

    data: dict[str, Any]
    lines: dict[Where, int]

    def line(self, where: Where) -> int:
        """The line of this value, or of the nearest thing around it that has one."""
        return next((self.lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in self.lines), 0)


def counted(count: int, thing: str, things: str = "") -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {things or thing + 's'}"


def read(path: Path) -> Document:
    """The file as a document; what cannot be read or parsed at all is a single mistake."""
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Mistakes([_unreadable(str(error), text)]) from None
    return Document(data, _lines(text))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Mistakes([Mistake(0, f"{path} cannot be opened ({error.strerror}). Check its name.")]) from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Mistakes([Mistake(0, f"it is saved as UTF-16. {_SAVE_AGAIN}")])
    try:
        text = raw.decode("utf-8-sig")  # Notepad may put a byte order mark first.
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Mistakes([Mistake(line, f"this line has a letter that is not in UTF-8. {_SAVE_AGAIN}")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


_SAVE_AGAIN = "In your editor choose “Save as”, encoding “UTF-8”, and save it again."

# What goes wrong in practice, looked for on the line where the parser stopped; the first that fits is said.
_HINTS = (
    (r"[“”„‘’]", "it has curly quotation marks. Replace them with straight ones: \""),
    (r"=\s*(#|$)", "there is nothing after the equals sign. Write a value, or delete the line."),
    (r"(?i)=\s*(true|false|yes|no)\b", "write true or false in small letters, without quotation marks."),
    (r"=\s*\d{1,2}[:.]\d\d", "put the time in quotation marks, such as \"16:00\"."),
    (r"^\s*\[", "write a heading with both its brackets, and close the list above it."),
    (r"\\", "it has a backslash (\\). Write two of them, or leave it out."),
    (r'^[^"]*"[^"]*$', "a quotation mark is missing: text stands between two of them, such as \"Ben\"."),
    (r"=\s*[^\W\d]", "put the text in straight quotation marks, such as name = \"Ben\"."),
)  # fmt: skip


def _unreadable(error: str, text: str) -> Mistake:
    rows = text.split("\n")
    place = re.search(r"at line (\d+)", error)
    line = int(place[1]) if place else len(text.rstrip().split("\n"))
    row = rows[line - 1]
    return Mistake(line, f"{_cause(error, row)} Nothing else could be checked; put this right and check again.")


def _cause(error: str, row: str) -> str:
    if error.startswith("Cannot declare"):
        return f"the heading {row.split('#')[0].strip()} is in the file twice. Give one of them another name."
    if error.startswith("Cannot overwrite"):
        return f"“{row.split('=')[0].strip()}” is set twice under the same heading. Keep one of them."
    if day := next((day for day in re.findall(r"\d{4}-\d\d-\d\d", row) if not _in_calendar(day)), ""):
        return f"{day} is not in the calendar. Write dates as 2026-12-24: year, month, day."
    if error.startswith(("Unclosed", "Unterminated")) or error.endswith("(at end of document)"):
        return "a comma, a closing bracket ] or a quotation mark is missing here or above."
    hint = next((words for pattern, words in _HINTS if re.search(pattern, row)), "")
    return f"this line cannot be read: {hint or 'write a [heading], or a name, an equals sign and a value.'}"


def _in_calendar(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


# The parser tells values but not their lines. They are found by a second look at the text, by then known
# to be well formed: that is why these few tokens are enough.
_TOKEN = re.compile(
    r"""
      (?P<text>  \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\])*" | '[^']*' )
    | (?P<comment> \#[^\n]* )
    | (?P<end>   \n )
    | (?P<mark>  [\[\]{}=,.] )
    | (?P<bare>  [^\s\[\]{}=,."'\#]+ )
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def _lines(text: str) -> dict[Where, int]:
    lines: dict[Where, int] = {}
    rows: dict[Where, int] = {}
    heading: Where = ()
    for statement in _statements(text):
        if statement[0].text == "[":
            heading = where = _heading(statement, rows)
        else:
            where = heading + _names(statement[: _equals(statement)])
            _note_list(statement[_equals(statement) + 1 :], where, lines)
        for n in range(1, len(where) + 1):
            lines.setdefault(where[:n], statement[0].line)
    return lines


def _statements(text: str) -> Iterator[list[_Token]]:
    """The text cut into headings and settings, which may run over several lines inside brackets."""
    statement: list[_Token] = []
    depth = 0
    for token in _tokens(text):
        depth += _deeper(token)
        if token.kind != "end":
            statement.append(token)
        elif statement and depth == 0:
            yield statement
            statement = []


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text + "\n"):
        if match.lastgroup != "comment":
            yield _Token(match.lastgroup or "", match[0], line)
        line += match[0].count("\n")


def _deeper(token: _Token) -> int:
    if token.kind != "mark":
        return 0
    return (token.text in "[{") - (token.text in "]}")


def _equals(statement: list[_Token]) -> int:
    return next(n for n, token in enumerate(statement) if token.kind == "mark" and token.text == "=")


def _names(tokens: list[_Token]) -> Where:
    return tuple(token.text.strip("\"'") for token in tokens if token.kind != "mark")


def _heading(statement: list[_Token], rows: dict[Where, int]) -> Where:
    """Where a heading leads; each [[heading]] opens the next row of its list, counted in `rows`."""
    where: Where = ()
    names = _names(statement)
    for n, name in enumerate(names, start=1):
        where = (*where, name)
        if n == len(names) and statement[1].text == "[":
            rows[where] = rows.get(where, -1) + 1
        if where in rows:
            where = (*where, rows[where])
    return where


def _note_list(value: list[_Token], where: Where, lines: dict[Where, int]) -> None:
    if value[0].text != "[":
        return
    depth, count, starts = 1, 0, True
    for token in value[1:]:
        if depth == 1 and token.kind == "mark" and token.text == ",":
            starts = True
        elif starts and token.text != "]":
            lines[(*where, count)] = token.line
            count, starts = count + 1, False
        depth += _deeper(token)
