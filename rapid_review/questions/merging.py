"""Two people change one form from the same version: whose change stands in which box, and which boxes both changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rapid_review.questions.forms import Answers, Form, Question, Section, rows


@dataclass(frozen=True)
class Box:
    """One place for an answer: a question, a question in a row, or all rows where there are more or fewer of them."""

    section: Section
    question: Question | None
    row: int | None = None

    @property
    def key(self) -> str:
        """What it is remembered by in a draft."""
        parts = (self.section.id, self.row, self.question.id if self.question else None)
        return "/".join("" if part is None else str(part) for part in parts)

    @property
    def label(self) -> str:
        if self.question is None:
            return self.section.title
        return self.question.label if self.row is None else f"{self._name(self.row)}: {self.question.label}"

    def value(self, answers: Answers) -> Any:
        """What stands in it; nothing for an empty one."""
        told = rows(answers, self.section.id)
        if self.question is None:
            return [{id: value for id, value in row.items() if value} for row in told] or None
        return (answers if self.row is None else told[self.row]).get(self.question.id) or None

    def text(self, answers: Answers) -> str:
        """What stands in it, as a person reads it."""
        if self.question:
            return str(self.question.text_of(self.value(answers)))
        return "\n".join(self._row_text(n, row) for n, row in enumerate(rows(answers, self.section.id)))

    def _row_text(self, number: int, row: Answers) -> str:
        told = (f"{q.label}: {q.text_of(row[q.id])}" for q in self.section.questions if row.get(q.id))
        return f"{self._name(number)}. {'; '.join(told)}"

    def _name(self, row: int) -> str:
        return f"{self.section.row_name.capitalize()} {row + 1}"


def merged(form: Form, base: Answers, theirs: Answers, mine: Answers) -> tuple[dict[str, Any], frozenset[str]]:
    """My answers on top of theirs: where I changed a box mine stand, elsewhere theirs; and the boxes both changed."""
    answers, both = dict(mine), set()
    for section in form.sections:
        if section.repeats and rows(theirs, section.id):
            answers[section.id] = [dict(row) for row in rows(theirs, section.id)]
        for box in boxes(section, base, theirs, mine):
            was, their, my = (box.value(version) for version in (base, theirs, mine))
            _put(answers, box, their if my == was else my)
            both |= {box.key} if was not in (their, my) and their != my else set()
    return answers, frozenset(both)


def boxes(section: Section, *versions: Answers) -> Iterator[Box]:
    """The boxes of a section by which these versions can be laid beside each other."""
    if not section.repeats:
        yield from (Box(section, question) for question in section.questions)
        return
    if len({_who(section, version) for version in versions}) == 1:
        count = len(rows(versions[0], section.id))
        yield from (Box(section, question, row) for row in range(count) for question in section.questions)
    else:
        yield Box(section, None)


def _who(section: Section, version: Answers) -> tuple[Any, ...]:
    """What tells the rows apart, such as names: other rows are never laid beside each other."""
    return tuple(row.get(section.questions[0].id) or None for row in rows(version, section.id))


def still_otherwise(sections: Iterable[Section], keys: Iterable[str], theirs: Answers, mine: Answers) -> list[Box]:
    """Those of these boxes in which mine is not theirs; all rows of a section where they cannot be laid together."""
    wanted = set(keys)
    found = []
    for section in sections:
        touched = any(key.split("/")[0] == section.id for key in wanted)
        for box in boxes(section, theirs, mine) if touched else ():
            meant = box.key in wanted or box.question is None or f"{section.id}//" in wanted
            if meant and box.value(theirs) != box.value(mine):
                found.append(box)
    return found


def _put(answers: dict[str, Any], box: Box, value: Any) -> None:
    held = answers if box.row is None else answers[box.section.id][box.row]
    id = box.question.id if box.question else box.section.id
    if value is None:
        held.pop(id, None)
    else:
        held[id] = value
