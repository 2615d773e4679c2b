"""Labels in place of names, for those who read a case without being told whom it is about (domain Part 6, E28)."""

from collections.abc import Sequence
from typing import Any

from rapid_review.questions.forms import Answers, rows

LEFT_OUT = ("child_aka", "child_address", "per_address")
"""What would tell who somebody is as well as the name does."""


def labelled(answers: Answers, letters: Sequence[str]) -> dict[str, Any]:
    """A notification with "Child A" for a child's name, by these letters, and "Person 1" for anybody else's."""
    told = zip(letters, rows(answers, "children"), strict=True)
    children = [_row(row, "child_name", f"Child {letter}") for letter, row in told]
    people = [_row(row, "per_name", f"Person {n}") for n, row in enumerate(rows(answers, "people"), 1)]
    kept = {id: value for id, value in answers.items() if id not in LEFT_OUT}
    return {**kept, **({"children": children} if children else {}), **({"people": people} if people else {})}


def _row(row: Answers, name: str, label: str) -> dict[str, Any]:
    return {**{id: value for id, value in row.items() if id not in LEFT_OUT}, name: label}
