"""Labels in place of names, for those who read a case without being told whom it is about (domain Part 6, E28)."""

from string import ascii_uppercase
from typing import Any

from rapid_review.questions.forms import Answers, rows

LEFT_OUT = ("child_aka", "child_address", "per_address")
"""What would tell who somebody is as well as the name does."""


def labelled(answers: Answers) -> dict[str, Any]:
    """A notification with "Child A" for a child's name and "Person 1" for anybody else's."""
    children = [_row(row, "child_name", f"Child {_letter(n)}") for n, row in enumerate(rows(answers, "children"))]
    people = [_row(row, "per_name", f"Person {n}") for n, row in enumerate(rows(answers, "people"), 1)]
    kept = {id: value for id, value in answers.items() if id not in LEFT_OUT}
    return {**kept, **({"children": children} if children else {}), **({"people": people} if people else {})}


def _row(row: Answers, name: str, label: str) -> dict[str, Any]:
    return {**{id: value for id, value in row.items() if id not in LEFT_OUT}, name: label}


def _letter(n: int) -> str:
    return ascii_uppercase[n] if n < len(ascii_uppercase) else str(n + 1)
