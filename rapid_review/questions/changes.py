"""What was answered otherwise in a later version of a form, by its questions."""

from collections.abc import Iterable, Iterator
from typing import Any

from rapid_review.questions.forms import Answers, Question, Section, rows


def changed(sections: Iterable[Section], before: Answers, after: Answers) -> list[str]:
    """The labels of what was answered otherwise, in the form's order; of rows, which row it is."""
    return [label for section in sections for label in _of_section(section, before, after)]


def _of_section(section: Section, before: Answers, after: Answers) -> Iterator[str]:
    if not section.repeats:
        yield from _labels(section.questions, before, after)
        return
    old, new = list(rows(before, section.id)), list(rows(after, section.id))
    name = section.row_name.capitalize()
    if len(old) != len(new):
        yield f"{section.title}: {len(new)} in place of {len(old)}"
    for number, (was, row) in enumerate(zip(old, new, strict=False), 1):
        yield from (f"{name} {number}: {label}" for label in _labels(section.questions, was, row))


def _labels(questions: Iterable[Question], before: Answers, after: Answers) -> list[str]:
    return [q.label for q in questions if _given(before, q.id) != _given(after, q.id)]


def _given(answers: Answers, id: str) -> Any:
    return answers.get(id) or None
