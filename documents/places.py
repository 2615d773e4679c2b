"""Where the family lives, learns and is treated, in the ways in which people write it."""

import re
from collections.abc import Iterator
from itertools import islice, product

from documents.casefile import CaseFile
from documents.named import JOBS, NO_NAME, every_answers
from documents.sought import FUNCTION, letters

_LABELS = {
    "child_address": "[address]",
    "per_address": "[address]",
    "child_now_at": "[address]",
    "child_school": "[school]",
    "child_gp": "[GP practice]",
}
_ONE_WORD = frozenset({"child_school", "child_gp"})
"""Called by one word, as often as not. An address of one word is a town."""
_KINDS = frozenset(
    """
    primary secondary infant infants junior juniors nursery preschool playgroup academy college grammar high community
    special church ce rc c of e school schools surgery practice medical centre clinic doctors gp home educated educating
    elective electively excluded none na tbc left year reception
    """.split()  # noqa: SIM905
)
"""Words that say what kind of place it is, or that there is none."""
_NUMBER = re.compile(r"^\W*(?:(?:flat|apartment|unit)\W+)?\d+\w?\W+", re.IGNORECASE)
_SHORT = (
    *(("st", "saint"), ("st", "street"), ("rd", "road"), ("ave", "avenue"), ("av", "avenue"), ("ln", "lane")),
    *(("cl", "close"), ("dr", "drive"), ("cres", "crescent"), ("ct", "court"), ("pl", "place"), ("sq", "square")),
    *(("tce", "terrace"), ("ter", "terrace"), ("gdns", "gardens"), ("gr", "grove"), ("pk", "park"), ("mt", "mount")),
)

MOST_SPELLINGS = 64
"""Of one place: enough for six such words. With each more there would be two or three times as many, and of
“St St St …” no end of them (T20)."""


def places(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Addresses, schools and practices as letters with their labels: whole, in parts, in full and abbreviated."""
    for part, label, _ in _typed(file):
        if len(part.split()) > 1:
            for written in _spellings(part):
                yield written, label


def one_word_places(file: CaseFile) -> Iterator[tuple[str, str]]:
    """The one word by which a school or a practice is called, as letters, with its label: “Oakfield”."""
    for part, label, question in _typed(file):
        own = [word for word in part.split() if letters(word) not in _KINDS | NO_NAME | JOBS | FUNCTION]
        if question in _ONE_WORD and len(own) == 1 and len(letters(own[0])) > 2:
            yield letters(own[0]), label


def _typed(file: CaseFile) -> Iterator[tuple[str, str, str]]:
    """What names a place, with its label and the question that it answers."""
    for answers in every_answers(file):
        for question, label in _LABELS.items():
            for line in re.split(r"[\n;]", str(answers.get(question, ""))):
                for part in _parts(line):
                    says_nothing = {letters(word) for word in part.split()} <= NO_NAME
                    is_told = question != "child_now_at" or any(char.isdigit() for char in part)
                    if not says_nothing and is_told:
                        yield part.strip(), label, question


def _parts(line: str) -> Iterator[str]:
    """The whole, what stands between commas, and a street without its number."""
    for part in (line, *line.split(",")):
        yield part
        yield _NUMBER.sub("", part)


def _spellings(place: str) -> Iterator[str]:
    """Its letters, with Saint for St and Rd for Road and the other way round."""
    ways = product(*(_ways(letters(word)) for word in place.split()))
    yield from islice(map("".join, ways), MOST_SPELLINGS)


def _ways(word: str) -> tuple[str, ...]:
    return (
        word,
        *(long for short, long in _SHORT if word == short),
        *(short for short, long in _SHORT if word == long),
    )
