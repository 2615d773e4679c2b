"""Every line that can be logged: constant words, nothing in it that people wrote or are called, and a page that says
what to do about it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("rapid_review", "storage", "cards", "documents", "dialogs", "bot")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
LOGS = {"log", "logger", "_log", "logging"}
PEOPLES = {
    *("name", "names", "said", "text", "words", "title", "email", "phone", "address", "reason", "answers", "data"),
    *("card", "body", "summary", "url", "who", "person", "by", "to", "key", "headers", "said", "note", "subject"),
}
"""What a thing of this name may hold is somebody's own: it is not even offered to the log, which would show `?`."""
PAGE = ROOT / "docs" / "operations.md"


def log_calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _is_logging(node):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _is_logging(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(attr=level, value=ast.Name(id=name)) if level in LEVELS:
            return name in LOGS
        case ast.Attribute(attr=level, value=ast.Attribute(attr=name)) if level in LEVELS:
            return name in LOGS
        case ast.Attribute(attr=level, value=ast.Call(func=ast.Attribute(attr="getLogger"))):
            return level in LEVELS
    return False


def _template(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def test_the_words_of_every_line_are_constant() -> None:
    found = list(log_calls())
    assert len(found) > 25, "the search itself works"
    assert [place for place, call in found if not _template(call)] == []


def test_no_line_is_given_what_people_wrote_or_are_called() -> None:
    wrong = []
    for place, call in log_calls():
        for argument in call.args[1:]:
            for node in ast.walk(argument):
                named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
                if named in PEOPLES or isinstance(node, ast.JoinedStr | ast.Mod):
                    wrong.append(f"{place} {ast.unparse(argument)}")
    assert wrong == []


def test_every_line_is_on_the_page_of_what_to_do() -> None:
    page = PAGE.read_text("utf-8")
    missing = [f"{place} {said}" for place, call in log_calls() if f"`{(said := _said(call))}`" not in page]
    assert missing == [], "say in docs/operations.md what it means and what to do"


def _rows() -> list[str]:
    """What stands first in each row: one line, or several of which the same is to be said."""
    table = PAGE.read_text("utf-8").partition("## What the log says")[2].partition("\n## ")[0]
    return re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE)


def test_the_page_says_one_thing_of_each_line() -> None:
    told = [line for row in _rows() for line in re.findall(r"`([^`]+)`", row)]
    assert [line for line in told if told.count(line) > 1] == []


def test_the_page_names_no_line_that_is_never_logged() -> None:
    rows = [re.findall(r"`([^`]+)`", row)[0] for row in _rows()]
    assert set(rows) - {_said(call) for _, call in log_calls()} == {"not ours"}, (
        "which is what a library's line becomes"
    )


def _said(call: ast.Call) -> str:
    """The words before the figures."""
    return re.split(r" \w+=", _template(call))[0]
