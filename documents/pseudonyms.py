"""The pseudonymised edition: every person of the case by their part in it (E28). Names are sought, wherever they stand.

It errs towards replacing too much. A person still reads what leaves the house: a nickname that nobody put on a form, or
a place that gives a family away, is not known here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from documents.casefile import CaseFile
from documents.model import Document, Edition
from rapid_review.forms import Answers, in_words, read_day, rows
from rapid_review.people import Partnership, Role
from rapid_review.summary import NIL_RETURN, SUMMARY

IDENTIFYING = frozenset(
    {
        *("child_name", "child_aka", "child_dob", "child_dob_precision", "child_edd", "child_identifier"),
        *("child_address", "child_now_at", "child_school", "child_gp", "per_name", "per_dob", "per_address"),
        *("ref_name", "ref_secure_email", "ref_phone", "ref_lead_name", "ref_outcome_name", "sign_name"),
        "agency_person",
        *("author_name", "qa_name", "nil_searched_by"),
    }
)
"""Questions that the pseudonymised edition leaves out whole."""

_REPLACED_WHOLE = {
    "child_address": "[address]",
    "per_address": "[address]",
    "child_identifier": "[NHS number]",
    "child_school": "[school]",
    "child_gp": "[GP practice]",
}
"""Answers that are also sought in what others wrote, with what stands for them."""

_KIN = (
    *("mother", "father", "stepmother", "stepfather", "grandmother", "grandfather", "brother", "sister", "uncle"),
    *("aunt", "cousin", "carer", "foster carer", "mother’s partner", "father’s partner", "stepbrother", "stepsister"),
)
_ALSO_WORDS = frozenset(
    """
    will may mark rose grace hope faith joy dawn summer april june august art bill bob frank jack pat rob sue ray rich
    young long short white black brown green gray grey king prince page price field wood stone hill brook rivers day
    love best bright power case note wren robin lane street cook baker carter child children adult
    """.split()  # noqa: SIM905
)
"""Names that are also words: taken for a name only with a capital letter."""

_TYPED_NAMES = (
    "ref_name",
    "ref_lead_name",
    "ref_outcome_name",
    "author_name",
    "qa_name",
    "nil_searched_by",
    "sign_name",
)
A_PROFESSIONAL = "a professional"
A_RELATIVE = "[family name]"


@dataclass(frozen=True)
class Pseudonyms:
    """What stands for which name: every pair once, the longest first."""

    pairs: tuple[tuple[str, str], ...]

    def of(self, text: str) -> str:
        """The text with every known name replaced."""
        return self._pattern.sub(self._instead, text) if self._pattern and text else text

    @cached_property
    def _pattern(self) -> "re.Pattern[str] | None":
        return re.compile("|".join(f"({_sought(name)})" for name, _ in self.pairs)) if self.pairs else None

    def _instead(self, found: re.Match[str]) -> str:
        assert found.lastindex
        return self.pairs[found.lastindex - 1][1]


def pseudonymised(document: Document, pseudonyms: Pseudonyms) -> Document:
    """The document's second edition."""
    marking = "OFFICIAL-SENSITIVE. People are named by their part in the case. Do not try to identify them."
    return replace(document.reworded(pseudonyms.of), edition=Edition.PSEUDONYMISED, marking=marking)


def pseudonyms_of(file: CaseFile) -> Pseudonyms:
    """Everybody who is named in the case or in the directory, by their part."""
    labels: dict[str, str] = {}
    for name, label in (*_family(file), *_professionals(file.partnership)):
        for part in _parts(name):
            known = labels.setdefault(part, label)
            if known != label:
                labels[part] = _shared(known, label)
    for name, label in _typed(file):
        for part in _parts(name):
            labels.setdefault(part, label)
    for text, label in (*_whole_answers(file), *_birthdays(file)):
        labels.setdefault(text, label)
    longest_first = sorted(labels.items(), key=lambda pair: (-len(pair[0]), pair[0]))
    unique = {_key(name): (name, label) for name, label in reversed(longest_first)}
    return Pseudonyms(tuple(sorted(unique.values(), key=lambda pair: (-len(pair[0]), pair[0]))))


def child_label(number: int) -> str:
    """Child A for the first, Child B for the second."""
    return f"Child {chr(ord('A') + number - 1)}" if number <= 26 else f"Child {number}"


def _shared(one: str, other: str) -> str:
    """What stands for a name that several people bear."""
    family = [label for label in (one, other) if label[0].isupper() or label == A_RELATIVE]
    return A_RELATIVE if family else A_PROFESSIONAL


# -- Who is named --------------------------------------------------------------------------------------------------


def _family(file: CaseFile) -> Iterator[tuple[str, str]]:
    answers = _notification(file)
    for number, child in enumerate(rows(answers, "children"), 1):
        yield str(child.get("child_name", "")), child_label(number)
        for other in re.split(r"[,;/\n]", str(child.get("child_aka", ""))):
            yield other, child_label(number)
    seen: dict[str, int] = {}
    for person in rows(answers, "people"):
        part = _part(str(person.get("per_relation", "")))
        seen[part] = seen.get(part, 0) + 1
        numbered = part == "Adult" or seen[part] > 1
        yield str(person.get("per_name", "")), f"{part} {seen[part]}" if numbered else part


def _part(relation: str) -> str:
    """Their part in the family, if it is a plain one: what was typed may hold a name."""
    said = " ".join(relation.lower().replace("'", "’").split())
    return said.capitalize() if said in _KIN else "Adult"


def _notification(file: CaseFile) -> Answers:
    written = file.form("notification", "", file.case.notification_revision)
    return written.answers if written else {}


def _professionals(partnership: Partnership) -> Iterator[tuple[str, str]]:
    for id, person in partnership.people.items():
        yield person.name, role_title(partnership, id)


def role_title(partnership: Partnership, person: str) -> str:
    """What somebody of the directory is called where no name may stand."""
    who = partnership.standing(person)
    for role, title in _TITLES.items():
        if role in who.roles:
            return title
    if who.seats:
        return f"the member for {who.seats[0].title.lower()}"
    if who.agencies:
        return f"the contact at {partnership.agencies[min(who.agencies)].name}"
    return A_PROFESSIONAL


_TITLES = {
    Role.CHAIR: "the chair of the Rapid Review Group",
    Role.BOARD_CHAIR: "the chair of the board",
    Role.SCRUTINEER: "the Independent Scrutineer",
    Role.PARTNERSHIP_TEAM: "the Partnership Team",
}


def _typed(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Names that people typed for colleagues; a job may follow the name after a comma."""
    for written in file.forms.values():
        for question in _TYPED_NAMES:
            yield str(written.answers.get(question, "")).split(",")[0], A_PROFESSIONAL


def _whole_answers(file: CaseFile) -> Iterator[tuple[str, str]]:
    for answers in _every_row(file):
        for question, label in _REPLACED_WHOLE.items():
            for line in str(answers.get(question, "")).splitlines():
                if len(said := line.strip()) > 4 and _says_something(said):
                    yield said, label


def _birthdays(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Dates of birth, as they are usually written."""
    for row in _every_row(file):
        for question in ("child_dob", "per_dob"):
            if day := read_day(row.get(question)):
                plain = f"{day.day} {day:%B} {day.year}"
                for written in (in_words(day), plain, f"{day.day} {day:%b} {day.year}", f"{day:%d/%m/%Y}", f"{day}"):
                    yield written, "[date of birth]"


def _every_row(file: CaseFile) -> Iterator[Answers]:
    notification = _notification(file)
    yield notification
    yield from rows(notification, "children")
    yield from rows(notification, "people")
    for written in (*file.every(SUMMARY.id), *file.every(NIL_RETURN.id)):
        yield written.answers


def _says_something(text: str) -> bool:
    return _key(text) not in ("not known", "not known yet", "unknown", "none", "not applicable")


# -- How a name is sought ------------------------------------------------------------------------------------------


def _parts(name: str) -> Iterator[str]:
    """The whole name, and each part of it that could stand alone."""
    whole = " ".join(name.split())
    if not whole or not _says_something(whole):
        return
    yield whole
    words = [word for word in whole.split() if _could_be_a_name(word)]
    if len(words) > 1 or "-" in whole:
        yield from words
        yield from (part for word in words for part in word.split("-") if _could_be_a_name(part))
    if len(words) > 1:
        yield f"{words[-1]}, {words[0]}"
        yield ".".join(word[0] for word in words) + "."


def _could_be_a_name(word: str) -> bool:
    plain = word.strip("().,’'")
    return (
        len(plain) > 1
        and plain[0].isalpha()
        and plain.lower() not in ("de", "van", "von", "al", "bin", "dr", "mr", "mrs", "ms", "of", "the")
    )


def _sought(name: str) -> str:
    """The pattern that finds this name: with any apostrophe, any space, and in any case unless it is also a word."""
    exact = name.lower() in _ALSO_WORDS
    # Some letters change into two with their case, such as a Turkish İ, so these forms are sought as they are.
    forms = (name.capitalize(), name.upper()) if exact else (name, name.lower(), name.upper())
    written = "|".join("".join(map(_letter, form)) for form in dict.fromkeys(forms))
    return rf"{'' if exact else '(?i:'}(?<!\w)(?:{written})(?!\w){'' if exact else ')'}"


def _letter(letter: str) -> str:
    if letter in "'’‘":
        return "['’‘]"
    return r"[\s\-]+" if letter in " -" else re.escape(letter)


def _key(text: str) -> str:
    """Two spellings of one name have the same key."""
    return re.sub(r"[\s\-]+", " ", text.replace("’", "'").replace("‘", "'")).casefold()


def inert(text: str) -> str:
    """Without the marks that turn the direction of writing, which can make a text read as something else."""
    return text.translate(_TURNING)


_TURNING: dict[int, None] = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F))


def names_left(document: Document, names: Iterable[str]) -> list[str]:
    """Those of these names that the document still holds, in any of its text."""
    found: list[str] = []

    def look(text: str) -> str:
        found.extend(name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
        return text

    document.reworded(look)
    return sorted(set(found))
